import Web

extension Authenticator {
    /// A desk that has no accounts knows nobody.
    static let nobody = Authenticator(
        token: { _ throws(Unknown) in throw Unknown(cause: "The token is unknown.", cure: "Ask for one.") },
        session: { _ throws(Unknown) in throw Unknown(cause: "The session is over.", cure: "Sign in.") })
}
