import Desk
import Domain
import Pages

extension Rooms {
    /// Agents that a form lists; a company that has more names them by id.
    private static let colleaguesAtMost = 200

    /// Agents by name.
    func colleagues(_ visit: Visit) async throws -> ChoiceList {
        try await board.names.colleagues(visit.reader.language, atMost: Self.colleaguesAtMost, desk)
    }

    /// Who is told of a note: whom its form names, and each `@` of its text that a colleague's name or id follows.
    func mentions(_ text: String, _ chosen: String?) async throws -> [String] {
        var ids = chosen.map { [$0] } ?? []
        guard text.contains("@") else { return ids }
        let agents = try await desk.edges.store.records(.agent, nil, nil, Self.colleaguesAtMost)
        try await board.names.load(agents.map { (.agent, $0.rawValue) }, desk)
        let known = agents.map { (id: $0.rawValue, name: board.names.called(.agent, $0.rawValue, .en)) }
        for id in Self.mentions(text, known) where !ids.contains(id) && ids.count < Self.mentionsAtMost {
            ids.append(id)
        }
        return ids
    }

    private static let mentionsAtMost = 50

    /// Each by the longest name that fits, else by id; whatever else has such a sign, a mail address say, means nobody.
    static func mentions(_ text: String, _ known: [(id: String, name: String)]) -> [String] {
        var ids: [String] = []
        for part in text.split(separator: "@", omittingEmptySubsequences: false).dropFirst() {
            let named = known.filter { !$0.name.isEmpty && part.hasPrefix($0.name) }.max {
                $0.name.count < $1.name.count
            }
            let word = String(part.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
            if let id = named?.id ?? known.first(where: { $0.id == word })?.id, !ids.contains(id) { ids.append(id) }
        }
        return ids
    }
}
