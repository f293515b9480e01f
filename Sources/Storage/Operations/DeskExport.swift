// A whole desk as JSON Lines, for other programs and for moving to another store. The same desk always gives the same
// bytes.
//
//     {"format":"yinuo-desk","version":1,"entries":82,"documents":3}
//     {"document":"9f86…","base64":"…"}            policies, zones and calendars, ascending by hash
//     {"position":0,"stream":"desk/desk",…}        every entry as an `EntryLine`, with the texts that can be read
//
// Not in it: receipts, messages on their way, followers' places, and whatever is folded from the journal.

import Desk
import Domain
import Wire

public enum DeskExport {
    static let format = "yinuo-desk"
    static let version = 1
    private static let page = 200

    /// Works beside a program that writes; what comes after it began is left out.
    /// - Parameters:
    ///   - write: takes whole lines, with their line breaks.
    ///   - progress: entries written, and how many there are.
    /// - Returns: entries written.
    @discardableResult
    public static func write(
        _ store: Store, progress: (Int64, Int64) -> Void = { _, _ in }, to write: ([UInt8]) async throws -> Void
    ) async throws -> Int64 {
        let next = try await store.head().next
        let hashes = try await documents(store, before: next)
        let header = JSONValue.members([
            "format": .string(format), "version": .int(version), "entries": .int(next), "documents": .int(hashes.count),
        ])
        try await write(Array((header.text + "\n").utf8))
        for hash in hashes {
            guard let bytes = try await store.document(hash) else {
                throw StoreError.damaged(path: "the desk", what: "the document \(hash) is missing")
            }
            let line = JSONValue.members(["document": .string(hash), "base64": .string(Base64.text(bytes))])
            try await write(Array((line.text + "\n").utf8))
        }
        var position: Int64 = 0
        while position < next {
            let entries = try await store.read(position, Int(min(Int64(page), next - position)))
            guard let last = entries.last else { break }
            let texts = Dictionary(
                grouping: try await store.texts(position..<last.position + 1), by: \.position)
            var lines: [UInt8] = []
            for entry in entries {
                do throws(CodecFault) {
                    try EntryLine(entry, texts: texts[entry.position] ?? []).write(to: &lines)
                } catch { throw StoreError.damaged(path: "entry \(entry.position)", what: error.text) }
                lines.append(0x0A)
            }
            try await write(lines)
            position = last.position + 1
            progress(position, next)
        }
        return next
    }

    /// All that an activation rests on.
    private static func documents(_ store: Store, before next: Int64) async throws -> [String] {
        var hashes: Set<String> = []
        var after: String?
        while case let names = try await store.names(.policy, after, 500), !names.isEmpty {
            for entry in try await store.streams(names.map { StreamID(.policy, $0) }).values.joined()
            where entry.position < next {
                if case .policy(let activation) = entry.event { hashes.formUnion(activation.documents) }
            }
            after = names.last
        }
        return hashes.sorted()
    }
}

extension Activation {
    var documents: [String] { [content, zones] + official.values }
}
