import Desk
import Domain
import Edges
import Support
import Synchronization
import Testing

@testable import Identity
@testable import Web

/// What the doors promise is what becomes of it.
@Suite struct DoorTests {
    private typealias Browser = RoomsTests.Browser

    @Test(arguments: [false, true])
    func `whoever forgot their password is promised a letter only where the desk sends any`(_ mails: Bool)
        async throws
    {
        try await ServedDesk.with(signsIn: true, mails: mails) { desk async throws in
            var anybody = Browser(desk: desk)
            let page = try await anybody.get("/sign-in/forgotten")
            #expect(page.status == 200 && page.body.contains("name=\"login\"") == mails, "\(page.head)")
            #expect(page.body.contains("Ask an administrator") == !mails)
            let asked = try await anybody.post("/sign-in/forgotten", "login=zhao")
            #expect(asked.status == (mails ? 200 : 409), "\(asked.head)")
            #expect(asked.body.contains("it is good for an hour") == mails)
            #expect(asked.body.contains("Ask an administrator") == !mails)
        }
    }

    private static let chosen = "password=a+long+walk+to+the+sea"

    /// An account of the agent that every desk has, and a link to choose its password.
    private static func invited(_ desk: ServedDesk) async throws -> (account: RecordID, link: String) {
        let account = try await desk.identity.addAccount(agent: "a7", login: "fang", by: "agent:boss")
        let link = try await desk.identity.invite(account, by: "agent:boss")
        return (account, "/link/" + desk.identity.text(of: link))
    }

    @Test func `who chooses their first password is in`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            let (account, link) = try await Self.invited(desk)
            var fang = Browser(desk: desk)
            let weak = try await fang.post(link, "password=short")
            #expect(weak.status == 422 && fang.cookie.isEmpty, "\(weak.head)")
            let chosen = try await fang.post(link, Self.chosen)
            #expect(chosen.status == 303 && chosen.header("Location") == "/", "\(chosen.head)")
            #expect(try await fang.get("/queue").status == 200)
            #expect(try await desk.identity.sessions(of: .record(.account, account)).map(\.how) == ["password"])
            var late = Browser(desk: desk)
            let again = try await late.post(link, Self.chosen)
            #expect(again.status == 401 && late.cookie.isEmpty, "a link is good once, whoever has it")
            let shown = try await late.get(link)
            #expect(shown.status == 401 && !shown.body.contains("name=\"password\""), "nothing is asked for by it")
        }
    }

    @Test func `who chooses a new password shows their second factor before they are in`() async throws {
        // Time stands still but where it is moved: a busy machine may take longer than a code is good for.
        let shift = Mutex(Duration.zero)
        let start = Machine.clocks.wall()
        let clocks = Clocks(wall: { start + shift.withLock { $0 } }, ticks: { shift.withLock { $0 } })
        try await ServedDesk.with(signsIn: true, clocks: clocks) { desk async throws in
            let (account, link) = try await Self.invited(desk)
            var fang = Browser(desk: desk)
            #expect(try await fang.post(link, Self.chosen).status == 303)
            let offered = try await desk.identity.enrolTOTP(account, by: "agent:a7")
            let seed = try #require(Base32.bytes(offered.seed))
            let code = TOTP.code(seed, step: desk.desk.now.milliseconds / 30_000)
            let recovery = try await desk.identity.confirmTOTP(account, code: code, by: "agent:a7")

            let reset = try await desk.identity.makeLink(
                .reset, .record(.account, account), IdentityTerms.reset, by: "agent:a7")
            shift.withLock { $0 = .seconds(1) }
            var other = Browser(desk: desk)
            let page = try await other.post(
                "/link/" + desk.identity.text(of: reset), "password=another+walk+to+the+hills")
            #expect(page.status == 200 && page.body.contains("name=\"code\""), "\(page.head)")
            #expect(page.body.contains("value=\"fang\"") && other.cookie.isEmpty)
            #expect(try await fang.get("/queue").status == 303, "the old sessions are over")
            let shown = try await other.post(
                "/sign-in", "login=fang&password=another+walk+to+the+hills&code=\(recovery.first ?? "")")
            #expect(shown.status == 303, "\(shown.head)")
            #expect(try await other.get("/queue").status == 200)
        }
    }
}
