import Desk
import Domain
import Foundation
import Storage
import Testing

@testable import Identity

struct TokenTests {
    private let scopes: Set<Permission> = [.ticketsRead, .ticketsWrite]

    @Test(arguments: Maker.allCases)
    func `a token lets a program in with what it was given of its account's rights`(maker: Maker) async throws {
        let at = try await IdentityDesk(maker)
        let account = try await at.account()
        let token = try await at.identity.issueToken(
            for: account, title: "mail gateway", scopes: scopes, until: at.desk.now + .hours(24), by: "agent:li")
        #expect(token.text.hasPrefix("yinuo_\(token.id)_") && token.text.utf8.count == 54)
        for _ in 0..<2 {
            let principal = try await at.identity.principal(token: token.text)
            #expect(principal == Principal(actor: "agent:li", role: .agent, scopes: scopes))
            #expect(principal.may(.ticketsRead) && !principal.may(.textsRead))
        }
        let views = try await at.identity.tokens(of: account)
        #expect(views.map(\.id) == [token.id] && views[0].title == "mail gateway" && views[0].scopes == scopes)

        at.clock.pass(.hours(24))
        await #expect(throws: IdentityFault.expired) { try await at.identity.principal(token: token.text) }
        await at.desk.close()
    }

    @Test func `a token with one sign changed is none`() async throws {
        let at = try await IdentityDesk()
        let account = try await at.account()
        let token = try await at.identity.issueToken(
            for: account, title: nil, scopes: scopes, until: at.desk.now + .hours(24), by: "agent:li")
        _ = try await at.identity.principal(token: token.text)
        for index in 0..<54 {
            var text = Array(token.text.utf8)
            text[index] = text[index] == 0x37 ? 0x38 : 0x37
            let changed = String(decoding: text, as: UTF8.self)
            await #expect(throws: IdentityFault.unknownOrWrong) { try await at.identity.principal(token: changed) }
        }
        let (id, secret) = (token.id, String(token.text.suffix(32)))
        let shorter = String(secret.dropLast())
        let broken: [String] = [
            "", "yinuo_", "yinuo__", token.text + "0", String(token.text.dropLast()), "Bearer " + token.text,
            "yinuo_\(id)\(secret)", "yinuo_\(id)__\(shorter)", "yinuo_\(id)_\(shorter)_", "yinuo__\(secret)",
            "Yinuo_\(id)_\(secret)",
        ]
        for text in broken {
            await #expect(throws: IdentityFault.unknownOrWrong) { try await at.identity.principal(token: text) }
        }
        await at.desk.close()
    }

    @Test func `rights and expiries that can't be are refused`() async throws {
        let at = try await IdentityDesk()
        let account = try await at.account()
        let cases: [(Set<Permission>, Duration, IdentityFault)] = [
            ([.accountsManage], .hours(1), .scopesTooWide), ([], .hours(1), .scopesTooWide),
            (scopes, .zero, .badExpiry(atMost: at.desk.now + .hours(9_600))),
            (scopes, .hours(9_601), .badExpiry(atMost: at.desk.now + .hours(9_600))),
        ]
        for (scopes, length, fault) in cases {
            await #expect(throws: fault) {
                try await at.identity.issueToken(
                    for: account, title: nil, scopes: scopes, until: at.desk.now + length, by: "agent:li")
            }
        }
        await at.desk.close()
    }

    @Test func `a revoked token, and one of a disabled account, is void at once`() async throws {
        let at = try await IdentityDesk()
        let account = try await at.account()
        func issue() async throws -> (id: RecordID, text: String) {
            let token = try await at.identity.issueToken(
                for: account, title: nil, scopes: scopes, until: at.desk.now + .hours(24), by: "agent:li")
            _ = try await at.identity.principal(token: token.text)
            return token
        }
        let (one, two) = (try await issue(), try await issue())
        try await at.identity.revokeToken(one.id, by: "agent:boss")
        await #expect(throws: IdentityFault.revoked) { try await at.identity.principal(token: one.text) }
        _ = try await at.identity.principal(token: two.text)
        try await at.identity.setDisabled(account, true, by: "agent:boss")
        await #expect(throws: IdentityFault.revoked) { try await at.identity.principal(token: two.text) }
        await at.desk.close()
    }

    @Test func `another node hears that a token and a session were made void`() async throws {
        let (place, clock) = (try Place(), HandClock())
        let one = try await IdentityDesk(.postgres, place, clock: clock)
        let account = try await one.account()
        let two = try await IdentityDesk(.postgres, place, clock: clock)
        let news = Task { try? await Neighbours(two.desk).run() }
        defer { news.cancel() }
        let token = try await one.identity.issueToken(
            for: account, title: nil, scopes: scopes, until: one.desk.now + .hours(24), by: "agent:li")
        let cookie = try await one.signIn().cookie
        _ = try await two.identity.principal(token: token.text)
        _ = try await two.identity.principal(session: cookie)
        // Made on the one, known on the other at once.
        _ = try await two.signIn()

        try await one.identity.revokeToken(token.id, by: "agent:boss")
        try await one.identity.signOut(cookie: cookie)
        await #expect(throws: IdentityFault.revoked) {
            while true {
                _ = try await two.identity.principal(token: token.text)
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        await #expect(throws: IdentityFault.revoked) {
            while true {
                _ = try await two.identity.principal(session: cookie)
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        await one.desk.close()
        news.cancel()
        await two.desk.close()
    }

    @Test func `a node that hears nothing believes what it knows for ten seconds and no longer`() async throws {
        let (place, clock) = (try Place(), HandClock())
        let one = try await IdentityDesk(.postgres, place, clock: clock)
        let account = try await one.account()
        let two = try await IdentityDesk(.postgres, place, clock: clock)
        let token = try await one.identity.issueToken(
            for: account, title: nil, scopes: scopes, until: one.desk.now + .hours(24), by: "agent:li")
        _ = try await two.identity.principal(token: token.text)
        try await one.identity.revokeToken(token.id, by: "agent:boss")
        clock.pass(.seconds(11))
        await #expect(throws: IdentityFault.revoked) { try await two.identity.principal(token: token.text) }
        await one.desk.close()
        await two.desk.close()
    }

    /// Prints what a check costs: `FIGURES=1 swift test --filter TokenTests`.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["FIGURES"] != nil))
    func `a token is checked from memory`() async throws {
        let at = try await IdentityDesk()
        let account = try await at.account()
        let token = try await at.identity.issueToken(
            for: account, title: nil, scopes: scopes, until: at.desk.now + .hours(24), by: "agent:li")
        let clock = ContinuousClock()
        let took = try await clock.measure {
            for _ in 0..<100_000 { _ = try await at.identity.principal(token: token.text) }
        }
        print("token check: \(took / 100_000) each")
        await at.desk.close()
    }

    @Test func `what is remembered is bounded, and a change that comes during a look-up is not missed`() {
        let remembered = Remembered<Int>(atMost: 100, believed: nil)
        for number in 0..<1_000 {
            remembered.keep("\(number)", number, on: [.desk], ticks: .zero, changes: remembered.changes)
        }
        #expect(remembered.count <= 100)
        #expect(remembered.find("999", ticks: .zero) == 999)
        let before = remembered.changes
        remembered.forget([.desk])
        #expect(remembered.find("999", ticks: .zero) == nil && remembered.count == 0)
        remembered.keep("1", 1, on: [.desk], ticks: .zero, changes: before)
        #expect(remembered.find("1", ticks: .zero) == nil)
    }
}
