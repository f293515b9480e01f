import Desk
import Domain
import Evidence

/// The evidence log in PostgreSQL: the same tables as in SQLite, the log's row compared and set in one transaction.
enum PostgresSeals {
    static func logs(_ link: Link) throws -> [SealedLog] {
        let answer = try link.ask("SELECT number, origin, size, checkpoint FROM log ORDER BY number")
        return (0..<answer.count).map {
            SealedLog(
                number: Int(answer.int($0, 0)), origin: answer.text($0, 1), size: answer.int($0, 2),
                checkpoint: answer.text($0, 3))
        }
    }

    static func begin(_ log: SealedLog, _ first: Seal?, _ after: SealedLog?, _ link: Link) throws -> Bool {
        try link.transaction {
            // Two that begin at once meet here, and whoever seals.
            try link.run("LOCK TABLE log IN EXCLUSIVE MODE")
            guard try logs(link).last == after else { return false }
            _ = try link.ask(
                "INSERT INTO log (number, origin, size, checkpoint) VALUES ($1::int, $2, $3::bigint, '')",
                [.int(Int64(log.number)), .text(log.origin), .int(log.size)])
            try requireOpen(link)
            if let first { return try write(first, link) }
            return true
        }
    }

    private static let columns = "position, stream, version, kind, occurred, recorded, actor, payload"

    static func facts(_ from: Int64, _ limit: Int, _ link: Link) throws -> [PlainEntry] {
        facts(
            try link.ask(
                "SELECT \(columns) FROM entry WHERE position >= $1::bigint ORDER BY position LIMIT $2::bigint",
                [.int(from), .int(Int64(limit))]))
    }

    static func facts(of stream: StreamID, _ link: Link) throws -> [PlainEntry] {
        facts(
            try link.ask(
                "SELECT \(columns) FROM entry WHERE stream = $1 ORDER BY version", [.text(stream.description)]))
    }

    private static func facts(_ answer: Answer) -> [PlainEntry] {
        (0..<answer.count).map { row in
            let payload = answer.bytes(row, 7)
            return PlainEntry(
                position: answer.int(row, 0), stream: answer.text(row, 1), version: Int(answer.int(row, 2)),
                kind: answer.text(row, 3), occurred: answer.int(row, 4), recorded: answer.int(row, 5),
                actor: answer.text(row, 6), payload: Array(payload), commits: BoundFields.of(payload))
        }
    }

    static func aliases(_ names: [String], _ link: Link) throws -> [String: String] {
        let answer = try link.ask("SELECT name, id FROM alias WHERE name = ANY($1::text[])", [.list(names)])
        var known: [String: String] = [:]
        for row in 0..<answer.count { known[answer.text(row, 0)] = answer.text(row, 1) }
        return known
    }

    static func seal(_ seal: Seal, _ link: Link) throws -> Bool {
        try link.transaction { try write(seal, link) }
    }

    private static func write(_ seal: Seal, _ link: Link) throws -> Bool {
        let grown = try link.ask(
            """
            UPDATE log SET size = $1::bigint, checkpoint = $2
            WHERE number = $3::int AND size = $4::bigint AND number = (SELECT max(number) FROM log) RETURNING 1
            """,
            [.int(seal.to), .text(seal.checkpoint), .int(Int64(seal.log)), .int(seal.from)])
        guard grown.count == 1 else { return false }
        try requireOpen(link)
        for (level, number, bytes) in seal.tiles {
            _ = try link.ask(
                """
                INSERT INTO tile (log, level, number, bytes) VALUES ($1::int, $2::int, $3::bigint, $4::bytea)
                ON CONFLICT (log, level, number) DO UPDATE SET bytes = excluded.bytes
                """, [.int(Int64(seal.log)), .int(Int64(level ?? -1)), .int(number), .bytes(bytes)])
        }
        if !seal.aliases.isEmpty {
            let names = seal.aliases.sorted { $0.key < $1.key }
            _ = try link.ask(
                """
                INSERT INTO alias (name, id) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING
                """, [.list(names.map(\.key)), .list(names.map(\.value))])
        }
        if !seal.forgotten.isEmpty {
            _ = try link.ask("DELETE FROM alias WHERE name = ANY($1::text[])", [.list(seal.forgotten)])
        }
        return true
    }

    static func tile(_ log: Int, _ level: Int?, _ number: Int64, _ link: Link) throws -> [UInt8]? {
        let answer = try link.ask(
            "SELECT bytes FROM tile WHERE log = $1::int AND level = $2::int AND number = $3::bigint",
            [.int(Int64(log)), .int(Int64(level ?? -1)), .int(number)])
        return answer.count == 0 ? nil : answer.blob(0, 0)
    }

    static func secret(_ fresh: [UInt8], _ link: Link) throws -> [UInt8] {
        _ = try link.ask(
            """
            INSERT INTO meta (name, value) SELECT 'evidence-secret', $1
            WHERE NOT EXISTS (SELECT 1 FROM log WHERE size > 0) ON CONFLICT (name) DO NOTHING
            """, [.text(Content.hex(fresh))])
        let answer = try link.ask("SELECT value FROM meta WHERE name = 'evidence-secret'")
        guard let text = answer.firstText, let bytes = Content.bytes(hex: text),
            bytes.count == EvidenceSecret.byteCount
        else { throw StoreError.damaged(path: "The evidence log's secret", what: "it is gone, or is not 32 bytes") }
        return bytes
    }

    static func isRestored(_ link: Link) throws -> Bool {
        try link.ask("SELECT 1 FROM meta WHERE name = $1", [.text(RestoredMark.name)]).count > 0
    }

    static func resume(_ link: Link) throws {
        _ = try link.ask("DELETE FROM meta WHERE name = $1", [.text(RestoredMark.name)])
    }

    static func put(_ anchor: Anchor, _ link: Link) throws {
        if anchor.kind == .witness {
            // A later checkpoint that a witness signed stands for those before it.
            _ = try link.ask(
                "DELETE FROM anchor WHERE log = $1::int AND kind = $2 AND signer = $3 AND size < $4::bigint",
                [.int(Int64(anchor.log)), .text(anchor.kind.rawValue), .text(anchor.by), .int(anchor.size)])
        }
        _ = try link.ask(
            """
            INSERT INTO anchor (log, size, kind, signer, bytes) VALUES ($1::int, $2::bigint, $3, $4, $5::bytea)
            ON CONFLICT (log, size, kind, signer) DO UPDATE SET bytes = excluded.bytes
            """,
            [
                .int(Int64(anchor.log)), .int(anchor.size), .text(anchor.kind.rawValue), .text(anchor.by),
                .bytes(anchor.bytes),
            ])
    }

    static func anchors(_ log: Int, _ link: Link) throws -> [Anchor] {
        let answer = try link.ask(
            "SELECT size, kind, signer, bytes FROM anchor WHERE log = $1::int ORDER BY size, kind, signer",
            [.int(Int64(log))])
        return (0..<answer.count).compactMap { row in
            guard let kind = Anchor.Kind(rawValue: answer.text(row, 1)) else { return nil }
            return Anchor(
                log: log, size: answer.int(row, 0), kind: kind, by: answer.text(row, 2), bytes: answer.blob(row, 3))
        }
    }

    /// A desk that was moved away is sealed no more. Asked once the log's row is ours: a move waits for whoever has it.
    private static func requireOpen(_ link: Link) throws {
        if let moved = try link.ask("SELECT moved FROM head").optionalText(0, 0) {
            throw StoreError.fenced(place: "The database", to: moved)
        }
    }
}
