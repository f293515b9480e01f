import Domain

/// What of somebody's news is read: all before a position of the journal, and some of what came later.
///
/// It is kept in their browser, since it is nobody else's to know: `AGENT.42~3~17`, where what was read later stands by how
/// far it lies behind.
struct ReadMark: Hashable, Sendable {
    private(set) var through: Int64 = 0
    private var later: Set<Int64> = []

    /// Of its cookie.
    static let bytesAtMost = 1_024
    /// No page shows more news than that.
    private static let laterAtMost = Notices.linesAtMost

    init() {}

    /// The mark of whoever is signed in; another's in the same browser is none.
    init(_ cookie: String?, _ agent: RecordID?) {
        guard let agent, let cookie, let dot = cookie.lastIndex(of: "."), cookie[..<dot] == agent.rawValue else {
            return
        }
        let numbers = cookie[cookie.index(after: dot)...].split(separator: "~", maxSplits: Self.laterAtMost)
            .map { Int64($0) }
        guard case let first?? = numbers.first, first >= 0 else { return }
        through = first
        for case let distance? in numbers.dropFirst() where distance >= 0 {
            let (position, isTooFar) = first.addingReportingOverflow(distance)
            if !isTooFar { later.insert(position) }
        }
    }

    func isRead(_ position: Int64) -> Bool { position < through || later.contains(position) }

    mutating func read(through position: Int64) {
        through = max(through, position)
        forget()
    }

    /// - Parameter all: of the news that a page would show: where none of the older ones is unread, one number says as much.
    mutating func read(_ positions: [Int64], among all: [Int64]) {
        later.formUnion(positions)
        for position in all.sorted() where position >= through {
            guard later.contains(position) else { break }
            through = position + 1
        }
        forget()
    }

    /// All that either says is read.
    func union(_ other: ReadMark) -> ReadMark {
        var both = self
        both.through = max(through, other.through)
        both.later.formUnion(other.later)
        both.forget()
        return both
    }

    private mutating func forget() {
        let from = through
        later = Set(later.filter { $0 >= from }.sorted().suffix(Self.laterAtMost))
    }

    func text(of agent: RecordID) -> String {
        "\(agent.rawValue).\(through)" + later.sorted().map { "~\($0 - through)" }.joined()
    }
}
