import Desk
import Domain

/// An account as it stands; what it signs in with is no part of it.
public struct AccountView: Sendable {
    public let id: RecordID
    public let agent: RecordID
    /// Nil where its agent was erased.
    public let login: String?
    /// The agent's; nil where the agent is no longer there.
    public let role: Role?
    public let hasPassword: Bool
    public let hasTOTP: Bool
    public let isDisabled: Bool
    public let mustChange: Bool
    public let isRetired: Bool
}

/// An account with all that a sign-in looks at.
struct Account {
    let id: RecordID
    let record: Record
    /// What is judged on the account as it stands is written only while it stands so.
    let version: Int
    let agent: RecordID
    /// Nil for one whose agent is retired, erased or gone.
    let role: Role?
    let texts: [String: String]

    var stream: StreamID { .record(.account, id) }
    var actor: Actor { Actor("agent:\(agent.rawValue)") }
    var isDisabled: Bool { record.flag("disabled") ?? false || record.state != .live || role == nil }
    var mustChange: Bool { record.flag("must-change") ?? false }
    var hasTOTP: Bool { record.flag("has-totp") ?? false }
    var sessionsFrom: Instant { record.instant("sessions-from") ?? Instant(milliseconds: 0) }
    var verifier: PasswordVerifier? { texts["verifier"].flatMap { PasswordVerifier($0) } }
    var recoveryCodes: [String] { texts["recovery"]?.split(separator: "; ").map(String.init) ?? [] }

    var view: AccountView {
        AccountView(
            id: id, agent: agent, login: texts["login"], role: role, hasPassword: texts["verifier"] != nil,
            hasTOTP: hasTOTP, isDisabled: record.flag("disabled") ?? false, mustChange: mustChange,
            isRetired: record.state != .live)
    }
}

extension Identity {
    /// Nil for one that never was.
    func look(_ id: RecordID, withTexts: Bool = true) async throws -> Account? {
        guard let (record, version) = try await desk.recordVersion(.account, id), let agent = record.id("agent") else {
            return nil
        }
        let role = try await desk.record(.agent, agent).flatMap { known in
            known.state == .live ? known.values["role"].flatMap { Role(rawValue: $0) } : nil
        }
        let texts = withTexts ? try await desk.texts(of: .record(.account, id)) : [:]
        return Account(id: id, record: record, version: version, agent: agent, role: role, texts: texts)
    }

    func existing(_ id: RecordID) async throws -> Account {
        guard let account = try await look(id) else { throw IdentityFault.noSuch(.record(.account, id)) }
        return account
    }

    /// - Throws: `noSuch`.
    public func account(_ id: RecordID) async throws(IdentityFault) -> AccountView {
        try await asking { try await existing(id).view }
    }

    public func accountList() async throws(IdentityFault) -> [AccountView] {
        try await asking {
            var views: [AccountView] = []
            for id in try await accounts.all { if let account = try await look(id) { views.append(account.view) } }
            return views
        }
    }

    /// Whose names a password may not hold.
    func names(_ account: Account) async throws -> [String] {
        let name = try await desk.texts(of: .record(.agent, account.agent))["name"]
        return [account.texts["login"], name].compactMap(\.self)
    }
}
