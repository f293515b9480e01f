import Desk
import Domain
import Evidence

extension EntryLine {
    /// Why a line is no entry, and which field says so.
    public struct Fault: Error, Hashable, Sendable {
        /// From 1.
        public let line: Int
        /// `stream`, `payload`, `texts.reason`.
        public let field: String
        public let cause: Cause

        public enum Cause: Hashable, Sendable {
            /// The column counts bytes from 1.
            case malformed(column: Int, reason: String)
            /// A later release wrote it.
            case unknownKind(StreamID.Kind, String)
            case tooLong(bytes: Int)
            /// Positions and versions count from 0.
            case negative
            case noSuchStream(String)
            /// The payload binds no such field.
            case unbound
            /// The text or its salt is not the one that the payload binds.
            case otherText
        }

        /// Cause and cure, in one line.
        public var text: String { "Line \(line), \(field): \(cause.text)" }
    }

    public init(reading line: String, number: Int) throws(Fault) {
        var line = line
        let read: Result<EntryLine, Fault> = line.withUTF8 { bytes in
            do throws(Fault) { return .success(try EntryLine(reading: bytes, number: number)) } catch {
                return .failure(error)
            }
        }
        self = try read.get()
    }

    /// - Parameters:
    ///   - line: without its line break.
    ///   - number: its place in the file, from 1.
    public init(reading line: UnsafeBufferPointer<UInt8>, number: Int) throws(Fault) {
        var reader = LineReader(line, number)
        self = try reader.entryLine()
    }
}

extension EntryLine.Fault.Cause {
    fileprivate var text: String {
        switch self {
        case .malformed(let column, let reason): "\(reason) (column \(column)). Export the journal again."
        case .unknownKind(let stream, let kind):
            "the kind \"\(kind)\" of a \(stream.rawValue) is unknown to this program. Use a later release."
        case .tooLong(let bytes): "it has \(bytes) bytes; \(JournalCodec.longest) fit. Export the journal again."
        case .negative: "it counts from 0. Export the journal again."
        case .noSuchStream(let stream): "\"\(stream)\" is no stream that this program knows. Use a later release."
        case .unbound: "the entry binds no such text. The file was changed: take the original."
        case .otherText: "the text is not the one that the entry binds. The file was changed: take the original."
        }
    }
}

/// Remembers in which field it is.
private struct LineReader {
    private var reader: PayloadReader
    private let number: Int
    private var field = "position"

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ number: Int) {
        reader = PayloadReader(bytes)
        self.number = number
    }

    private func fault(_ cause: EntryLine.Fault.Cause) -> EntryLine.Fault {
        EntryLine.Fault(line: number, field: field, cause: cause)
    }

    /// Reads the field's value, and says where a fault lies.
    private mutating func read<Value>(
        _ name: String, _ value: (inout PayloadReader) throws(PayloadFault) -> Value
    ) throws(EntryLine.Fault) -> Value {
        field = name
        do throws(PayloadFault) { return try value(&reader) } catch {
            throw fault(.malformed(column: error.column, reason: error.reason))
        }
    }

    private mutating func count(_ name: StaticString) throws(EntryLine.Fault) -> Int64 {
        let count: Int64 = try read("\(name)") { r throws(PayloadFault) in try r.integer(name) }
        guard count >= 0 else { throw fault(.negative) }
        return count
    }

    mutating func entryLine() throws(EntryLine.Fault) -> EntryLine {
        try read("position") { r throws(PayloadFault) in try r.open() }
        let position = try count("position")
        let name = try read("stream") { r throws(PayloadFault) in try r.text("stream") }
        guard let stream = StreamID(name) else { throw fault(.noSuchStream(name)) }
        let version = Int(try count("version"))
        let occurred = try read("occurred") { r throws(PayloadFault) in try r.instant("occurred") }
        let recorded = try read("recorded") { r throws(PayloadFault) in try r.instant("recorded") }
        let actor: Actor = try read("actor") { r throws(PayloadFault) in try r.word("actor") }
        let kind = try read("kind") { r throws(PayloadFault) in try r.text("kind") }
        let (event, bound) = try payload(kind, stream, occurred)
        let texts = try read("texts") { r throws(PayloadFault) in try r.lineTexts() }
        try read("texts") { r throws(PayloadFault) in
            try r.close()
            try r.end()
        }
        try check(texts, bound)
        return EntryLine(
            Journal.Entry(
                position: position, stream: stream, version: version, occurred: occurred, recorded: recorded,
                actor: actor, event: event, bound: bound),
            texts: texts.map {
                OpenText(
                    position: position, person: bound?.person ?? "", field: $0.field, salt: $0.salt,
                    payload: $0.payload)
            })
    }

    private mutating func payload(
        _ kind: String, _ stream: StreamID, _ occurred: Instant
    ) throws(EntryLine.Fault) -> (Journal.Event, Journal.Bound?) {
        try read("payload") { r throws(PayloadFault) in try r.key("payload") }
        let start = reader.position
        let decoded = try read("payload") { r throws(PayloadFault) in
            try JournalCodec.decode(kind: kind, from: &r, stream: stream, occurred: occurred)
        }
        let bytes = reader.position - start
        guard let decoded else {
            field = "kind"
            throw fault(.unknownKind(stream.kind, kind))
        }
        guard bytes <= JournalCodec.longest else { throw fault(.tooLong(bytes: bytes)) }
        return (decoded.event, decoded.bound)
    }

    private mutating func check(_ texts: [TextMember], _ bound: Journal.Bound?) throws(EntryLine.Fault) {
        for text in texts {
            field = "texts." + text.field
            guard let commitment = bound?.fields.first(where: { $0.name.utf8.elementsEqual(text.field.utf8) }) else {
                throw fault(.unbound)
            }
            let hash = FieldCommitment.hash(field: text.field, salt: text.salt, payload: text.payload)
            guard Content.hex(hash) == commitment.hash else { throw fault(.otherText) }
        }
    }
}

extension PayloadReader {
    /// At least one, ascending by field; none without the key.
    fileprivate mutating func lineTexts() throws(PayloadFault) -> [TextMember] {
        guard try has("texts") else { return [] }
        let texts: [TextMember] = try parts()
        guard !texts.isEmpty else { throw fault("an empty list is left out") }
        for (a, b) in zip(texts, texts.dropFirst()) where !a.field.utf8.lexicographicallyPrecedes(b.field.utf8) {
            throw fault("the texts do not ascend by field")
        }
        return texts
    }
}
