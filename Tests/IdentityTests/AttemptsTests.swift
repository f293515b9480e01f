import Domain
import Testing

@testable import Identity

struct AttemptsTests {
    private let attempts = Attempts()
    private let start = IdentityDesk.start

    @Test func `five are free, then each wait is twice the one before, up to a quarter of an hour`() throws {
        var now = start
        for _ in 0..<4 { #expect(try attempts.begin("li", "a", now) == nil) }
        var waits: [Int64] = []
        for _ in 0..<12 {
            let until = try #require(try attempts.begin("li", "a", now))
            #expect(throws: IdentityFault.lockedUntil(until)) { try attempts.begin("li", "a", now) }
            waits.append((until - now).milliseconds / 1_000)
            now = until
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
    }

    @Test func `who came in begins anew, and a day later it is forgotten`() throws {
        for _ in 0..<4 { _ = try attempts.begin("li", "a", start) }
        _ = try attempts.begin("li", "a", start)
        attempts.end("li", "a", isIn: true)
        for _ in 0..<4 { #expect(try attempts.begin("li", "a", start) == nil) }
        _ = try attempts.begin("li", "a", start)
        #expect(try attempts.begin("li", "a", start + .hours(25)) == nil)
    }

    @Test func `an attempt that is taken back does not count`() throws {
        for _ in 0..<50 {
            #expect(try attempts.begin("li", "a", start) == nil)
            attempts.end("li", "a", isIn: false)
        }
    }

    @Test func `one address may not go through all logins`() throws {
        for number in 0..<19 { #expect(try attempts.begin("login-\(number)", "a", start) == nil) }
        let until = try #require(try attempts.begin("login-19", "a", start))
        #expect(throws: IdentityFault.lockedUntil(until)) { try attempts.begin("another", "a", start) }
        #expect(try attempts.begin("another", "b", start) == nil)
    }

    @Test func `a stranger with many addresses slows a login down, and never shuts its owner out`() throws {
        _ = try attempts.begin("li", "home", start)
        attempts.end("li", "home", isIn: true)
        var now = start
        for number in 0..<200 {
            if let until = try? attempts.begin("li", "bot-\(number)", now) { now = until }
        }
        _ = try attempts.begin("li", "one-bot-more", now)
        let locked = #expect(throws: IdentityFault.self) { try attempts.begin("li", "elsewhere", now) }
        if case .lockedUntil(let until) = locked { #expect(until - now <= .minutes(1)) }
        #expect(try attempts.begin("li", "home", now) == nil, "from where the owner came in before")
        attempts.forgive("li", "elsewhere")
        #expect(try attempts.begin("li", "elsewhere", now) == nil)
    }

    @Test func `what is kept is bounded`() throws {
        for number in 0..<60_000 { _ = try? attempts.begin("login-\(number)", "address-\(number)", start) }
        #expect(attempts.count <= 2 * Attempts.keptAtMost)
    }
}
