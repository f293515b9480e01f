import GRDB

/// The statements that every command runs.
final class WriterStatements {
    let findStream, lastVersion, addStream, dropStreams, addEntry, addText: Prepared
    let putTicket, putDue, dropDue, addMessage, addReceipt: Prepared

    init(_ db: Database) throws {
        findStream = try Prepared(db, "SELECT id FROM stream WHERE name = ?")
        lastVersion = try Prepared(db, "SELECT max(version) FROM entry WHERE stream = ?")
        addStream = try Prepared(db, "INSERT INTO stream (name) VALUES (?) ON CONFLICT DO NOTHING")
        dropStreams = try Prepared(db, "DELETE FROM stream WHERE id >= ?")
        addEntry = try Prepared(
            db,
            """
            INSERT INTO entry (position, stream, version, kind, occurred, recorded, actor, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        addText = try Prepared(db, "INSERT INTO text (position, part, person, box) VALUES (?, ?, ?, ?)")
        putTicket = try Prepared(
            db,
            """
            INSERT INTO ticket (stream, id, customer, state, is_open, holder, queue, attributes, grades, received,
                updated, due, breached, clocks, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (stream) DO UPDATE SET state = excluded.state, is_open = excluded.is_open,
                holder = excluded.holder, queue = excluded.queue, attributes = excluded.attributes,
                grades = excluded.grades, updated = excluded.updated, due = excluded.due,
                breached = excluded.breached, clocks = excluded.clocks, version = excluded.version
            """)
        putDue = try Prepared(
            db, "INSERT INTO due (stream, at) VALUES (?, ?) ON CONFLICT (stream) DO UPDATE SET at = excluded.at")
        dropDue = try Prepared(db, "DELETE FROM due WHERE stream = ?")
        addMessage = try Prepared(
            db,
            """
            INSERT INTO message (position, number, maker, target, subject, not_before) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """)
        addReceipt = try Prepared(
            db, "INSERT INTO receipt (actor, key, hash, first, count, recorded) VALUES (?, ?, ?, ?, ?, ?)")
    }
}
