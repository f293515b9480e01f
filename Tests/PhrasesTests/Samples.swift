import Domain
import Phrases
import PolicyLanguage
import Support
import Testing

/// Policies to put into words: the shipped ones, and one that uses every clause of the format.
enum Sample {
    static let shipped = ["standard", "after-sales", "service-rules", "experience"]

    static let official = [
        "cn": OfficialCalendar(
            name: "cn", years: 2026...2026, holidays: [Day(year: 2026, month: 10, day: 1)],
            workdays: [Day(year: 2026, month: 10, day: 10)])
    ]

    static func shipped(_ id: String) throws -> Policy { try read(Fixture.text("policies/\(id).yaml")) }

    static func read(_ text: String) throws -> Policy {
        let reading = Policy.read(Array(text.utf8), zones: .shipped, official: official)
        return try #require(reading.value, "\(reading.faults)")
    }

    /// One line per clause, indented as the command line does.
    static func explained(_ policy: Policy, _ language: Language) -> String {
        let words = wording(language)
        return policy.explained().map { clause in
            String(repeating: "  ", count: clause.depth) + words.sentence(clause, in: policy)
        }.joined(separator: "\n")
    }

    /// Every line of it differs from `everythingChanged`.
    static let everything = """
        policy: everything
        version: "1"
        time-zone: Asia/Shanghai
        calendars:
          always: {open: {daily: "00:00-24:00"}}
          shifts:
            open: {mon-fri: ["09:00-12:00", "13:00-18:00"], sat: "22:00-06:00"}
            holidays: ["2026-05-01..2026-05-03", 2026-06-01]
            workdays: {2026-05-09: "10:00-16:00", 2026-05-10: []}
            official: cn
          made-up: {open: {mon: "09:00-17:00"}, workdays: [2026-05-10]}
        events:
          part-shipped: {zh: 备件发出, en: part shipped, ja: 部品の発送, ko: 부품 발송}
        roles:
          night-watch: {zh: 夜班经理, en: night manager, ja: 夜間責任者, ko: 야간 책임자}
        ladders:
          steep:
            - {at: due, tell: night-watch}
            - {at: due-30m elapsed, tell: night-watch}
            - {at: breach, tell: night-watch, wake: true, attach: service-rules/escalation}
            - {at: breach+2h elapsed, tell: night-watch, attach: everything/empty}
        grades:
          gold-care:
            title: {zh: 金牌服务, en: Gold care, ja: ゴールド, ko: 골드 케어}
            for: [spare-part]
            calendar: shifts
            warn: [50%, 99.5%]
            commitments:
              ship: {needs: part-shipped, within: 2h, budget: {depot: 90m, road-crew: 30m}, escalate: steep, pause: [waiting-customer, waiting-supplier, waiting-problem, waiting-evidence]}
              answer: {title: {zh: 答复承诺, en: Answer promise, ja: 回答の約束, ko: 답변 약속}, reply: true, needs: [agent-message, answered], within: [90m, 2 working-days, next-day 18:00]}
              fix: {from: defect-found, each: true, needs: correction-started, within: 1 month, only: simple}
              report: {needs: reported, every: 48h, until: closed, only: complex, calendar: always}
              complete: {needs: resolved, within: agreed}
              early: {needs: agent-message, before: 72h, of: agreed, calendar: always}
              notice: {needs: delay-announced, before: 1h, of: complete}
              same: {from: confirmed, needs: delay-announced, within: 1s}
            gates: {sign-off: [verified-technical, verified-customer]}
            duties: {call-back: {zh: 致电客户, en: call the customer, ja: お客様に電話, ko: 고객에게 전화}}
            variants:
              premium: {title: {zh: 尊享版, en: Premium, ja: プレミアム, ko: 프리미엄}, ship: 45m, answer: [30m, next-day 09:00]}
            compensate: {contract-per-hour: 0.5%, rounding: started-hour}
          empty: {commitments: {}}
        guarantees:
          ceiling: 30%
          misuse-factor: 1
          insurance-ceiling: CNY 1234.50
          responsible-bears: 30%
          major-loss: CNY 500000.00
          deposits: {reserve-fund: {at-least: 5%, of: annual-revenue}}
          provider-disqualified-after: 1
          blacklist-years: 1
        retention: {texts: 1 month}
        """
        + words

    /// A team is left without, so that its id is shown.
    static let words = """

        words:
          everything: {zh: 全部条款, en: Everything, ja: 全条項, ko: 모든 조항}
          shifts: {zh: 两班制, en: two shifts, ja: 二交代, ko: 2교대}
          empty: {zh: 空分级, en: empty grade, ja: 空の等級, ko: 빈 등급}
          spare-part: {zh: 备件, en: spare parts, ja: 部品, ko: 부품}
          depot: {zh: 备件库, en: parts depot, ja: 部品倉庫, ko: 부품 창고}
          escalation: {zh: 升级处理, en: Escalation, ja: エスカレーション, ko: 에스컬레이션}
          reserve-fund: {zh: 储备金, en: reserve fund, ja: 準備金, ko: 적립금}
          same: {zh: 第二项, en: the second, ja: 二つ目, ko: 두 번째}
        """

    static let everythingChanged = """
        policy: everything
        version: "2"
        time-zone: Asia/Tokyo
        calendars:
          always: {open: {daily: "00:00-24:00"}}
          shifts: {open: {daily: "08:00-20:00"}}
        events:
          part-shipped: {zh: 备件发出, en: part shipped, ja: 部品の発送, ko: 부품 발송}
        roles:
          night-watch: {zh: 夜班经理, en: night manager, ja: 夜間責任者, ko: 야간 책임자}
        grades:
          gold-care:
            title: {zh: 金牌服务, en: Gold care, ja: ゴールド, ko: 골드 케어}
            calendar: shifts
            warn: [80%]
            commitments:
              ship: {needs: part-shipped, within: 1h, calendar: always, escalate: [{at: breach, tell: night-watch}]}
              answer: {title: {zh: 答复承诺, en: Answer promise, ja: 回答の約束, ko: 답변 약속}, needs: answered, within: 3h}
              fix: {from: defect-found, each: true, needs: correction-started, within: 2 months, only: complex, warn: []}
              report: {needs: reported, every: 72h, until: closed, only: complex, calendar: always}
              complete: {needs: resolved, within: 8h}
              notice: {needs: delay-announced, before: 2h, of: complete}
              locate: {needs: located, within: 1h}
            compensate: {labour: 20%}
          silver-care:
            title: {zh: 银牌服务, en: Silver care, ja: シルバー, ko: 실버 케어}
            for: [spare-part]
            calendar: always
            commitments: {respond: {needs: engaged, within: 1h}}
        guarantees: {ceiling: 50%}
        """
}

/// Nothing of the machine shows through.
func expectReadable(_ text: String, _ note: String = "", sourceLocation: SourceLocation = #_sourceLocation) {
    let traces = [
        "Optional(", "nil", "\\(", "  ,", "  .", "()", "（）", "Domain.", "rawValue", "“”", "「」", "‘’", "。。", "..", ": .",
    ]
    for trace in traces where text.contains(trace) {
        Issue.record("\(note): »\(trace)« in »\(text)«", sourceLocation: sourceLocation)
    }
    if text.isEmpty || text.first == " " || text.last == " " {
        Issue.record("\(note): empty, or a blank at an end: »\(text)«", sourceLocation: sourceLocation)
    }
}
