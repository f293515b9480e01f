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
struct APIResponder: Sendable {
    static let root = "/api/v1"
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
            response =
                if request.uri.path == Self.root + Operation.streamPath {
                    try await apart { try await answer(request, from: client, peer, trace) }
                } else {
                    try await answer(request, from: client, peer, trace)
                }
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

    /// In a task of its own. A task keeps the memory of the deepest call that it ever made, which a stream would hold for
    /// hours: half of what a viewer costs.
    private func apart(_ work: @Sendable @escaping () async throws -> Response) async throws -> Response {
        try await withThrowingTaskGroup(of: Response.self) { group in
            group.addTask(operation: work)
            guard let response = try await group.next() else { throw CancellationError() }
            return response
        }
    }

    private func answer(_ request: Hummingbird.Request, from client: String, _ peer: String?, _ trace: Trace)
        async throws -> Response
    {
        let path = request.uri.path.dropFirst(APIResponder.root.count)
        let operation: Operation
        let names: [String: String]
        switch routes.find(request.method, path) {
        case .operation(let found, let path): (operation, names) = (found, path)
        case .otherMethods(let methods):
            var response = APIFault.methodNotAllowed(methods).problem.response
            response.headers[.allow] = methods.map(\.rawValue).joined(separator: ", ")
            return response
        case .nothing: throw APIFault.notFound
        case .unreadable:
            throw APIFault.unreadable(cause: "The address is no percent-encoded UTF-8.", cure: "Encode it (RFC 3986).")
        }
        var asking = try await asking(request, operation, client, peer)
        asking.peer = peer
        let who = asking.principal?.actor.rawValue ?? client
        let seconds = Double(service.desk.edges.clocks.ticks().milliseconds) / 1_000
        let standing = (asking.principal == nil ? strangers : throttle).take(who, at: seconds)
        guard standing.isAllowed else {
            var response = APIFault.tooMany(seconds: standing.secondsToWait).problem.response
            response.headers[.retryAfter] = String(standing.secondsToWait)
            return response
        }
        if let permission = operation.access.permission {
            try check(permission, operation, asking.principal)
        }
        let known = asking
        func work() async throws -> Response {
            let call = try await call(operation, names, request, known, from: client)
            return respond(try await operation.run(call), call, request)
        }
        let isQuick = operation.isQuick && Self.isSmall(request, operation)
        var response = isQuick ? try await work() : try await Operation.away(work)
        response.headers[.rateLimit] =
            "\"api\";r=\(standing.remaining);t=\(standing.secondsToWait)"
        if let refreshed = asking.refreshed { response.headers.append(HTTPField(name: .setCookie, value: refreshed)) }
        return response
    }

    /// What is sent without its size may be of any.
    private static func isSmall(_ request: Hummingbird.Request, _ operation: Operation) -> Bool {
        if case .none = operation.body { return true }
        return request.headers[.contentLength].flatMap(Int.init).map { $0 <= Operation.quickBytes } ?? false
    }

    struct Asking {
        var principal: Principal?
        /// Who it is now, for answers that take long; nil once they are nobody.
        var again: @Sendable () async -> Principal? = { nil }
        var session: String?
        var refreshed: String?
        var peer: String?
    }

    private func asking(
        _ request: Hummingbird.Request, _ operation: Operation, _ client: String, _ peer: String?
    ) async throws -> Asking {
        do throws(Authenticator.Unknown) {
            if let header = request.headers[.authorization] {
                guard header.utf8.count <= 1_024, header.lowercased().hasPrefix("bearer ") else {
                    throw Authenticator.Unknown(
                        cause: "The Authorization header holds no token.", cure: "Send Authorization: Bearer TOKEN.")
                }
                let token = header.dropFirst(7).trimmingPrefix(while: { $0 == " " })
                let authenticator = service.authenticator
                return Asking(
                    principal: try await authenticator.token(String(token)),
                    again: { try? await authenticator.token(String(token)) })
            }
            if let (name, cookie) = Cookies.session(
                request.headers, isSecure: proxies.isSecure(request.headers, peer))
            {
                let (principal, refreshed, csrf) = try await service.authenticator.session(cookie)
                if operation.changes, !isSame(Array((request.headers[.csrfToken] ?? "").utf8), Array(csrf.utf8)) {
                    throw Authenticator.Unknown(
                        cause: "The request brings no token of its session.",
                        cure: "Send the session's csrf value in X-CSRF-Token.")
                }
                let authenticator = service.authenticator
                return Asking(
                    principal: principal, again: { try? await authenticator.session(cookie).0 }, session: cookie,
                    refreshed: refreshed.map { Cookies.setting(name, $0) })
            }
        } catch {
            if case .anybody = operation.access { return Asking() }
            // Whoever guesses is slowed down like any stranger.
            let seconds = Double(service.desk.edges.clocks.ticks().milliseconds) / 1_000
            let standing = strangers.take(client, at: seconds)
            if !standing.isAllowed { throw APIFault.tooMany(seconds: standing.secondsToWait) }
            throw APIFault.unauthorised(cause: error.cause, cure: error.cure)
        }
        if case .anybody = operation.access { return Asking() }
        throw APIFault.unauthorised(
            cause: "Nobody is known by this request.", cure: "Send Authorization: Bearer TOKEN, or sign in.")
    }

    func check(_ permission: Permission, _ operation: Operation, _ principal: Principal?) throws {
        guard let principal, principal.may(permission) else {
            throw APIFault.forbidden("It needs the right \(permission.rawValue).")
        }
        if principal.customer != nil, case .may = operation.access {
            throw APIFault.forbidden("Customers may not do this.")
        }
    }

    private func told(_ error: any Error, _ request: Hummingbird.Request, _ trace: Trace) async -> Response {
        let language = Language.wanted(request.headers[.acceptLanguage])
        let problem: Problem
        switch error {
        case let fault as APIFault: problem = fault.problem
        case let refusal as Refusal: problem = refusal.problem(in: language, service.zone)
        case let fault as IdentityFault:
            let (cause, cure) = wording(language).words(for: fault, in: service.zone)
            problem = Problem(status: fault.status, code: fault.word, cause: cause, cure: cure)
        case let fault as Unavailable:
            problem = Problem(status: .conflict, code: "unavailable", cause: fault.cause, cure: fault.cure)
        case let fault as PolicyDesk.Faulty:
            problem = Problem(
                status: .unprocessableContent, code: "policy", cause: fault.first,
                cure: "POST /policies/check tells every fault.")
        case DeskError.store(let fault):
            logger.error("The store failed.", metadata: ["cause": "\(fault.text)", "request": "\(trace.requestID)"])
            problem = APIFault.away("The desk can't be reached at present.").problem
        case let fault as StoreError:
            logger.error("The store failed.", metadata: ["cause": "\(fault.text)", "request": "\(trace.requestID)"])
            problem = APIFault.away("The desk can't be reached at present.").problem
        case DeskError.stale:
            problem = APIFault.away("Others changed it again and again meanwhile.").problem
        default:
            logger.error("A defect.", metadata: ["error": "\(error)", "request": "\(trace.requestID)"])
            problem = Problem(
                status: .internalServerError, code: "defect", cause: "Something is wrong with the service itself.",
                cure: "Tell the operator the number \(trace.requestID).")
        }
        var response = problem.response
        if case IdentityFault.lockedUntil(let until) = error {
            let left = (until - service.desk.now).milliseconds
            response.headers[.retryAfter] = String(max(1, (left + 999) / 1_000))
        }
        if problem.status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer realm=\"yinuo\"" }
        return response
    }
}

extension Swift.Duration {
    var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}
