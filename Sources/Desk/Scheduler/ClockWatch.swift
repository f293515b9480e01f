import Domain

/// What a node tells the journal of its own clock, which is one of several.
///
/// The journal knows one word for the desk, trusted or not, and each node reads a clock of its own. Would each correct
/// that word to its own reading, two of them could contradict each other for ever, an entry a second. So a node
/// contradicts only what goes on for a while, tells a leap once, and says that the clock is right again only where it
/// said that it was not, or where it found that said when it began: by a node of before, which may have been itself.
/// The price is that a node which begins while another's clock is wrong says once that all is well. Who said that it is not
/// may be lost for good: after an hour everybody whose clock is right says so.
struct ClockWatch {
    enum Telling: Hashable, Sendable {
        case leapt(by: Duration)
        case trusted
    }

    /// How long a node has to read something else than the journal says.
    static let patience = Duration.seconds(5)

    /// How long it has to be nobody's to say.
    static let patienceWithOthers = Duration.hours(1)

    /// Whether this node's own clock was found to have leapt when it was last looked at.
    var isLeaping = false
    private let isShared: Bool
    /// Whether it is this node's to say that the clock is right again; nil before it has looked.
    private var mends: Bool?
    /// Of the leap that goes on.
    private var hasToldLeap = false
    private var contradiction: (isLeap: Bool, since: Duration)?

    /// - Parameter isShared: whether others tell of their clocks too. Who is alone tells at once.
    init(isShared: Bool) { self.isShared = isShared }

    /// - Parameters:
    ///   - leap: by how much this node's wall clock is away while it is not believed.
    ///   - isTrusted: what the journal says.
    ///   - ticks: of the clock that only counts.
    /// - Returns: what is to be told now, if anything.
    mutating func look(leap: Duration?, isTrusted: Bool, at ticks: Duration) -> Telling? {
        let telling = leap.map { Telling.leapt(by: $0) } ?? .trusted
        let contradicts = (leap == nil) != isTrusted
        if !isShared { return contradicts ? telling : nil }
        if isTrusted { mends = false } else if mends == nil { mends = true }
        if leap == nil { hasToldLeap = false }
        guard contradicts, leap == nil || !hasToldLeap else {
            contradiction = nil
            return nil
        }
        let isLeap = leap != nil
        let since = contradiction.flatMap { $0.isLeap == isLeap ? $0.since : nil } ?? ticks
        contradiction = (isLeap, since)
        let isOthers = leap == nil && mends != true
        return ticks - since < (isOthers ? Self.patienceWithOthers : Self.patience) ? nil : telling
    }

    /// It stands in the journal.
    mutating func hasTold(_ telling: Telling) {
        contradiction = nil
        switch telling {
        case .leapt: (hasToldLeap, mends) = (true, true)
        case .trusted: mends = false
        }
    }
}
