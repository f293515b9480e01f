import Desk
import Domain
import HTTPTypes
import HummingbirdCore
import Wire

/// What an operation answers.
struct Answer: Sendable {
    enum Content: Sendable {
        case nothing
        case json(JSONValue)
        /// Most answers are one: no tree is made of it, which would only be written down.
        case receipt(Receipt, of: StreamID, notes: [JSONValue] = [])
        case bytes([UInt8], type: String)
        case stream(type: String, @Sendable (inout any ResponseBodyWriter) async throws -> Void)
    }
    var status: HTTPResponse.Status
    var content: Content
    /// The version of what is answered.
    var version: Int?
    /// Below `/api/v1`.
    var location: String?
    /// The cursor of the next page.
    var next: String?
    /// Whether it was done before, and is only answered again.
    var isRepeated = false
    var headers = HTTPFields()

    init(_ status: HTTPResponse.Status, _ content: Content, version: Int? = nil) {
        self.status = status
        self.content = content
        self.version = version
    }

    static func ok(_ json: JSONValue, version: Int? = nil) -> Answer { Answer(.ok, .json(json), version: version) }

    static func page(_ items: [JSONValue], next: String?) -> Answer {
        var answer = Answer.ok(.members(["items": .array(items), "next": next.map(JSONValue.string)]))
        answer.next = next
        return answer
    }

    /// The same of what is JSON already.
    static func ok(written: [UInt8], version: Int? = nil) -> Answer {
        Answer(.ok, .bytes(written + [UInt8(ascii: "\n")], type: "application/json"), version: version)
    }

    static func page(written items: [[UInt8]], next: String?) -> Answer {
        var bytes = Array(#"{"items":["#.utf8)
        bytes.reserveCapacity(items.reduce(200) { $0 + $1.count + 1 })
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += item
        }
        bytes += Array("]".utf8)
        if let next { bytes += Array(#","next":"#.utf8) + JSONValue.string(next).bytes }
        var answer = Answer.ok(written: bytes + [UInt8(ascii: "}")])
        answer.next = next
        return answer
    }

    static func created(_ json: JSONValue, at location: String) -> Answer {
        var answer = Answer(.created, .json(json))
        answer.location = location
        return answer
    }
    static let nothing = Answer(.noContent, .nothing)
}
