import Domain
import Wire

/// Tells who is asking.
public struct Authenticator: Sendable {
    /// Who holds a token (`Authorization: Bearer …`).
    public var token: @Sendable (String) async throws(Unknown) -> Principal
    /// Who holds a session's cookie, the cookie's next value if it is time for one, and the word that the session's
    /// changing requests have to bring along.
    public var session: @Sendable (String) async throws(Unknown) -> (Principal, refreshed: String?, csrf: String)

    public init(
        token: @escaping @Sendable (String) async throws(Unknown) -> Principal,
        session: @escaping @Sendable (String) async throws(Unknown) -> (Principal, refreshed: String?, csrf: String)
    ) {
        self.token = token
        self.session = session
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
