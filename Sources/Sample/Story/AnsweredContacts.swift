import Desk
import Domain

/// Contacts that were answered at once and became no ticket: every door tells each evening how many it had.
struct AnsweredContacts: Sendable {
    private static let doors = ["hotline", "chat", "mail", "web"]

    private var chance: Chance
    private var at: Instant
    private let end: Instant
    private let most: Int
    private var told: [(channel: String, count: Int)] = []

    init(_ seed: UInt64, tickets: Int, from: Instant, days: Int) {
        chance = Chance(seed, "contacts")
        at = from + .hours(22)
        end = from + .hours(Int64(days) * 24)
        most = Swift.max(1, tickets / Swift.max(1, days) / 4)
    }

    /// - Parameter instant: what else is told next; nil for nothing.
    mutating func next(before instant: Instant?) -> (at: Instant, request: Request)? {
        if told.isEmpty, at < end, instant.map({ at <= $0 }) ?? false {
            told = Self.doors.map { ($0, chance.below(most + 1)) }.filter { $0.1 > 0 }
            if told.isEmpty { at = at + .hours(24) }
        }
        guard let (channel, count) = told.popLast() else { return nil }
        let contacts = AnsweredAtOnce(channel: channel, language: "zh", count: count, at: at)
        defer { if told.isEmpty { at = at + .hours(24) } }
        return (at, Request(Actor("edge:\(channel)"), .answeredAtOnce(contacts)))
    }
}
