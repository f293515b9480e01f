import Evidence
import HTTPTypes
import Hummingbird
import NIOCore

/// `POST /add-checkpoint`, and nothing else.
/// - Source: C2SP, tlog-witness.
struct WitnessResponder: HTTPResponder {
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let channel: any Channel

        init(source: ApplicationRequestContextSource) {
            coreContext = CoreRequestContextStorage(source: source)
            channel = source.channel
        }
    }

    static let path = "/add-checkpoint"
    /// A request is one small text; whoever takes longer to send it gives the connection to another.
    let patience: Duration
    let cosign: @Sendable ([UInt8]) async -> WitnessAnswer

    func respond(to request: Request, context: Context) async throws -> Response {
        guard request.uri.path == Self.path else {
            return Problem(status: .notFound, cause: "Nothing is at this address.", cure: "Ask for \(Self.path).")
                .response
        }
        guard request.method == .post else {
            var response = Problem(
                status: .methodNotAllowed, cause: "A checkpoint is sent to this address.", cure: "Use POST."
            ).response
            response.headers[.allow] = "POST"
            return response
        }
        switch await body(of: request) {
        case .whole(let body): return Self.response(await cosign(body))
        case .tooLong:
            let problem = Problem(
                status: .contentTooLarge, cause: "A request has at most \(WitnessRequest.longest) bytes.",
                cure: "Send the proof and the checkpoint alone.")
            return Self.closing(problem, context.channel)
        case .tooSlow:
            let problem = Problem(
                status: .requestTimeout, cause: "The request did not come within \(patience).",
                cure: "Send it again.")
            return Self.closing(problem, context.channel)
        }
    }

    /// What refusals mean in HTTP. Two conflicts are told apart by their type: with the size the log can go on from
    /// there; of another tree of the same size there is nothing to go on from.
    static func response(_ answer: WitnessAnswer) -> Response {
        let refusal: WitnessRefusal
        switch answer {
        case .signed(let signed):
            return Response(status: .ok, type: "text/plain; charset=utf-8", text: signed.signature.line)
        case .notKept:
            return Problem(
                status: .internalServerError, cause: "The witness can't keep what it would sign.",
                cure: "Try again later; whoever runs it finds the cause in its log."
            ).response
        case .refused(.otherSize(let latest)):
            return Response(status: .conflict, type: "text/x.tlog.size", text: "\(latest)\n")
        case .refused(let other): refusal = other
        }
        let status: HTTPResponse.Status =
            switch refusal {
            case .malformed, .sizesReversed: .badRequest
            case .unknownLog: .notFound
            case .unsigned: .forbidden
            case .otherSize, .otherTree: .conflict
            case .badProof: .unprocessableContent
            }
        return Problem(status: status, cause: refusal.words.cause, cure: refusal.words.cure).response
    }

    private enum Body: Sendable {
        case whole([UInt8])
        case tooLong, tooSlow
    }

    private func body(of request: Request) async -> Body {
        await withTaskGroup(of: Body.self) { group in
            group.addTask {
                var bytes: [UInt8] = []
                do {
                    for try await piece in request.body {
                        guard bytes.count + piece.readableBytes <= WitnessRequest.longest else { return .tooLong }
                        bytes += piece.readableBytesView
                    }
                } catch {
                    // The connection ended: whatever is answered, nobody hears it.
                    return .tooSlow
                }
                return .whole(bytes)
            }
            group.addTask {
                try? await Task.sleep(for: patience)
                return .tooSlow
            }
            defer { group.cancelAll() }
            return await group.next() ?? .tooSlow
        }
    }

    /// What is left of the request may come for ever: the connection is closed once the answer left and could be read.
    private static func closing(_ problem: Problem, _ channel: any Channel) -> Response {
        var response = problem.response
        response.headers[.connection] = "close"
        let answer = response.body
        response.body = ResponseBody(contentLength: answer.contentLength) { writer in
            try await answer.write(writer)
            channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
        }
        return response
    }
}
