import Desk
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Identity
import Logging
import NIOCore
import Pages
import Phrases
import Wire

/// The rooms where people work: answers browsers, by the rights and the operations of the API.
struct Rooms: Sendable {
    let api: APIResponder
    let files = PageFiles()
    let board: Board
    let viewers = Viewers()
    let seal = LastSeal()
    let notices: Notices
    let readMarks = ReadMarks()

    var service: APIService { api.service }
    var desk: ServiceDesk { api.service.desk }

    var policies: [PolicyInForce] { desk.policiesAtHand }
    var frames: Frames { board.names.frames }

    init(_ api: APIResponder) {
        self.api = api
        board = Board(api.service.desk)
        notices = Notices(api.service.desk)
    }

    /// Of a form without attachments.
    static let formBytesAtMost = 512 << 10
    /// Of what a page is known by.
    private static let pageIDBytesAtMost = 64
    static let lookCookie = "yinuo-look"
    static let providerCookie = "yinuo-provider"

    /// Nothing but this host's own files: a text that became markup by some mistake still could do nothing.
    static let policy = [
        "default-src 'none'", "script-src 'self'", "worker-src 'self'", "style-src 'self'", "img-src 'self'",
        "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    /// Whether a browser asks, and not a program: then what is not there is told on a page.
    static func isPerson(_ request: Hummingbird.Request) -> Bool {
        request.headers[.accept]?.contains("text/html") ?? false
    }

    func respond(to request: Hummingbird.Request, at address: Address?, from peer: String?) async -> Response {
        if case .file(let name) = address {
            if let file = files.answer(name, request) { return file }
        }
        return await Operation.away { await answer(request, address, peer) }
    }

    private func answer(_ request: Hummingbird.Request, _ address: Address?, _ peer: String?) async -> Response {
        let trace = Trace(request.headers)
        // Before anything is looked at: what comes meanwhile is news.
        let last = (try? await service.live.last()) ?? -1
        var visit = stranger(request, address ?? .home, peer, trace, last)
        visit.kept = Cookies.value(Self.providerCookie, request.headers, atMost: 2_000) ?? ""
        do {
            visit = try await known(visit, request)
            // Where a page comes by plain http, browsers do not say what they fetch for; the script does.
            visit.isFetched =
                request.headers[.secFetchDest] == "empty" || request.headers[.yinuoPart] != nil
            visit.userAgent = request.headers[.userAgent]
            visit.renewed = request.headers[.yinuoPage].flatMap { $0.utf8.count <= Self.pageIDBytesAtMost ? $0 : nil }
            try throttle(visit)
            guard let address else { throw RoomFault.notFound }
            let outcome: Outcome
            switch request.method {
            case .get, .head:
                visit = try await looking(visit)
                outcome = try await show(address, visit)
            case .post:
                visit = try await filled(visit, request)
                outcome = try await take(address, visit)
            default: throw RoomFault.method([.get, .head, .post])
            }
            return try await response(outcome, visit, request)
        } catch {
            return await told(error, visit, request)
        }
    }

    /// Who asks, before anything is known but how they like to read.
    private func stranger(
        _ request: Hummingbird.Request, _ address: Address, _ peer: String?, _ trace: Trace, _ last: Int64
    ) -> Visit {
        let look = Look(Cookies.value(Self.lookCookie, request.headers) ?? "")
        let language = look.language ?? Language.wanted(request.headers[.acceptLanguage])
        var visit = Visit(
            address: address, reader: Reader(language, zone: service.zone, now: desk.now), look: look, principal: nil,
            csrf: "", session: nil, refreshed: nil, client: api.proxies.client(request.headers, peer),
            isSecure: api.proxies.isSecure(request.headers, peer), trace: trace, position: last)
        visit.frameTurn = frames.turn
        return visit
    }

    private func known(_ visit: Visit, _ request: Hummingbird.Request) async throws -> Visit {
        guard let (name, cookie) = Cookies.session(request.headers, isSecure: visit.isSecure) else { return visit }
        do {
            let (principal, refreshed, csrf) = try await service.authenticator.session(cookie)
            var known = Visit(
                address: visit.address, reader: visit.reader, look: visit.look, principal: principal, csrf: csrf,
                session: cookie, refreshed: refreshed.map { Cookies.setting(name, $0) }, client: visit.client,
                isSecure: visit.isSecure, trace: visit.trace, position: visit.position)
            known.frameTurn = visit.frameTurn
            known.name = try await board.names.who(principal, desk)
            known.keptViews = Cookies.value(Self.viewsCookie, request.headers, atMost: KeptViews.bytesAtMost) ?? ""
            let sent = ReadMark(
                Cookies.value(Self.readCookie, request.headers, atMost: ReadMark.bytesAtMost), known.agent)
            known.read = readMarks.known(sent, csrf)
            return known
        } catch Authenticator.Unknown.fault(.unavailable) {
            // Nobody is put out because the store is away.
            throw IdentityFault.unavailable
        } catch is Authenticator.Unknown {
            // Whoever guesses cookies is slowed down like any stranger.
            return visit
        }
    }

    private func throttle(_ visit: Visit) throws {
        let seconds = Double(desk.edges.clocks.ticks().milliseconds) / 1_000
        let bucket = visit.principal == nil ? api.strangers : api.throttle
        let standing = bucket.take(visit.principal?.actor.rawValue ?? visit.client, at: seconds)
        if !standing.isAllowed { throw RoomFault.tooMany(seconds: standing.secondsToWait) }
    }

    // MARK: Forms

    /// The visit with what its form holds, once it is sure that one of our own pages sent it.
    private func filled(_ visit: Visit, _ request: Hummingbird.Request) async throws -> Visit {
        guard Self.isOwn(request) else { throw RoomFault.staleForm }
        var visit = visit
        switch Heading.type(request.headers[.contentType]) {
        case "application/x-www-form-urlencoded":
            let bytes = try await api.collected(request, Self.formBytesAtMost)
            visit.form = Fields(String(decoding: bytes, as: UTF8.self))
        case "multipart/form-data":
            // Of a stranger nothing large is read, whatever it is for.
            guard visit.address.takesFiles else { throw RoomFault.staleForm }
            guard visit.principal != nil else { throw RoomFault.strangers }
            let parts = Multipart(try await filesAndFields(request), type: request.headers[.contentType] ?? "")
            visit.form = parts.map { Fields($0.pairs) }
            visit.files = parts?.files ?? []
            visit.filesSent = parts?.filesSent ?? 0
        default: throw APIFault.service(.type(["application/x-www-form-urlencoded", "multipart/form-data"]))
        }
        guard let form = visit.form else { throw RoomFault.staleForm }
        if visit.principal != nil, visit.address.needsToken {
            guard isSame(Array((form["csrf"] ?? "").utf8), Array(visit.csrf.utf8)) else { throw RoomFault.staleForm }
        }
        return visit
    }

    /// What makes such a form too large is never what was written in it.
    private func filesAndFields(_ request: Hummingbird.Request) async throws -> [UInt8] {
        do {
            return try await api.collected(request, Desk.Request.bytesAtMost + Self.formBytesAtMost)
        } catch APIFault.service(.tooLarge) {
            throw RoomFault.filesTooLarge
        }
    }

    /// Browsers say where a form comes from; one that comes from elsewhere is none of ours, whoever is signed in.
    private static func isOwn(_ request: Hummingbird.Request) -> Bool {
        if let site = request.headers[.secFetchSite] { return site == "same-origin" || site == "none" }
        guard let origin = request.headers[.origin] else { return true }
        return origin.split(separator: "/").last.map(String.init) == request.head.authority
    }

    // MARK: Answers

    func shell(_ visit: Visit) async -> Shell {
        let who = visit.principal.map { Shell.Who(name: visit.name, role: $0.role, csrf: visit.csrf) }
        var shell = Shell(
            reader: visit.reader, look: visit.look, who: who, files: files.addresses, here: visit.address,
            position: visit.position, isDemo: service.isDemo)
        shell.notices = await unread(visit)
        shell.frame = frames.frame(of: shell, visit.frameTurn)
        return shell
    }

    private func response(
        _ outcome: Outcome, _ visit: Visit, _ request: Hummingbird.Request
    ) async throws -> Response {
        var response: Response
        switch outcome {
        case .page(let page, let status, let headers):
            response = html(await shell(visit).html(page), status, headers, request)
        case .part(let part): response = html(part, .ok, [:], request)
        case .document(let text):
            response = Response(status: .ok, type: "text/html; charset=utf-8", text: text)
            response.headers[.contentSecurityPolicy] = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        case .sheet(let text, let name): response = sheet(text, name)
        case .see(let address, let headers):
            response = Response(status: .seeOther, headers: headers)
            response.headers[.location] = address.text
        case .away(let place, let headers):
            response = Response(status: .seeOther, headers: headers)
            response.headers[.location] = place
        }
        Cookies.refresh(&response.headers, visit.refreshed)
        Cookies.refresh(&response.headers, visit.marked)
        response.headers[.requestID] = visit.trace.requestID
        return response.toward(request)
    }

    private func html(
        _ markup: Markup, _ status: HTTPResponse.Status, _ more: HTTPFields, _ request: Hummingbird.Request
    ) -> Response {
        var headers = more
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = "no-store"
        headers[.vary] = "Accept-Encoding, Accept-Language, Cookie"
        headers[.contentSecurityPolicy] = Self.policy
        headers[.xContentTypeOptions] = "nosniff"
        headers[.referrerPolicy] = "same-origin"
        headers[.openerPolicy] = "same-origin"
        var body = markup.withBytes { ByteBuffer(bytes: $0) }
        if body.readableBytes >= Compression.atLeast, Compression.isWanted(request.headers[.acceptEncoding]),
            let small = Compression.gzip(body)
        {
            headers[.contentEncoding] = "gzip"
            body = small
        }
        headers[.contentLength] = String(body.readableBytes)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// What went wrong, on a page.
    private func told(_ error: any Error, _ visit: Visit, _ request: Hummingbird.Request) async -> Response {
        let (fault, status) = self.fault(error, visit)
        // Strangers see the door, and come back to where they wanted to go.
        if case RoomFault.strangers = error {
            let to = request.method == .get ? visit.address : visit.address.page
            let outcome = Outcome.see(.signIn(to: to == .home ? nil : to))
            if let response = try? await response(outcome, visit, request) { return response }
        }
        var response = html(await shell(visit).html(FaultPage(fault)), status, [:], request)
        if case RoomFault.tooMany(let seconds) = error { response.headers[.retryAfter] = String(seconds) }
        if case RoomFault.method(let methods) = error {
            response.headers[.allow] = methods.map(\.rawValue).joined(separator: ", ")
        }
        response.headers[.requestID] = visit.trace.requestID
        return response.toward(request)
    }

    private func fault(_ error: any Error, _ visit: Visit) -> (FaultPage.Fault, HTTPResponse.Status) {
        let number = visit.trace.requestID
        switch error {
        case RoomFault.notFound, APIFault.service(.notFound), RoomFault.strangers, Refusal.noSuch:
            return (.notFound, .notFound)
        case RoomFault.forbidden, APIFault.service(.right), APIFault.service(.rightBesides),
            APIFault.service(.customersMayNot):
            return (.forbidden, .forbidden)
        case RoomFault.staleForm: return (.staleForm, .forbidden)
        case RoomFault.tooMany(let seconds): return (.tooMany(seconds: seconds), .tooManyRequests)
        case RoomFault.method: return (.notFound, .methodNotAllowed)
        case RoomFault.fileTooLarge, RoomFault.filesTooLarge:
            return (.refused(trouble(error, visit) ?? Trouble(cause: "", cure: "")), .contentTooLarge)
        case RoomFault.door(let fault, _):
            return (.refused(trouble(error, visit) ?? Trouble(cause: "", cure: "")), fault.status)
        case is RoomFault:
            return (.refused(trouble(error, visit) ?? Trouble(cause: "", cure: "")), .unprocessableContent)
        case let fault as APIFault:
            let problem = fault.problem(in: visit.reader.language, service.zone)
            return (
                .refused(trouble(error, visit) ?? Trouble(cause: problem.cause, cure: problem.cure)), problem.status
            )
        case let refusal as Refusal:
            return (.refused(trouble(error, visit) ?? Trouble(cause: "", cure: "")), refusal.status)
        case let fault as IdentityFault:
            return (.refused(trouble(error, visit) ?? Trouble(cause: "", cure: "")), fault.status)
        case let fault as ServiceFault:
            let problem = fault.problem(in: visit.reader.language)
            return (.refused(Trouble(cause: problem.cause, cure: problem.cure)), problem.status)
        case DeskError.store, DeskError.stale, is StoreError:
            api.logger.error("The store failed.", metadata: ["cause": "\(error)", "request": "\(number)"])
            return (.away(number: number), .serviceUnavailable)
        default:
            api.logger.error("A defect.", metadata: ["error": "\(error)", "request": "\(number)"])
            return (.broken(number: number), .internalServerError)
        }
    }
}

extension Address {
    /// The page that a form stands on, for whoever has to come in again first.
    fileprivate var page: Address? {
        switch self {
        case .deed(let id, _): .ticket(id)
        case .access: .access()
        case .accounts: .accounts()
        case .submit: .submit
        default: nil
        }
    }

    /// Whether its form may bring files along.
    fileprivate var takesFiles: Bool {
        switch self {
        case .deed(_, .reply), .deed(_, .note), .submit: true
        default: false
        }
    }

    /// Whether its form has to bring the session's token along: all that changes anything for somebody who is known.
    fileprivate var needsToken: Bool {
        switch self {
        case .look, .signIn, .password, .forgotten, .entry, .link, .signInProvider: false
        default: true
        }
    }
}

extension HTTPField.Name {
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let secFetchDest = HTTPField.Name("Sec-Fetch-Dest")!
    /// Sent by the pages' own script.
    static let yinuoPart = HTTPField.Name("X-Yinuo-Part")!
    static let yinuoPage = HTTPField.Name("X-Yinuo-Page")!
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let openerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
}
