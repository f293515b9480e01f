import Desk
import Domain
import Evidence
import Foundation
import Wire

/// Writes an exported desk into an empty one, line by line, checked as it goes: order, kinds, what binds the texts,
/// and the documents' hashes. People get new keys.
public struct DeskImport {
    private let store: Store
    private var expected: (entries: Int64, documents: Int)?
    private var documents: Set<String> = []
    private var next: Int64 = 0
    private var recorded: Instant?
    private var pending: [(line: Int, decision: Decision)] = []
    private var pendingBytes = 0

    /// A line is an entry with its texts, or a document.
    public static let longestLine = 64 << 20
    private static let batch = 500
    private static let batchBytes = 8 << 20

    public init(into store: Store) { self.store = store }

    public var entries: Int64 { next }
    /// How many the header announced.
    public var announced: Int64 { expected?.entries ?? 0 }
    public var wantsToWrite: Bool { pending.count >= Self.batch || pendingBytes >= Self.batchBytes }

    /// - Parameter line: without its line break; nil for one that is too long.
    public mutating func take(_ line: UnsafeBufferPointer<UInt8>?, number: Int) throws(DeskImportFault) {
        guard let line else { throw DeskImportFault(number, .tooLong) }
        guard let expected else { return try header(line, number) }
        pendingBytes += line.count
        if documents.count < expected.documents { return try document(line, number) }
        let entry: EntryLine
        do throws(EntryLine.Fault) { entry = try EntryLine(reading: line, number: number) } catch {
            throw DeskImportFault(number, .entry(error))
        }
        try check(entry.entry, number)
        pending.append((number, DeskImport.decision(entry)))
        next += 1
        recorded = entry.entry.recorded
    }

    private mutating func header(_ line: UnsafeBufferPointer<UInt8>, _ number: Int) throws(DeskImportFault) {
        guard let value = try? JSONValue(line), value["format"]?.string == DeskExport.format,
            let version = value["version"]?.number, let entries = value["entries"]?.number,
            let documents = value["documents"]?.number
        else { throw DeskImportFault(number, .noHeader) }
        guard version == Double(DeskExport.version) else { throw DeskImportFault(number, .newer(version)) }
        guard let entries = Int64(exactly: entries), let documents = Int(exactly: documents), entries >= 0,
            documents >= 0
        else { throw DeskImportFault(number, .noHeader) }
        expected = (entries, documents)
    }

    private mutating func document(_ line: UnsafeBufferPointer<UInt8>, _ number: Int) throws(DeskImportFault) {
        guard let value = try? JSONValue(line), let hash = value["document"]?.string,
            let bytes = value["base64"]?.string.flatMap(Base64.bytes)
        else { throw DeskImportFault(number, .noDocument) }
        guard Content.hash(bytes) == hash else { throw DeskImportFault(number, .otherDocument(hash)) }
        guard documents.insert(hash).inserted else { throw DeskImportFault(number, .twice(hash)) }
        var decision = Decision(recorded: Instant(milliseconds: 0))
        decision.documents = [Document(hash: hash, bytes: bytes)]
        pending.append((number, decision))
    }

    private func check(_ entry: Journal.Entry, _ number: Int) throws(DeskImportFault) {
        guard entry.position == next else {
            throw DeskImportFault(number, .position(entry.position, expected: next))
        }
        if let recorded, entry.recorded < recorded { throw DeskImportFault(number, .recordedEarlier) }
        guard case .policy(let activation) = entry.event else { return }
        for hash in activation.documents where !documents.contains(hash) {
            throw DeskImportFault(number, .missing(hash))
        }
    }

    private static func decision(_ line: EntryLine) -> Decision {
        let entry = line.entry
        var draft = Draft(entry.stream, entry.version, entry.actor, entry.event)
        draft.boundBefore = entry.bound
        draft.person = entry.bound?.person
        draft.texts = line.texts.map { text in
            let hash = entry.bound?.fields.first { $0.name == text.field }?.hash ?? ""
            return SealedText(field: text.field, salt: text.salt, payload: text.payload, hash: hash)
        }
        var decision = Decision(recorded: entry.recorded)
        decision.drafts = [draft]
        switch entry.event {
        case .record(.erased, _): decision.erased.people = [PersonID(rawValue: entry.stream.description)]
        case .ticket(.changed(.eraseTexts, _)): decision.erased.streams = [entry.stream]
        default: break
        }
        return decision
    }

    /// Writes what waits, in one transaction.
    public mutating func write() async throws {
        if pending.isEmpty { return }
        defer { (pending, pendingBytes) = ([], 0) }
        for (index, result) in try await store.commit(pending.map(\.decision)).enumerated() {
            let line = pending[index].line
            switch result {
            case .done: break
            case .erased(let person): throw DeskImportFault(line, .erased(person))
            case .stale(let stream): throw DeskImportFault(line, .version(stream))
            // An empty desk has nothing that could be ahead of it.
            case .behind: throw DeskImportFault(line, .recordedEarlier)
            case .repeated: break
            // Every line was read by the codec that writes it.
            case .refused(let refusal): throw StoreError.failed(operation: "line \(line)", cause: "\(refusal)")
            }
        }
    }

    /// The end of the file.
    /// - Parameter followers: take up at the journal's end, so that nobody is told of what is history.
    public mutating func finish(followers: [String]) async throws {
        try await write()
        guard let expected else { throw DeskImportFault(1, .noHeader) }
        guard documents.count == expected.documents, next == expected.entries else {
            throw DeskImportFault(
                Int(next) + documents.count + 2, .ends(entries: next, expected: expected.entries))
        }
        let steps = followers.map { name in
            var decision = Decision(recorded: recorded ?? Instant(milliseconds: 0))
            decision.step = Step(follower: name, from: 0, to: next)
            return decision
        }
        if !steps.isEmpty { _ = try await store.commit(steps) }
    }
}

/// Why an export can't be brought in; nothing of it is.
public struct DeskImportFault: Error, Hashable, Sendable {
    /// From 1.
    public let line: Int
    public let cause: Cause

    init(_ line: Int, _ cause: Cause) {
        self.line = line
        self.cause = cause
    }

    public enum Cause: Hashable, Sendable {
        case noHeader
        case newer(Double)
        case tooLong
        case noDocument
        /// The bytes are not what the hash says.
        case otherDocument(String)
        case twice(String)
        /// A policy rests on a document that is not in the file.
        case missing(String)
        case entry(EntryLine.Fault)
        case position(Int64, expected: Int64)
        case version(StreamID)
        case recordedEarlier
        /// A text of somebody whom an earlier line erased.
        case erased(PersonID)
        case ends(entries: Int64, expected: Int64)
    }

    /// Cause and cure, in one line.
    public var text: String {
        let again = "Take the file as it was exported."
        return switch cause {
        case .noHeader: "Line \(line): this is no export of a desk. Make one with yinuo export."
        case .newer(let version):
            "Line \(line): the format has version \(Int(exactly: version).map { "\($0)" } ?? "\(version)"), this program reads \(DeskExport.version). "
                + "Use a later release."
        case .tooLong: "Line \(line): it is longer than \(DeskImport.longestLine >> 20) MB. \(again)"
        case .noDocument: "Line \(line): a document is missing here. \(again)"
        case .otherDocument(let hash): "Line \(line): the bytes are not those of the document \(hash). \(again)"
        case .twice(let hash): "Line \(line): the document \(hash) stands there twice. \(again)"
        case .missing(let hash): "Line \(line): the policy rests on the document \(hash), which is not there. \(again)"
        case .entry(let fault): fault.text
        case .position(let found, let expected):
            "Line \(line), position: \(found) stands where \(expected) belongs. Lines are missing or were moved. \(again)"
        case .version(let stream): "Line \(line), version: it does not continue \(stream). \(again)"
        case .recordedEarlier: "Line \(line), recorded: it lies before the line above. \(again)"
        case .erased(let person):
            "Line \(line), texts: \(person) was erased further up, so no text of theirs can follow. \(again)"
        case .ends(let entries, let expected):
            "Line \(line): the file ends after \(entries) of \(expected) entries. It was cut off: \(again)"
        }
    }
}

enum Base64 {
    static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
    static func bytes(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { Array($0) } }
}
