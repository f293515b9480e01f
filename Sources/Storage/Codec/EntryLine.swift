import Desk
import Domain
import Evidence
import Foundation

/// A whole entry as a line of JSON, for export and for journals kept beside the code.
///
/// ```
/// {"position":7,"stream":"ticket/3k9x","version":2,"occurred":…,"recorded":…,"actor":"agent:7f3k","kind":"regraded",
///  "payload":{…},"texts":[{"field":"reason","salt":"…","text":"…"}]}
/// ```
///
/// Keys in this order, no white space, instants in milliseconds; `texts` ascend by field and are left out when there
/// are none. What is not UTF-8 stands as `base64` in place of `text`. The same entry always gives the same bytes, and
/// reading accepts no others.
public struct EntryLine: Hashable, Sendable {
    public let entry: Journal.Entry
    /// Those that can still be read; what was erased has only its commitment in the payload.
    public let texts: [OpenText]

    public init(_ entry: Journal.Entry, texts: [OpenText] = []) {
        self.entry = entry
        self.texts = texts.sorted { $0.field.utf8.lexicographicallyPrecedes($1.field.utf8) }
    }

    /// Without a line break.
    public func text() throws(CodecFault) -> String {
        var bytes: [UInt8] = []
        try write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the line, without a line break.
    public func write(to bytes: inout [UInt8]) throws(CodecFault) {
        var payload: [UInt8] = []
        let kind = try JournalCodec.encode(entry.event, bound: entry.bound, into: &payload)
        var line = PayloadWriter(taking: &bytes)
        line.open()
        line.integer("position", entry.position)
        line.text("stream", entry.stream.description)
        line.integer("version", entry.version)
        line.instant("occurred", entry.occurred)
        line.instant("recorded", entry.recorded)
        line.word("actor", entry.actor)
        line.text("kind", kind)
        line.key("payload")
        line.raw(payload)
        if !texts.isEmpty { line.list("texts", texts.map(TextMember.init)) }
        line.close()
        bytes = line.bytes
    }
}

/// A text as the line holds it.
struct TextMember: PayloadPart {
    let field: String
    let salt: [UInt8]
    let payload: [UInt8]

    init(_ text: OpenText) {
        field = text.field
        salt = text.salt
        payload = text.payload
    }

    func write(to line: inout PayloadWriter) {
        line.text("field", field)
        line.text("salt", Content.hex(salt))
        if let text = String(validating: payload, as: UTF8.self) {
            line.text("text", text)
        } else {
            line.text("base64", Data(payload).base64EncodedString())
        }
    }

    init(from line: inout PayloadReader) throws(PayloadFault) {
        field = try line.text("field")
        guard let salt = Content.bytes(hex: try line.text("salt")), salt.count == FieldCommitment.saltBytes else {
            throw line.fault("a salt of \(FieldCommitment.saltBytes * 2) small hex digits is missing")
        }
        self.salt = salt
        if try line.has("text") {
            payload = Array(try line.string().utf8)
            return
        }
        let text = try line.text("base64")
        guard let data = Data(base64Encoded: text), data.base64EncodedString() == text,
            String(validating: data, as: UTF8.self) == nil
        else { throw line.fault("what is in base64 is none, or is text that should stand as it is") }
        payload = Array(data)
    }
}
