import Desk
import Domain

extension Identity {
    /// How long a person may take at the provider.
    private static let away = Duration.minutes(10)

    /// Whether people can sign in by the company's identity provider.
    public var hasProvider: Bool { provider != nil }

    /// Begins a sign-in by the provider.
    /// - Returns: where to send the browser, and a cookie for it to keep meanwhile, which only this desk can read.
    public func beginProvider() async throws(IdentityFault) -> (address: String, cookie: String) {
        guard let provider else { throw .provider(.none) }
        let (state, nonce) = (chance(), chance())
        // 43 to 128 signs (RFC 7636, 4.1).
        let verifier = Base64URL.text(desk.edges.random(48))
        let now = desk.now
        return try await askingProvider {
            let address = try await provider.address(state: state, nonce: nonce, verifier: verifier, at: now)
            guard let cookie = keys.sealed("\(state)\n\(nonce)\n\(verifier)\n\(now.milliseconds)") else {
                throw IdentityFault.unavailable
            }
            return (address, cookie)
        }
    }

    /// Lets somebody in who came back from the provider with a code.
    /// - Parameters:
    ///   - cookie: what `beginProvider` gave.
    ///   - state: as the provider sent it back.
    public func finishProvider(
        cookie: String, code: String, state: String
    ) async throws(IdentityFault) -> SignedIn {
        guard let provider else { throw .provider(.none) }
        guard let kept = keys.unsealed(cookie)?.split(separator: "\n").map(String.init), kept.count == 4,
            let began = Int64(kept[3]), isSame(Array(kept[0].utf8), Array(state.utf8)),
            desk.now - Instant(milliseconds: began) <= Self.away, code.utf8.count <= 4_096
        else { throw .provider(.notBegunHere) }
        return try await askingProvider {
            let name = try await provider.name(code: code, verifier: kept[2], nonce: kept[1], at: desk.now)
            guard let id = try await accounts.account(of: name), let account = try await look(id) else {
                try await note(.failed(account: nil, cause: .provider, at: desk.now))
                throw IdentityFault.provider(.nobody)
            }
            if account.isDisabled {
                try await note(.failed(account: id, cause: .disabled, at: desk.now))
                throw IdentityFault.disabled
            }
            return try await openSession(account, how: "provider", key: "provider/\(kept[0])")
        }
    }

    private func chance() -> String { Base64URL.text(desk.edges.random(24)) }

    private func askingProvider<Value>(_ body: () async throws -> Value) async throws(IdentityFault) -> Value {
        try await asking {
            do { return try await body() } catch let trouble as Provider.Trouble {
                desk.edges.log(
                    LogLine(.warning, "Nobody was let in by the identity provider.", ["cause": trouble.cause]))
                throw IdentityFault.provider(trouble.trouble)
            }
        }
    }
}
