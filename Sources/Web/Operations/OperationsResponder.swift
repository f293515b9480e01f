import Desk
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Wire

/// What the operations listener answers to.
enum OperationsAddress: String, CaseIterable {
    /// The process runs. A supervisor restarts it when this fails, so it asks nothing of the desk.
    case live = "/health/live"
    /// The desk does its work. A balancer sends work elsewhere while this fails.
    case ready = "/health/ready"
    case metrics = "/metrics"
}

struct OperationsResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let measures: @Sendable () async -> [Measure]
    let checks: @Sendable () async -> [Check]

    func respond(to request: Request, context: Context) async throws -> Response {
        guard let address = OperationsAddress(rawValue: request.uri.path) else {
            let known = OperationsAddress.allCases.map(\.rawValue).joined(separator: ", ")
            return Problem(status: .notFound, cause: "Nothing is at this address.", cure: "Ask for one of \(known).")
                .response.toward(request)
        }
        guard request.method == .get || request.method == .head else {
            var response = Problem(
                status: .methodNotAllowed, cause: "This address only answers; nothing can be sent to it.",
                cure: "Use GET or HEAD."
            ).response
            response.headers[.allow] = "GET, HEAD"
            return response
        }
        return await answer(address).toward(request)
    }

    private func answer(_ address: OperationsAddress) async -> Response {
        switch address {
        case .live: Response(status: .ok, type: "application/json", text: #"{"status":"live"}"# + "\n")
        case .ready: OperationsResponder.readiness(await checks())
        case .metrics: Response(status: .ok, type: MetricsText.type, text: MetricsText.render(await measures()))
        }
    }

    static func readiness(_ checks: [Check]) -> Response {
        let isReady = checks.allSatisfy { $0.trouble == nil }
        let body = JSONValue.members([
            "status": .string(isReady ? "ready" : "not ready"),
            "checks": .array(
                checks.map { check in
                    .members([
                        "name": .string(check.name), "ok": .bool(check.trouble == nil),
                        "trouble": check.trouble.map { .string($0) },
                    ])
                }),
        ])
        return Response(
            status: isReady ? .ok : .serviceUnavailable, type: "application/json", text: body.text + "\n")
    }
}

extension Response {
    /// The same without its body where only the head was asked for; the length stays that of the body.
    fileprivate func toward(_ request: Request) -> Response {
        request.method == .head ? createHeadResponse() : self
    }
}
