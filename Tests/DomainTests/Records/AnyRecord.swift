import Domain
import Support

// Records and what is typed into them, for the tests of this folder.

/// Every record exists but those whose id begins with `no`.
func book(custom: [RecordKind: [RecordField]] = [:]) -> RecordBook {
    RecordBook(zones: .shipped, custom: custom) { _, id in !id.rawValue.hasPrefix("no") }
}

extension Record {
    /// The record after the commands, each of which must be granted.
    init(_ kind: RecordKind, _ id: RecordID, _ commands: Command..., in book: RecordBook = book()) throws {
        self.init(kind: kind, id: id)
        for command in commands { for event in try decide(command, book).events { evolve(event) } }
    }
}

/// A text that the type takes, spelled in one of several ways.
func anyText(_ type: FieldType, _ chance: inout Seed) -> String {
    switch type {
    case .text(let most): String(chance.one(of: ["一诺", "  Ada \r\n Lovelace", "=1+1", "a,\"b\"\n", "é"]).prefix(most))
    case .texts: chance.one(of: ["红; 黄；蓝", "one", "一\n二"])
    case .choice(let known): chance.one(of: known)
    case .choices(let known): chance.shuffled(known).prefix(2).joined(separator: chance.one(of: [" ", ",", "、"]))
    case .id, .reference: chance.one(of: ["gold", "a-1", " b2 ", "ｃ"])
    case .ids, .references: chance.one(of: ["gold, a-1", "b2", "gold gold"])
    case .integer(let range): String(chance.integer(range))
    case .money: chance.one(of: ["CNY 1", "cny 10.50", "CNY 999999"])
    case .share: chance.one(of: ["5%", "0.50%"])
    // The order of two such fields is told by their names: `from` is filled from the first half.
    case .instant: chance.one(of: ["2026-02-14T20:30:00+08:00", "2026-02-14 20:30:00.5Z"])
    case .day: chance.one(of: ["2026-02-14", "２０２６-03-01"])
    case .flag: chance.one(of: ["yes", "否", "TRUE", "0"])
    case .zone: chance.one(of: ["Asia/Shanghai", "Asia/Tokyo"])
    case .hours: chance.one(of: ["mon-fri 09:00-18:00", "daily: 22:00-06:00"])
    case .url: chance.one(of: ["https://example.com/hook?x=1", "HTTP://Example.com:8080"])
    case .email: chance.one(of: ["a@example.com", "A.b+c@Example.COM"])
    case .phone: chance.one(of: ["+86 138-0013-8000", "110", "(010) 6655 4433", "＋８１３１２３４５６７８"])
    }
}

/// What somebody might fill into a form: most fields, all required ones, everything in order.
func anyPut(_ kind: RecordKind, _ chance: inout Seed) -> [String: String?] {
    var put: [String: String?] = [:]
    for field in kind.fields where field.isRequired || !chance.once(in: 3) {
        put[field.name] = chance.once(in: 6) && !field.isRequired ? .some(nil) : anyText(field.type, &chance)
    }
    if kind.fields.contains(where: { $0.name == "title.zh" }) { put["title.zh"] = "标题" }
    if kind == .webhook { put["kinds"] = chance.one(of: [nil, "ticket-opened", "record-put, ticket-noted"]) }
    if kind == .site { (put["latitude"], put["longitude"]) = ("31230416", "-121473701") }
    if kind == .field { put["choices"] = "红; 黄" }
    if kind == .shift { (put["from"], put["to"]) = ("2026-02-14T20:30:00+08:00", "2026-02-14T20:30:00+07:00") }
    if kind == .session {
        (put["since"], put["until"]) = ("2026-02-14T00:00:00Z", "2026-02-15T00:00:00Z")
        put["account"] = "a1"
    }
    if put["from"] != nil, put["until"] != nil { (put["from"], put["until"]) = ("2026-02-14", "2026-02-14") }
    return put
}
