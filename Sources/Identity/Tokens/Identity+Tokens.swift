import Desk
import Domain

/// A token as it was looked up.
struct TokenKnown: Sendable {
    let verifier: [UInt8]
    let until: Instant
    let principal: Principal
}

/// A token as its owner sees it in a list: never what it proves itself with.
public struct TokenView: Sendable {
    public let id: RecordID
    public let account: RecordID
    public let title: String?
    public let scopes: Set<Permission>
    public let until: Instant
    public let isRevoked: Bool
}

extension Identity {
    /// Who shows a token: the account's agent, with what the token was given of its rights.
    public func principal(token text: String) async throws(IdentityFault) -> Principal {
        guard let shown = TokenText(text) else { throw .unknownOrWrong }
        let known: TokenKnown
        if let remembered = tokens.find(shown.id, ticks: ticks) {
            known = remembered
        } else {
            known = try await asking { try await lookUp(shown) }
        }
        guard isSame(shown.verifier, known.verifier) else { throw .unknownOrWrong }
        guard desk.now < known.until else { throw .expired }
        return known.principal
    }

    /// The same without a look at the store; nil for a token that has to be looked up, or is none.
    public func remembered(token text: String) -> Principal? {
        guard let shown = TokenText(text), let known = tokens.find(shown.id, ticks: ticks),
            isSame(shown.verifier, known.verifier), desk.now < known.until
        else { return nil }
        return known.principal
    }

    /// - Throws: `revoked` only to whoever shows the whole token.
    private func lookUp(_ shown: TokenText) async throws -> TokenKnown {
        let (id, changes) = (RecordID(shown.id), tokens.changes)
        let stream = StreamID.record(.token, id)
        guard let record = try await desk.record(.token, id), let until = record.instant("until"),
            let hex = try await desk.texts(of: stream)["verifier"], let verifier = PlainLetters.bytes(hex),
            isSame(shown.verifier, verifier), let owner = record.id("account")
        else { throw IdentityFault.unknownOrWrong }
        guard record.state == .live, let account = try await look(owner, withTexts: false), !account.isDisabled,
            let role = account.role
        else { throw IdentityFault.revoked }
        let scopes = Set(record.words("scopes").compactMap(Permission.init(rawValue:)))
        let known = TokenKnown(
            verifier: verifier, until: until, principal: Principal(actor: account.actor, role: role, scopes: scopes))
        tokens.keep(
            shown.id, known, on: [stream, account.stream, .record(.agent, account.agent)], ticks: ticks,
            changes: changes)
        return known
    }

    /// Makes a token; its text is told this once.
    /// - Parameters:
    ///   - scopes: of the rights of the account's role, at least one.
    ///   - until: at most 400 days away.
    public func issueToken(
        for account: RecordID, title: String?, scopes: Set<Permission>, until: Instant, by actor: Actor
    ) async throws(IdentityFault) -> (id: RecordID, text: String) {
        let latest = desk.now + IdentityTerms.tokenAtMost
        guard until > desk.now, until <= latest else { throw .badExpiry(atMost: latest) }
        return try await asking {
            let known = try await existing(account)
            guard !known.isDisabled, let role = known.role else { throw IdentityFault.disabled }
            guard !scopes.isEmpty, scopes.isSubset(of: role.permissions) else { throw IdentityFault.scopesTooWide }
            let token = TokenText(id: desk.newID(), secret: desk.edges.random(TokenText.secretBytes))
            let id = RecordID(token.id)
            _ = try await put(
                .token, id,
                [
                    "account": account.rawValue, "title": title,
                    "scopes": scopes.map(\.rawValue).sorted().joined(separator: " "), "until": until.text(in: .utc),
                    "verifier": PlainLetters.text(token.verifier),
                ], by: actor)
            return (id, token.text)
        }
    }

    /// Void from when this answers on; on other nodes as soon as they hear of it.
    public func revokeToken(_ id: RecordID, by actor: Actor) async throws(IdentityFault) {
        try await asking {
            guard try await desk.record(.token, id) != nil else { throw IdentityFault.noSuch(.record(.token, id)) }
            _ = try await desk.perform(Request(actor, .credential(.token, id, .retire)))
        }
    }

    /// Every token that an account ever had, the newest first.
    public func tokens(of account: RecordID) async throws(IdentityFault) -> [TokenView] {
        try await asking {
            var views: [TokenView] = []
            var after: String?
            while case let page = try await desk.edges.store.records(.token, account.rawValue, after, 500),
                !page.isEmpty
            {
                for id in page { if let view = try await tokenView(id) { views.append(view) } }
                after = page.last?.rawValue
            }
            return views.reversed()
        }
    }

    private func tokenView(_ id: RecordID) async throws -> TokenView? {
        guard let record = try await desk.record(.token, id), let account = record.id("account"),
            let until = record.instant("until")
        else { return nil }
        return TokenView(
            id: id, account: account, title: try await desk.texts(of: .record(.token, id))["title"],
            scopes: Set(record.words("scopes").compactMap(Permission.init(rawValue:))), until: until,
            isRevoked: record.state != .live)
    }
}
