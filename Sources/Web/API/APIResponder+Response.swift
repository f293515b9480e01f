import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Wire

extension APIResponder {
    /// The answer as HTTP has it.
    func respond(
        _ answer: Answer, _ call: Call, _ request: Hummingbird.Request, _ heading: Heading
    ) -> Response {
        var headers = answer.headers
        // Most operations say nothing of their own: then each field is put behind the others unlooked.
        let isOurs = headers.isEmpty
        func put(_ field: HTTPField) {
            if isOurs { headers.append(field) } else { headers[field.name] = field.value }
        }
        func put(_ name: HTTPField.Name, _ value: String) { put(HTTPField(name: name, value: value)) }
        // A stream holds them as long as it lasts, and there are thousands.
        if case .stream = answer.content {} else { headers.reserveCapacity(headers.count + 12) }
        if isOurs || headers[.cacheControl] == nil { headers.append(Self.notKept) }
        put(Self.notGuessed)
        if let version = answer.version { put(.eTag, Version.text(version)) }
        if let location = answer.location { put(.location, APIResponder.root + location) }
        if answer.isRepeated { put(.idempotencyReplayed, "true") }
        if let next = answer.next {
            // Lists that go by position call it `after`.
            let name = call.operation.parameters.contains { $0.name == "after" } ? "after" : "cursor"
            put(.link, "<\(APIResponder.nextPage(request.uri, name, next))>; rel=\"next\"")
        }
        if let version = answer.version, request.method == .get || request.method == .head,
            heading.ifNoneMatch.map({
                $0.split(separator: ",").contains { Version.read($0.trimmed) == version }
            })
                ?? false
        {
            return Response(status: .notModified, headers: headers)
        }
        var (body, type): (ByteBuffer, String)
        switch answer.content {
        case .nothing: return Response(status: answer.status, headers: headers)
        case .json(let value): (body, type) = (Self.line(value.bytes), "application/json")
        case .receipt(let receipt, let stream, let notes):
            (body, type) = (Self.line(receipt.written(stream, notes: notes)), "application/json")
        case .bytes(let bytes, let own): (body, type) = (ByteBuffer(bytes: bytes), own)
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
        put(type == Self.json.value ? Self.json : HTTPField(name: .contentType, value: type))
        put(Self.varied)
        // Bytes of any kind are mostly packed already.
        if body.readableBytes >= Compression.atLeast, type != "application/octet-stream",
            Compression.isWanted(heading.acceptEncoding), let small = Compression.gzip(body)
        {
            put(.contentEncoding, "gzip")
            body = small
        }
        put(.contentLength, String(body.readableBytes))
        if request.method == .head { return Response(status: answer.status, headers: headers) }
        return Response(status: answer.status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    // Made once: a field looks at each sign of its value.
    private static let notKept = HTTPField(name: .cacheControl, value: "no-store")
    private static let notGuessed = HTTPField(name: .xContentTypeOptions, value: "nosniff")
    private static let json = HTTPField(name: .contentType, value: "application/json")
    private static let varied = HTTPField(name: .vary, value: "Accept-Encoding, Accept-Language")

    private static func line(_ json: [UInt8]) -> ByteBuffer {
        var body = ByteBufferAllocator().buffer(capacity: json.count + 1)
        body.writeBytes(json)
        body.writeInteger(UInt8(ascii: "\n"))
        return body
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
