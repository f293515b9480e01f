import Desk
import Domain
import HTTPTypes
import Identity
import Phrases
import Wire

extension Operation {
    private static let password = Schema.text(atLeast: 1, atMost: 256)
    private static let login = Schema.text(atLeast: 1, atMost: 200)
    private static let link = Schema.must(
        "link", .text(atLeast: 1, atMost: 2_000), "The whole of it, or what stands behind /link/ or /t/.")
    private static let code = Schema.must("code", .text(atLeast: 1, atMost: 40), "Of the app, or a recovery code.")
    private static let codeIfAsked = Schema.may(
        "code", .text(atLeast: 1, atMost: 40), "Of the app, or a recovery code, where one is asked for.")
    static let sessions = Schema.object([Schema.must("sessions", .list(.named("SessionSeen"), atMost: 100_000))])

    static let identity: [Operation] = [
        Operation(
            .post, "/session", "signIn", .identity,
            "Signs in with a password, and a code where the account asks for one.",
            .anybody,
            body: .json(
                .object([
                    Schema.must("login", login), Schema.must("password", password),
                    codeIfAsked,
                ])), .created(.named("Session")), alsoAnswers: [.unauthorized],
            run: { call in
                let signed = try await call.service.identity.signIn(
                    login: call.word("login"), password: call.word("password"),
                    code: call.json["code"]?.string, from: call.client)
                return entered(signed, call)
            }),
        Operation(
            .post, "/session/provider", "beginProvider", .identity,
            "Begins a sign-in by the company's identity provider: where to send the browser, and what to keep meanwhile.",
            .anybody,
            .ok(
                .object([
                    Schema.must("address", .text(atMost: 8_000)), Schema.must("kept", .text(atMost: 2_000)),
                ])), alsoAnswers: [.unauthorized],
            run: { call in
                let begun = try await call.service.identity.beginProvider()
                return .ok(.members(["address": .string(begun.address), "kept": .string(begun.cookie)]))
            }),
        Operation(
            .post, "/session/provider/answer", "finishProvider", .identity,
            "Lets in whom the identity provider sent back with a code.", .anybody,
            body: .json(
                .object([
                    Schema.must("kept", .text(atLeast: 1, atMost: 2_000)),
                    Schema.must("code", .text(atLeast: 1, atMost: 4_096)),
                    Schema.must("state", .text(atLeast: 1, atMost: 200)),
                ])), .created(.named("Session")), alsoAnswers: [.unauthorized],
            run: { call in
                entered(
                    try await call.service.identity.finishProvider(
                        cookie: call.word("kept"), code: call.word("code"), state: call.word("state")), call)
            }),
        Operation(
            .get, "/sessions", "listSessions", .identity, "One's own sessions that are still good, the newest first.",
            .signedIn, .ok(sessions), alsoAnswers: [.conflict],
            run: { call in .ok(sessions(try await call.service.identity.sessions(of: try await call.owner()))) }),
        Operation(
            .delete, "/sessions/{session}", "endSession", .identity, "Ends one of one's own sessions.", .signedIn,
            .nothing,
            run: { call in
                try await call.service.identity.endSession(
                    RecordID(call.text("session") ?? ""), of: try await call.owner(), by: call.principal.actor)
                return .nothing
            }),
        Operation(
            .post, "/password", "changePassword", .identity,
            "Changes the password of whoever knows it; every session but the new one ends.", .anybody,
            body: .json(
                .object([
                    Schema.must("login", login), Schema.must("password", password),
                    codeIfAsked,
                    Schema.must("new", password),
                ])), .created(.named("Session")), alsoAnswers: [.unauthorized],
            run: { call in
                entered(
                    try await call.service.identity.changePassword(
                        login: call.word("login"), password: call.word("password"), code: call.json["code"]?.string,
                        to: call.word("new"), from: call.client), call)
            }),
        Operation(
            .post, "/second-factor", "offerSecondFactor", .identity,
            "A seed for an app that shows codes (RFC 6238); it counts once a code of it was shown.", .signedIn,
            .created(
                .object([
                    Schema.must("seed", .text(atMost: 100), "To be typed."),
                    Schema.must("uri", .text(atMost: 1_000), "To be shown as a picture."),
                ])),
            run: { call in
                let offered = try await call.service.identity.enrolTOTP(
                    try await call.account(), by: call.principal.actor)
                return .created(
                    .members(["seed": .string(offered.seed), "uri": .string(offered.uri)]), at: "/second-factor")
            }),
        Operation(
            .post, "/second-factor/code", "confirmSecondFactor", .identity,
            "Shows a code of the seed that was offered; from now on sign-ins ask for one.", .signedIn,
            body: .json(.object([code])),
            .ok(
                .object([
                    Schema.must(
                        "recovery", .list(.text(atMost: 40), atMost: 20), "Codes for a lost app, shown this once.")
                ])), alsoAnswers: [.unauthorized],
            run: { call in
                let codes = try await call.service.identity.confirmTOTP(
                    try await call.account(), code: call.word("code"), by: call.principal.actor)
                return .ok(.members(["recovery": .array(codes.map(JSONValue.string))]))
            }),
        Operation(
            .post, "/second-factor/end", "endSecondFactor", .identity,
            "Takes the second factor away from whoever shows a code of it, or a recovery code.", .signedIn,
            body: .json(.object([code])), .nothing, alsoAnswers: [.unauthorized],
            run: { call in
                try await call.service.identity.removeTOTP(
                    try await call.account(), code: call.word("code"), by: call.principal.actor)
                return .nothing
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
                    link, Schema.must("login", login), Schema.must("name", .text(atLeast: 1, atMost: 200)),
                    Schema.must("password", password),
                ])), .created(.named("Session")), alsoAnswers: [.unauthorized],
            run: { call in
                let signed = try await call.service.identity.becomeAdministrator(
                    link: call.link, login: call.word("login"),
                    name: call.word("name"), password: call.word("password"))
                return entered(signed, call)
            }),
        Operation(
            .post, "/links/password", "choosePassword", .identity,
            "Chooses a password, by the link of an invitation or a reset.", .anybody,
            body: .json(
                .object([link, Schema.must("password", password)])),
            .nothing, alsoAnswers: [.unauthorized],
            run: { call in
                try await call.service.identity.finishReset(
                    link: call.link, password: call.word("password"),
                    from: call.client)
                return .nothing
            }),
        Operation(
            .post, "/links/entry", "redeemLink", .identity, "Lets a customer in, by the link of a mail.", .anybody,
            body: .json(.object([link])), .created(.named("Session")),
            alsoAnswers: [.unauthorized],
            run: { call in
                entered(try await call.service.identity.redeem(link: call.link), call)
            }),
        Operation(
            .post, "/password/reset", "askForReset", .identity,
            "Mails a link to choose a new password, if there is such an account; the answer does not tell.", .anybody,
            body: .json(.object([Schema.must("login", login)])), .nothing,
            run: { call in
                try requireMail(call)
                call.service.identity.beginReset(login: call.word("login"), from: call.client)
                return .nothing
            }),
        Operation(
            .post, "/links/kind", "lookAtLink", .identity,
            "What a link is for, before anything is done with it: which of the ways below takes it.", .anybody,
            body: .json(.object([link])),
            .ok(
                .object([
                    Schema.must("purpose", .words(AccessLink.Purpose.allCases.map(\.rawValue) + ["ticket"])),
                    Schema.must("until", .instant),
                ])), alsoAnswers: [.unauthorized],
            run: { call in
                let (purpose, until) = try await call.service.identity.kind(ofLink: call.link)
                return .ok(.members(["purpose": .string(purpose?.rawValue ?? "ticket"), "until": .instant(until)]))
            }),
        Operation(
            .post, "/links/request", "askForEntry", .identity,
            "Mails a link that lets a customer in, if anybody has the address; the answer does not tell.", .anybody,
            body: .json(.object([Schema.must("email", .text(atLeast: 3, atMost: 320))])), .nothing,
            run: { call in
                try requireMail(call)
                call.service.identity.beginEntry(email: call.word("email"), from: call.client)
                return .nothing
            }),
        Operation(
            .post, "/links/send", "sendEntry", .identity,
            "Mails a customer or a contact a link that lets in once, within a quarter of an hour.",
            .may(.ticketsWrite),
            body: .json(
                .object([
                    Schema.must("kind", .words([RecordKind.customer, .contact].map(\.rawValue))),
                    Schema.must("id", .id),
                ])), .nothing,
            run: { call in
                try requireMail(call)
                let kind = RecordKind(rawValue: call.word("kind")) ?? .customer
                try await call.service.identity.magicLink(
                    for: .record(kind, RecordID(call.word("id"))), by: call.principal.actor)
                return .nothing
            }),
        Operation(
            .post, "/links/ticket", "readTicketByLink", .tickets,
            "The ticket that a ticket's link is for, as its customer sees it.", .anybody,
            body: .json(.object([link])), .ok(.named("Ticket")), alsoAnswers: [.unauthorized],
            run: { call in
                let id = try await call.service.identity.ticket(link: call.link)
                guard let view = try await call.desk.ticket(id) else { throw Refusal.noSuch(.ticket(id)) }
                return .ok(
                    view.ticket.json(clocks: view.clocks, version: view.version, isForCustomer: true),
                    version: view.version)
            }),
        Operation(
            .post, "/tickets/{ticket}/links", "makeTicketLink", .tickets,
            "A link with which whoever has it reads the ticket, for thirty days if it is not said.",
            .may(.ticketsWrite), body: .json(.object([Schema.may("until", .instant)])),
            .created(Schema.named("Link")),
            run: { call in
                let ticket = try await call.ticket().ticket.id
                let until = call.json["until"]?.instant ?? call.desk.now + .hours(30 * 24)
                let most = call.desk.now + .hours(400 * 24)
                guard call.desk.now < until, until <= most else { throw IdentityFault.badExpiry(atMost: most) }
                let text = try await call.service.identity.ticketLink(ticket, until: until)
                return .created(
                    handedOn(call.service.whole(ticketLink: text), until: until), at: "/tickets/\(ticket)")
            }),
        Operation(
            .delete, "/tickets/{ticket}/links", "voidTicketLinks", .tickets,
            "Makes every link to the ticket that was handed out so far void.", .may(.ticketsWrite), .nothing,
            run: { call in
                try await call.service.identity.voidTicketLinks(
                    try await call.ticket().ticket.id, by: call.principal.actor)
                return .nothing
            }),
    ]

    /// Before anything is looked up: the answer is the same whoever is asked about.
    private static func requireMail(_ call: Call) throws {
        guard call.desk.edges.mails else { throw ServiceFault.noMail }
    }

    static func sessions(_ seen: [SessionView]) -> JSONValue {
        .members([
            "sessions": .array(
                seen.map {
                    .members([
                        "id": .string($0.id.rawValue), "since": .instant($0.since), "until": .instant($0.until),
                        "how": .string($0.how),
                    ])
                })
        ])
    }

    /// The document's `Link`.
    static func handedOn(_ link: String, until: Instant) -> JSONValue {
        .members(["link": .string(link), "until": .instant(until)])
    }

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

extension Call {
    /// A text of the body.
    func word(_ name: String) -> String { json[name]?.string ?? "" }

    /// The text of a link, of which nobody has to cut the address off.
    fileprivate var link: String { word("link").split(separator: "/").last.map(String.init) ?? "" }

    /// Whose session this is; a token has none.
    fileprivate func owner() async throws -> StreamID {
        guard let session else { throw ServiceFault.sessionOnly }
        return try await service.identity.owner(session: session)
    }

    fileprivate func account() async throws -> RecordID {
        let owner = try await owner()
        guard owner.kind == .record(.account) else {
            throw ServiceFault.accountOnly
        }
        return RecordID(owner.id)
    }
}

extension IdentityFault {
    var status: HTTPResponse.Status {
        switch self {
        case .unknownOrWrong, .codeNeeded, .expired, .revoked, .usedBefore, .disabled, .passwordChangeNeeded:
            .unauthorized
        case .lockedUntil: .tooManyRequests
        case .busy: .serviceUnavailable
        case .noSuch, .provider(.none): .notFound
        case .provider(.refused), .provider(.nobody), .provider(.notBegunHere), .provider(.untrustworthy): .unauthorized
        case .weakPassword, .badLogin, .scopesTooWide, .badExpiry: .unprocessableContent
        case .loginTaken, .hasAccount, .changedMeanwhile, .noSecondFactor, .hasSecondFactor: .conflict
        default: .serviceUnavailable
        }
    }

    /// Its kind, for programs.
    var word: String { String("\(self)".prefix { $0 != "(" }) }

    func problem(in language: Language, _ zone: Zone, sent: JSONValue = .null) -> Problem {
        let words = wording(language)
        let (cause, cure) = words.words(for: self, in: zone)
        return Problem(
            status: status, code: word, title: words.title(ofStatus: status.code), cause: cause, cure: cure,
            faults: place(in: sent).map { [.init($0, (cause, cure))] } ?? [])
    }
}
