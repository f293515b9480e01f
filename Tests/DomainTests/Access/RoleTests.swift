import Domain
import Testing

@Suite struct RoleTests {
    /// C11.
    @Test func `an auditor reads everything and changes nothing`() {
        let changing: Set<Permission> = [
            .ticketsWrite, .ticketsBackdate, .incidentsWrite, .policiesActivate, .recordsWrite, .outboxManage,
            .accountsManage, .peopleErase,
        ]
        #expect(Role.auditor.permissions == Set(Permission.allCases).subtracting(changing))
    }

    @Test func `nobody may do what an administrator may not`() {
        for role in Role.allCases { #expect(role.permissions.isSubset(of: Role.administrator.permissions)) }
    }

    @Test func `a token has no right that its role lacks`() {
        let token = Principal(actor: "agent:a1", role: .agent, scopes: [.ticketsRead, .peopleErase])
        #expect(token.may(.ticketsRead) && !token.may(.peopleErase) && !token.may(.ticketsWrite))
    }
}
