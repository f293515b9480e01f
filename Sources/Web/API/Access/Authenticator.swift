import Domain
import Wire

/// Tells who is asking.
public struct Authenticator: Sendable {
    /// Who holds a token (`Authorization: Bearer …`).
    public var token: @Sendable (String) async throws(Unknown) -> Principal
    /// Who holds a session's cookie, the cookie's next value if it is time for one, and the word that the session's
    /// changing requests have to bring along.
    public var session: @Sendable (String) async throws(Unknown) -> (Principal, refreshed: String?, csrf: String)
    /// Who shows it, where that is known without waiting.
    public var remembered: @Sendable (Shown) -> Principal?

    public init(
        token: @escaping @Sendable (String) async throws(Unknown) -> Principal,
        session: @escaping @Sendable (String) async throws(Unknown) -> (Principal, refreshed: String?, csrf: String),
        remembered: @escaping @Sendable (Shown) -> Principal? = { _ in nil }
    ) {
        self.token = token
        self.session = session
        self.remembered = remembered
    }

    public enum Shown: Sendable {
        case token(String)
        /// A cookie.
        case session(String)
    }

    /// Whether what was shown is still theirs, with the same rights.
    ///
    /// What has to be looked up is, in a task of its own: a stream asks again and again, and its own task would keep the
    /// memory that a look takes for as long as it follows.
    func isStill(_ shown: Shown, of principal: Principal) async -> Bool {
        if remembered(shown) == principal { return true }
        return await Task { try? await lookUp(shown) }.value == principal
    }

    private func lookUp(_ shown: Shown) async throws(Unknown) -> Principal {
        switch shown {
        case .token(let text): try await token(text)
        case .session(let cookie): try await session(cookie).0
        }
    }

    /// Why nobody is known by it.
    public enum Unknown: Error, Sendable {
        case fault(IdentityFault)
        /// A header that holds no token at all.
        case noToken
    }

    /// With the prefix, a browser takes it from nobody but this host, over TLS, for all paths.
    static let cookie = "__Host-yinuo"
    /// Where there is no TLS: on this machine alone.
    static let plainCookie = "yinuo"
}
