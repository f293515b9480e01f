import Desk
import Domain
import HTTPTypes
import Testing
import Wire

@testable import Web

@Suite struct HeadingTests {
    private static let read: [(HTTPField.Name, @Sendable (Heading) -> String?)] = [
        (.authorization, \.authorization), (.csrfToken, \.csrfToken), (.acceptEncoding, \.acceptEncoding),
        (.acceptLanguage, \.acceptLanguage), (.contentEncoding, \.contentEncoding), (.contentLength, \.contentLength),
        (.contentType, \.contentType), (.transferEncoding, \.transferEncoding), (.idempotencyKey, \.idempotencyKey),
        (.ifMatch, \.ifMatch), (.ifNoneMatch, \.ifNoneMatch), (.lastEventID, \.lastEventID), (.purpose, \.purpose),
        (.requestID, \.requestID), (.traceParent, \.traceParent),
    ]

    @Test func `a header read at once says what each of its fields says`() {
        for (name, field) in Self.read {
            for values in [[], [""], ["a"], ["b", "", "c"]] {
                var headers: HTTPFields = [.userAgent: "x", .accept: "*/*"]
                for value in values { headers.append(HTTPField(name: name, value: value)) }
                headers.append(HTTPField(name: .cookie, value: "d=e"))
                #expect(field(Heading(headers)) == headers[name], "\(name) of \(values)")
                for (other, field) in Self.read where other != name { #expect(field(Heading(headers)) == nil) }
            }
        }
        #expect(Heading([HTTPField.Name("CONTENT-type")!: "a/b"]).type == "a/b")
    }

    @Test(
        arguments: [
            (nil, ""), ("application/json", "application/json"),
            ("Application/JSON; charset=utf-8", "application/json"),
            (" text/plain ;x", "text/plain"), ("", ""), (";", ""),
        ] as [(String?, String)])
    func `a type is told without its parameters`(_ header: String?, _ type: String) {
        #expect(Heading.type(header) == type)
    }

    @Test func `a trace goes on where one was brought along, and begins where none was`() {
        let id = "0af7651916cd43dd8448eb211c80319c"
        let given = Trace(parent: "00-\(id)-b7ad6b7169203331-01", requestID: "order-4711")
        #expect(given.traceID == id && given.requestID == "order-4711")
        #expect(given.parent.hasPrefix("00-\(id)-") && given.parent.hasSuffix("-01") && given.parent.utf8.count == 55)
        for broken in [nil, "", "00-\(id)-b7ad6b7169203331", "ff-\(id)-b7ad6b7169203331-01"] as [String?] {
            let fresh = Trace(parent: broken, requestID: "no blank")
            let parts = fresh.parent.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            #expect(parts.map(\.utf8.count) == [2, 32, 16, 2] && parts[0] == "00" && parts[3] == "00")
            #expect(parts[1] == fresh.traceID && parts[2] == fresh.requestID && fresh.traceID != id)
            #expect(fresh.parent.allSatisfy { "0123456789abcdef-".contains($0) })
        }
    }

    @Test func `a receipt is written as its tree is`() {
        let notes: [JSONValue] = [.members(["code": .string("x"), "cause": .string("\"一\"\n"), "looked": .array([])])]
        for positions in [0..<1, 41..<43, 9..<9] as [Range<Int64>] {
            for isRepeated in [false, true] {
                for stream in [StreamID.ticket("t-1"), .desk, StreamID(.policy, "a\"b")] {
                    let receipt = Receipt(
                        positions: positions, recorded: Instant(milliseconds: 1_767_225_600_123), isRepeated: isRepeated
                    )
                    #expect(receipt.written(stream) == receipt.json(stream).bytes)
                    #expect(receipt.written(stream, notes: notes) == receipt.json(stream, notes: notes).bytes)
                }
            }
        }
    }
}
