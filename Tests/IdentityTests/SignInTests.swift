import Desk
import Domain
import Testing

@testable import Identity

struct SignInTests {
    @Test(arguments: Maker.allCases)
    func `an invited agent chooses a password and is let in`(maker: Maker) async throws {
        let at = try await IdentityDesk(maker)
        let account = try await at.account()
        let signedIn = try await at.signIn("  LI.NA ")
        #expect(signedIn.principal == Principal(actor: "agent:li", role: .agent))
        let seen = try await at.identity.principal(session: signedIn.cookie)
        #expect(seen.principal == signedIn.principal && seen.refreshed == nil && seen.csrf == signedIn.csrf)
        #expect(at.identity.isForm(seen.csrf, of: signedIn.cookie))
        #expect(!at.identity.isForm(seen.csrf + "A", of: signedIn.cookie))
        let views = try await at.identity.sessions(of: .record(.account, account))
        #expect(views.map(\.how) == ["password"])
        await at.desk.close()
    }

    @Test func `an unknown login, a wrong password and a cookie of one's own making are told alike`() async throws {
        let at = try await IdentityDesk()
        try await at.account()
        await #expect(throws: IdentityFault.unknownOrWrong) { try await at.signIn("nobody") }
        await #expect(throws: IdentityFault.unknownOrWrong) { try await at.signIn("li.na", "warm anvil under mos") }
        let cookie = try await at.signIn().cookie
        var forged = Array(cookie.utf8)
        for index in forged.indices {
            forged[index] ^= 1
            let text = String(decoding: forged, as: UTF8.self)
            await #expect(throws: IdentityFault.unknownOrWrong) { try await at.identity.principal(session: text) }
            forged[index] ^= 1
        }
        await at.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `of several who are given one login at the same instant one has it`(maker: Maker) async throws {
        let at = try await IdentityDesk(maker)
        let made = await withTaskGroup(of: RecordID?.self, returning: [RecordID].self) { group in
            for agent in ["li", "boss", "li", "boss", "li", "boss"] as [RecordID] {
                group.addTask {
                    do throws(IdentityFault) {
                        return try await at.identity.addAccount(agent: agent, login: "shared", by: "agent:boss")
                    } catch {
                        if error != .loginTaken, error != .hasAccount { Issue.record("\(error)") }
                        return nil
                    }
                }
            }
            var made: [RecordID] = []
            for await id in group { if let id { made.append(id) } }
            return made
        }
        let kept = try await at.identity.accountList()
        #expect(made.count == 1 && kept.map(\.id) == made && kept.map(\.login) == ["shared"])
        await at.desk.close()
    }

    @Test func `whoever has no password yet is told no more than a stranger`() async throws {
        let at = try await IdentityDesk()
        _ = try await at.identity.addAccount(agent: "li", login: "li.na", by: "agent:boss")
        await #expect(throws: IdentityFault.unknownOrWrong) { try await at.signIn("li.na", "") }
        await at.desk.close()
    }

    @Test func `a session ends when it is not used, and after its time however much it is`() async throws {
        let at = try await IdentityDesk()
        try await at.account()
        let first = try await at.signIn()
        at.clock.pass(.minutes(2))
        let refreshed = try #require(try await at.identity.principal(session: first.cookie).refreshed)
        at.clock.pass(.minutes(59))
        await #expect(throws: IdentityFault.expired) { try await at.identity.principal(session: first.cookie) }
        _ = try await at.identity.principal(session: refreshed)

        var cookie = try await at.signIn().cookie
        for _ in 0..<23 {
            at.clock.pass(.minutes(30))
            cookie = try #require(try await at.identity.principal(session: cookie).refreshed)
        }
        at.clock.pass(.minutes(31))
        await #expect(throws: IdentityFault.expired) { try await at.identity.principal(session: cookie) }
        await at.desk.close()
    }

    struct Ending: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let end: @Sendable (IdentityDesk, RecordID, String) async throws -> Void
    }

    @Test(arguments: [
        Ending(testDescription: "signed out") { at, _, cookie in try await at.identity.signOut(cookie: cookie) },
        Ending(testDescription: "the account disabled") { at, account, _ in
            try await at.identity.setDisabled(account, true, by: "agent:boss")
        },
        Ending(testDescription: "reset by somebody else") { at, account, _ in
            _ = try await at.identity.reset(account, by: "agent:boss")
        },
        Ending(testDescription: "the password changed") { at, _, _ in
            at.clock.pass(.seconds(1))
            _ = try await at.identity.changePassword(
                login: "li.na", password: IdentityDesk.password, code: nil, to: "cold hammer over sand",
                from: IdentityDesk.address)
        },
        Ending(testDescription: "other rights") { at, _, _ in
            _ = try await at.desk.perform(Request("agent:boss", .record(.agent, "li", .put(["role": "lead"]))))
        },
        Ending(testDescription: "the agent retired") { at, _, _ in
            _ = try await at.desk.perform(Request("agent:boss", .record(.agent, "li", .retire)))
        },
        Ending(testDescription: "the agent erased") { at, _, _ in
            _ = try await at.desk.perform(Request("agent:boss", .record(.agent, "li", .erase)))
        },
    ]) func `a session ends at once`(ending: Ending) async throws {
        let at = try await IdentityDesk()
        let account = try await at.account()
        let cookie = try await at.signIn().cookie
        _ = try await at.identity.principal(session: cookie)
        at.clock.pass(.seconds(1))
        try await ending.end(at, account, cookie)
        await #expect(throws: IdentityFault.revoked) { try await at.identity.principal(session: cookie) }
        #expect(
            try await at.identity.sessions(of: .record(.account, account)).filter { $0.until < at.desk.now }.isEmpty)
        await at.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `erasing an agent erases what the agent signed in with`(maker: Maker) async throws {
        let at = try await IdentityDesk(maker)
        let account = try await at.account()
        #expect(try await !at.desk.sealed(.record(.account, account)).isEmpty)
        _ = try await at.desk.perform(Request("agent:boss", .record(.agent, "li", .erase)))
        #expect(try await at.desk.sealed(.record(.account, account)).isEmpty)
        #expect(try await at.identity.account(account).login == nil)
        await #expect(throws: IdentityFault.unknownOrWrong) { try await at.signIn() }
        await at.desk.close()
    }

    @Test func `a disabled account is told so only by the right password`() async throws {
        let at = try await IdentityDesk()
        let account = try await at.account()
        try await at.identity.setDisabled(account, true, by: "agent:boss")
        await #expect(throws: IdentityFault.disabled) { try await at.signIn() }
        await #expect(throws: IdentityFault.unknownOrWrong) { try await at.signIn("li.na", "something else") }
        try await at.identity.setDisabled(account, false, by: "agent:boss")
        _ = try await at.signIn()
        await at.desk.close()
    }

    @Test func `whoever has to change the password is let in by a new one only`() async throws {
        let at = try await IdentityDesk()
        let account = try await at.account()
        try await at.identity.requireChange(account, by: "agent:boss")
        await #expect(throws: IdentityFault.passwordChangeNeeded) { try await at.signIn() }
        func change(to new: String) async throws(IdentityFault) -> SignedIn {
            try await at.identity.changePassword(
                login: "li.na", password: IdentityDesk.password, code: nil, to: new, from: IdentityDesk.address)
        }
        await #expect(throws: IdentityFault.weakPassword(.same)) { try await change(to: IdentityDesk.password) }
        await #expect(throws: IdentityFault.weakPassword(.holdsName)) { try await change(to: "I am li.na, hello") }
        let signedIn = try await change(to: "cold hammer over sand")
        _ = try await at.identity.principal(session: signedIn.cookie)
        _ = try await at.signIn("li.na", "cold hammer over sand")
        await at.desk.close()
    }

    @Test func `of two who change the password by the same old one, one does`() async throws {
        let at = try await IdentityDesk()
        try await at.account()
        let passwords = ["cold hammer over sand", "warm anvil under snow", "blue kettle near the door"]
        let changed = await withTaskGroup(of: String?.self) { tasks in
            for new in passwords {
                tasks.addTask {
                    let signedIn = try? await at.identity.changePassword(
                        login: "li.na", password: IdentityDesk.password, code: nil, to: new, from: IdentityDesk.address)
                    return signedIn == nil ? nil : new
                }
            }
            return await tasks.reduce(into: []) { $0 += [$1].compactMap(\.self) }
        }
        #expect(changed.count == 1)
        for password in passwords {
            let signedIn = try? await at.signIn("li.na", password)
            #expect((signedIn != nil) == (password == changed.first))
        }
        await at.desk.close()
    }

    @Test func `a login is one person's, however it is written`() async throws {
        let at = try await IdentityDesk()
        try await at.account()
        await #expect(throws: IdentityFault.loginTaken) {
            try await at.identity.addAccount(agent: "boss", login: "ＬＩ.na", by: "agent:boss")
        }
        await #expect(throws: IdentityFault.noSuch(.record(.agent, "zhao"))) {
            try await at.identity.addAccount(agent: "zhao", login: "zhao", by: "agent:boss")
        }
        for login in ["", "  ", "a b", "a\nb", String(repeating: "x", count: 129), "a\u{202E}b"] {
            await #expect(throws: IdentityFault.badLogin) {
                try await at.identity.addAccount(agent: "boss", login: login, by: "agent:boss")
            }
        }
        await at.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `the journal knows who came in and who failed, and no name, login or secret`(maker: Maker) async throws {
        let at = try await IdentityDesk(maker)
        let account = try await at.account()
        _ = try await at.signIn()
        _ = try? await at.signIn("li.na", "wrong wrong wrong")
        for _ in 0..<3 { _ = try? await at.signIn("no such login", "wrong wrong wrong") }
        let entries = try await at.journal()
        let failures = entries.compactMap { entry -> AccessEvent.Failure? in
            guard case .access(.failed(_, let cause, _)) = entry.event else { return nil }
            return cause
        }
        // Whatever is tried of logins that nobody has is told once an hour.
        #expect(failures == [.password, .unknown])
        #expect(entries.contains { $0.stream.kind == .record(.session) && $0.actor == "agent:li" })
        let told = String(describing: entries).lowercased()
        for word in ["li.na", "li na", "scrypt", IdentityDesk.password, "no such login", IdentityDesk.address] {
            #expect(!told.contains(word), "\(word)")
        }
        #expect(told.contains(account.rawValue))
        await at.desk.close()
    }

    @Test func `a program that starts anew knows the accounts and the cookies of the one before`() async throws {
        let place = try Place()
        let at = try await IdentityDesk(.sqlite, place)
        try await at.account()
        let cookie = try await at.signIn().cookie
        await at.desk.close()
        let next = try await IdentityDesk(.sqlite, place, clock: at.clock)
        #expect(try await next.identity.principal(session: cookie).principal.actor == "agent:li")
        _ = try await next.signIn()
        await next.desk.close()
    }

    @Test func `what lets somebody in is neither put nor listed as a record`() async throws {
        let at = try await IdentityDesk()
        let account = try await at.account()
        for kind in RecordKind.allCases where kind.isCredential {
            await #expect(throws: Refusal.record(.credential(kind))) {
                try await at.desk.perform(Request("agent:boss", .record(kind, account, .put(["disabled": "no"]))))
            }
            await #expect(throws: Refusal.record(.credential(kind))) {
                try await at.desk.records(kind, after: nil, atMost: 10, personal: true)
            }
        }
        await at.desk.close()
    }
}
