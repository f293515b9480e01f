import Domain

extension Chinese {
    func words(for fault: ServiceFault) -> (cause: String, cure: String) {
        switch fault {
        case .notFound: ("此地址没有内容，或内容不属于您。", "请查看 /api 的说明。")
        case .method(let methods): ("此地址不接受该方法。", "请使用 \(or(methods))。")
        case .address: ("地址不是百分号编码的 UTF-8。", "请按 RFC 3986 编码。")
        case .query: ("查询部分不是百分号编码的 UTF-8。", "请按 RFC 3986 编码。")
        case .notText: ("请求体不是 UTF-8。", "请以 UTF-8 编码。")
        case .notJSON(let column, _): ("请求体不是 JSON：从第 \(column) 列起无法读取。", "请发送一个 JSON 值。")
        case .cutOff: ("请求在请求体结束之前中断。", "请重新发送。")
        case .lastEventID: ("Last-Event-ID 不是日志中的位置。", "请发送最后收到的 id，或将其去掉。")
        case .purpose: ("Purpose 不是规定的用途。", "请使用 \(or(Purpose.allCases.map(\.rawValue)))。")
        case .key: ("Idempotency-Key 为空、过长或含有特殊字符。", "请发送一个 UUID。")
        case .version: ("If-Match 不是本服务给出的 ETag。", "请原样发送收到的值，例如 \"v12\"。")
        case .notHeeded(let header): ("此操作不处理 \(header)。", "请将其去掉；哪些操作处理它，见 /api 的说明。")
        case .nobody: ("无法得知请求者是谁。", "请发送 Authorization: Bearer TOKEN，或先登录。")
        case .noToken: ("Authorization 中没有令牌。", "请发送 Authorization: Bearer TOKEN。")
        case .noForm: ("请求没有带上会话的校验词。", "请将 GET /me 给出的 csrf 放入 X-CSRF-Token。")
        case .right(let right): ("需要权限 \(right.rawValue)。", askForRight)
        case .rightBesides(let right): ("另外还需要权限 \(right.rawValue)。", askForRight)
        case .customersMayNot: ("客户不能进行此操作。", "请联系为您服务的人员。")
        case .type(let types): ("请求体的类型不对。", "请发送 Content-Type: \(or(types))。")
        case .packed: ("请求体带有 Content-Encoding。", "请不经压缩直接发送。")
        case .tooLarge(let most): ("请求体超过 \(most) 字节。", "请减少每次发送的内容。")
        case .tooMany(let seconds): ("来自此处的请求过多。", "请等待 \(seconds) 秒。")
        case .changed(let version): ("内容已被更改，当前版本为 \(version)。", "请重新读取，并在 If-Match 中发送新的 ETag。")
        case .slow: ("请求没有在规定时间内到齐。", "请连续发送，不要停顿。")
        case .away: ("服务台暂时无法访问。", "请再试；带有请求键的，请使用同一个键。")
        case .contended: ("内容一再被他人更改。", "请再试；带有请求键的，请使用同一个键。")
        case .defect(let number): ("服务自身出现了问题。", "请将编号 \(number) 告知运维人员。")
        case .policy(let count): ("该文件不是服务承诺：有 \(count) 处错误。", "请按各处的说明更正。")
        case .sessionOnly: ("此操作须在会话中进行，不能使用令牌。", "请登录。")
        case .accountOnly: ("客户没有第二验证方式。", "请以账号登录。")
        case .noIssuer: ("此处不签发服务证明。", "请运维人员设置 company 和 evidence-key。")
        case .noLogKey: ("存证日志的密钥不在手边。", "请联系运维人员。")
        case .notSealed: ("最后一条事实尚未封存。", "请一秒后再试。")
        case .notFinished(let state): ("工单的状态为\(self.state(state))。", "请先解决、关闭或取消工单。")
        case .noMail: ("本服务台不发送邮件。", "请运维人员设置 mail-server 和 mail-from，或以其他方式转交链接。")
        case .headTooLarge(let most): ("地址与标头超过 \(most) 字节，或标头过多。", "请减少并缩短标头。")
        case .unknownMethod: ("本服务没有该方法。", "请查看 /api 的说明。")
        case .transferCoding: ("本服务没有该 Transfer-Encoding。", "请使用 chunked，或注明长度。")
        case .protocolVersion: ("请求使用了其他版本的 HTTP。", "请使用 HTTP/1.1。")
        case .unreadableHead:
            (
                "请求不是可读的 HTTP/1.1。",
                "请为请求体注明 Content-Length，或使用 Transfer-Encoding: chunked，二者不可并用。"
            )
        }
    }

    private var askForRight: String { "请向管理员申请该权限，或使用具备它的令牌。" }

    func words(for fault: FormFault) -> (cause: String, cure: String) {
        switch fault {
        case .kind(let found, let wanted, let orNull):
            ("此处是\(name(found))。", "请发送\(name(wanted))\(orNull ? "或 null" : "")。")
        case .missing(let wanted): ("缺少此项。", "请发送\(name(wanted))。")
        case .unknownMember(let near): ("没有这一项。", near.map(meant) ?? "请将其去掉；说明见 /api。")
        case .noneOf(let words, let near):
            (
                "不是可用的词。",
                near.map(meant) ?? (words.isEmpty ? "此处没有可用的词，请将其去掉。" : "可用的有：\(words.joined(separator: "、"))。")
            )
        case .number(let range): ("不是 \(range.lowerBound) 至 \(range.upperBound) 的整数。", "请写整数，不带小数点。")
        case .items(let count, let range): ("共有 \(count) 项。", "请发送 \(range.lowerBound) 至 \(range.upperBound) 项。")
        case .members(let count, let most): ("共有 \(count) 个成员。", "请最多发送 \(most) 个。")
        case .length(let count, let range):
            (
                "共有 \(count) 个字符。",
                range.lowerBound > 0
                    ? "请写 \(range.lowerBound) 至 \(range.upperBound) 个。" : "请最多写 \(range.upperBound) 个。"
            )
        case .instant(let fault): words(for: fault)
        case .plusIsBlank: ("地址中的加号会被读作空格。", "请将时差的加号写作 %2B：2026-02-14T20:30:00%2B08:00。")
        case .name(let most):
            ("不能用作名称。", "请使用 1 至 \(most) 个 A-Z、a-z、0-9、点、下划线和连字符，并以字母或数字开头。")
        case .unknownParameter(let near, let known):
            (
                "没有这个参数。",
                near.map(meant) ?? (known.isEmpty ? "请将其去掉。" : "可用的有：\(known.joined(separator: "、"))。")
            )
        case .twice: ("此项出现了两次。", "请去掉一个。")
        case .missingParameter(let name): ("缺少此参数。", "请在地址的问号之后加上 \(name)=…。")
        case .cursor: ("不是某一页的结束位置。", "请使用 next 中的值。")
        case .cursorOfOtherOrder: ("这是另一种排序下的位置。", "请保持原来的 sort，或不带 cursor 重新开始。")
        case .noMark: ("没有评分。", "请至少给出一项。")
        case .unknownField(let near): ("公司没有定义这一字段。", near.map(meant) ?? "请先定义：PUT /records/field/ID。")
        case .idIsDrawn: ("客户工单的编号由服务台给出。", "请将其去掉。")
        case .noSuch(let stream): words(for: Refusal.noSuch(stream), in: .utc)
        }
    }

    private func meant(_ word: String) -> String { "是否要写“\(word)”？" }

    private func name(_ kind: FormKind) -> String {
        switch kind {
        case .text: "文字"
        case .wholeNumber: "整数"
        case .number: "数"
        case .flag: "true 或 false"
        case .list: "列表"
        case .object: "对象"
        case .null: "空值 null"
        case .any: "一个值"
        }
    }

    func words(for note: ServiceNote) -> (cause: String, cure: String) {
        switch note {
        case .ungraded(let category, let known):
            let cause = category.map { "没有生效的服务承诺为类别“\($0)”规定分级" } ?? "既没有给出分级，也没有给出类别"
            return (
                "\(cause)，因此该工单没有分级，也没有任何承诺。",
                known.isEmpty
                    ? "请为其分级：POST /tickets/ID/grades。"
                    : "请为其分级：POST /tickets/ID/grades；或在建单时给出类别，例如\(or(known.map(quoted)))。"
            )
        }
    }

    func title(ofStatus code: Int) -> String? {
        switch code {
        case 400: "请求无法读取"
        case 401: "未登录"
        case 403: "没有权限"
        case 404: "没有找到"
        case 405: "方法不被接受"
        case 408: "请求超时"
        case 409: "与现状冲突"
        case 410: "已清除"
        case 412: "已被更改"
        case 413: "内容过大"
        case 415: "类型不对"
        case 422: "内容不合要求"
        case 429: "请求过多"
        case 431: "标头过大"
        case 500: "服务内部错误"
        case 501: "没有该功能"
        case 503: "暂时无法服务"
        case 505: "HTTP 版本不对"
        default: nil
        }
    }
}
