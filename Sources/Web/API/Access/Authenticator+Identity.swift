import Domain
import Identity
import Phrases

extension Authenticator {
    /// Those who have accounts, tokens or links of the desk.
    public init(_ identity: Identity) {
        self.init(
            token: { token throws(Unknown) in
                do throws(IdentityFault) { return try await identity.principal(token: token) } catch {
                    throw Unknown(error)
                }
            },
            session: { cookie throws(Unknown) in
                do throws(IdentityFault) {
                    let known = try await identity.principal(session: cookie)
                    return (known.principal, known.refreshed, known.csrf)
                } catch { throw Unknown(error) }
            })
    }
}

extension Authenticator.Unknown {
    fileprivate init(_ fault: IdentityFault) {
        let (cause, cure) = wording(.en).words(for: fault, in: .utc)
        self.init(cause: cause, cure: cure)
    }
}
