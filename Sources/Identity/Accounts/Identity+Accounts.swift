import Desk
import Domain

extension Identity {
    /// An account for an agent that is there, without a password yet: `invite` makes the link to choose one. Asked for again
    /// before a password was chosen it is the same account.
    /// - Parameter id: what it is called where whoever asks has said so; else it is drawn.
    /// - Throws: `badLogin`, `loginTaken`, `noSuch`, `hasAccount`; `changedMeanwhile` where the id is another's, or shut.
    public func addAccount(
        _ id: RecordID? = nil, agent: RecordID, login: String, by actor: Actor
    ) async throws(IdentityFault) -> RecordID {
        let folded = try await free(login: login, for: id)
        return try await asking {
            guard let known = try await desk.record(.agent, agent), known.state == .live else {
                throw IdentityFault.noSuch(.record(.agent, agent))
            }
            let id = id ?? RecordID(desk.newID())
            guard try await accountsInUse(of: agent, besides: id).isEmpty else { throw IdentityFault.hasAccount }
            let fields: [String: String?] = ["agent": agent.rawValue, "login": folded]
            let receipt: Receipt
            do {
                receipt = try await put(.account, id, fields, by: actor, expects: Request.isNew)
            } catch IdentityFault.changedMeanwhile {
                guard try await invitable(id, agent, called: folded) != nil else {
                    throw IdentityFault.changedMeanwhile
                }
                return id
            }
            // Two who asked at the same instant both found the login free, or the agent without an account: whoever was
            // written later goes.
            let position = receipt.positions.lowerBound
            let called = try await accounts.accounts(called: folded).filter { $0 != id }
            let own = try await accountsInUse(of: agent, besides: id)
            let fault: IdentityFault?
            if try await !isEarlier(than: called, position) {
                fault = .loginTaken
            } else {
                fault = try await isEarlier(than: own, position) ? nil : .hasAccount
            }
            if let fault {
                _ = try await desk.perform(Request(actor, .credential(.account, id, .retire)))
                throw fault
            }
            return id
        }
    }

    /// The same, and the link with which its password is chosen. It is written only onto the account as it was judged: who
    /// chose a password a moment ago is not asked for another.
    public func addInvited(
        _ id: RecordID? = nil, agent: RecordID, login: String, by actor: Actor
    ) async throws(IdentityFault) -> (account: RecordID, link: AccessLink) {
        let account = try await addAccount(id, agent: agent, login: login, by: actor)
        let link: AccessLink = try await asking {
            let folded = Accounts.fold(login)
            for _ in 0..<Self.judgedAtMost {
                guard let version = try await invitable(account, agent, called: folded) else { break }
                do {
                    return try await makeInvitation(account, [:], by: actor, expects: version)
                } catch IdentityFault.changedMeanwhile {
                    // Whoever asks for the same at this instant has changed it too, and nothing is wrong with that.
                    continue
                }
            }
            throw IdentityFault.changedMeanwhile
        }
        return (account, link)
    }

    private static let judgedAtMost = 3

    /// The version of an account that was made so and that nobody has come in by yet; nil where it is another's, or shut,
    /// so that every door would refuse a link of it.
    private func invitable(_ id: RecordID, _ agent: RecordID, called login: String) async throws -> Int? {
        guard let account = try await look(id), !account.isDisabled, account.agent == agent,
            account.texts["login"] == login, account.texts["verifier"] == nil
        else { return nil }
        return account.version
    }

    /// An agent's accounts by which somebody comes in, or will once a password is chosen.
    private func accountsInUse(of agent: RecordID, besides id: RecordID?) async throws -> [RecordID] {
        var found: [RecordID] = []
        for other in try await accounts.accounts(of: agent) where other != id {
            if let account = try await look(other, withTexts: false), !account.isDisabled { found.append(other) }
        }
        return found
    }

    private func isEarlier(than others: [RecordID], _ position: Int64) async throws -> Bool {
        if others.isEmpty { return true }
        let streams = try await desk.edges.store.streams(others.map { .record(.account, $0) })
        return streams.values.allSatisfy { entries in entries.first.map { $0.position > position } ?? true }
    }

    /// A login as accounts keep it, if an account can have it: for whoever makes something else before the account.
    /// - Parameter id: the account that may have it already.
    /// - Throws: `badLogin`, `loginTaken`.
    @discardableResult
    public func free(login: String, for id: RecordID? = nil) async throws(IdentityFault) -> String {
        guard let folded = Accounts.checked(login) else { throw .badLogin }
        let owner: RecordID? = try await asking { try await accounts.account(of: folded) }
        if let owner, owner != id { throw .loginTaken }
        return folded
    }

    /// Whether an agent, who may not be there yet, could get an account called so: for whoever changes the agent first.
    /// - Throws: `badLogin`, `loginTaken`, `hasAccount`.
    public func mayHaveAccount(_ agent: RecordID, called login: String) async throws(IdentityFault) {
        try await free(login: login)
        try await asking {
            guard try await accountsInUse(of: agent, besides: nil).isEmpty else { throw IdentityFault.hasAccount }
        }
    }

    /// A disabled account lets nobody in; its sessions and tokens end at once. It is enabled again only while its agent
    /// has no other in use.
    /// - Throws: `noSuch`, `hasAccount`.
    public func setDisabled(_ account: RecordID, _ isDisabled: Bool, by actor: Actor) async throws(IdentityFault) {
        try await asking {
            let found = try await existing(account)
            if !isDisabled, try await !accountsInUse(of: found.agent, besides: account).isEmpty {
                throw IdentityFault.hasAccount
            }
            var fields: [String: String?] = ["disabled": isDisabled ? "yes" : String?.none]
            if isDisabled { fields["sessions-from"] = desk.now.text(in: .utc) }
            _ = try await put(.account, account, fields, by: actor)
        }
    }

    /// The next sign-in is told to change the password first.
    public func requireChange(_ account: RecordID, by actor: Actor) async throws(IdentityFault) {
        try await asking {
            _ = try await existing(account)
            _ = try await put(.account, account, ["must-change": "yes"], by: actor)
        }
    }

    /// Takes password and second factor away and ends every session; a new link lets its owner choose anew.
    public func reset(_ account: RecordID, by actor: Actor) async throws(IdentityFault) -> AccessLink {
        try await asking {
            _ = try await existing(account)
            let fields: [String: String?] = [
                "verifier": String?.none, "totp": String?.none, "totp-offered": String?.none, "recovery": String?.none,
                "has-totp": String?.none, "sessions-from": desk.now.text(in: .utc),
            ]
            return try await makeInvitation(account, fields, by: actor)
        }
    }

    /// The link with which an account's owner chooses the first password; it goes out by mail where the desk has one. One that
    /// was made for the account before is void from then on.
    public func invite(_ account: RecordID, by actor: Actor) async throws(IdentityFault) -> AccessLink {
        try await asking {
            _ = try await existing(account)
            return try await makeInvitation(account, [:], by: actor)
        }
    }

    /// The account names its link, and both are written at once: of two that are made at one instant one is good, and
    /// nobody's link is void before there is another.
    private func makeInvitation(
        _ account: RecordID, _ fields: [String: String?], by actor: Actor, expects version: Int? = nil
    ) async throws -> AccessLink {
        let now = desk.now
        let link = AccessLink(
            id: desk.newID(), purpose: .invitation, whom: .record(.account, account),
            until: now + IdentityTerms.invitation)
        var fields = fields
        fields["invitation"] = link.id
        _ = try await put(
            .account, account, fields, by: actor, expects: version, telling: .linkMade(link, at: now))
        return link
    }

    /// Whether anybody can sign in at all.
    public var hasAccounts: Bool {
        get async throws(IdentityFault) { try await asking { try await !accounts.all.isEmpty } }
    }

    /// The link with which a desk's first administrator makes an account; nil where there are accounts. The same whichever
    /// node asks and however often, until its time is up: then another takes its place.
    public func administratorLink() async throws(IdentityFault) -> AccessLink? {
        if try await hasAccounts { return nil }
        return try await asking {
            let now = desk.now
            var turn = 0
            while true {
                // Its id is always the same, so the fact stands once.
                let link = AccessLink(
                    id: turn == 0 ? "administrator" : "administrator-\(turn)", purpose: .administrator, whom: .desk,
                    until: now + IdentityTerms.administrator)
                let event = AccessEvent.linkMade(link, at: now)
                if !(try await desk.perform(Request(.desk, .note(event)))).positions.isEmpty { return link }
                for case .linkMade(let link, _) in try await desk.told(on: event) where now < link.until { return link }
                turn += 1
            }
        }
    }

    /// Makes the desk's first account, of an agent of that name who is an administrator.
    public func becomeAdministrator(
        link text: String, login: String, name: String, password: String
    ) async throws(IdentityFault) -> SignedIn {
        let link = try open(text, for: [.administrator])
        if let fault = Self.faults(login: login, name: name, password: password).first { throw fault }
        guard let folded = Accounts.checked(login) else { throw .badLogin }
        return try await asking {
            guard try await accounts.all.isEmpty else { throw IdentityFault.usedBefore }
            let verifier = try await verifier(of: password)
            // Named by the link: if the program ends between the two, the same link goes on from here.
            let agent = RecordID("administrator")
            _ = try await desk.perform(
                Request(
                    Identity.actor, .record(.agent, agent, .put(["name": name, "role": Role.administrator.rawValue]))))
            let account = RecordID("administrator")
            _ = try await putOnce(
                .account, account, ["agent": agent.rawValue, "login": folded, "verifier": verifier],
                key: "link/\(link.id)")
            return try await openSession(try await existing(account), how: "password")
        }
    }

    /// All that a first login and its password are refused for.
    public static func faults(login: String, name: String, password: String) -> [IdentityFault] {
        let folded = Accounts.checked(login)
        var faults: [IdentityFault] = folded == nil ? [.badLogin] : []
        do throws(PasswordWeakness) {
            try PasswordRules.check(password, names: [folded ?? login, name])
        } catch { faults.append(.weakPassword(error)) }
        return faults
    }

    /// - Returns: what is kept of a password that was found fit.
    func verifier(of password: String) async throws -> String {
        let (salt, cost, normal) = (desk.edges.random(16), terms.cost, PasswordRules.normal(password))
        return try await threads.run { try PasswordVerifier(of: normal, salt: salt, cost: cost).text }
    }
}
