import Domain
import Evidence

/// All that is known of one ticket, with proof of each of its entries.
public struct Dossier: Sendable {
    public let ticket: Ticket
    public let entries: [Journal.Entry]
    public let book: Book
    public let contract: Contract?
    /// Of the contracts that it has named.
    public let ledger: [Ledger.Event]
    /// By version.
    public let proofs: [Proved]
    /// As it was at the checkpoint.
    public let log: SealedLog
    /// The newest that covers all and that witnesses have signed, else the newest.
    public let checkpoint: Note
    /// The instant that it is told at.
    public let at: Instant

    public struct Proved: Sendable {
        /// Its place in the log.
        public let index: Int64
        public let entry: [UInt8]
        public let hashes: [TreeHash]
        public let payload: [UInt8]
        public let salt: [UInt8]
    }
}

/// Why there is no dossier.
public enum DossierFault: Error, Hashable, Sendable {
    case noSuchTicket(TicketID)
    case noLog
    /// Its last entry is not in the log yet.
    case notSealed(position: Int64)

    public var text: String {
        switch self {
        case .noSuchTicket(let id): "There is no ticket \(id.rawValue). Look it up with yinuo queue."
        case .noLog: "The desk has no evidence log. It begins with yinuo serve."
        case .notSealed(let position):
            "Position \(position) is not sealed yet. Try again in a second, while yinuo serve runs."
        }
    }
}

extension ServiceDesk {
    /// - Throws: `DossierFault`, `TreeFault` where the log's tiles are missing, `StoreError`.
    public func dossier(_ id: TicketID) async throws -> Dossier {
        let store = edges.store
        let stream = StreamID.ticket(id)
        guard let newest = try await store.seals.logs().last, !newest.checkpoint.isEmpty else {
            throw DossierFault.noLog
        }
        let entries = try await store.streams([stream])[stream] ?? []
        guard case .ticket(var ticket)? = Held(replaying: entries)?.aggregate else {
            throw DossierFault.noSuchTicket(id)
        }
        let rules = engine.rulesInForce
        let now = timekeeper.read().now
        _ = ticket.advance(to: now, rules.book)
        let secret = EvidenceSecret(bytes: try await store.seals.secret(edges.random(EvidenceSecret.byteCount)))
        let files = LogFiles(store)
        var proofs: [Dossier.Proved] = []
        let facts = try await store.seals.factsOf(stream)
        if let last = facts.last, last.position + newest.shift >= newest.size {
            throw DossierFault.notSealed(position: last.position)
        }
        let log = try await files.witnessed(newest, covering: (facts.last?.position ?? 0) + newest.shift)
        let hashes = try await files.proofs(facts.map { $0.position + log.shift }, in: log)
        for (fact, hashes) in zip(facts, hashes) {
            let index = fact.position + log.shift
            guard let entry = try await files.entry(index, in: log) else {
                throw DossierFault.notSealed(position: fact.position)
            }
            proofs.append(
                Dossier.Proved(
                    index: index, entry: entry, hashes: hashes,
                    payload: fact.shown, salt: secret.salt(at: fact.position)))
        }
        let named = [ticket.attributes[.contract]].compactMap(\.self)
        let ledgers = Set(named + ticket.formerContracts).sorted().map { StreamID(.ledger, $0) }
        let streams = try await store.streams(ledgers)
        let events = ledgers.flatMap { streams[$0] ?? [] }.compactMap { entry -> Ledger.Event? in
            if case .ledger(let event) = entry.event { event } else { nil }
        }
        return Dossier(
            ticket: ticket, entries: entries, book: rules.book, contract: try await contract(named.first),
            ledger: events, proofs: proofs, log: log, checkpoint: try Note(reading: log.checkpoint), at: now)
    }

    private func contract(_ id: String?) async throws -> Contract? {
        guard let id,
            case .record(let record)? = try await engine.state(.record(.contract, RecordID(rawValue: id)))?.aggregate
        else { return nil }
        return Contract(record)
    }
}
