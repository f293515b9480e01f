import Desk
import Domain
import Storage
import Testing

@testable import Identity

struct LinkTests {
    @Test(arguments: Maker.allCases, [("contact", "p1"), ("customer", "c1")])
    func `a customer is let in by a link, once`(maker: Maker, whom: (kind: String, id: String)) async throws {
        let at = try await IdentityDesk(maker)
        let stream = try #require(StreamID("\(whom.kind)/\(whom.id)"))
        let text = at.identity.text(of: try await at.identity.magicLink(for: stream, by: "edge:web"))
        let signedIn = try await at.identity.redeem(link: text)
        #expect(
            signedIn.principal
                == Principal(actor: Actor("\(whom.kind):\(whom.id)"), role: .customer, customer: "c1"))
        #expect(try await at.identity.principal(session: signedIn.cookie).principal == signedIn.principal)
        await #expect(throws: IdentityFault.usedBefore) { try await at.identity.redeem(link: text) }
        _ = try await at.desk.erase(customer: "c1", actor: "agent:boss")
        await #expect(throws: IdentityFault.revoked) { try await at.identity.principal(session: signedIn.cookie) }
        await at.desk.close()
    }

    @Test func `a link is good for a quarter of an hour, for its purpose, and as it was signed`() async throws {
        let at = try await IdentityDesk()
        let text = at.identity.text(of: try await at.identity.magicLink(for: .record(.contact, "p1"), by: "edge:web"))
        #expect(try at.identity.link(text).purpose == .entry)
        await #expect(throws: IdentityFault.unknownOrWrong) {
            try await at.identity.finishReset(link: text, password: IdentityDesk.password, from: "")
        }
        await #expect(throws: IdentityFault.unknownOrWrong) { try await at.identity.ticket(link: text) }
        var signs = Array(text.utf8)
        for index in signs.indices {
            signs[index] ^= 1
            let changed = String(decoding: signs, as: UTF8.self)
            await #expect(throws: IdentityFault.unknownOrWrong) { try await at.identity.redeem(link: changed) }
            signs[index] ^= 1
        }
        at.clock.pass(.minutes(15))
        await #expect(throws: IdentityFault.expired) { try await at.identity.redeem(link: text) }
        await at.desk.close()
    }

    @Test func `a link that is shown lets in once, and nothing is written of it`() async throws {
        let at = try await IdentityDesk()
        let before = try await at.desk.edges.store.head().next
        let text = at.identity.text(of: try await at.identity.shownLink(for: .record(.contact, "p1")))
        #expect(try await at.desk.edges.store.head().next == before)
        _ = try await at.identity.redeem(link: text)
        await #expect(throws: IdentityFault.usedBefore) { try await at.identity.redeem(link: text) }
        await at.desk.close()
    }

    @Test func `nobody's mail box is filled`() async throws {
        let at = try await IdentityDesk()
        for _ in 0..<Throttle.anHour { try await at.identity.magicLink(for: .record(.contact, "p1"), by: "edge:web") }
        await #expect(throws: IdentityFault.busy) {
            try await at.identity.magicLink(for: .record(.contact, "p1"), by: "edge:web")
        }
        at.clock.pass(.hours(1))
        try await at.identity.magicLink(for: .record(.contact, "p1"), by: "edge:web")
        await #expect(throws: IdentityFault.noSuch(.record(.contact, "p2"))) {
            try await at.identity.magicLink(for: .record(.contact, "p2"), by: "edge:web")
        }
        await at.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a reset by link ends the sessions and lets nobody else in`(maker: Maker) async throws {
        let at = try await IdentityDesk(maker)
        try await at.account()
        let cookie = try await at.signIn().cookie
        at.clock.pass(.seconds(1))
        at.identity.beginReset(login: "nobody", from: IdentityDesk.address)
        at.identity.beginReset(login: " Li.Na", from: IdentityDesk.address)
        var made: AccessLink?
        for _ in 0..<10_000 where made == nil {
            made = try await at.journal().compactMap { entry -> AccessLink? in
                guard case .access(.linkMade(let link, _)) = entry.event, link.purpose == .reset else { return nil }
                return link
            }.first
            try await Task.sleep(for: .milliseconds(10))
        }
        let text = at.identity.text(of: try #require(made))
        await #expect(throws: IdentityFault.weakPassword(.common)) {
            try await at.identity.finishReset(link: text, password: "password123", from: "")
        }
        try await at.identity.finishReset(link: text, password: "cold hammer over sand", from: "")
        await #expect(throws: IdentityFault.revoked) { try await at.identity.principal(session: cookie) }
        await #expect(throws: IdentityFault.unknownOrWrong) { try await at.signIn() }
        _ = try await at.signIn("li.na", "cold hammer over sand")
        await #expect(throws: IdentityFault.usedBefore) {
            try await at.identity.finishReset(link: text, password: "another one is here", from: "")
        }
        await at.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a ticket's link reads that ticket until its day, or until it is made void`(maker: Maker) async throws {
        let at = try await IdentityDesk(maker)
        let text = try await at.identity.ticketLink("t1", until: at.desk.now + .hours(48))
        #expect(try await at.identity.ticket(link: text) == "t1")
        try await at.identity.voidTicketLinks("t2", by: "agent:li")
        #expect(try await at.identity.ticket(link: text) == "t1")
        try await at.identity.voidTicketLinks("t1", by: "agent:li")
        await #expect(throws: IdentityFault.revoked) { try await at.identity.ticket(link: text) }
        let next = try await at.identity.ticketLink("t1", until: at.desk.now + .hours(48))
        #expect(try await at.identity.ticket(link: next) == "t1")
        at.clock.pass(.hours(48))
        await #expect(throws: IdentityFault.expired) { try await at.identity.ticket(link: next) }
        await at.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `reading personal data stands in the journal once for each reader, person, purpose and hour`(
        maker: Maker
    ) async throws {
        let at = try await IdentityDesk(maker)
        let (li, boss) = (
            Principal(actor: "agent:li", role: .agent), Principal(actor: "agent:boss", role: .administrator)
        )
        for _ in 0..<3 {
            try await at.desk.noteReading(li, "customer/c1", .serve, of: .ticket("t1"))
            try await at.desk.noteReading(li, "customer/c1", .serve, of: .ticket("t2"))
            try await at.desk.noteReading(li, "customer/c1", .complaint)
            try await at.desk.noteReading(boss, "customer/c1", .serve)
        }
        at.clock.pass(.hours(1))
        try await at.desk.noteReading(li, "customer/c1", .serve)
        let read = try await at.journal().compactMap { entry -> String? in
            guard case .access(.read(let by, let person, let purpose, let thing, _)) = entry.event else { return nil }
            return "\(by) \(person) \(purpose.rawValue) \(thing?.description ?? "-")"
        }
        #expect(
            read == [
                "agent:li customer/c1 serve ticket/t1", "agent:li customer/c1 complaint -",
                "agent:boss customer/c1 serve -", "agent:li customer/c1 serve -",
            ])
        await at.desk.close()
    }

    @Test func `accounts go along when a desk is moved, sessions and all`() async throws {
        let (place, other) = (try Place(), try Place())
        let at = try await IdentityDesk(.sqlite, place)
        try await at.account()
        let cookie = try await at.signIn().cookie
        await at.desk.close()
        let target = try #require(DeskPlace(other.database()))
        _ = try await DeskMove.run(from: .file(place.path), to: target) { store in
            try await ServiceDesk.rebuild(IdentityDesk.edges(store, at.clock))
        }
        let moved = try await IdentityDesk(.postgres, other, clock: at.clock)
        #expect(try await moved.identity.principal(session: cookie).principal.actor == "agent:li")
        _ = try await moved.signIn()
        await moved.desk.close()
    }
}
