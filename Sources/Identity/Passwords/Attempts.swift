import Crypto
import Desk
import Domain
import Synchronization

/// How often it was tried, and from when on it may be tried again.
///
/// Three counts, each with a wait that doubles:
/// - a login from one address: free five times, then up to a quarter of an hour;
/// - an address, whatever the login: free twenty times, then up to a quarter of an hour;
/// - a login from everywhere: free fifty times, then up to a minute. Whoever tries that many can slow the owner down and
///   not shut him out: an address that the owner came in from before is not held up by it, and a reset link lifts it.
///
/// An attempt counts when it begins, so that many at once are as many. It is forgotten after a day, or when what is kept
/// has no room: two generations, of which the older goes as a whole. Each node counts for itself.
final class Attempts: Sendable {
    private struct Count {
        var failures = 0
        var last = Instant(milliseconds: 0)
        var until = Instant(milliseconds: 0)
        var isKnown = false
    }
    private struct Rule {
        let free: Int
        let longest: Duration
    }
    private static let pair = Rule(free: 5, longest: .minutes(15))
    private static let address = Rule(free: 20, longest: .minutes(15))
    private static let login = Rule(free: 50, longest: .minutes(1))
    private static let forgotten = Duration.hours(24)
    /// Of one generation.
    static let keptAtMost = 20_000

    private struct State {
        var counts = Shelf<String, Count>(atMost: 2 * keptAtMost)

        subscript(_ key: String) -> Count {
            get { counts.peek(key) ?? Count() }
            set { counts.put(key, newValue) }
        }
    }
    private let state = Mutex(State())

    var count: Int { state.withLock { $0.counts.count } }

    /// What is kept of who: nobody's name or address.
    private static func keys(_ login: String, _ address: String) -> (pair: String, address: String, login: String) {
        func key(_ parts: String...) -> String {
            let digest = SHA256.hash(data: Array(parts.joined(separator: "\u{0}").utf8))
            return Base64URL.text(Array(digest.prefix(12)))
        }
        return (key("pair", login, address), key("address", address), key("login", login))
    }

    /// Counts an attempt.
    /// - Throws: until when none is looked at.
    /// - Returns: when the wait that this one brought ends, should it fail; nil for none.
    func begin(_ login: String, _ address: String, _ now: Instant) throws(IdentityFault) -> Instant? {
        let keys = Self.keys(login, address)
        let result = state.withLock { state -> Result<Instant?, IdentityFault> in
            let isKnown = state[keys.pair].isKnown
            let rules =
                [(keys.pair, Self.pair), (keys.address, Self.address)] + (isKnown ? [] : [(keys.login, Self.login)])
            if let until = rules.map({ state[$0.0].until }).max(), until > now { return .failure(.lockedUntil(until)) }
            var longest: Instant?
            for (key, rule) in rules {
                var count = state[key]
                if now - count.last > Self.forgotten { count = Count(isKnown: count.isKnown) }
                count.failures += 1
                count.last = now
                let over = count.failures - rule.free
                if over >= 0 {
                    let wait = min(Int64(1_000) << min(over, 20), rule.longest.milliseconds)
                    count.until = now + Duration(milliseconds: wait)
                    longest = max(longest ?? count.until, count.until)
                }
                state[key] = count
            }
            return .success(longest)
        }
        return try result.get()
    }

    /// The attempt was no failure.
    /// - Parameter isIn: whether somebody came in; else it is only taken back.
    func end(_ login: String, _ address: String, isIn: Bool) {
        let keys = Self.keys(login, address)
        state.withLock { state in
            for key in [keys.pair, keys.address, keys.login] {
                var count = state[key]
                count.failures = max(0, count.failures - 1)
                count.until = Instant(milliseconds: 0)
                if isIn, key == keys.pair { count = Count(isKnown: true) }
                state[key] = count
            }
        }
    }

    /// A reset proves who it is.
    func forgive(_ login: String, _ address: String) {
        let keys = Self.keys(login, address)
        state.withLock { state in
            state[keys.login] = Count()
            state[keys.pair] = Count(isKnown: true)
        }
    }
}
