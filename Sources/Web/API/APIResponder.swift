import Desk
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Identity
import Logging
import NIOCore
import Phrases
import Wire

/// Answers `/api/v1`: finds the operation, asks who is asking, reads and checks what was sent, does it, says how it went.
///
/// A class, since every step of an answer would copy what it has.
final class APIResponder: Sendable {
    static let root = "/api/v1"
    static let streamPath = root + Operation.streamPath
    /// However slowly it comes; who says nothing at all is cut off sooner.
    static let bodyWithin = Swift.Duration.seconds(60)

    let service: APIService
    let routes: Routes
    let schemas: [String: Schema]
    let throttle: Throttle
    let strangers: Throttle
    let proxies: Proxies
    let logger: Logger

    init(_ service: APIService, settings: APISettings, logger: Logger) {
        self.service = service
        routes = Routes(Operation.all)
        schemas = Schema.all
        throttle = Throttle(settings.rate)
        strangers = Throttle(settings.strangersRate)
        proxies = settings.proxies
        self.logger = logger
    }

    func respond(to request: Hummingbird.Request, from peer: String?) async -> Response {
        let trace = Trace(request.headers)
        let began = ContinuousClock.now
        var response: Response
        do {
            let client = proxies.client(request.headers, peer)
            response = try await answer(request, from: client, peer, trace)
        } catch {
            response = await told(error, request, trace)
        }
        response.headers[.requestID] = trace.requestID
        response.headers[.traceParent] = trace.parent
        logger.debug(
            "answered",
            metadata: [
                "method": "\(request.method)", "status": "\(response.status.code)", "request": "\(trace.requestID)",
                "trace": "\(trace.traceID)", "us": "\((ContinuousClock.now - began).microseconds)",
            ])
        return response
    }

    private func answer(_ request: Hummingbird.Request, from client: String, _ peer: String?, _ trace: Trace)
        async throws -> Response
    {
        // Whatever its pieces are, none of them is a body.
        if let coding = request.headers[.transferEncoding], coding.lowercased() != "chunked" {
            throw APIFault.service(.transferCoding)
        }
        let path = request.uri.path.dropFirst(APIResponder.root.count)
        let operation: Operation
        let names: Routes.Names
        switch routes.find(request.method, path) {
        case .operation(let found, let path): (operation, names) = (found, path)
        case .otherMethods(let methods):
            var response = ServiceFault.method(methods.map(\.rawValue)).problem(in: Self.language(request)).response
            response.headers[.allow] = methods.map(\.rawValue).joined(separator: ", ")
            return response
        case .nothing: throw APIFault.notFound
        case .unreadable:
            throw APIFault.service(.address)
        }
        var asking = try await asking(request, operation, client, peer)
        asking.peer = peer
        let who = asking.principal?.actor.rawValue ?? client
        let seconds = Double(service.desk.edges.clocks.ticks().milliseconds) / 1_000
        let standing = (asking.principal == nil ? strangers : throttle).take(who, at: seconds)
        guard standing.isAllowed else {
            let fault = ServiceFault.tooMany(seconds: standing.secondsToWait)
            var response = fault.problem(in: Self.language(request)).response
            response.headers[.retryAfter] = String(standing.secondsToWait)
            return response
        }
        if let permission = operation.access.permission {
            try check(permission, operation, asking.principal)
        }
        let known = asking
        func work() async throws -> Response {
            let call = try await call(operation, names, request, known, from: client)
            do { return respond(try await operation.run(call), call, request) } catch let refusal as Refusal {
                throw Refused.byDesk(refusal, sent: call.json)
            } catch let fault as IdentityFault {
                throw Refused.byIdentity(fault, sent: call.json)
            }
        }
        let isQuick = operation.isQuick && Self.isSmall(request, operation)
        var response = isQuick ? try await work() : try await Operation.away(work)
        response.headers[.rateLimit] =
            "\"api\";r=\(standing.remaining);t=\(standing.secondsToWait)"
        Cookies.refresh(&response.headers, asking.refreshed)
        return response
    }

    /// What is sent without its size may be of any.
    private static func isSmall(_ request: Hummingbird.Request, _ operation: Operation) -> Bool {
        if case .none = operation.body { return true }
        return request.headers[.contentLength].flatMap(Int.init).map { $0 <= Operation.quickBytes } ?? false
    }

    /// What was refused, with what was sent, so that the place in it can be told.
    private enum Refused: Error {
        case byDesk(Refusal, sent: JSONValue)
        case byIdentity(IdentityFault, sent: JSONValue)
    }

    static func language(_ request: Hummingbird.Request) -> Language {
        Language.wanted(request.headers[.acceptLanguage])
    }

    struct Asking {
        var principal: Principal?
        /// What they showed, to be looked at again where an answer takes long.
        var shown: Authenticator.Shown?
        var session: String?
        /// What changing requests of the session bring along.
        var csrf: String?
        var refreshed: String?
        var peer: String?
    }

    private func asking(
        _ request: Hummingbird.Request, _ operation: Operation, _ client: String, _ peer: String?
    ) async throws -> Asking {
        let asking: Asking?
        do throws(Authenticator.Unknown) { asking = try await shown(request, peer) } catch {
            if case .anybody = operation.access { return Asking() }
            // Whoever guesses is slowed down like any stranger.
            let seconds = Double(service.desk.edges.clocks.ticks().milliseconds) / 1_000
            let standing = strangers.take(client, at: seconds)
            if !standing.isAllowed { throw APIFault.service(.tooMany(seconds: standing.secondsToWait)) }
            throw error
        }
        if let csrf = asking?.csrf, operation.changes,
            !isSame(Array((request.headers[.csrfToken] ?? "").utf8), Array(csrf.utf8))
        {
            // Whom anybody may ask, who brings another's cookie is a stranger.
            if case .anybody = operation.access { return Asking() }
            throw APIFault.service(.noForm)
        }
        if let asking { return asking }
        if case .anybody = operation.access { return Asking() }
        throw APIFault.service(.nobody)
    }

    /// Who shows a token or a session; nil for who shows neither.
    private func shown(
        _ request: Hummingbird.Request, _ peer: String?
    ) async throws(Authenticator.Unknown) -> Asking? {
        let authenticator = service.authenticator
        if let header = request.headers[.authorization] {
            guard let token = Self.bearer(header) else { throw Authenticator.Unknown.noToken }
            return Asking(principal: try await authenticator.token(token), shown: .token(token))
        }
        guard
            let (name, cookie) = Cookies.session(
                request.headers, isSecure: proxies.isSecure(request.headers, peer))
        else { return nil }
        let (principal, refreshed, csrf) = try await authenticator.session(cookie)
        return Asking(
            principal: principal, shown: .session(cookie), session: cookie, csrf: csrf,
            refreshed: refreshed.map { Cookies.setting(name, $0) })
    }

    private static let scheme = Array("bearer ".utf8)

    /// - Returns: nil for a header that holds no token (RFC 6750, 2.1).
    private static func bearer(_ header: String) -> String? {
        let bytes = header.utf8
        // The blank at its end is the same in both cases.
        guard bytes.count <= 1_024, bytes.prefix(scheme.count).map({ $0 | 0x20 }) == scheme else { return nil }
        return String(Substring(bytes.dropFirst(scheme.count).drop { $0 == UInt8(ascii: " ") }))
    }

    func check(_ permission: Permission, _ operation: Operation, _ principal: Principal?) throws {
        guard let principal, principal.may(permission) else { throw APIFault.service(.right(permission)) }
        if principal.customer != nil, case .may = operation.access { throw APIFault.service(.customersMayNot) }
    }

    private func told(_ error: any Error, _ request: Hummingbird.Request, _ trace: Trace) async -> Response {
        let language = Self.language(request)
        let problem: Problem
        switch error {
        case let fault as APIFault: problem = fault.problem(in: language, service.zone)
        case let fault as ServiceFault: problem = fault.problem(in: language)
        case Refused.byDesk(let refusal, let sent): problem = refusal.problem(in: language, service.zone, sent: sent)
        case Refused.byIdentity(let fault, let sent): problem = fault.problem(in: language, service.zone, sent: sent)
        case Authenticator.Unknown.noToken: problem = ServiceFault.noToken.problem(in: language)
        case Authenticator.Unknown.fault(.unavailable): problem = ServiceFault.away.problem(in: language)
        case Authenticator.Unknown.fault(let fault):
            // Known by nobody, for whatever reason: the reason is for people.
            let told = fault.problem(in: language, service.zone)
            problem = Problem(
                status: .unauthorized, code: "unauthorised",
                title: wording(language).title(ofStatus: HTTPResponse.Status.unauthorized.code), cause: told.cause,
                cure: told.cure)
        case let fault as PolicyDesk.Faulty: problem = fault.problem(in: language)
        case DeskError.store(let fault): problem = away(fault, language, trace)
        case let fault as StoreError: problem = away(fault, language, trace)
        case DeskError.stale: problem = ServiceFault.contended.problem(in: language)
        default:
            logger.error("A defect.", metadata: ["error": "\(error)", "request": "\(trace.requestID)"])
            problem = ServiceFault.defect(number: trace.requestID).problem(in: language)
        }
        var response = problem.response
        if case Refused.byIdentity(.lockedUntil(let until), _) = error {
            let left = (until - service.desk.now).milliseconds
            response.headers[.retryAfter] = String(max(1, (left + 999) / 1_000))
        }
        if problem.status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer realm=\"yinuo\"" }
        return response
    }

    private func away(_ fault: StoreError, _ language: Language, _ trace: Trace) -> Problem {
        logger.error("The store failed.", metadata: ["cause": "\(fault.text)", "request": "\(trace.requestID)"])
        return ServiceFault.away.problem(in: language)
    }
}

extension Swift.Duration {
    var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}
