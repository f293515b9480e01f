import Testing

@testable import Identity

struct TOTPTests {
    /// RFC 6238, appendix B, SHA-1: eight digits there, of which an app shows the last six.
    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func `the codes are those of the RFC`(second: Int64, code: String) {
        let seed = Array("12345678901234567890".utf8)
        #expect(TOTP.code(seed, step: second / 30) == String(code.suffix(6)))
    }

    @Test func `a step of lateness or haste is let pass, two are not`() {
        let seed = Array("12345678901234567890".utf8)
        let now: Int64 = 1_111_111_111
        for away in -3...3 {
            let code = TOTP.code(seed, step: now / 30 + Int64(away))
            #expect(TOTP.step(of: code, seed, second: now) == (abs(away) <= 1 ? now / 30 + Int64(away) : nil))
        }
        #expect(TOTP.step(of: "14050", seed, second: now) == nil)
        #expect(TOTP.step(of: "０５０４７１", seed, second: now) == nil)
    }
}
