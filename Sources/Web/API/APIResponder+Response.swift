import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Wire

extension APIResponder {
    /// The answer as HTTP has it.
    func respond(_ answer: Answer, _ call: Call, _ request: Hummingbird.Request) -> Response {
        var headers = answer.headers
        // A stream holds them as long as it lasts, and there are thousands.
        if case .stream = answer.content {} else { headers.reserveCapacity(headers.count + 12) }
        headers[.cacheControl] = headers[.cacheControl] ?? "no-store"
        headers[.xContentTypeOptions] = "nosniff"
        if let version = answer.version { headers[.eTag] = Version.text(version) }
        if let location = answer.location { headers[.location] = APIResponder.root + location }
        if answer.isRepeated { headers[.idempotencyReplayed] = "true" }
        if let next = answer.next {
            // Lists that go by position call it `after`.
            let name = call.operation.parameters.contains { $0.name == "after" } ? "after" : "cursor"
            headers[.link] = "<\(APIResponder.nextPage(request.uri, name, next))>; rel=\"next\""
        }
        if let version = answer.version, request.method == .get || request.method == .head,
            request.headers[.ifNoneMatch].map({
                $0.split(separator: ",").contains { Version.read($0.trimmed) == version }
            })
                ?? false
        {
            return Response(status: .notModified, headers: headers)
        }
        switch answer.content {
        case .nothing: return Response(status: answer.status, headers: headers)
        case .json(let value):
            let bytes = value.bytes
            var body = ByteBufferAllocator().buffer(capacity: bytes.count + 1)
            body.writeBytes(bytes)
            body.writeInteger(UInt8(ascii: "\n"))
            return whole(body, "application/json", answer.status, headers, request)
        case .bytes(let bytes, let type):
            return whole(ByteBuffer(bytes: bytes), type, answer.status, headers, request)
        case .stream(let type, let write):
            headers[.contentType] = type
            // An answer to HEAD has no body: a proxy would take one for the next answer on the connection.
            if request.method == .head { return Response(status: answer.status, headers: headers) }
            let body = ResponseBody { [isQuick = call.operation.isQuick] writer in
                if isQuick {
                    try await write(&writer)
                } else {
                    try await Operation.away { try await write(&writer) }
                }
                try await writer.finish(nil)
            }
            return Response(status: answer.status, headers: headers, body: body)
        }
    }

    private func whole(
        _ body: ByteBuffer, _ type: String, _ status: HTTPResponse.Status, _ headers: HTTPFields,
        _ request: Hummingbird.Request
    ) -> Response {
        var headers = headers
        headers[.contentType] = type
        headers[.vary] = "Accept-Encoding, Accept-Language"
        var body = body
        // Bytes of any kind are mostly packed already.
        if body.readableBytes >= Compression.atLeast, type != "application/octet-stream",
            Compression.isWanted(request.headers[.acceptEncoding]),
            let small = Compression.gzip(body)
        {
            headers[.contentEncoding] = "gzip"
            body = small
        }
        headers[.contentLength] = String(body.readableBytes)
        if request.method == .head { return Response(status: status, headers: headers) }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    private static func nextPage(_ uri: URI, _ name: String, _ place: String) -> String {
        let kept = (uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix(name + "=") }
        return uri.path + "?" + (kept + ["\(name)=\(place)"]).joined(separator: "&")
    }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-Id")!
    static let traceParent = HTTPField.Name("traceparent")!
    static let csrfToken = HTTPField.Name("X-CSRF-Token")!
    static let purpose = HTTPField.Name("Purpose")!
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed")!
    static let rateLimit = HTTPField.Name("RateLimit")!
    static let link = HTTPField.Name("Link")!
    static let forwardedProto = HTTPField.Name("X-Forwarded-Proto")!
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
}
