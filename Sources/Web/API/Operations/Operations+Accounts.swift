import Desk
import Domain
import HTTPTypes
import Identity
import Wire

extension Operation {
    static let accounts: [Operation] = [
        Operation(
            .get, "/accounts", "listAccounts", .identity, "Who may sign in.", .may(.accountsManage),
            .ok(.object([Schema.must("accounts", .list(.named("Account"), atMost: 100_000))])),
            run: { call in
                let accounts = try await call.service.identity.accountList()
                return .ok(.members(["accounts": .array(accounts.map(\.json))]))
            }),
        Operation(
            .post, "/accounts", "addAccount", .identity,
            "An account for an agent, with a link to choose its password; mailed too, where the desk has mail.",
            .may(.accountsManage),
            body: .json(
                .object([
                    Schema.may(
                        "id", .id,
                        "Drawn by the desk if it is not said. Said again, while no password is chosen, it is the same "
                            + "account with a new link, and the earlier one is void."),
                    Schema.must("agent", .id), Schema.must("login", .text(atLeast: 1, atMost: 200)),
                ])),
            .created(
                .object([
                    Schema.must("id", .id),
                    Schema.must("link", .text(atMost: 2_000), "Where the password is chosen, once."),
                    Schema.must("until", .instant),
                ])),
            run: { call in
                let identity = call.service.identity
                let (id, link) = try await added(call)
                return .created(
                    .members([
                        "id": .string(id.rawValue),
                        "link": .string(call.service.whole(link: identity.text(of: link))),
                        "until": .instant(link.until),
                    ]), at: "/accounts")
            }),
        Operation(
            .post, "/accounts/{account}/disable", "disableAccount", .identity,
            "Lets the account in no more; its sessions and tokens end at once.", .may(.accountsManage), .nothing,
            run: { call in
                try await call.service.identity.setDisabled(call.named, true, by: call.principal.actor)
                return .nothing
            }),
        Operation(
            .post, "/accounts/{account}/enable", "enableAccount", .identity, "Lets the account in again.",
            .may(.accountsManage), .nothing,
            run: { call in
                try await call.service.identity.setDisabled(call.named, false, by: call.principal.actor)
                return .nothing
            }),
        Operation(
            .post, "/accounts/{account}/reset", "resetAccount", .identity,
            "Takes password and second factor away, ends sessions, and makes a link to choose anew.",
            .may(.accountsManage), .created(.named("Link")),
            run: { call in
                let link = try await call.service.identity.reset(call.named, by: call.principal.actor)
                let text = call.service.identity.text(of: link)
                return .created(handedOn(call.service.whole(link: text), until: link.until), at: "/accounts")
            }),
        Operation(
            .post, "/accounts/{account}/change-password", "requireChange", .identity,
            "The next sign-in is told to change the password first.", .may(.accountsManage), .nothing,
            run: { call in
                try await call.service.identity.requireChange(call.named, by: call.principal.actor)
                return .nothing
            }),
        Operation(
            .get, "/accounts/{account}/sessions", "listSessionsOfAccount", .identity,
            "An account's sessions that are still good.", .may(.accountsManage), .ok(sessions),
            run: { call in
                .ok(sessions(try await call.service.identity.sessions(of: .record(.account, call.named))))
            }),
        Operation(
            .delete, "/accounts/{account}/sessions/{session}", "endSessionOfAccount", .identity,
            "Ends a session of an account.", .may(.accountsManage), .nothing,
            run: { call in
                try await call.service.identity.endSession(
                    RecordID(call.text("session") ?? ""), of: .record(.account, call.named), by: call.principal.actor)
                return .nothing
            }),
        Operation(
            .get, "/accounts/{account}/tokens", "listTokens", .identity,
            "An account's tokens, without what they prove themselves with.",
            .may(.accountsManage), .ok(.object([Schema.must("tokens", .list(.named("Token"), atMost: 100_000))])),
            run: { call in
                let tokens = try await call.service.identity.tokens(of: call.named)
                return .ok(.members(["tokens": .array(tokens.map(\.json))]))
            }),
        Operation(
            .post, "/accounts/{account}/tokens", "issueToken", .identity, "A token, shown this once.",
            .may(.accountsManage),
            body: .json(
                .object([
                    Schema.must("scopes", .list(.words(Permission.allCases.map(\.rawValue)), atMost: 50, atLeast: 1)),
                    Schema.must("until", .instant), Schema.may("title", .text(atLeast: 1, atMost: 100)),
                ])), .created(.object([Schema.must("id", .id), Schema.must("token", .text(atMost: 200))])),
            run: { call in
                let scopes = (call.json["scopes"]?.list ?? []).compactMap {
                    $0.string.flatMap(Permission.init(rawValue:))
                }
                let token = try await call.service.identity.issueToken(
                    for: call.named, title: call.json["title"]?.string, scopes: Set(scopes),
                    until: call.json["until"]?.instant ?? call.desk.now, by: call.principal.actor)
                return .created(
                    .members(["id": .string(token.id.rawValue), "token": .string(token.text)]),
                    at: "/tokens/\(token.id)")
            }),
        Operation(
            .delete, "/tokens/{token}", "revokeToken", .identity, "A token lets nobody in any more.",
            .may(.accountsManage),
            .nothing,
            run: { call in
                try await call.service.identity.revokeToken(
                    RecordID(call.text("token") ?? ""), by: call.principal.actor)
                return .nothing
            }),
    ]

    private static func added(_ call: Call) async throws -> (account: RecordID, link: AccessLink) {
        let given = call.json["id"]?.string.map { RecordID($0) }
        do throws(IdentityFault) {
            return try await call.service.identity.addInvited(
                given, agent: RecordID(call.word("agent")), login: call.word("login"), by: call.principal.actor)
        } catch {
            guard case .changedMeanwhile = error, let given else { throw error }
            throw Refusal.exists(.record(.account, given))
        }
    }
}

extension Call {
    /// The account of the path.
    fileprivate var named: RecordID { RecordID(text("account") ?? "") }
}

extension AccountView {
    fileprivate var json: JSONValue {
        .members([
            "id": .string(id.rawValue), "agent": .string(agent.rawValue), "login": login.map(JSONValue.string) ?? .null,
            "role": role.map { .string($0.rawValue) } ?? .null, "password": .bool(hasPassword), "totp": .bool(hasTOTP),
            "disabled": .bool(isDisabled), "mustChange": .bool(mustChange), "retired": .bool(isRetired),
        ])
    }
}

extension TokenView {
    fileprivate var json: JSONValue {
        .members([
            "id": .string(id.rawValue), "account": .string(account.rawValue), "title": title.map(JSONValue.string),
            "scopes": .array(scopes.map(\.rawValue).sorted().map(JSONValue.string)), "until": .instant(until),
            "revoked": .bool(isRevoked),
        ])
    }
}
