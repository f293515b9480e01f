import Desk
import Domain
import Testing

@testable import Identity

struct AdministratorTests {
    @Test(arguments: Maker.allCases)
    func `the first administrator comes in by a link that is told until it has opened once`(maker: Maker) async throws {
        let at = try await IdentityDesk(maker)
        let link = try #require(try await at.identity.administratorLink())
        #expect(try await at.identity.administratorLink() == link)
        let text = at.identity.text(of: link)
        await #expect(throws: IdentityFault.weakPassword(.holdsName)) {
            try await at.identity.becomeAdministrator(
                link: text, login: "root", name: "Zhao Min", password: "my name is zhao min")
        }
        let signedIn = try await at.identity.becomeAdministrator(
            link: text, login: "Root", name: "Zhao Min", password: IdentityDesk.password)
        #expect(signedIn.principal.role == .administrator)
        _ = try await at.signIn("root")
        await #expect(throws: IdentityFault.usedBefore) {
            try await at.identity.becomeAdministrator(
                link: text, login: "second", name: "Mallory", password: IdentityDesk.password)
        }
        await at.desk.close()
    }

    @Test func `the link is no other, and no longer than a day`() async throws {
        let at = try await IdentityDesk()
        let text = at.identity.text(of: try #require(try await at.identity.administratorLink()))
        await #expect(throws: IdentityFault.unknownOrWrong) { try await at.identity.redeem(link: text) }
        await #expect(throws: IdentityFault.unknownOrWrong) {
            try await at.identity.finishReset(link: text, password: IdentityDesk.password, from: "")
        }
        at.clock.pass(.hours(24))
        await #expect(throws: IdentityFault.expired) {
            try await at.identity.becomeAdministrator(
                link: text, login: "root", name: "Zhao Min", password: IdentityDesk.password)
        }
        // Nobody came in: another is made, and only that.
        let second = try #require(try await at.identity.administratorLink())
        #expect(second.id != "administrator")
        #expect(try await at.identity.administratorLink() == second)
        _ = try await at.identity.becomeAdministrator(
            link: at.identity.text(of: second), login: "root", name: "Zhao Min", password: IdentityDesk.password)
        #expect(try await at.identity.administratorLink() == nil)
        await at.desk.close()
    }

    @Test func `a desk with accounts makes none`() async throws {
        let at = try await IdentityDesk()
        try await at.account()
        #expect(try await at.identity.administratorLink() == nil)
        await at.desk.close()
    }
}
