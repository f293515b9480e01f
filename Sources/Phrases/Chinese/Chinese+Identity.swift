import Domain

extension Chinese {
    func words(for fault: IdentityFault, in zone: Zone) -> (cause: String, cure: String) {
        switch fault {
        case .unknownOrWrong: ("无法凭此登录。", "请核对输入内容，或索取新的链接。")
        case .lockedUntil(let instant): ("尝试次数过多。", "请在 \(zonedTime(instant, in: zone, isFrom: true)) 之后再试，或索取重置链接。")
        case .codeNeeded: ("还需要验证码。", "请输入验证器中的六位数字，或一个恢复码。")
        case .expired: ("已经失效。", "请重新登录，或索取新的链接或令牌。")
        case .revoked: ("已被撤销。", "请重新登录，或索取新的链接或令牌。")
        case .usedBefore: ("已经使用过。", "请索取新的。")
        case .disabled: ("账号已停用。", "请联系管理员。")
        case .passwordChangeNeeded: ("须先更改密码。", "请设置新密码。")
        case .weakPassword(let weakness): words(for: weakness)
        case .loginTaken: ("该登录名已被其他账号使用。", "请换一个。")
        case .hasAccount: ("该坐席已有账号。", "请为该账号生成新链接，或先将其停用。")
        case .changedMeanwhile: ("账户刚刚被他人更改。", "请重新查看后再试。")
        case .badLogin: ("不能用作登录名。", "请使用 1 至 128 个可见字符，不含空格。")
        case .noSuch: ("所指的对象不存在。", "请核对编号，或先建立。")
        case .scopesTooWide: ("该账号并不具备所列的全部权限。", "请至少列出一项其具备的权限。")
        case .badExpiry(let most): ("有效期不合适。", "请选择更晚的时间，最晚 \(zonedTime(most, in: zone))。")
        case .noSecondFactor: ("没有可供操作的第二验证方式。", "请先开始设置。")
        case .hasSecondFactor: ("已经设置了第二验证方式。", "请先用它的验证码将其移除。")
        case .provider(let trouble): words(for: trouble)
        case .busy: ("此刻登录的人太多。", "请几秒后再试。")
        case .unavailable: ("服务台此刻无法查询。", "请稍后再试。")
        }
    }

    private func words(for weakness: PasswordWeakness) -> (cause: String, cure: String) {
        switch weakness {
        case .tooShort(let least): ("密码太短。", "请至少使用 \(least) 个字符，几个词连用即可。")
        case .tooLong(let most): ("密码太长。", "请最多使用 \(most) 个字符。")
        case .common: ("这个密码太常见。", "请选择别人猜不到的密码，几个词连用即可。")
        case .holdsName: ("密码中含有您的姓名或登录名。", "请去掉它。")
        case .monotonous: ("密码只是简单的一串字符。", "请混合使用，或用几个词。")
        case .same: ("这就是现在的密码。", "请换一个。")
        }
    }

    private func words(for trouble: ProviderTrouble) -> (cause: String, cure: String) {
        switch trouble {
        case .none: ("这里没有设置身份提供方。", "请用密码登录。")
        case .unreachable: ("无法联系身份提供方。", "请重试，或用密码登录。")
        case .refused: ("身份提供方拒绝了请求。", "请重试，或联系其管理者。")
        case .untrustworthy: ("身份提供方的答复不可信。", "请告知管理员。")
        case .nobody: ("这里没有属于您的账号。", "请管理员为您关联。")
        case .notBegunHere: ("这次登录不是在此开始的，或已过时。", "请重新开始。")
        }
    }

    func letter(_ letter: Letter, in zone: Zone) -> LetterText {
        let foot = "本邮件由系统自动发送，请勿回复。"
        switch letter {
        case .invitation(let login, let link, let until):
            return LetterText(
                "您的服务台账号",
                ["已为您建立账号，登录名为 \(login)。", "请用此链接设置密码。链接只能使用一次，\(zonedTime(until, in: zone)) 前有效。"],
                link: link, foot: foot)
        case .reset(let login, let link, let until):
            return LetterText(
                "设置新密码",
                [
                    "有人为账号 \(login) 申请设置新密码。", "请用此链接设置。链接只能使用一次，\(zonedTime(until, in: zone)) 前有效。",
                    "如果不是您本人，请不必理会：原密码保持不变。",
                ], link: link, foot: foot)
        case .entry(let link, let until):
            return LetterText(
                "您的登录链接",
                ["用此链接即可登录。链接只能使用一次，\(zonedTime(until, in: zone)) 前有效。", "如果不是您本人申请，请不必理会。"],
                link: link, foot: foot)
        case .staff(let news, let about, let link):
            let what = about.map { "\($0)：\(staff(news))" } ?? staff(news)
            return LetterText(what, [what + "。"], link: link, foot: foot)
        case .customer(let news, let ticket, let link):
            return LetterText(
                "工单 \(ticket)：\(customer(news))", ["您的工单 \(ticket) 有新进展：\(customer(news))。"], link: link, foot: foot)
        }
    }

    private func staff(_ news: Letter.StaffNews) -> String {
        switch news {
        case .warned: "承诺即将超时"
        case .breached: "承诺已超时"
        case .breachWithdrawn: "超时已撤销"
        case .escalated: "已升级给您"
        case .duty: "有待办的职责到期"
        case .handOver: "已移交给您"
        case .mentioned: "有人提到了您"
        case .budgetSpent: "班组的时间份额已用完"
        case .clockLeapt: "服务台时钟跳变，已暂停触发"
        }
    }

    private func customer(_ news: Letter.CustomerNews) -> String {
        switch news {
        case .received: "我们已收到"
        case .answered: "我们已答复"
        case .resolved: "已解决"
        case .closed: "已关闭"
        case .reopened: "已重新打开"
        }
    }
}
