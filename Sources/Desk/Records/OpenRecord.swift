import Domain

/// A record with those of its personal texts that can be read, by field.
public struct OpenRecord: Sendable {
    public let record: Record
    public let texts: [String: String]
}

extension ServiceDesk {
    /// The fields of a kind, the company's own among them.
    public func fields(of kind: RecordKind) async -> [RecordField] {
        kind.fields + (engine.rulesInForce.custom[kind] ?? [])
    }

    /// Live records of a kind, ascending by id.
    /// - Parameters:
    ///   - after: the last id of the page before.
    ///   - personal: whether personal texts are opened; secrets never are.
    /// - Returns: the records, and the id that the next page begins after; nil when there is none.
    /// - Throws: `Refusal` for a kind that lets somebody in; `StoreError`.
    public func records(
        _ kind: RecordKind, after: String?, atMost limit: Int, personal: Bool
    ) async throws -> (records: [OpenRecord], last: String?) {
        guard !kind.isCredential else { throw Refusal.record(.credential(kind)) }
        let names = try await edges.store.names(.record(kind), after, limit)
        let streams = try await edges.store.streams(names.map { StreamID(.record(kind), $0) })
        let secret = Set(await fields(of: kind).filter(\.isSecret).map(\.name))
        var records: [OpenRecord] = []
        for name in names {
            let entries = streams[StreamID(.record(kind), name)] ?? []
            guard case .record(let record)? = Held(replaying: entries)?.aggregate, record.state == .live else {
                continue
            }
            let wanted = personal ? record.personal.subtracting(secret) : []
            records.append(OpenRecord(record: record, texts: try await texts(of: entries, wanted)))
        }
        return (records, names.last)
    }

    /// One record, whatever its state, with the version of its last entry.
    public func openRecord(
        _ kind: RecordKind, _ id: RecordID, personal: Bool
    ) async throws -> (record: OpenRecord, version: Int)? {
        let stream = StreamID.record(kind, id)
        let entries = try await edges.store.streams([stream])[stream] ?? []
        guard let held = Held(replaying: entries), case .record(let record) = held.aggregate else { return nil }
        let secret = Set(await fields(of: kind).filter(\.isSecret).map(\.name))
        let wanted = personal ? record.personal.subtracting(secret) : []
        return (OpenRecord(record: record, texts: try await texts(of: entries, wanted)), held.version - 1)
    }

    /// The newest text of each field: what an entry binds replaces what an older one bound.
    private func texts(of entries: [Journal.Entry], _ wanted: Set<String>) async throws -> [String: String] {
        var missing = wanted
        var texts: [String: String] = [:]
        for entry in entries.reversed() where !missing.isEmpty {
            let bound = Set(entry.bound?.fields.map(\.name) ?? []).intersection(missing)
            if bound.isEmpty { continue }
            missing.subtract(bound)
            for text in try await edges.store.texts(entry.position..<entry.position + 1)
            where bound.contains(text.field) {
                texts[text.field] = String(decoding: text.payload, as: UTF8.self)
            }
        }
        return texts
    }
}
