import Domain
import Testing

@testable import Identity

struct PasswordTests {
    @Test(arguments: [
        ("short", PasswordWeakness.tooShort(atLeast: 10)), ("九个字的密码不够长", .tooShort(atLeast: 10)),
        (String(repeating: "ab1c", count: 33), .tooLong(atMost: 128)),
        (String(repeating: "长", count: 5_000), .tooLong(atMost: 128)),
        ("password123", .common), ("PassWord123", .common), ("P@ssw0rd2024!", .common), ("qwertyuiop", .common),
        ("letmein!!!2", .common), ("Dragon12345", .common),
        ("aaaaaaaaaaaa", .monotonous), ("abababababab", .monotonous), ("1234567890", .monotonous),
        ("abcdefghijkl", .monotonous), ("0987654321", .monotonous),
        ("my login is li.na", .holdsName), ("forever WANG me", .holdsName), ("密码属于王丽本人没错", .holdsName),
    ]) func `a password that is tried first is refused, with the reason`(password: String, weakness: PasswordWeakness) {
        #expect(throws: weakness) {
            try PasswordRules.check(password, names: ["li.na", "Wang Li", "王丽"])
        }
    }

    @Test(arguments: [
        "warm anvil under moss", "correct horse battery", "zq8-Ltv!m2", "十个汉字组成的密码可以", "пять синих чашек чая",
        "my password is a long sentence",
    ]) func `a password that nobody would guess is taken`(password: String) throws {
        try PasswordRules.check(password, names: ["li.na", "Wang Li", "王丽", "Al"])
    }

    @Test func `two spellings of one password are one`() throws {
        let verifier = try PasswordVerifier(
            of: PasswordRules.normal("cafe\u{301} ＡＢＣ１２３"), salt: [1, 2, 3],
            cost: .init(rounds: 10, blocks: 8, lanes: 1))
        #expect(try verifier.knows(PasswordRules.normal("café ABC123")))
        #expect(try !verifier.knows(PasswordRules.normal("cafe ABC123")))
    }

    /// RFC 7914, section 12: "pleaseletmein", "SodiumChloride", N = 2^14, r = 8, p = 1; the first half of the key.
    @Test func `what is kept is scrypt with its cost beside it`() throws {
        let verifier = try PasswordVerifier(
            of: "pleaseletmein", salt: Array("SodiumChloride".utf8), cost: .init(rounds: 14, blocks: 8, lanes: 1))
        #expect(verifier.text == "scrypt$14$8$1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046_2o-7qQT44-qbVD9lRdofI")
        #expect(PasswordVerifier(verifier.text) == verifier)
        for text in ["", "scrypt$30$8$1$AA$AA", "md5$14$8$1$AA$AA", verifier.text + "$", "scrypt$14$8$1$$"] {
            #expect(PasswordVerifier(text) == nil)
        }
    }

    @Test func `passwords are tried two at a time, and only so many wait`() async throws {
        let threads = PasswordThreads()
        let busy = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    do {
                        return try await threads.run {
                            _ = try PasswordVerifier(of: "x", salt: [], cost: .init(rounds: 12, blocks: 8, lanes: 1))
                            return false
                        }
                    } catch { return error is PasswordThreads.Busy }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(busy <= 200 - PasswordThreads.waitingAtMost)
        #expect(try await threads.run { 7 } == 7)
    }
}
