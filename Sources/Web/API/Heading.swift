import HTTPTypes

/// What the header of a request to the service says, read in one walk: each look-up by name would be a walk of its own.
///
/// What is there several times counts as one text, as `HTTPFields` has it. A class, since it is handed on again and again.
///
/// Unchecked: nothing of it changes once it is made.
final class Heading: @unchecked Sendable {
    private(set) var authorization: String?
    private(set) var csrfToken: String?
    private(set) var acceptEncoding: String?
    private(set) var acceptLanguage: String?
    private(set) var contentEncoding: String?
    private(set) var contentLength: String?
    private(set) var contentType: String?
    private(set) var transferEncoding: String?
    private(set) var idempotencyKey: String?
    private(set) var ifMatch: String?
    private(set) var ifNoneMatch: String?
    private(set) var lastEventID: String?
    private(set) var purpose: String?
    private(set) var requestID: String?
    private(set) var traceParent: String?

    init(_ headers: HTTPFields) {
        for place in headers.indices { take(headers[place]) }
    }

    /// How much is told to be sent; nil where that is not said, or is no number.
    var length: Int? { contentLength.flatMap(Int.init) }

    /// Of what is sent: without parameters, in small letters; empty where nothing is said.
    var type: String { Heading.type(contentType) }

    /// Whether it brings no body.
    var isBare: Bool { transferEncoding == nil && (contentLength ?? "0") == "0" }

    private func take(_ field: HTTPField) {
        let name = field.name.canonicalName
        // By length first: of all names no more than a few are compared.
        switch name.utf8.count {
        case 7: if name == "purpose" { Heading.add(field, to: &purpose) }
        case 8: if name == "if-match" { Heading.add(field, to: &ifMatch) }
        case 11: if name == "traceparent" { Heading.add(field, to: &traceParent) }
        case 12:
            if name == "content-type" {
                Heading.add(field, to: &contentType)
            } else if name == "x-request-id" {
                Heading.add(field, to: &requestID)
            } else if name == "x-csrf-token" {
                Heading.add(field, to: &csrfToken)
            }
        case 13:
            if name == "authorization" {
                Heading.add(field, to: &authorization)
            } else if name == "if-none-match" {
                Heading.add(field, to: &ifNoneMatch)
            } else if name == "last-event-id" {
                Heading.add(field, to: &lastEventID)
            }
        case 14: if name == "content-length" { Heading.add(field, to: &contentLength) }
        case 15:
            if name == "accept-encoding" {
                Heading.add(field, to: &acceptEncoding)
            } else if name == "accept-language" {
                Heading.add(field, to: &acceptLanguage)
            } else if name == "idempotency-key" {
                Heading.add(field, to: &idempotencyKey)
            }
        case 16: if name == "content-encoding" { Heading.add(field, to: &contentEncoding) }
        case 17: if name == "transfer-encoding" { Heading.add(field, to: &transferEncoding) }
        default: break
        }
    }

    private static func add(_ field: HTTPField, to text: inout String?) {
        text = text.map { $0 + ", " + field.value } ?? field.value
    }

    static func type(_ header: String?) -> String {
        guard let header else { return "" }
        // As most programs say it.
        if header == "application/json" { return header }
        return String(header.prefix { $0 != ";" }).trimmed.lowercased()
    }
}

extension HTTPFields {
    /// Adds a field, where it is sure that none of that name is there: to set it would look at all of them.
    mutating func add(_ name: HTTPField.Name, _ value: String) { append(HTTPField(name: name, value: value)) }
}
