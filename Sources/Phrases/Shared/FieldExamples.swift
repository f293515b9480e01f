import Domain

/// How a value of the type may be written; the same in every language.
public func example(of type: FieldType) -> String {
    switch type {
    case .text: "A1"
    case .texts: "A1; B2"
    case .choice(let known): known.first ?? "A1"
    case .choices(let known): known.prefix(2).joined(separator: " ")
    case .id: "road-crew"
    case .ids: "lead manager"
    case .reference: "a-1"
    case .references: "a-1 a-2"
    case .integer: "42"
    case .money: "CNY 500000.00"
    case .share: "0.5%"
    case .instant: "2026-02-14T20:30:00+08:00"
    case .day: "2026-02-14"
    case .flag: "yes"
    case .zone: "Asia/Shanghai"
    case .hours: "mon-fri: 09:00-18:00; sat: 10:00-14:00"
    case .url: "https://example.com/hook"
    case .email: "name@example.com"
    case .phone: "+8613800138000"
    }
}
