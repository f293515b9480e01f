import Domain

extension Ledger.Event: Payload {
    private enum Kind: String, CaseIterable { case posted, reversed }

    static var kinds: [String] { Kind.allCases.map(\.rawValue) }

    func write(to payload: inout PayloadWriter) -> String {
        switch self {
        case .posted(let key, let posting, _): Ledger.Event.write(.posted, key, posting, &payload)
        case .reversed(let key, let posting, _): Ledger.Event.write(.reversed, key, posting, &payload)
        }
    }

    private static func write(
        _ kind: Kind, _ key: Ledger.Key, _ posting: Ledger.Posting, _ payload: inout PayloadWriter
    ) -> String {
        switch key.basis {
        case .grant(let benefit):
            payload.word("basis", Basis.grant)
            payload.text("benefit", benefit)
            payload.integer("minor", posting.minor)
        case .labour:
            payload.word("basis", Basis.labour)
            payload.integer("minor", posting.minor)
        case .lateness(let month):
            payload.word("basis", Basis.lateness)
            payload.integer("minor", posting.minor)
            payload.integer("month", month)
        }
        payload.integer("owed", posting.owed)
        payload.word("ticket", key.ticket)
        return kind.rawValue
    }

    private enum Basis: String { case grant, labour, lateness }

    static func read(
        _ kind: String, from payload: inout PayloadReader, of id: String, at: Instant
    ) throws(PayloadFault) -> Ledger.Event? {
        guard let kind = Kind(rawValue: kind) else { return nil }
        let word: Basis = try payload.word("basis")
        let benefit = word == .grant ? try payload.text("benefit") : ""
        let minor: Int64 = try payload.integer("minor")
        let basis: Owed.Basis =
            switch word {
            case .grant: .grant(benefit)
            case .labour: .labour
            case .lateness: .lateness(month: try payload.integer("month"))
            }
        let posting = Ledger.Posting(owed: try payload.integer("owed"), minor: minor)
        let key = Ledger.Key(ticket: try payload.word("ticket"), basis: basis)
        return kind == .posted ? .posted(key, posting, at: at) : .reversed(key, posting, at: at)
    }
}
