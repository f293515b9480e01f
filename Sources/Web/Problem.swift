import HTTPTypes
import Hummingbird
import Wire

/// Why a request was not served, as RFC 9457 writes it, with our two sentences: the cause and the cure.
struct Problem {
    let status: HTTPResponse.Status
    /// For programs; the same for ever.
    let code: String?
    let cause: String
    let cure: String
    /// What of the request's contents is not as it should be.
    let faults: [SchemaFault]

    init(
        status: HTTPResponse.Status, code: String? = nil, cause: String, cure: String, faults: [SchemaFault] = []
    ) {
        self.status = status
        self.code = code
        self.cause = cause
        self.cure = cure
        self.faults = faults
    }

    var json: JSONValue {
        .members([
            "type": .string("about:blank"), "title": .string(status.reasonPhrase), "status": .int(status.code),
            "code": code.map(JSONValue.string), "cause": .string(cause), "cure": .string(cure),
            "faults": faults.isEmpty ? nil : .array(faults.map(\.json)),
        ])
    }

    static let type = "application/problem+json"

    var response: Response { Response(status: status, type: Problem.type, text: json.text + "\n") }
}

extension SchemaFault {
    fileprivate var json: JSONValue {
        .members(["pointer": .string(pointer), "cause": .string(cause), "cure": .string(cure)])
    }
}

extension Response {
    /// A whole answer that nobody may keep or take for another type.
    init(status: HTTPResponse.Status, type: String, text: String) {
        let body = ByteBuffer(string: text)
        let headers: HTTPFields = [
            .contentType: type, .contentLength: String(body.readableBytes), .cacheControl: "no-store",
            .xContentTypeOptions: "nosniff",
        ]
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
