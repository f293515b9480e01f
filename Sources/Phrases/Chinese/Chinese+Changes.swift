import Domain
import PolicyLanguage

extension Chinese {
    func changed(_ whom: String?, _ aspect: Aspect, from: String?, to: String?, _ verdict: Change.Verdict?) -> String {
        let head = whom.map { "\($0)：" } ?? ""
        let subject = name(aspect)
        let verdict =
            switch verdict {
            case .tighter?: "，承诺收紧，对客户更有利"
            case .looser?: "，承诺放宽"
            case .different?: "，计时方式不同，松紧不可直接比较"
            case nil: ""
            }
        switch (from, to) {
        case (let a?, let b?) where aspect.isLong: return "\(head)\(subject)有调整\(verdict)。原为：\(a)。现为：\(b)。"
        case (let a?, let b?): return "\(head)\(subject)由 \(a) 改为 \(b)\(verdict)。".tight
        case (nil, let b?): return "\(head)新增\(subject)：\(b)\(verdict)。"
        case (let a?, nil): return "\(head)取消\(subject)（原为：\(a)）\(verdict)。"
        case (nil, nil): return "\(head)\(subject)有变动\(verdict)。"
        }
    }

    func newGrade(_ title: String, promises: [String]) -> String {
        "新增分级\(quoted(title))" + (promises.isEmpty ? "，暂无承诺。" : "：\(promises.joined(separator: "；"))。")
    }

    func goneGrade(_ title: String) -> String { "取消分级\(quoted(title))，其承诺一并终止。" }

    func replaced(_ whom: String?, removed: [String], added: [String]) -> String {
        let gone = removed.isEmpty ? "" : "取消：\(removed.joined())"
        let new = added.isEmpty ? "" : "新增：\(added.joined())"
        return "\(whom ?? "全部分级")：\(gone)\(new)"
    }

    private func name(_ aspect: Aspect) -> String {
        switch aspect {
        case .version: "版本"
        case .zone: "时区"
        case .hours: "服务时间"
        case .grading: "分级"
        case .commitment: "承诺"
        case .time: "时限"
        case .course: "计时区间"
        case .calendar: "计时所用的服务时间"
        case .pauses: "暂停计时的情形"
        case .warnings: "预警点"
        case .ladder: "升级安排"
        case .budget: "班组时限分配"
        case .compensation: "超时补偿"
        }
    }
}

extension String {
    /// Spaces belong between Chinese and Latin, not between Chinese characters or beside full-width marks.
    fileprivate var tight: String {
        let characters = Array(self)
        let kept = characters.indices.filter { index in
            guard characters[index] == " ", index > 0, index + 1 < characters.count else { return true }
            return characters[index - 1].isASCII || characters[index + 1].isASCII
        }
        return String(kept.map { characters[$0] })
    }
}
