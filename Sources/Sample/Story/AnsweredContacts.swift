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

extension AnsweredContacts {
    /// As it goes: at the end of each quarter of an hour every door tells how many it had, half as many in all as became
    /// tickets meanwhile. So a part of a day is made up as a whole one is.
    /// - Parameters:
    ///   - arrivals: when requests came that became tickets.
    ///   - origin: where quarters are counted from; no arrival lies before it.
    static func asTheyHappen(
        besides arrivals: [Instant], from origin: Instant, _ chance: Chance
    ) -> [(at: Instant, request: Request)] {
        var chance = chance
        let quarter = Duration.minutes(15).milliseconds
        // By quarter, then by door.
        var counts: [Int64: [Int]] = [:]
        for arrival in arrivals {
            let door = chance.below(doors.count)
            guard chance.percent(50) else { continue }
            let number = (arrival - origin).milliseconds / quarter
            counts[number, default: [Int](repeating: 0, count: doors.count)][door] += 1
        }
        return counts.sorted { $0.key < $1.key }.flatMap { number, counts in
            let at = origin + Duration(milliseconds: (number + 1) * quarter)
            return zip(doors, counts).filter { $0.1 > 0 }.map { channel, count in
                let told = AnsweredAtOnce(channel: channel, language: "zh", count: count, at: at)
                // A moment later: a clock may lag behind, and nothing is told ahead.
                return (at: at + .seconds(1), request: Request(Actor("edge:\(channel)"), .answeredAtOnce(told)))
            }
        }
    }
}
