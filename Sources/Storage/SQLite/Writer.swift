import Desk
import Domain
import Foundation
import GRDB
import GRDBSQLite

/// Writes batches of decisions. Everything here runs on the pool's one writer, inside one transaction.
final class Writer: @unchecked Sendable {
    private let vault = Vault()
    private let fresh: FreshFacts
    /// What this batch has written, where somebody wants it.
    private var written: [PlainEntry]?
    private var next: Int64 = 0
    private var statements: WriterStatements!
    /// Streams of the batch's decisions that were left out: what was judged on them must be too. No one else writes, so
    /// else nothing that was looked at can have moved.
    private var undone: Set<StreamID> = []
    /// Commits since something was erased whose last traces could not be taken from the log, because it was being read.
    private var commitsSinceErasure: Int?
    let freshTexts = FreshTexts()
    /// So seldom is the log tried again, since to try is work for the disk.
    private static let commitsBetweenTries = 16

    init(_ fresh: FreshFacts) { self.fresh = fresh }

    /// Lets go of its statements, without which the connection can't close, and leaves a log that is empty.
    func rest(_ pool: DatabasePool) async {
        freshTexts.forget()
        vault.forget()
        try? await pool.writeWithoutTransaction { db in
            self.statements = nil
            _ = db.emptyLog()
        }
    }

    func commit(_ batch: [Decision], _ pool: DatabasePool) async throws -> [Committed] {
        do {
            let erases = batch.contains { !$0.erased.isEmpty }
            // Before anybody can see the erasure and ask for a text that it took.
            if erases { freshTexts.forget() }
            let results = try await pool.writeWithoutTransaction { db in
                if self.statements == nil { self.statements = try WriterStatements(db) }
                var results: [Committed] = []
                results.reserveCapacity(batch.count)
                try db.inTransaction(.immediate) {
                    self.next = try Int64.fetchOne(
                        db.cachedStatement(sql: "SELECT coalesce(max(position) + 1, 0) FROM entry"))!
                    self.undone = []
                    self.written = self.fresh.isWanted ? [] : nil
                    // By index: a copy of a decision has dozens of parts.
                    for index in batch.indices {
                        let result = try self.write(batch[index], db)
                        if case .done = result {} else { self.undone.formUnion(batch[index].drafts.map(\.stream)) }
                        results.append(result)
                    }
                    return .commit
                }
                if let written = self.written { self.fresh.put(written) }
                self.written = nil
                if erases { self.commitsSinceErasure = 0 }
                self.clearLog(db)
                self.freshTexts.put(batch, results)
                return results
            }
            return results
        } catch {
            // What the vault remembers may have been rolled back.
            vault.forget()
            fresh.forget()
            // The log may be what fills the disk: give back what is in the file already.
            if let error = error as? DatabaseError, error.resultCode == .SQLITE_FULL {
                _ = try? await pool.writeWithoutTransaction { $0.emptyLog() }
            }
            throw error
        }
    }

    /// The log still holds pages from before an erasure. The transaction stands by now, so nothing here may fail: an
    /// error would tell every caller of the batch that nothing was done. While somebody reads a snapshot for long, a
    /// backup say, the log can't be emptied; it is tried again after some commits, and at every start.
    private func clearLog(_ db: Database) {
        guard let count = commitsSinceErasure else { return }
        commitsSinceErasure = count % Self.commitsBetweenTries == 0 && db.emptyLog() ? nil : count + 1
    }

    /// Something was erased by another than a commit: what the log still holds of it goes, at once or soon.
    func erased(_ db: Database) {
        commitsSinceErasure = 0
        clearLog(db)
    }

    /// Looks first and writes then: a decision that can't stand leaves nothing behind.
    private func write(_ decision: Decision, _ db: Database) throws -> Committed {
        var begun: Int64?
        let result = try write(decision, &begun, db)
        // Numbers ascend, so these are all that it has begun.
        if let begun { if case .done = result {} else { try statements.dropStreams.run { $0.int(1, begun) } } }
        return result
    }

    /// - Parameter begun: the first of the streams that it begins.
    private func write(_ decision: Decision, _ begun: inout Int64?, _ db: Database) throws -> Committed {
        if let claim = decision.receipt, let known = try Reader.receipt(claim.key, db) { return .repeated(known) }
        if let step = decision.step, try Reader.place(step.follower, db) != step.from {
            return .stale(StreamID(.desk, step.follower))
        }
        var streams = Touched()
        // By index: a copy of a draft has a dozen parts.
        let drafts = decision.drafts
        for place in drafts.indices {
            let version = drafts[place].version
            // What begins is not looked for: to write its name says whether it is there.
            let index = try streams.index(drafts[place].stream) { version == 0 ? (-1, 0) : try find($0, db) }
            guard streams[index].next == version else { return .stale(drafts[place].stream) }
            streams[index].next += 1
        }
        if !undone.isEmpty {
            for stream in drafts.map(\.stream) + decision.reads.map(\.stream) where undone.contains(stream) {
                return .stale(stream)
            }
        }
        var payloads: [Written] = []
        payloads.reserveCapacity(drafts.count)
        for place in drafts.indices {
            do throws(CodecFault) {
                var payload: [UInt8] = []
                payload.reserveCapacity(480)
                let bound = drafts[place].bound
                let kind = try JournalCodec.encode(drafts[place].event, bound: bound, into: &payload)
                payloads.append(Written(kind: kind, payload: payload, bound: bound))
            } catch {
                switch error {
                case .tooLong(_, let bytes): return .refused(.entryTooLong(bytes: bytes))
                case .bound(_, let field): return .refused(.badField(field))
                case .unknownKind, .malformed: throw error
                }
            }
        }
        for index in streams.indices where streams[index].id < 0 {
            try statements.addStream.run { $0.text(1, streams[index].name) }
            if db.changesCount > 0 {
                streams[index].id = db.lastInsertedRowID
                begun = begun ?? streams[index].id
            } else {
                let (id, next) = try find(streams[index].name, db)
                guard next == 0 else { return .stale(streams[index].stream) }
                streams[index].id = id
            }
        }
        for place in drafts.indices {
            guard !drafts[place].texts.isEmpty, let person = drafts[place].person else { continue }
            do { try vault.prepare(person, db) } catch let error as Vault.ErasedPerson {
                return .erased(error.person)
            }
        }
        let first = next
        for place in drafts.indices {
            let index = try streams.index(drafts[place].stream) { try find($0, db) }
            try insert(drafts[place], payloads[place], streams[index], decision.recorded, db)
        }
        try side(decision, first, streams, db)
        return .done(first..<next)
    }

    /// A stream's number and the version of its next entry; number −1 for one that is not there yet.
    private func find(_ stream: String, _ db: Database) throws -> (id: Int64, next: Int) {
        guard let id = try statements.findStream.int({ $0.text(1, stream) }) else { return (-1, 0) }
        return (id, Int(try statements.lastVersion.int { $0.int(1, id) } ?? -1) + 1)
    }

    private func insert(
        _ draft: Draft, _ written: Written, _ stream: Touched.Element, _ recorded: Instant, _ db: Database
    ) throws {
        try statements.addEntry.run {
            $0.int(1, next)
            $0.int(2, stream.id)
            $0.int(3, draft.version)
            $0.text(4, written.kind)
            $0.int(5, draft.event.occurred.milliseconds)
            $0.int(6, recorded.milliseconds)
            $0.text(7, draft.actor.rawValue)
            $0.text(8, written.payload)
        }
        try vault.put(draft, stream.name, at: next, statements.addText, db)
        self.written?.append(
            PlainEntry(
                position: next, stream: stream.name, version: draft.version, kind: written.kind,
                occurred: draft.event.occurred.milliseconds, recorded: recorded.milliseconds,
                actor: draft.actor.rawValue, payload: written.payload, commits: BoundFields.of(written.bound)))
        next += 1
    }

    /// Everything of a decision but its entries.
    private func side(
        _ decision: Decision, _ first: Int64, _ streams: Touched, _ db: Database
    ) throws {
        var streams = streams
        func number(_ stream: StreamID) throws -> Int64 {
            streams[try streams.index(stream) { try find($0, db) }].id
        }
        for index in decision.rows.indices { try Rows.put(decision.rows[index], number: number, statements, db) }
        for due in decision.dues { try Rows.put(due, number: number, statements) }
        for message in decision.messages { try put(message, first, db) }
        if let claim = decision.receipt {
            try statements.addReceipt.run {
                $0.text(1, claim.key.actor.rawValue)
                $0.text(2, claim.key.text)
                $0.text(3, claim.requestHash)
                $0.int(4, first)
                $0.int(5, next - first)
                $0.int(6, decision.recorded.milliseconds)
            }
        }
        for document in decision.documents {
            try db.execute(
                sql: "INSERT INTO document (hash, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING",
                arguments: [document.hash, Data(document.bytes)])
        }
        if let step = decision.step {
            try db.cachedStatement(
                sql: """
                    INSERT INTO follower (name, position) VALUES (?, ?)
                    ON CONFLICT (name) DO UPDATE SET position = excluded.position
                    """
            ).execute(arguments: [step.follower, step.to])
        }
        for attempt in decision.deliveries { try put(attempt, db) }
        for person in decision.erased.people { try vault.erase(person, db) }
        for stream in decision.erased.streams { try Vault.erase(texts: stream, db) }
    }

    private func put(_ message: PendingMessage, _ first: Int64, _ db: Database) throws {
        let position =
            switch message.of {
            case .draft(let index): first + Int64(index)
            case .entry(let position): position
            }
        try statements.addMessage.run {
            $0.int(1, position)
            $0.int(2, message.number)
            $0.text(3, message.maker.rawValue)
            $0.text(4, message.target)
            $0.text(5, message.subject)
            $0.int(6, message.notBefore.milliseconds)
        }
    }

    private func put(_ attempt: Attempt, _ db: Database) throws {
        let key: StatementArguments = [attempt.position, attempt.number]
        switch attempt.fate {
        case .done:
            try db.cachedStatement(sql: "DELETE FROM message WHERE position = ? AND number = ?")
                .execute(arguments: key)
        case .again(let at, let cause):
            _ = cause
            try db.cachedStatement(
                sql: """
                    UPDATE message SET attempts = attempts + 1, not_before = ?, cause = NULL
                    WHERE position = ? AND number = ?
                    """
            ).execute(arguments: [at.milliseconds] + key)
        case .dead(let cause):
            try db.cachedStatement(
                sql: "UPDATE message SET attempts = attempts + 1, cause = ? WHERE position = ? AND number = ?"
            ).execute(arguments: [cause] + key)
        }
    }
}

/// A draft as the journal has it.
private struct Written {
    let kind: String
    let payload: [UInt8]
    let bound: Journal.Bound?
}

/// The streams of one decision, each looked up once. Hardly ever more than three, so a walk finds them fastest.
private struct Touched {
    typealias Element = (stream: StreamID, name: String, id: Int64, next: Int)
    private var streams: [Element] = []

    var indices: Range<Int> { streams.indices }

    subscript(index: Int) -> Element {
        get { streams[index] }
        set { streams[index] = newValue }
    }

    mutating func index(_ stream: StreamID, _ find: (String) throws -> (id: Int64, next: Int)) throws -> Int {
        if let index = streams.firstIndex(where: { $0.stream == stream }) { return index }
        let name = stream.description
        let (id, next) = try find(name)
        streams.append((stream, name, id, next))
        return streams.count - 1
    }
}

extension Database {
    /// Moves the write-ahead log into the file and empties it; readers that still need it are waited for, but not long,
    /// since every writer waits meanwhile.
    /// - Returns: whether it is empty now.
    func emptyLog() -> Bool {
        do {
            try execute(sql: "PRAGMA busy_timeout = 100")
            defer { try? execute(sql: "PRAGMA busy_timeout = \(DeskFile.busySeconds * 1_000)") }
            return try Int.fetchOne(self, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
        } catch { return false }
    }
}
