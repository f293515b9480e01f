import Desk
import Domain
import Testing

@testable import Identity

struct SecondFactorTests {
    private func enrolled(_ maker: Maker) async throws -> (IdentityDesk, RecordID, seed: [UInt8], codes: [String]) {
        let at = try await IdentityDesk(maker)
        let account = try await at.account()
        let offer = try await at.identity.enrolTOTP(account, by: "agent:li")
        let seed = try #require(Base32.bytes(offer.seed))
        #expect(seed.count == 20)
        #expect(
            offer.uri
                == "otpauth://totp/Yinuo:li.na?secret=\(offer.seed)&issuer=Yinuo&algorithm=SHA1&digits=6&period=30")
        await #expect(throws: IdentityFault.unknownOrWrong) {
            try await at.identity.confirmTOTP(account, code: "000000", by: "agent:li")
        }
        // An offer that was never confirmed asks nobody for a code.
        _ = try await at.signIn()
        let first = code(seed, at)
        let codes = try await at.identity.confirmTOTP(account, code: first, by: "agent:li")
        // It was used up by that.
        await #expect(throws: IdentityFault.usedBefore) { try await at.signIn(code: first) }
        at.clock.pass(.seconds(30))
        return (at, account, seed, codes)
    }

    private func code(_ seed: [UInt8], _ at: IdentityDesk) -> String {
        TOTP.code(seed, step: at.desk.now.milliseconds / 30_000)
    }

    @Test(arguments: Maker.allCases)
    func `a code is asked for once the password is right, and lets in once`(maker: Maker) async throws {
        let (at, account, seed, _) = try await enrolled(maker)
        await #expect(throws: IdentityFault.codeNeeded) { try await at.signIn() }
        await #expect(throws: IdentityFault.unknownOrWrong) { try await at.signIn("li.na", "not the password") }
        let code = code(seed, at)
        _ = try await at.signIn(code: code)
        await #expect(throws: IdentityFault.usedBefore) { try await at.signIn(code: code) }
        at.clock.pass(.seconds(30))
        _ = try await at.signIn(code: self.code(seed, at))
        let how = try await at.identity.sessions(of: .record(.account, account)).map(\.how)
        #expect(how.sorted() == ["code", "code", "password"])
        await at.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `each of ten recovery codes lets in once`(maker: Maker) async throws {
        let (at, _, _, codes) = try await enrolled(maker)
        #expect(codes.count == 10 && Set(codes).count == 10)
        for code in codes {
            _ = try await at.signIn(code: code.uppercased())
            let again = await #expect(throws: IdentityFault.self) { try await at.signIn(code: code) }
            #expect(again == .unknownOrWrong)
            at.clock.pass(.hours(1))
        }
        await at.desk.close()
    }

    @Test func `it is taken away by a code of it, and by no other`() async throws {
        let (at, account, seed, codes) = try await enrolled(.sqlite)
        await #expect(throws: IdentityFault.unknownOrWrong) {
            try await at.identity.removeTOTP(account, code: "123123", by: "agent:li")
        }
        try await at.identity.removeTOTP(account, code: code(seed, at), by: "agent:li")
        _ = try await at.signIn()
        await #expect(throws: IdentityFault.noSecondFactor) {
            try await at.identity.removeTOTP(account, code: codes[0], by: "agent:li")
        }
        await at.desk.close()
    }

    @Test func `what is typed wrong too often is not looked at`() async throws {
        let (at, _, seed, _) = try await enrolled(.sqlite)
        for _ in 0..<5 { _ = try? await at.signIn(code: "000001") }
        let locked = await #expect(throws: IdentityFault.self) { try await at.signIn(code: code(seed, at)) }
        guard case .lockedUntil(let until)? = locked else {
            Issue.record("\(String(describing: locked))")
            return
        }
        at.clock.pass(until - at.desk.now)
        _ = try await at.signIn(code: code(seed, at))
        await at.desk.close()
    }
}
