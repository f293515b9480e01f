/// Who is asking, as the desk was shown.
public struct Principal: Hashable, Sendable {
    /// As the journal names it: `agent:7f3k`, `customer:…`.
    public let actor: Actor
    public let role: Role
    /// What a token was given of the role's rights; nil: all of them.
    public let scopes: Set<Permission>?
    /// Whose things alone it may see and touch; nil for those who serve.
    public let customer: CustomerID?

    public init(actor: Actor, role: Role, scopes: Set<Permission>? = nil, customer: CustomerID? = nil) {
        self.actor = actor
        self.role = role
        self.scopes = scopes
        self.customer = customer
    }

    public func may(_ permission: Permission) -> Bool {
        role.permissions.contains(permission) && scopes?.contains(permission) ?? true
    }
}
