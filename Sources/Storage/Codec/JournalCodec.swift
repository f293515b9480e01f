import Domain

/// An event as the journal keeps it: a kind and a payload, for ever.
///
/// The kind names one shape, within its kind of stream. The payload is canonical JSON, so that an event has exactly one
/// spelling and evidence can hash it:
/// - one object; keys ASCII and ascending by bytes at every level; no white space;
/// - values are texts, integers (64 bits), objects and lists; a claim is 0 or 1, an instant or a length milliseconds;
/// - what is not there has no key;
/// - escaped are only `\"`, `\\`, `\n`, `\r`, `\t` and, as `\u00xx`, the other control characters.
///
/// Reading accepts nothing else: what was read is written again byte for byte.
///
/// Not in the payload: the instant at which it occurred and the stream's id, for the entry has both; free text, for it
/// is personal and lives outside (`Journal.Event.withoutFreeText` is what comes back). What binds personal data stands
/// in every kind of payload alike, as `commit` (SHA-256 by field) and `person`.
///
/// **A shape changes:** it gets a new case with a new word in its `Kind` (`opened2 = "opened.2"`), which `write` uses
/// from then on. The old case stays, and its line in `read` makes today's event of yesterday's shape. An older program
/// meets an unknown kind and refuses: it can't know what it would leave out.
///
/// **A new kind of stream:** a file that makes its event a `Payload`, and its line in each of the two switches below.
public enum JournalCodec {
    /// The longest payload, so that no entry is a page of the database by itself.
    public static let longest = 60_000

    public static func encode(_ event: Journal.Event, bound: Journal.Bound?) throws(CodecFault) -> (
        kind: String, payload: String
    ) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        let kind = try encode(event, bound: bound, into: &bytes)
        return (kind, String(decoding: bytes, as: UTF8.self))
    }

    /// Appends the payload to what is there already, so that a batch needs one buffer.
    /// - Returns: the kind.
    /// - Throws: what is there already stays, with part of a payload behind it.
    public static func encode(
        _ event: Journal.Event, bound: Journal.Bound?, into bytes: inout [UInt8]
    ) throws(CodecFault) -> String {
        let start = bytes.count
        var payload = PayloadWriter(taking: &bytes, bound: bound)
        payload.open()
        let kind =
            switch event {
            case .desk(let event): event.write(to: &payload)
            case .policy(let event): event.write(to: &payload)
            case .ticket(let event): event.write(to: &payload)
            case .incident(let event): event.write(to: &payload)
            case .ledger(let event): event.write(to: &payload)
            case .contacts(let event): event.write(to: &payload)
            case .record(let event, let at): RecordHappening(event: event, at: at).write(to: &payload)
            case .access(let event): event.write(to: &payload)
            }
        payload.close()
        bytes = payload.bytes
        if let field = payload.faultyField { throw .bound(kind: kind, field: field) }
        guard bytes.count - start <= longest else { throw .tooLong(kind: kind, bytes: bytes.count - start) }
        return kind
    }

    public static func decode(
        kind: String, payload: UnsafeBufferPointer<UInt8>, stream: StreamID, occurred: Instant
    ) throws(CodecFault) -> (event: Journal.Event, bound: Journal.Bound?) {
        guard payload.count <= longest else { throw .tooLong(kind: kind, bytes: payload.count) }
        var reader = PayloadReader(payload)
        let read: (event: Journal.Event, bound: Journal.Bound?)?
        do throws(PayloadFault) {
            read = try decode(kind: kind, from: &reader, stream: stream, occurred: occurred)
            if read != nil { try reader.end() }
        } catch {
            throw .malformed(kind: kind, column: error.column, reason: error.reason)
        }
        guard let read else { throw .unknownKind(stream.kind, kind) }
        return read
    }

    public static func decode(
        kind: String, payload: String, stream: StreamID, occurred: Instant
    ) throws(CodecFault) -> (event: Journal.Event, bound: Journal.Bound?) {
        var payload = payload
        let read: Result<(event: Journal.Event, bound: Journal.Bound?), CodecFault> = payload.withUTF8 { bytes in
            do throws(CodecFault) {
                return .success(try decode(kind: kind, payload: bytes, stream: stream, occurred: occurred))
            } catch { return .failure(error) }
        }
        return try read.get()
    }

    /// Reads one payload where the reader stands.
    /// - Returns: nil when the kind is unknown.
    static func decode(
        kind: String, from payload: inout PayloadReader, stream: StreamID, occurred: Instant
    ) throws(PayloadFault) -> (event: Journal.Event, bound: Journal.Bound?)? {
        try payload.openEvent()
        let event: Journal.Event? =
            switch stream.kind {
            case .desk: try DeskEvent.read(kind, from: &payload, of: stream.id, at: occurred).map(Journal.Event.desk)
            case .policy:
                try Activation.read(kind, from: &payload, of: stream.id, at: occurred).map(Journal.Event.policy)
            case .ticket:
                try Ticket.Event.read(kind, from: &payload, of: stream.id, at: occurred).map(Journal.Event.ticket)
            case .incident:
                try Incident.Event.read(kind, from: &payload, of: stream.id, at: occurred).map(Journal.Event.incident)
            case .ledger:
                try Ledger.Event.read(kind, from: &payload, of: stream.id, at: occurred).map(Journal.Event.ledger)
            case .contacts:
                try AnsweredAtOnce.read(kind, from: &payload, of: stream.id, at: occurred).map(Journal.Event.contacts)
            case .record:
                try RecordHappening.read(kind, from: &payload, of: stream.id, at: occurred)
                    .map { .record($0.event, at: $0.at) }
            case .access:
                try AccessEvent.read(kind, from: &payload, of: stream.id, at: occurred).map(Journal.Event.access)
            }
        guard let event else { return nil }
        return (event, try payload.closeEvent())
    }
}

/// How the events of a kind of stream stand in the journal; a file each.
protocol Payload {
    /// Every word ever written for a kind.
    static var kinds: [String] { get }
    /// Writes the members, ascending, and names the kind.
    func write(to payload: inout PayloadWriter) -> String
    /// Reads the members that `write` writes.
    /// - Parameters:
    ///   - id: the stream's.
    ///   - at: when it occurred.
    /// - Returns: nil when the kind is unknown.
    static func read(
        _ kind: String, from payload: inout PayloadReader, of id: String, at: Instant
    ) throws(PayloadFault) -> Self?
}

/// A value that several kinds hold as an object.
protocol PayloadPart {
    func write(to payload: inout PayloadWriter)
    init(from payload: inout PayloadReader) throws(PayloadFault)
}
