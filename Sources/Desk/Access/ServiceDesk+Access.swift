import Domain
import Synchronization

extension ServiceDesk {
    /// The zone that the desk was founded in; nil for one that is not yet.
    public var zone: Zone? {
        get async {
            guard case .desk(let state)? = try? await engine.state(.desk)?.aggregate, let name = state.zone else {
                return nil
            }
            return try? edges.zones.zone(name)
        }
    }

    /// A record as it stands; nil for one that never was.
    public func record(_ kind: RecordKind, _ id: RecordID) async throws(StoreError) -> Record? {
        try await recordVersion(kind, id)?.record
    }

    /// Those of several that ever were, of which the store is asked once.
    public func records(_ kind: RecordKind, _ ids: Set<RecordID>) async throws(StoreError) -> [RecordID: Record] {
        var records: [RecordID: Record] = [:]
        for (_, held) in try await engine.states(ids.map { .record(kind, $0) }) {
            if case .record(let record) = held.aggregate { records[record.id] = record }
        }
        return records
    }

    /// The same of one, with the version that a request can expect.
    public func recordVersion(
        _ kind: RecordKind, _ id: RecordID
    ) async throws(StoreError) -> (record: Record, version: Int)? {
        guard let held = try await engine.state(.record(kind, id)), case .record(let record) = held.aggregate else {
            return nil
        }
        return (record, held.version - 1)
    }

    /// Says that personal data was read: who, whose and what for stand in the journal (C17), once for each reader, person,
    /// purpose and hour.
    /// - Parameter of: what was looked at, where it is one thing: a ticket, a record.
    public func noteReading(
        _ principal: Principal, _ person: PersonID, _ purpose: Purpose, of thing: StreamID? = nil
    ) async throws {
        let event = AccessEvent.read(by: principal.actor, person: person, purpose: purpose, of: thing, at: now)
        // Most are the hour's second or later, and nothing is written for those.
        if unnoted(principal, [person], purpose).isEmpty { return }
        if try await edges.store.streams([event.stream])[event.stream] == nil {
            _ = try await perform(Request(principal.actor, .note(event)))
        }
        let reading = Reading(actor: principal.actor, person: person, purpose: purpose, hour: event.hour)
        noted.withLock { $0.put(reading, true) }
    }

    /// Those whose reading is not known to stand in the journal, which is to be had without waiting: a queue asks for fifty
    /// at once.
    public func unnoted(_ principal: Principal, _ people: [PersonID], _ purpose: Purpose) -> [PersonID] {
        let hour = AccessEvent.hour(of: now)
        return noted.withLock { noted in
            people.filter { person in
                noted.take(Reading(actor: principal.actor, person: person, purpose: purpose, hour: hour)) == nil
            }
        }
    }

    /// What stands in the journal of an event's occasion.
    public func told(on occasion: AccessEvent) async throws(StoreError) -> [AccessEvent] {
        try await edges.store.streams([occasion.stream])[occasion.stream]?.compactMap { entry in
            if case .access(let event) = entry.event { event } else { nil }
        } ?? []
    }

    /// Calls whenever records change, on this node or on another; from the engine's own turn, so it has to be quick.
    public func watchRecords(_ tell: @escaping @Sendable ([RecordNews]) -> Void) { watchers.add(tell) }
}

/// What makes two readings of personal data the same occasion.
struct Reading: Hashable, Sendable {
    let actor: Actor
    let person: PersonID
    let purpose: Purpose
    let hour: Int64
}

/// A record that changed.
public struct RecordNews: Sendable {
    public let stream: StreamID
    /// Whether this was its first entry, so that nobody can have read anything of it before.
    public let isNew: Bool
}

/// Who is told of changes of records.
final class Watchers: Sendable {
    private let all = Mutex<[@Sendable ([RecordNews]) -> Void]>([])

    func add(_ tell: @escaping @Sendable ([RecordNews]) -> Void) { all.withLock { $0.append(tell) } }

    /// - Parameter changes: streams of any kind, each with the version that its next entry takes.
    func tell(_ changes: some Sequence<(stream: StreamID, next: Int)>) {
        let news = changes.filter(\.stream.kind.isRecord).map { RecordNews(stream: $0.stream, isNew: $0.next <= 1) }
        if news.isEmpty { return }
        for tell in all.withLock({ $0 }) { tell(news) }
    }
}
