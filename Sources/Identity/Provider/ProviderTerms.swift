/// The company's own identity provider, by which its people sign in too.
/// - Source: OpenID Connect Core 1.0, Discovery 1.0; RFC 7636 (PKCE).
public struct ProviderTerms: Hashable, Sendable {
    /// `https://id.example.com/realm`; what its tokens name as their issuer, letter for letter.
    public var issuer: String
    public var client: String
    /// Nil for a client that has none and relies on PKCE.
    public var secret: String?
    /// Where it sends people back to.
    public var redirect: String
    /// The claim that names a login here. An e-mail address counts unless the provider says that it is not verified.
    public var claim: String
    public var scopes: [String]

    public init(
        issuer: String, client: String, secret: String?, redirect: String, claim: String = "email",
        scopes: [String] = ["openid", "email", "profile"]
    ) {
        self.issuer = issuer
        self.client = client
        self.secret = secret
        self.redirect = redirect
        self.claim = claim
        self.scopes = scopes
    }
}
