import Domain

extension Chinese {
    func words(for refusal: Record.Refusal) -> (cause: String, cure: String) {
        switch refusal {
        case .faults(let faults): ("以下字段无法保存：\(and(faults.map { quoted($0.field) }))。", "请按各字段的提示更正。")
        case .noSuchRecord(let kind, let id): noSuch(kind, id)
        case .retired(let kind, let id): ("\(self.kind(kind))“\(id)”已停用。", "请先恢复使用。")
        case .erased(let kind, let id): ("\(self.kind(kind))“\(id)”的个人信息已被清除。", "请新建一条记录。")
        case .nothingPersonal(let kind): ("\(self.kind(kind))不含个人信息。", "可以改为停用。")
        case .credential(let kind):
            ("\(self.kind(kind))不能作为记录导入或导出。", "请用 yinuo account 管理。")
        }
    }

    func words(for cause: FieldFault.Cause) -> (cause: String, cure: String) {
        switch cause {
        case .unknown(let nearest): ("没有这个字段。", nearest.map { "请改为“\($0)”。" } ?? "请删除此项。")
        case .missing: ("此项尚未填写。", "请填写。")
        case .needsOneOf(let fields): ("\(and(fields.map(quoted)))均未填写。", "请至少填写其中一项。")
        case .tooLong(let most): ("内容超过 \(most) 个字符。", "请缩短。")
        case .tooMany(let most): ("列表超过 \(most) 项。", "请减少项数。")
        case .unreadable(.text): ("内容含有控制字符。", "请重新输入。")
        case .unreadable(let type): ("内容不是有效的\(name(type))。", "可以写作：\(example(of: type))。")
        case .notOneOf(let known, let nearest):
            ("内容不在可选范围内。", nearest.map { "请改为“\($0)”。" } ?? "请使用\(or(known.map(quoted)))。")
        case .outOfRange(let range): ("数值超出范围。", "请填写 \(range.lowerBound) 至 \(range.upperBound)。")
        case .instant(let fault): words(for: fault)
        case .zone(let fault): words(for: fault)
        case .noSuch(let kind, let id): noSuch(kind, id)
        case .itself: ("记录不能引用自身。", "请选择另一条记录。")
        case .notAfter(let field): ("时间没有晚于“\(field)”。", "请填写更晚的时间，或修改“\(field)”。")
        case .otherCurrency(let field): ("货币与“\(field)”不一致。", "请使用同一种货币。")
        }
    }

    func words(for fault: ImportFault) -> (cause: String, cure: String) {
        let column = fault.column ?? "id"
        switch fault.cause {
        case .unknownColumn(let nearest):
            return ("没有名为“\(column)”的字段。", nearest.map { "请改为“\($0)”。" } ?? "请删除此列。")
        case .columnTwice: return ("“\(column)”出现了两次。", "请只保留一个。")
        case .noIDColumn: return ("缺少“id”列。", "请补充此列，用它标识每条记录。")
        case .tooManyColumns(let most): return ("列数超过 \(most)。", "请只保留字段所在的列。")
        case .tooLong(let bytes): return ("此行超过 \(bytes) 字节。", "请缩短内容，或检查是否有未闭合的引号。")
        case .strayQuote: return ("未加引号的单元格中出现了引号。", "请为整个单元格加引号，其中的引号写两遍。")
        case .unclosedQuote: return ("引号没有闭合。", "请补上后一个引号。")
        case .notText: return ("此行不是 UTF-8 文本。", "请将文件另存为 UTF-8 编码。")
        case .fieldCount(let count, let header):
            return ("此行有 \(count) 个单元格，表头有 \(header) 个。", "含有逗号的单元格请加引号。")
        case .notJSON(let byte): return ("此行从第 \(byte) 字节起不符合 JSON 语法。", "请每行写一个对象。")
        case .notAnObject: return ("此行不是对象。", "请写作 {\"id\": \"a-1\"} 的形式。")
        case .nested: return ("“\(column)”不是单一的值。", "请填写文字，或文字列表。")
        case .badID: return ("id 无效。", "请使用 1 至 64 个字母、数字、点、下划线和连字符，并以字母或数字开头。")
        case .field(let cause): return words(for: cause)
        case .refused(let refusal): return words(for: refusal)
        }
    }

    func kind(_ kind: RecordKind) -> String {
        switch kind {
        case .customer: "客户"
        case .contact: "联系人"
        case .contract: "合同"
        case .agent: "坐席"
        case .team: "班组"
        case .site: "服务网点"
        case .provider: "服务商"
        case .roster: "值班表"
        case .shift: "班次"
        case .queue: "队列"
        case .category: "类别"
        case .tag: "标签"
        case .field: "字段"
        case .webhook: "事件推送"
        case .account: "账号"
        case .token: "访问令牌"
        case .session: "登录会话"
        case .link: "工单链接"
        }
    }

    private func noSuch(_ kind: RecordKind, _ id: RecordID) -> (cause: String, cure: String) {
        ("没有编号为“\(id)”的\(self.kind(kind))。", "请先新建，或选择其他\(self.kind(kind))。")
    }

    private func name(_ type: FieldType) -> String {
        switch type {
        case .text: "文字"
        case .texts: "文字列表"
        case .choice: "选项"
        case .choices: "选项列表"
        case .id: "标识"
        case .ids: "标识列表"
        case .reference: "记录编号"
        case .references: "记录编号列表"
        case .integer: "整数"
        case .money: "金额"
        case .share: "比例"
        case .instant: "日期时间"
        case .day: "日期"
        case .flag: "是或否"
        case .zone: "时区"
        case .hours: "每周时间"
        case .url: "网址"
        case .email: "电子邮箱"
        case .phone: "电话号码"
        }
    }
}
