import Domain

/// How a ticket stands, the most pressing first. Each has a shape and a word, never a colour alone.
public enum Risk: String, CaseIterable, Hashable, Sendable {
    /// A promise is broken, and what was promised has not come.
    case breached
    /// A clock runs that is past its first warning.
    case atRisk = "at-risk"
    /// Nobody has said yet what it is, so nothing is promised.
    case ungraded
    /// All that could run rests.
    case paused
    case fine
}

/// Which tickets a queue shows: an address, so a view that is worth keeping is a link.
public struct QueueView: Hashable, Sendable {
    public enum Whose: String, CaseIterable, Hashable, Sendable {
        case everyone, mine
        case myTeams = "my-teams"
        case nobodys
    }

    public var whose = Whose.everyone
    public var risk: Risk?
    public var team: TeamID?
    /// `policy/grade`
    public var grade: String?
    /// From 1.
    public var page = 1
    public init() {}

    public static let rowsOfPage = 50
    /// Pages beyond this are asked for by no link.
    static let pagesAtMost = 100_000

    var query: [(String, String)] {
        var pairs: [(String, String)] = []
        if whose != .everyone { pairs.append(("whose", whose.rawValue)) }
        if let risk { pairs.append(("risk", risk.rawValue)) }
        if let team { pairs.append(("team", team.rawValue)) }
        if let grade { pairs.append(("grade", grade)) }
        if page != 1 { pairs.append(("page", String(page))) }
        return pairs
    }

    /// What else an address says it leaves out.
    /// - Returns: nil for a filter that there is not: without it more would be shown than was asked for.
    init?(_ fields: Fields) {
        if let word = fields.filled("whose") {
            guard let known = Whose(rawValue: word) else { return nil }
            whose = known
        }
        if let word = fields.filled("risk") {
            guard let known = Risk(rawValue: word) else { return nil }
            risk = known
        }
        if let word = fields.filled("team") {
            guard let id = RecordID(checking: word) else { return nil }
            team = TeamID(id.rawValue)
        }
        grade = fields.filled("grade")
        if let grade, grade.utf8.count > 200 { return nil }
        page = fields["page"].flatMap { Int($0) }.map { max(1, min(Self.pagesAtMost, $0)) } ?? 1
    }

    /// The same from its first page.
    public func with(_ change: (inout QueueView) -> Void) -> QueueView {
        var view = self
        view.page = 1
        change(&view)
        return view
    }
}
