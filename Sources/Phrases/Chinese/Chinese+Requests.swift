import Domain

extension Chinese {
    func words(for refusal: Refusal, in zone: Zone) -> (cause: String, cure: String) {
        switch refusal {
        case .ticket(_, let refusal): words(for: refusal, in: zone)
        case .incident(_, let refusal): words(for: refusal, in: zone)
        case .record(let refusal): words(for: refusal)
        case .noSuch(let stream): ("\(name(stream))不存在。", "请核对编号，或先新建。")
        case .changed(let stream, let version):
            ("\(name(stream))已被更改，当前版本为 \(version)。", "请重新读取，再以该版本提交更改。")
        case .exists(let stream): ("\(name(stream))已经存在。", "请使用已有的，或改用其他编号。")
        case .ofAnotherCustomer(let stream): ("\(name(stream))属于另一客户。", "请选择本工单客户名下的。")
        case .noSuchGrade(let policy, let grade, let nearest):
            ("服务承诺“\(policy)”中没有分级“\(grade)”。", nearest.map { "请改为“\($0)”。" } ?? "请选择其中已有的分级。")
        case .noSuchPolicy(let policy, let nearest):
            ("没有名为“\(policy)”的生效服务承诺。", nearest.map { "请改为“\($0)”。" } ?? "请先启用该服务承诺。")
        case .versionTaken(let version):
            ("服务承诺“\(version.id)”的“\(version.version)”版已经存在，且内容不同。", "请为文件填写新的版本号。")
        case .policyUnreadable(let fault):
            ("无法读取服务承诺：\(fault)。", "请更正后重试；用“yinuo policy check”可列出全部错误。")
        case .receivedAhead(let received, let now):
            words(for: Ticket.Refusal.ahead(occurred: received, now: now), in: zone)
        case .receivedTooFarBack(let received, let earliest):
            words(for: Ticket.Refusal.tooFarBack(occurred: received, earliest: earliest), in: zone)
        case .keyReused(let key): ("请求键“\(key)”已用于另一个请求。", "请为每个新请求使用新的键。")
        case .badKey: ("请求键为空或过长。", "请使用较短的键，例如 UUID。")
        case .textTooLong(let field, let bytes, let most):
            ("文字“\(field)”有 \(bytes) 字节，上限为 \(most) 字节。", "请缩短，或分几次填写。")
        case .badField(let field):
            (
                field.isEmpty ? "文字的名称为空。" : "“\(field)”不能作为文字的名称。",
                "请使用 1 至 64 个 ASCII 字母、数字和符号，不含空格。"
            )
        case .erased(let person): ("\(name(person))的个人信息已被清除。", "此处不能再保存个人信息，请新建一条记录。")
        case .entryTooLong(let bytes): ("这条记录有 \(bytes) 字节，超出日志的上限。", "请分成几次提交。")
        case .notAnOccasion: ("该请求没有产生可以附带文字的记录。", "请去掉文字，或随消息、备注一起提交。")
        case .badContacts:
            ("来访须注明渠道，数量为 1 到 \(AnsweredAtOnce.most)。", "请注明渠道；数量过大时请分次记录。")
        case .badID(let id):
            (
                id.isEmpty ? "编号为空。" : "“\(id)”不能作为编号。",
                "请使用 1 至 64 个字母、数字、点、下划线和连字符，并以字母或数字开头。"
            )
        }
    }

    private func name(_ stream: StreamID) -> String {
        switch stream.kind {
        case .desk: "服务台"
        case .policy: "服务承诺“\(stream.id)”"
        case .ticket: "工单“\(stream.id)”"
        case .incident: "事件“\(stream.id)”"
        case .ledger: "账目“\(stream.id)”"
        case .contacts: "\(stream.id) 的来访"
        case .access: "访问记录“\(stream.id)”"
        case .record(let kind): "\(self.kind(kind))“\(stream.id)”"
        }
    }

    private func name(_ person: PersonID) -> String { StreamID(person.rawValue).map(name) ?? "“\(person)”" }
}
