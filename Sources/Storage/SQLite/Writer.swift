import Desk
import Domain
import Foundation
import GRDB

/// Writes batches of decisions. Everything here runs on the pool's one writer, inside one transaction.
final class Writer: @unchecked Sendable {
    private let vault = Vault()
    private var next: Int64 = 0
    private var statements: WriterStatements!

    /// Lets go of its statements, without which the connection can't close, and leaves a log that is empty.
    func rest(_ pool: DatabasePool) async {
        vault.forget()
        try? await pool.writeWithoutTransaction { db in
            self.statements = nil
            try db.checkpointTruncating()
        }
    }

    func commit(_ batch: [Decision], _ pool: DatabasePool) async throws -> [Committed] {
        do {
            let erases = batch.contains { !$0.erased.isEmpty }
            let results = try await pool.writeWithoutTransaction { db in
                if self.statements == nil { self.statements = try WriterStatements(db) }
                var results: [Committed] = []
                results.reserveCapacity(batch.count)
                try db.inTransaction(.immediate) {
                    self.next = try Int64.fetchOne(
                        db.cachedStatement(sql: "SELECT coalesce(max(position) + 1, 0) FROM entry"))!
                    for decision in batch { results.append(try self.write(decision, db)) }
                    return .commit
                }
                // The log still holds pages from before the erasure.
                if erases { try db.checkpointTruncating() }
                return results
            }
            return results
        } catch {
            // What the vault remembers may have been rolled back.
            vault.forget()
            throw error
        }
    }

    /// Looks first and writes then: a decision that can't stand leaves nothing behind.
    private func write(_ decision: Decision, _ db: Database) throws -> Committed {
        if let claim = decision.receipt, let known = try Reader.receipt(claim.key, db) { return .repeated(known) }
        if let step = decision.step, try Reader.place(step.follower, db) != step.from {
            return .stale(StreamID(.desk, step.follower))
        }
        var streams: [StreamID: (id: Int64, next: Int)] = [:]
        for draft in decision.drafts {
            let known: (id: Int64, next: Int)
            if let seen = streams[draft.stream] { known = seen } else { known = try find(draft.stream, db) }
            guard known.next == draft.version else { return .stale(draft.stream) }
            streams[draft.stream] = (known.id, known.next + 1)
        }
        for draft in decision.drafts {
            guard !draft.texts.isEmpty, let person = draft.person else { continue }
            do { try vault.prepare(person, db) } catch let error as Vault.ErasedPerson {
                return .erased(error.person)
            }
        }
        let first = next
        for draft in decision.drafts {
            if streams[draft.stream]!.id < 0 {
                try statements.addStream.run { $0.text(1, draft.stream.description) }
                streams[draft.stream]!.id = db.lastInsertedRowID
            }
            try insert(draft, streams[draft.stream]!.id, decision.recorded, db)
        }
        try side(decision, first, streams, db)
        return .done(first..<next)
    }

    /// A stream's number and the version of its next entry; number −1 for one that is not there yet.
    private func find(_ stream: StreamID, _ db: Database) throws -> (id: Int64, next: Int) {
        guard let id = try statements.findStream.int({ $0.text(1, stream.description) }) else { return (-1, 0) }
        return (id, Int(try statements.lastVersion.int { $0.int(1, id) } ?? -1) + 1)
    }

    private func insert(_ draft: Draft, _ stream: Int64, _ recorded: Instant, _ db: Database) throws {
        let (kind, payload) = try JournalCodec.encode(draft.event, bound: draft.bound)
        try statements.addEntry.run {
            $0.int(1, next)
            $0.int(2, stream)
            $0.int(3, draft.version)
            $0.text(4, kind)
            $0.int(5, draft.event.occurred.milliseconds)
            $0.int(6, recorded.milliseconds)
            $0.text(7, draft.actor.rawValue)
            $0.text(8, payload)
        }
        if let person = draft.person {
            for text in draft.texts { try vault.put(text, of: person, at: next, statements.addText, db) }
        }
        next += 1
    }

    /// Everything of a decision but its entries.
    private func side(
        _ decision: Decision, _ first: Int64, _ streams: [StreamID: (id: Int64, next: Int)], _ db: Database
    ) throws {
        func number(_ stream: StreamID) throws -> Int64 { try streams[stream]?.id ?? find(stream, db).id }
        for row in decision.rows { try Rows.put(row, number: number, statements, db) }
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

extension Database {
    /// Empties the write-ahead log; readers that still need it are waited for, by the busy time-out.
    func checkpointTruncating() throws {
        let row = try Row.fetchOne(self, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        if let row, (row[0] as Int) != 0 {
            throw StoreError.failed(operation: "emptying the log", cause: "it is in use")
        }
    }
}
