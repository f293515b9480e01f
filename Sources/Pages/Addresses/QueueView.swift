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

    /// What it does not know it leaves out: a view that was kept under an older desk still shows something.
    init(_ fields: Fields) {
        whose = fields["whose"].flatMap(Whose.init) ?? .everyone
        risk = fields["risk"].flatMap(Risk.init)
        team = fields.filled("team").flatMap { RecordID(checking: $0) }.map { TeamID($0.rawValue) }
        grade = fields.filled("grade").flatMap { $0.utf8.count <= 200 ? $0 : nil }
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
