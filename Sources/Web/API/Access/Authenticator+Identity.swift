import Domain
import Identity

extension Authenticator {
    /// Those who have accounts, tokens or links of the desk.
    public init(_ identity: Identity) {
        self.init(
            token: { token throws(Unknown) in
                do throws(IdentityFault) { return try await identity.principal(token: token) } catch {
                    throw .fault(error)
                }
            },
            session: { cookie throws(Unknown) in
                do throws(IdentityFault) {
                    let known = try await identity.principal(session: cookie)
                    return (known.principal, known.refreshed, known.csrf)
                } catch { throw .fault(error) }
            },
            remembered: { shown in
                switch shown {
                case .token(let token): identity.remembered(token: token)
                case .session(let cookie): identity.remembered(session: cookie)
                }
            })
    }
}
