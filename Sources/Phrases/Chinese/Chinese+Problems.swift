import Domain
import PolicyLanguage

extension Chinese {
    func words(for problem: Problem) -> (cause: String, cure: String) {
        switch problem {
        case .notText: ("文件不是 UTF-8 文本。", "请另存为 UTF-8 编码。")
        case .tooLarge(let bytes): ("文件有 \(bytes) 字节，超出上限 262144 字节。", "请拆分为多份服务承诺。")
        case .tooDeep: ("嵌套层级过深。", "请控制在 64 层以内。")
        case .syntax(let text): ("此处不符合 YAML 语法：\(text)。", "请检查这里的缩进、冒号和引号。")
        case .anchor(let name): ("不支持“&\(name)”这样的锚点与引用。", "请在每一处直接写出内容。")
        case .empty: ("文件内容为空。", "请先写首个键：“policy: …”或“mapping: …”。")
        case .keyTwice(let key): ("“\(key)”在此处出现了两次。", "请只保留一个。")
        case .missing(let key, let what):
            ("“\(what)”中缺少“\(key)”。", what == "columns" ? "请写明数据文件中对应的列名。" : "请补充“\(example(ofKey: key))”。")
        case .unknownKey(let key, let what, let nearest):
            ("“\(what)”中没有“\(key)”这一项。", nearest.map { "请改为“\($0)”。" } ?? "请删除此项。")
        case .unreadable(let text, let expected):
            ("“\(text)”不是有效的\(name(expected))。", "可以写作：\(example(of: expected, for: text))。")
        case .hours(let fault): words(for: fault)
        case .unknownName(let text, let kind, let nearest):
            ("没有名为“\(text)”的\(name(kind))。", nearest.map { "请改为“\($0)”。" } ?? cure(kind))
        case .notAnID(let text): ("“\(text)”不能用作标识。", "请只用小写字母、数字和中间的连字符，最长 64 个字符。")
        case .declaredTwice(let name): ("“\(name)”重复声明。", "请删除其一，或换一个标识。")
        case .exactlyOne(let keys, let what):
            ("“\(what)”须在\(or(keys.map(quoted)))中有且只有一项。", "请保留或补充其中一项。")
        case .onlyWith(let key, let other): ("“\(key)”须与“\(other)”一起使用。", "请补充“\(other)”，或删除“\(key)”。")
        case .warningNotBeforeBreach(let share):
            share.millionths > 0
                ? ("\(share.text) 的预警要到超时之后才会发出。", "请使用低于 100% 的比例。")
                : ("\(share.text) 的预警在计时开始时就会发出。", "请使用高于 0% 的比例。")
        case .budgetOverLimit(let sum, let limit):
            ("各班组时限合计 \(span(sum))，超过总时限 \(span(limit))。", "请将合计控制在 \(span(limit))以内。")
        case .noticeOfNotice(let name): ("“\(name)”没有可以提前告知的到期时间。", "请指定一项使用“within”的承诺。")
        case .categoryTwice(let category, let other): ("类别“\(category)”已归入“\(other)”。", "一个类别请只列入一个分级。")
        case .dayTwice(let day): ("“\(day)”与前面的日子重复。", "同一天的服务时间请只写一次。")
        case .variantOfSeries(let name): ("“\(name)”没有可供替换的时限。", "请只调整使用“within”的承诺。")
        case .weightsDoNotAddUp(let sum): ("各项权重合计为 \(sum.text)。", "请调整为合计 100%。")
        case .neverOpen(let name): ("服务时间“\(name)”没有任何开放时段。", "请至少为一天设置服务时间。")
        case .severalCurrencies(let a, let b): ("同时使用了 \(a) 和 \(b) 两种货币。", "请统一使用一种货币。")
        }
    }

    func words(for remark: Note.Remark) -> String {
        switch remark {
        case .officialYears(let name, let years):
            "官方日历“\(name)”收录 \(years.lowerBound) 至 \(years.upperBound) 年的安排，其余日期按普通工作日和周末处理。"
        case .promisesNothing(let id): "分级“\(id)”没有任何承诺。"
        case .unusedRole(let id): "角色“\(id)”未被任何升级安排通知。"
        case .unusedLadder(let id): "升级安排“\(id)”未被使用。"
        }
    }

    private func name(_ expected: Problem.Expected) -> String {
        switch expected {
        case .text: "文字"
        case .list: "列表"
        case .fields: "字段集合"
        case .trueOrFalse: "真假值"
        case .count: "整数，或数值超出范围"
        case .limit: "时限"
        case .duration: "时长"
        case .share: "比例"
        case .money: "金额"
        case .date: "日期"
        case .hours: "服务时段"
        case .moment: "升级时点"
        case .complexity: "复杂程度"
        case .dimension: "评分维度"
        case .counted: "计数对象"
        case .window: "统计周期"
        case .rounding: "取整方式"
        case .base: "保证金基数"
        case .attachment: "“服务承诺/分级”"
        case .months: "月数"
        case .timeFormat: "时间格式"
        }
    }

    private func name(_ kind: Problem.NameKind) -> String {
        switch kind {
        case .event: "事件"
        case .state: "状态"
        case .calendar: "服务时间"
        case .officialCalendar: "官方日历"
        case .zone: "时区"
        case .ladder: "升级安排"
        case .role: "角色"
        case .commitment: "承诺"
        case .weekday: "星期"
        case .colour: "牌色"
        }
    }

    private func cure(_ kind: Problem.NameKind) -> String {
        switch kind {
        case .event: "请使用词汇表中的事件，或先在“events”下声明。"
        case .state: "请使用\(or(Waiting.allCases.map { quoted($0.state) }))。"
        case .calendar: "请先在“calendars”下声明。"
        case .officialCalendar: "请使用“cn”，或在“holidays”和“workdays”下写明日期。"
        case .zone: "请使用 IANA 时区名，例如“Asia/Shanghai”。"
        case .ladder: "请先在“ladders”下声明。"
        case .role: "请先在“roles”下声明。"
        case .commitment: "请指定同一分级中的承诺。"
        case .weekday: "请使用“mon”至“sun”、“mon-fri”或“daily”。"
        case .colour: "请使用\(or(ScorecardTerms.Colour.allCases.map { quoted($0.rawValue) }))。"
        }
    }
}
