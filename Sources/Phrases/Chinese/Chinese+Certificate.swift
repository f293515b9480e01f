import Domain

extension Chinese {
    func node(_ node: Node) -> String {
        switch node {
        case .submitted: "已提交"
        case .confirmed: "已确认"
        case .graded: "已定级"
        case .assigned: "已派单"
        case .planReady: "方案就绪"
        case .resourcesReady: "资源就绪"
        case .onTheWay: "已出发"
        case .arrived: "已到场"
        case .atWork: "作业中"
        case .solved: "已解决"
        case .verified: "已验收"
        case .followedUp: "已回访"
        }
    }

    func certificate(_ label: CertificateLabel) -> String {
        switch label {
        case .title: "服务凭证"
        case .issuedBy: "出具方"
        case .ticket: "工单"
        case .state: "状态"
        case .made: "出具时间"
        case .times: "本页时间所用时区"
        case .grades: "服务分级"
        case .promises: "承诺了什么，是否兑现"
        case .due: "到期"
        case .done: "完成"
        case .late: "超时（服务时间）"
        case .noPromises: "本工单没有适用的限时承诺。"
        case .kept: "已兑现"
        case .broken: "已超时"
        case .void: "已失效"
        case .running: "计时中"
        case .nodes: "服务经过"
        case .notReached: "无记录"
        case .notReachedMeans:
            "“无记录”指没有单独写明这一步的记录：该步骤未经过，或可由其他记录推知，工单页面可能显示为已完成。"
        case .again: "最近一次"
        case .compensation: "超时补偿"
        case .nothingOwed: "本工单没有应付的补偿。"
        case .check: "如何自行核验"
        case .qrText: "二维码内容"
        case .log: "存证日志"
        case .size: "检查点条目数"
        case .root: "根哈希"
        case .key: "公钥"
        case .entries: "本工单条目数"
        case .unchecked: "尚未核验。请用能运行本页脚本的浏览器打开。"
        case .verified: "本页所带数据已用本页公钥核验通过：各条记录均在已签名的存证日志中，未被改动。除时间和结论外，页面上印出的文字未与数据比对；如需比对，请运行 yinuo evidence verify。"
        case .hashesOnly: "哈希核验通过，但此浏览器不支持 Ed25519，无法核验日志签名。请用较新的浏览器打开。页面上印出的文字未与数据比对。"
        case .notVerified: "核验未通过。"
        case .atEntry: "位置：日志第 {} 号条目。"
        case .back: "返回工单"
        }
    }

    func certificate(_ finding: CertificateFinding) -> String {
        switch finding {
        case .unreadable: "凭证数据无法读取。"
        case .key: "公钥与其标识不符。"
        case .signature: "日志检查点并非由该公钥签名。"
        case .receipt: "存证证明推不出日志签名的根哈希。"
        case .opening: "记录与日志条目所绑定的内容不符。"
        case .ticket: "有记录属于其他工单。"
        case .order: "记录有缺失或次序不对。"
        case .nodes: "节点或其时间与记录不符。"
        case .promises: "承诺的兑现或超时情况与记录不符。"
        case .compensation: "补偿金额与记录推算的结果不符。"
        case .state: "工单状态与记录不符。"
        case .shown: "页面显示的内容与其数据不符。"
        }
    }

    func certificate(_ benefit: CertificateBenefit) -> String {
        switch benefit {
        case .labour(let money, let labour, let share): aside(money.grouped, "工时 \(duration(labour))的 \(share.text)")
        case .lateness(let money, let month): aside(money.grouped, "第 \(month + 1) 个月的超时")
        case .grant(let words): words
        }
    }

    func certificate(_ standing: CertificateBenefit.Standing, in zone: Zone) -> String {
        switch standing {
        case .credited(let money, let at): "已于 \(time(at, in: zone)) 入账 \(money.grouped)"
        case .granted(let at): "已于 \(time(at, in: zone)) 授予"
        case .pending: "尚未入账"
        case .estimate: "仍在增加"
        }
    }

    func howToCheck(log: String, size: Int64) -> String {
        "本工单的每条记录在产生时都写入了存证日志\(quoted(log))；日志中的内容事后如被改动或删去，必会被发现。本页带有全部记录，"
            + "并为每条记录附上证明，说明它在日志已签名的 \(size) 个条目之中。本页不联网即可自行核验，结果见页首。改动本页的人也可能改动这项核验，"
            + "因此在要紧时，请将下方的公钥、条目数和根哈希与本公司及日志的独立见证方公布的数值比对，或用您自己的程序核验这些数据。"
            + "证明的范围截至所列的最后一条记录，不涉及此后发生的事。入账金额以及由服务承诺推算出的到期时间，是出具方的陈述。"
    }
}
