/// What somebody is at the desk; an agent's record names it, a customer is one by being a customer.
/// - Source: B21, C11; the roles of the glossary.
public enum Role: String, CaseIterable, Sendable {
    case customer, agent, engineer, lead, manager, director
    /// Reads everything and changes nothing (C11).
    case auditor
    case administrator

    /// By its place, not by its word: every request is asked for its rights.
    public func hash(into hasher: inout Hasher) {
        withUnsafeBytes(of: self) { hasher.combine(bytes: $0) }
    }
}

/// One thing that may be allowed; a token's scopes are these words.
public enum Permission: String, CaseIterable, Sendable {
    case ticketsRead = "tickets.read"
    case ticketsWrite = "tickets.write"
    /// To say that something happened earlier than five minutes ago (POLICIES 1.13).
    case ticketsBackdate = "tickets.backdate"
    /// To read names, contacts and free text; each use is logged with its purpose (C17).
    case textsRead = "texts.read"
    case incidentsWrite = "incidents.write"
    case policiesRead = "policies.read"
    case policiesActivate = "policies.activate"
    case recordsRead = "records.read"
    case recordsWrite = "records.write"
    case ledgerRead = "ledger.read"
    case figuresRead = "figures.read"
    /// The whole journal, exports and the evidence log's inside.
    case journalRead = "journal.read"
    case outboxManage = "outbox.manage"
    case accountsManage = "accounts.manage"
    case peopleErase = "people.erase"

    /// By its place, not by its word: every request is asked for its rights.
    public func hash(into hasher: inout Hasher) {
        withUnsafeBytes(of: self) { hasher.combine(bytes: $0) }
    }
}

extension Role {
    /// The one table of who may what. A customer's rights reach as far as what is the customer's own.
    public var permissions: Set<Permission> { Role.table[self] ?? [] }

    private static let table: [Role: Set<Permission>] = {
        let reading: Set<Permission> = [.ticketsRead, .textsRead, .policiesRead, .recordsRead]
        let serving = reading.union([.ticketsWrite, .incidentsWrite])
        let leading = serving.union([.ticketsBackdate, .figuresRead, .ledgerRead])
        let managing = leading.union([.recordsWrite, .policiesActivate, .journalRead])
        return [
            .customer: [.ticketsRead, .ticketsWrite, .textsRead, .policiesRead],
            .agent: serving, .engineer: serving, .lead: leading, .manager: managing, .director: managing,
            .auditor: reading.union([.figuresRead, .ledgerRead, .journalRead]),
            .administrator: Set(Permission.allCases),
        ]
    }()
}
