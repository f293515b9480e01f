import Desk
import Domain
import Pages
import Phrases

/// A promise of a ticket in words, with the account of its due: what no time changes of it while its due stands.
struct WrittenClock: Sendable {
    let title: String
    let grade: String
    /// What is promised, and the account of its due.
    let account: Markup?
    private let start: Instant
    private let due: Due
    private let void: Instant?

    /// - Parameter isForCustomer: in a customer's words.
    init(_ clock: Clock, _ view: TicketView, _ reader: Reader, isForCustomer: Bool) {
        let words = reader.words
        var policy = view.judge.policy(of: clock)
        if isForCustomer { policy = policy.map { words.plain($0) } }
        let titled = isForCustomer ? policy.map { words.titled($0) } : policy
        let siblings = titled?.grade(clock.grade.grade)?.commitments ?? []
        let title =
            titled.map { words.shortTitle(of: clock.key.commitment, grade: clock.grade.grade, in: $0) }
            ?? clock.key.commitment.rawValue
        self.title = clock.key.occurrence > 1 ? title + " #\(clock.key.occurrence)" : title
        grade = policy.map { words.title(of: clock.grade.grade, in: $0) } ?? ""
        let why = view.judge.why(clock).map {
            words.lines(for: $0, in: reader.zone, of: titled, grade: clock.grade.grade)
        }
        account = ExplainedClock.account(
            id: "\(clock.key.strand)-\(clock.key.commitment)-\(clock.key.occurrence)",
            promise: policy.map { words.promise(of: clock.term.commitment, among: siblings, in: $0) },
            why: why ?? [], reader)
        (start, due, void) = (clock.start, clock.due, WrittenClock.void(clock))
    }

    /// Of a clock that rests, or has no due, the account grows with time.
    var isLasting: Bool { if case .at = due { true } else { false } }

    /// Whether it says of a clock what would be said of it now.
    func isOf(_ clock: Clock) -> Bool { start == clock.start && due == clock.due && void == WrittenClock.void(clock) }

    func isSame(_ other: WrittenClock) -> Bool { start == other.start && due == other.due && void == other.void }

    private static func void(_ clock: Clock) -> Instant? {
        if case .void(let at, _) = clock.progress { at } else { nil }
    }
}
