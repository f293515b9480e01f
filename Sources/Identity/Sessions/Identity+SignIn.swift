import Desk
import Domain

extension Identity {
    /// Lets an account in with its password, and a code where it has a second factor.
    ///
    /// Whether the login is unknown or the password wrong can be told neither by the answer nor by the time it takes.
    /// - Parameters:
    ///   - code: of the app, or a recovery code; nil where none was asked for yet.
    ///   - address: where it comes from, as the proxy says; too many failures from one wait.
    public func signIn(
        login: String, password: String, code: String?, from address: String
    ) async throws(IdentityFault) -> SignedIn {
        let (account, key, how) = try await prove(login, password, code, address)
        if account.mustChange { throw .passwordChangeNeeded }
        return try await asking {
            let signedIn = try await openSession(account, how: how, key: key)
            attempts.end(Accounts.fold(login), address, isIn: true)
            return signedIn
        }
    }

    /// Changes the password of whoever knows the old one; every session but the new one ends.
    public func changePassword(
        login: String, password: String, code: String?, to new: String, from address: String
    ) async throws(IdentityFault) -> SignedIn {
        let (account, key, how) = try await prove(login, password, code, address)
        if password == new { throw .weakPassword(.same) }
        return try await asking {
            try await check(new, account)
            // A recovery code that was struck off is a change too; anything else is somebody else's.
            let current = try await existing(account.id)
            guard current.texts["verifier"] == account.texts["verifier"], current.hasTOTP == account.hasTOTP,
                !current.isDisabled
            else {
                attempts.end(Accounts.fold(login), address, isIn: false)
                throw IdentityFault.changedMeanwhile
            }
            let fields: [String: String?] = [
                "verifier": try await verifier(of: new), "must-change": String?.none,
                "sessions-from": desk.now.text(in: .utc),
            ]
            if let key {
                _ = try await putOnce(.account, account.id, fields, key: key, expects: current.version)
            } else {
                _ = try await put(.account, account.id, fields, by: account.actor, expects: current.version)
            }
            let signedIn = try await openSession(try await existing(account.id), how: how)
            attempts.end(Accounts.fold(login), address, isIn: true)
            return signedIn
        }
    }

    func check(_ password: String, _ account: Account) async throws {
        do { try PasswordRules.check(password, names: try await names(account)) } catch let weakness as PasswordWeakness
        {
            throw IdentityFault.weakPassword(weakness)
        }
    }

    /// - Returns: the account, the key under which its code counts once, and how it was proved.
    private func prove(
        _ login: String, _ password: String, _ code: String?, _ address: String
    ) async throws(IdentityFault) -> (Account, key: String?, how: String) {
        guard password.utf8.count <= 4_096, login.utf8.count <= 1_024, code?.utf8.count ?? 0 <= 64 else {
            throw .unknownOrWrong
        }
        let folded = Accounts.fold(login)
        let locked = try attempts.begin(folded, address, desk.now)
        return try await asking {
            var account: Account?
            if let id = try await accounts.account(of: folded) { account = try await look(id) }
            let verifier = account?.verifier ?? nobody
            let normal = PasswordRules.normal(password)
            let isRight: Bool
            do { isRight = try await threads.run { try verifier.knows(normal) } } catch {
                attempts.end(folded, address, isIn: false)
                throw error
            }
            guard isRight, let account, account.verifier != nil else {
                try await fail(account?.id, account == nil ? .unknown : .password, locked)
                throw IdentityFault.unknownOrWrong
            }
            if account.isDisabled {
                try await fail(account.id, .disabled, locked)
                throw IdentityFault.disabled
            }
            if !account.hasTOTP { return (account, nil, "password") }
            guard let code, !code.isEmpty else {
                attempts.end(folded, address, isIn: false)
                throw IdentityFault.codeNeeded
            }
            do {
                if let proof = try await prove(code, account) { return (account, proof.key, proof.how) }
            } catch IdentityFault.changedMeanwhile {
                attempts.end(folded, address, isIn: false)
                throw IdentityFault.changedMeanwhile
            }
            try await fail(account.id, .code, locked)
            throw IdentityFault.unknownOrWrong
        }
    }

    private func fail(_ account: RecordID?, _ cause: AccessEvent.Failure, _ locked: Instant?) async throws {
        try await note(.failed(account: account, cause: cause, at: desk.now))
        if let locked { try await note(.locked(account: account, until: locked, at: desk.now)) }
    }

    /// A code of the app counts under its own key, so that no node takes it twice; a recovery code is struck off first.
    func prove(_ code: String, _ account: Account) async throws -> (key: String, how: String)? {
        if let seed = account.texts["totp"].flatMap({ Base32.bytes($0) }),
            let step = TOTP.step(of: code.filter { $0 != " " }, seed, second: desk.now.milliseconds / 1_000)
        {
            return ("totp/\(account.id)/\(step)", "code")
        }
        let hash = RecoveryCodes.hash(code)
        let left = account.recoveryCodes
        guard left.reduce(false, { isSame(Array($1.utf8), Array(hash.utf8)) || $0 }) else { return nil }
        let rest = left.filter { $0 != hash }
        _ = try await putOnce(
            .account, account.id, ["recovery": rest.isEmpty ? nil : rest.joined(separator: "; ")],
            key: "recovery/\(account.id)/\(hash)", expects: account.version)
        return ("recovered/\(account.id)/\(hash)", "recovery-code")
    }

    /// A session is a record; what is handed out is a cookie that names it.
    func openSession(_ account: Account, how: String, key: String? = nil) async throws -> SignedIn {
        guard let role = account.role, !account.isDisabled else { throw IdentityFault.disabled }
        return try await openSession(
            ["account": account.id.rawValue, "role": role.rawValue, "how": how],
            Principal(actor: account.actor, role: role),
            key: key)
    }

    func openSession(
        _ fields: [String: String?], _ principal: Principal, key: String? = nil
    ) async throws -> SignedIn {
        let now = desk.now
        let until = now + terms.absolute
        let id = RecordID(desk.newID() + PlainLetters.text(desk.edges.random(5)))
        var fields = fields
        fields["since"] = now.text(in: .utc)
        fields["until"] = until.text(in: .utc)
        if let key {
            _ = try await putOnce(.session, id, fields, key: key)
        } else {
            _ = try await put(.session, id, fields, by: principal.actor)
        }
        let cookie = SessionCookie(id: id.rawValue, seen: now)
        return SignedIn(cookie: cookie.text(keys), csrf: cookie.csrf(keys), principal: principal, until: until)
    }
}
