import Desk
import Domain

extension Identity {
    /// Begins with a second factor: the seed to be put into an app, as letters and as an address for a picture. It counts
    /// once `confirmTOTP` has seen a code of it.
    public func enrolTOTP(
        _ account: RecordID, by actor: Actor
    ) async throws(IdentityFault) -> (seed: String, uri: String) {
        try await asking {
            let known = try await existing(account)
            // Whoever found an open session may not put an app of their own in its place.
            if known.hasTOTP { throw IdentityFault.hasSecondFactor }
            let seed = desk.edges.random(TOTP.seedBytes)
            _ = try await put(.account, account, ["totp-offered": Base32.text(seed)], by: actor)
            let uri = TOTP.uri(seed: seed, issuer: terms.issuer, account: known.texts["login"] ?? account.rawValue)
            return (Base32.text(seed), uri)
        }
    }

    /// - Returns: ten recovery codes, told this once.
    public func confirmTOTP(
        _ account: RecordID, code: String, by actor: Actor
    ) async throws(IdentityFault) -> [String] {
        try await asking {
            let known = try await existing(account)
            if known.hasTOTP { throw IdentityFault.hasSecondFactor }
            guard let letters = known.texts["totp-offered"], let seed = Base32.bytes(letters) else {
                throw IdentityFault.noSecondFactor
            }
            guard let step = TOTP.step(of: code.filter { $0 != " " }, seed, second: desk.now.milliseconds / 1_000)
            else { throw IdentityFault.unknownOrWrong }
            let codes = RecoveryCodes.make(desk.edges.random)
            // The code is used up by this: it lets nobody in any more.
            _ = try await putOnce(
                .account, account,
                [
                    "totp": letters, "totp-offered": String?.none, "has-totp": "yes",
                    "recovery": codes.map(RecoveryCodes.hash).joined(separator: "; "),
                ], key: "totp/\(account)/\(step)", expects: known.version)
            return codes
        }
    }

    /// Takes the second factor away from whoever shows a code of it, or a recovery code.
    public func removeTOTP(_ account: RecordID, code: String, by actor: Actor) async throws(IdentityFault) {
        let login = "second factor of \(account)"
        let now = desk.now
        _ = try attempts.begin(login, "", now)
        try await asking {
            let known = try await existing(account)
            guard known.hasTOTP else { throw IdentityFault.noSecondFactor }
            guard let proof = try await prove(code, known) else { throw IdentityFault.unknownOrWrong }
            let current = try await existing(account)
            guard current.texts["totp"] == known.texts["totp"] else { throw IdentityFault.changedMeanwhile }
            _ = try await putOnce(
                .account, account,
                ["totp": String?.none, "has-totp": String?.none, "recovery": String?.none], key: proof.key,
                expects: current.version)
            attempts.end(login, "", isIn: true)
        }
    }
}
