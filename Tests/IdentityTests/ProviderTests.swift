import Channels
import Desk
import Domain
import Foundation
import Support
import Testing

@testable import Identity

/// Against a provider that is another program, written by the standards and not by us.
@Suite(.serialized) struct ProviderTests {
    private let peer: Peer
    private let at: IdentityDesk

    init() async throws {
        peer = try Peer()
        let asker = Asker("provider", limits: .patient)
        at = try await IdentityDesk(
            provider: peer.terms,
            fetch: { await asker.ask($0, headers: $1, body: $2) })
        try await at.account("li", "li.na@desk.example")
    }

    /// Signs in at the provider. - Returns: what it sends the browser back with.
    private func come(_ mode: String) async throws -> (cookie: String, code: String, state: String) {
        // Both go by one clock, however long the machine takes.
        try await peer.set("{\"now\": \(at.desk.now.milliseconds / 1_000), \(mode.dropFirst())")
        let begun = try await at.identity.beginProvider()
        let back = try await peer.enter(begun.address)
        return (begun.cookie, back.code, back.state)
    }

    private func signIn(_ mode: String) async throws -> SignedIn {
        let back = try await come(mode)
        return try await at.identity.finishProvider(cookie: back.cookie, code: back.code, state: back.state)
    }

    @Test(arguments: ["RS256", "ES256"])
    func `whoever the provider vouches for is let in`(algorithm: String) async throws {
        let signedIn = try await signIn(#"{"who": "Li.Na@desk.example", "alg": "\#(algorithm)"}"#)
        #expect(signedIn.principal == Principal(actor: "agent:li", role: .agent))
        #expect(try await at.identity.principal(session: signedIn.cookie).principal == signedIn.principal)
        await at.desk.close()
    }

    @Test func `keys are fetched once, and anew when it signs with others`() async throws {
        for _ in 0..<3 { _ = try await signIn(#"{"who": "li.na@desk.example"}"#) }
        #expect(try await peer.asked() == ["described": 1, "keys": 1])
        // Not twice within seconds, whatever it is sent.
        await #expect(throws: IdentityFault.provider(.untrustworthy)) {
            try await signIn(#"{"who": "li.na@desk.example", "rotate": true}"#)
        }
        #expect(try await peer.asked()["keys"] == 1)
        at.clock.pass(.seconds(10))
        _ = try await signIn(#"{"who": "li.na@desk.example"}"#)
        #expect(try await peer.asked()["keys"] == 2)
        await at.desk.close()
    }

    @Test(arguments: ["iss", "aud", "nonce", "exp", "iat", "azp", "signature", "kid"])
    func `what it says is believed only as it has to be`(wrong: String) async throws {
        for algorithm in ["RS256", "ES256"] {
            await #expect(throws: IdentityFault.provider(.untrustworthy)) {
                try await signIn(#"{"who": "li.na@desk.example", "alg": "\#(algorithm)", "wrong": "\#(wrong)"}"#)
            }
        }
        await at.desk.close()
    }

    @Test(arguments: ["none", "HS256", "RS512"])
    func `an algorithm that anybody can use is none`(algorithm: String) async throws {
        await #expect(throws: IdentityFault.provider(.untrustworthy)) {
            try await signIn(#"{"who": "li.na@desk.example", "alg": "\#(algorithm)"}"#)
        }
        await at.desk.close()
    }

    @Test(arguments: [-50, 50]) func `clocks may differ by most of a minute`(ahead: Int) async throws {
        _ = try await signIn(#"{"who": "li.na@desk.example", "ahead": \#(ahead)}"#)
        await at.desk.close()
    }

    @Test func `who has no account, an unverified address or a disabled account stays outside`() async throws {
        await #expect(throws: IdentityFault.provider(.nobody)) { try await signIn(#"{"who": "mallory@desk.example"}"#) }
        await #expect(throws: IdentityFault.provider(.nobody)) {
            try await signIn(#"{"who": "li.na@desk.example", "wrong": "unverified"}"#)
        }
        let account = try await at.identity.accountList()[0].id
        try await at.identity.setDisabled(account, true, by: "agent:boss")
        await #expect(throws: IdentityFault.disabled) { try await signIn(#"{"who": "li.na@desk.example"}"#) }
        await at.desk.close()
    }

    @Test func `a code and a state are good once, in the browser that began, for ten minutes`() async throws {
        let back = try await come(#"{"who": "li.na@desk.example"}"#)
        let other = try await come(#"{"who": "li.na@desk.example"}"#)
        for (cookie, state) in [
            (other.cookie, back.state), (back.cookie, other.state), ("", back.state), (back.cookie, ""),
        ] {
            await #expect(throws: IdentityFault.provider(.notBegunHere)) {
                try await at.identity.finishProvider(cookie: cookie, code: back.code, state: state)
            }
        }
        // Another sign-in's code does not fit this one's verifier.
        await #expect(throws: IdentityFault.provider(.refused)) {
            try await at.identity.finishProvider(cookie: back.cookie, code: other.code, state: back.state)
        }
        _ = try await at.identity.finishProvider(cookie: back.cookie, code: back.code, state: back.state)
        await #expect(throws: IdentityFault.provider(.refused)) {
            try await at.identity.finishProvider(cookie: back.cookie, code: back.code, state: back.state)
        }
        let late = try await come(#"{"who": "li.na@desk.example"}"#)
        at.clock.pass(.minutes(11))
        await #expect(throws: IdentityFault.provider(.notBegunHere)) {
            try await at.identity.finishProvider(cookie: late.cookie, code: late.code, state: late.state)
        }
        await at.desk.close()
    }

    @Test func `a provider that is away, or another than it should be, lets nobody in`() async throws {
        let asker = Asker("provider", limits: .patient)
        let fetch: Fetch = { await asker.ask($0, headers: $1, body: $2) }
        var away = peer.terms
        away.issuer = "http://127.0.0.1:1/realm"
        var other = peer.terms
        other.issuer = peer.terms.issuer + "/"
        for (terms, trouble) in [(away, ProviderTrouble.unreachable), (other, .untrustworthy)] {
            let identity = try await Identity(desk: at.desk, provider: terms, fetch: fetch)
            await #expect(throws: IdentityFault.provider(trouble)) { try await identity.beginProvider() }
        }
        await #expect(throws: IdentityFault.provider(.none)) {
            try await Identity(desk: at.desk).beginProvider()
        }
        await at.desk.close()
    }
}

extension PostLimits {
    /// However long a busy machine makes a test wait.
    fileprivate static let patient = PostLimits(connect: .seconds(300), total: .seconds(300), answerAtMost: 1 << 20)
}

/// The program beside, and the browser's part.
private final class Peer {
    private let program: RunningProgram
    private let base: String

    init() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Peer/provider").path
        program = try RunningProgram(script, [])
        let line = program.firstLine()
        guard line.hasPrefix("ready "), let port = Int(line.dropFirst(6)) else { throw NotReady() }
        base = "http://127.0.0.1:\(port)"
    }

    deinit {
        program.endInput()
        _ = program.end(SIGTERM)
    }

    struct NotReady: Error {}

    var terms: ProviderTerms {
        ProviderTerms(
            issuer: base + "/realm", client: "yinuo desk", secret: "s3cret: with signs/+",
            redirect: "https://desk.example/sign-in/provider")
    }

    private let asker = Asker("browser", limits: .patient)

    func set(_ mode: String) async throws {
        let answer = await asker.ask(
            base + "/mode", headers: ["Content-Type: application/json"], body: Array(mode.utf8))
        guard answer?.status == 200 else { throw NotReady() }
    }

    func asked() async throws -> [String: Int] {
        let answer = await asker.ask(base + "/asked", headers: [], body: nil)
        return try JSONDecoder().decode([String: Int].self, from: Data(answer?.body ?? []))
    }

    func enter(_ address: String) async throws -> (code: String, state: String) {
        let curl = try RunningProgram("curl", ["-s", "-o", "/dev/null", "-w", "%{redirect_url}", address])
        let text = curl.everything()
        _ = curl.end(0)
        let items = URLComponents(string: text)?.queryItems ?? []
        guard text.hasPrefix("https://desk.example/sign-in/provider?"),
            let code = items.first(where: { $0.name == "code" })?.value,
            let state = items.first(where: { $0.name == "state" })?.value
        else { throw NotReady() }
        return (code, state)
    }
}
