import HTTPTypes
import Hummingbird
import Wire

/// Why a request was not served, as RFC 9457 writes it, with our two sentences: the cause and the cure.
struct Problem {
    let status: HTTPResponse.Status
    let cause: String
    let cure: String

    var response: Response {
        let body = JSONValue.members([
            "type": .string("about:blank"), "title": .string(status.reasonPhrase), "status": .int(status.code),
            "cause": .string(cause), "cure": .string(cure),
        ])
        return Response(status: status, type: "application/problem+json", text: body.text + "\n")
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
