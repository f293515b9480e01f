import Desk
import Domain
import Synchronization
import Wire

/// Tickets as they were last answered: many look at the same ones, and writing one down costs more than finding it.
///
/// A text is good for one version of its ticket, and where time changes it, until then.
final class WrittenTickets: Sendable {
    private struct Key: Hashable {
        let id: TicketID
        let isForCustomer: Bool
    }
    private struct Text {
        let version: Int
        let from: Instant
        let until: Instant
        let bytes: [UInt8]
    }

    private struct RowText {
        let version: Int
        let updated: Instant
        let due: Instant?
        let bytes: [UInt8]
    }

    private static let bytesAtMost = 32 << 10

    private let tickets = Mutex(Shelf<Key, Text>(atMost: 2_000))
    private let rows = Mutex(Shelf<Key, RowText>(atMost: 4_000))

    func ticket(_ id: TicketID, _ version: Int, isForCustomer: Bool, at now: Instant) -> [UInt8]? {
        guard let text = tickets.withLock({ $0.take(Key(id: id, isForCustomer: isForCustomer)) }),
            text.version == version, text.from <= now, now < text.until
        else { return nil }
        return text.bytes
    }

    /// - Parameter keeps: whether it is given again while it holds.
    func bytes(_ view: TicketView, isForCustomer: Bool, keeps: Bool) -> [UInt8] {
        let bytes = view.ticket.json(clocks: view.clocks, version: view.version, isForCustomer: isForCustomer).bytes
        if keeps, let until = view.until, bytes.count <= WrittenTickets.bytesAtMost {
            let text = Text(version: view.version, from: view.judge.now, until: until, bytes: bytes)
            tickets.withLock { $0.put(Key(id: view.ticket.id, isForCustomer: isForCustomer), text) }
        }
        return bytes
    }

    func bytes(_ row: TicketRow, isForCustomer: Bool) -> [UInt8] {
        let key = Key(id: row.id, isForCustomer: isForCustomer)
        if let text = rows.withLock({ $0.take(key) }), text.version == row.version, text.due == row.due,
            text.updated == row.updated
        {
            return text.bytes
        }
        let bytes = row.json(isForCustomer: isForCustomer).bytes
        let text = RowText(version: row.version, updated: row.updated, due: row.due, bytes: bytes)
        if bytes.count <= WrittenTickets.bytesAtMost { rows.withLock { $0.put(key, text) } }
        return bytes
    }
}
