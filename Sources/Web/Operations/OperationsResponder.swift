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

/// A file of an evidence log; nil if there is none.
public typealias EvidenceFiles =
    @Sendable (_ log: Int, _ path: String) async throws(StoreError) -> (bytes: [UInt8], isFinal: Bool)?

/// `/evidence/1/tile/0/000`: a log's number and the file's path within it.
struct EvidenceAddress {
    let log: Int
    let path: String

    init?(_ path: String) {
        let parts = path.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
        guard path.hasPrefix("/evidence/"), parts.count == 3, path.utf8.count < 200, let log = Int(parts[1]),
            String(log) == parts[1]
        else { return nil }
        (self.log, self.path) = (log, String(parts[2]))
    }
}

struct OperationsResponder: Sendable {
    let measures: @Sendable () async -> [Measure]
    let checks: @Sendable () async -> [Check]
    let evidence: EvidenceFiles

    /// Whether a path is one of these, however it is asked.
    func knows(_ path: String) -> Bool {
        OperationsAddress(rawValue: path) != nil || EvidenceAddress(path) != nil
    }

    func respond(to request: Request) async -> Response {
        if let file = EvidenceAddress(request.uri.path), request.method == .get || request.method == .head {
            return await answer(file).toward(request)
        }
        guard let address = OperationsAddress(rawValue: request.uri.path) else {
            let known = OperationsAddress.allCases.map(\.rawValue).joined(separator: ", ")
            return Problem(
                status: .notFound, code: "not-found", cause: "Nothing is at this address.",
                cure: "The service is under /api/v1, its reference at /api; besides it there are \(known)."
            )
            .response.toward(request)
        }
        guard request.method == .get || request.method == .head else {
            var response = Problem(
                status: .methodNotAllowed, code: "method",
                cause: "This address only answers; nothing can be sent to it.",
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

    private func answer(_ address: EvidenceAddress) async -> Response {
        let file: (bytes: [UInt8], isFinal: Bool)?
        do throws(StoreError) { file = try await evidence(address.log, address.path) } catch {
            return Problem(status: .serviceUnavailable, cause: error.text, cure: "Try again.").response
        }
        guard let file else {
            return Problem(
                status: .notFound, cause: "The log has no such file.",
                cure: "Ask for /evidence/1/checkpoint, and for the tiles that it speaks of."
            ).response
        }
        let type = address.path == "checkpoint" ? "text/plain; charset=utf-8" : "application/octet-stream"
        var response = Response(
            status: .ok, headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
        response.headers[.cacheControl] = file.isFinal ? "public, max-age=31536000, immutable" : "no-cache"
        // A page elsewhere may check the log.
        response.headers[.accessControlAllowOrigin] = "*"
        return response
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
    func toward(_ request: Request) -> Response {
        request.method == .head ? createHeadResponse() : self
    }
}
