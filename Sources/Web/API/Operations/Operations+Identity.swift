import Desk
import Domain
import HTTPTypes
import Identity
import Wire

extension Operation {
    private static let password = Schema.text(atLeast: 1, atMost: 256)
    private static let login = Schema.text(atLeast: 1, atMost: 200)

    static let identity: [Operation] = [
        Operation(
            .post, "/session", "signIn", .identity,
            "Signs in with a password, and a code where the account asks for one.",
            .anybody,
            body: .json(
                .object([
                    Schema.must("login", login), Schema.must("password", password),
                    Schema.may("code", .text(atLeast: 1, atMost: 40), "Of the app, or a recovery code."),
                ])), .created(.named("Session")), alsoAnswers: [.unauthorized],
            run: { call in
                let signed = try await call.service.identity.signIn(
                    login: call.json["login"]?.string ?? "", password: call.json["password"]?.string ?? "",
                    code: call.json["code"]?.string, from: call.client)
                return entered(signed, call)
            }),
        Operation(
            .delete, "/session", "signOut", .identity, "Ends the session.", .signedIn, .nothing,
            run: { call in
                if let session = call.session { try await call.service.identity.signOut(cookie: session) }
                var answer = Answer.nothing
                answer.headers[.setCookie] = Cookies.clearing(call.cookieName)
                return answer
            }),
        Operation(
            .post, "/links/administrator", "becomeAdministrator", .identity,
            "Makes the desk's first account, by the link that its first start printed.", .anybody,
            body: .json(
                .object([
                    Schema.must("link", .text(atLeast: 1, atMost: 2_000), "What stands behind /link/."),
                    Schema.must("login", login), Schema.must("name", .text(atLeast: 1, atMost: 200)),
                    Schema.must("password", password),
                ])), .created(.named("Session")), alsoAnswers: [.unauthorized],
            run: { call in
                let signed = try await call.service.identity.becomeAdministrator(
                    link: call.json["link"]?.string ?? "", login: call.json["login"]?.string ?? "",
                    name: call.json["name"]?.string ?? "", password: call.json["password"]?.string ?? "")
                return entered(signed, call)
            }),
        Operation(
            .post, "/links/password", "choosePassword", .identity,
            "Chooses a password, by the link of an invitation or a reset.", .anybody,
            body: .json(
                .object([Schema.must("link", .text(atLeast: 1, atMost: 2_000)), Schema.must("password", password)])),
            .nothing, alsoAnswers: [.unauthorized],
            run: { call in
                try await call.service.identity.finishReset(
                    link: call.json["link"]?.string ?? "", password: call.json["password"]?.string ?? "",
                    from: call.client)
                return .nothing
            }),
        Operation(
            .post, "/links/entry", "redeemLink", .identity, "Lets a customer in, by the link of a mail.", .anybody,
            body: .json(.object([Schema.must("link", .text(atLeast: 1, atMost: 2_000))])), .created(.named("Session")),
            alsoAnswers: [.unauthorized],
            run: { call in
                entered(try await call.service.identity.redeem(link: call.json["link"]?.string ?? ""), call)
            }),
        Operation(
            .post, "/password/reset", "askForReset", .identity,
            "Mails a link to choose a new password, if there is such an account; the answer does not tell.", .anybody,
            body: .json(.object([Schema.must("login", login)])), .nothing,
            run: { call in
                call.service.identity.beginReset(login: call.json["login"]?.string ?? "", from: call.client)
                return .nothing
            }),
        Operation(
            .get, "/accounts", "listAccounts", .identity, "Who may sign in.", .may(.accountsManage),
            .ok(.object([Schema.must("accounts", .list(.named("Account"), atMost: 100_000))])),
            run: { call in
                let accounts = try await call.service.identity.accountList()
                return .ok(.members(["accounts": .array(accounts.map(\.json))]))
            }),
        Operation(
            .get, "/accounts/{account}/tokens", "listTokens", .identity,
            "An account's tokens, without what they prove themselves with.",
            .may(.accountsManage), .ok(.object([Schema.must("tokens", .list(.named("Token"), atMost: 100_000))])),
            run: { call in
                let tokens = try await call.service.identity.tokens(of: RecordID(call.text("account") ?? ""))
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
                    for: RecordID(call.text("account") ?? ""), title: call.json["title"]?.string, scopes: Set(scopes),
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

    private static func entered(_ signed: SignedIn, _ call: Call) -> Answer {
        var answer = Answer.created(
            .members([
                "actor": .string(signed.principal.actor.rawValue), "role": .string(signed.principal.role.rawValue),
                "csrf": .string(signed.csrf), "until": .instant(signed.until),
            ]), at: "/me")
        answer.headers[.setCookie] = Cookies.setting(call.cookieName, signed.cookie)
        return answer
    }
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

extension IdentityFault {
    var status: HTTPResponse.Status {
        switch self {
        case .unknownOrWrong, .codeNeeded, .expired, .revoked, .usedBefore, .disabled, .passwordChangeNeeded:
            .unauthorized
        case .lockedUntil: .tooManyRequests
        case .busy: .serviceUnavailable
        case .noSuch: .notFound
        case .weakPassword, .badLogin, .scopesTooWide, .badExpiry: .unprocessableContent
        case .loginTaken, .noSecondFactor: .conflict
        default: .serviceUnavailable
        }
    }

    /// Its kind, for programs.
    var word: String { String("\(self)".prefix { $0 != "(" }) }
}
