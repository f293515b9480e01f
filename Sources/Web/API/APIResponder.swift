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

    let shared: SharedService
    let routes: Routes
    let schemas: [String: Schema]
    let throttle: Throttle
    let strangers: Throttle
    let proxies: Proxies
    let logger: Logger

    init(_ service: APIService, settings: APISettings, logger: Logger) {
        shared = SharedService(service)
        routes = Routes(Operation.all)
        schemas = Schema.all
        throttle = Throttle(settings.rate)
        strangers = Throttle(settings.strangersRate)
        proxies = settings.proxies
        self.logger = logger
    }

    var service: APIService { shared.service }

    /// Stays where its caller is (`nonsending`), as `answer` does: to ask at each step whether it is there costs more than
    /// the step. `Operation.away` needs one that does ask.
    /// - Parameter path: the request's.
    // Never taken into whoever calls, whose own memory would grow by its.
    @inline(never)
    nonisolated(nonsending) func respond(to request: Hummingbird.Request, at path: String, from peer: String?) async
        -> Response
    {
        let heading = Heading(request.headers)
        let trace = Trace(parent: heading.traceParent, requestID: heading.requestID)
        // Told in the log alone.
        let began = logger.logLevel <= .debug ? ContinuousClock.now : nil
        var response: Response
        do {
            let client = proxies.client(request.headers, peer)
            response = try await answer(request, heading, at: path, from: client, peer)
        } catch {
            response = told(error, heading, trace)
        }
        response.headers.add(.requestID, trace.requestID)
        response.headers.add(.traceParent, trace.parent)
        if let began {
            logger.debug(
                "answered",
                metadata: [
                    "method": "\(request.method)", "status": "\(response.status.code)",
                    "request": "\(trace.requestID)", "trace": "\(trace.traceID)",
                    "us": "\((ContinuousClock.now - began).microseconds)",
                ])
        }
        return response
    }

    private nonisolated(nonsending) func answer(
        _ request: Hummingbird.Request, _ heading: Heading, at path: String, from client: String, _ peer: String?
    ) async throws -> Response {
        // Whatever its pieces are, none of them is a body.
        if let coding = heading.transferEncoding, coding.lowercased() != "chunked" {
            throw APIFault.service(.transferCoding)
        }
        let operation: Operation
        let names: Routes.Names
        switch routes.find(request.method, Substring(path.utf8.dropFirst(Self.root.utf8.count))) {
        case .operation(let found, let path): (operation, names) = (found, path)
        case .otherMethods(let methods):
            var response = ServiceFault.method(methods.map(\.rawValue)).problem(in: Self.language(heading)).response
            response.headers[.allow] = methods.map(\.rawValue).joined(separator: ", ")
            return response
        case .nothing: throw APIFault.notFound
        case .unreadable:
            throw APIFault.service(.address)
        }
        var asking: Asking
        if let known = knownByToken(heading) {
            asking = known
        } else {
            asking = try await self.asking(request, heading, operation, client, peer)
        }
        asking.peer = peer
        let who = asking.principal?.actor.rawValue ?? client
        let seconds = Double(service.desk.edges.clocks.ticks().milliseconds) / 1_000
        let standing = (asking.principal == nil ? strangers : throttle).take(who, at: seconds)
        guard standing.isAllowed else {
            let fault = ServiceFault.tooMany(seconds: standing.secondsToWait)
            var response = fault.problem(in: Self.language(heading)).response
            response.headers[.retryAfter] = String(standing.secondsToWait)
            return response
        }
        if let permission = operation.access.permission {
            try check(permission, operation, asking.principal)
        }
        let known = asking
        let isQuick = operation.isQuick && Self.isSmall(heading, operation)
        var response: Response
        if isQuick {
            response = try await done(operation, names, request, heading, known, from: client)
        } else {
            let work: @Sendable () async throws -> Response = { [self] in
                try await done(operation, names, request, heading, known, from: client)
            }
            response = try await Operation.away(work)
        }
        response.headers.add(.rateLimit, "\"api\";r=\(standing.remaining);t=\(standing.secondsToWait)")
        Cookies.refresh(&response.headers, asking.refreshed)
        return response
    }

    // Not `nonsending`: it is what goes away, and would not.
    private func done(
        _ operation: Operation, _ names: Routes.Names, _ request: Hummingbird.Request, _ heading: Heading,
        _ asking: Asking, from client: String
    ) async throws -> Response {
        let parameters = try parameters(operation, names, request.uri.query)
        var sent: [UInt8]?
        if let most = try mostToRead(operation, heading) { sent = try await collected(request, heading, most) }
        let call = try call(operation, parameters, sent, request, heading, asking, from: client)
        do { return respond(try await operation.run(call), call, request, heading) } catch let refusal as Refusal {
            throw Refused.byDesk(refusal, sent: call.json)
        } catch let fault as IdentityFault {
            throw Refused.byIdentity(fault, sent: call.json)
        }
    }

    /// What is sent without its size may be of any.
    private static func isSmall(_ heading: Heading, _ operation: Operation) -> Bool {
        if case .none = operation.body { return true }
        return heading.length.map { $0 <= Operation.quickBytes } ?? false
    }

    /// What was refused, with what was sent, so that the place in it can be told.
    private enum Refused: Error {
        case byDesk(Refusal, sent: JSONValue)
        case byIdentity(IdentityFault, sent: JSONValue)
    }

    private static func language(_ heading: Heading) -> Language { Language.wanted(heading.acceptLanguage) }

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

    /// Who shows a token that is known already, as nearly all do: nothing is waited for. Nil leaves it to `asking`.
    private func knownByToken(_ heading: Heading) -> Asking? {
        guard let header = heading.authorization, let token = Self.bearer(header),
            let principal = service.authenticator.remembered(.token(token))
        else { return nil }
        return Asking(principal: principal, shown: .token(token))
    }

    private func asking(
        _ request: Hummingbird.Request, _ heading: Heading, _ operation: Operation, _ client: String, _ peer: String?
    ) async throws -> Asking {
        let asking: Asking?
        do throws(Authenticator.Unknown) { asking = try await shown(request, heading, peer) } catch {
            if case .anybody = operation.access { return Asking() }
            // Whoever guesses is slowed down like any stranger.
            let seconds = Double(service.desk.edges.clocks.ticks().milliseconds) / 1_000
            let standing = strangers.take(client, at: seconds)
            if !standing.isAllowed { throw APIFault.service(.tooMany(seconds: standing.secondsToWait)) }
            throw error
        }
        if let csrf = asking?.csrf, operation.changes,
            !isSame(Array((heading.csrfToken ?? "").utf8), Array(csrf.utf8))
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
        _ request: Hummingbird.Request, _ heading: Heading, _ peer: String?
    ) async throws(Authenticator.Unknown) -> Asking? {
        let authenticator = service.authenticator
        if let header = heading.authorization {
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
        guard (scheme.count...1_024).contains(bytes.count), zip(bytes, scheme).allSatisfy({ $0 | 0x20 == $1 }) else {
            return nil
        }
        return String(Substring(bytes.dropFirst(scheme.count).drop { $0 == UInt8(ascii: " ") }))
    }

    func check(_ permission: Permission, _ operation: Operation, _ principal: Principal?) throws {
        guard let principal, principal.may(permission) else { throw APIFault.service(.right(permission)) }
        if principal.customer != nil, case .may = operation.access { throw APIFault.service(.customersMayNot) }
    }

    private func told(_ error: any Error, _ heading: Heading, _ trace: Trace) -> Response {
        let language = Self.language(heading)
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
