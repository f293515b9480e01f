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
    let faults: [Fault]
    /// The status by its name in the reader's language; HTTP's own where nothing is said.
    let title: String?

    /// One place, why it is not as it should be, and what to do.
    struct Fault {
        /// A JSON pointer, `?name` of a query, `{name}` of an address, `line:column` of a file.
        let pointer: String
        let cause: String
        let cure: String

        init(_ pointer: String, _ words: (cause: String, cure: String)) {
            self.pointer = pointer
            (cause, cure) = words
        }

        fileprivate var json: JSONValue {
            .members(["pointer": .string(pointer), "cause": .string(cause), "cure": .string(cure)])
        }
    }

    init(
        status: HTTPResponse.Status, code: String? = nil, title: String? = nil, cause: String, cure: String,
        faults: [Fault] = []
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.cause = cause
        self.cure = cure
        self.faults = faults
    }

    /// Most a problem tells: the document's `Problem` has no more.
    private static let faultsAtMost = 100

    var json: JSONValue {
        .members([
            "type": .string("about:blank"), "title": .string(title ?? status.reasonPhrase), "status": .int(status.code),
            "code": code.map(JSONValue.string), "cause": .string(cause), "cure": .string(cure),
            "faults": faults.isEmpty ? nil : .array(faults.prefix(Problem.faultsAtMost).map(\.json)),
        ])
    }

    static let type = "application/problem+json"

    var response: Response { Response(status: status, type: Problem.type, text: json.text + "\n") }
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
