import Desk
import Domain
import Storage

/// The rows of decisions as plain SQL: what a client that judges nothing would send for the same journal.
enum BareSQL {
    /// Tables of the same shape as a desk's, and transactions of so many decisions with a statement for each table.
    static func text(_ decisions: [Decision], perTransaction size: Int) throws -> String {
        var sql = """
            DROP SCHEMA IF EXISTS bare CASCADE; CREATE SCHEMA bare; SET search_path = bare;
            CREATE TABLE head (one int PRIMARY KEY, next bigint); INSERT INTO head VALUES (1, 0);
            CREATE TABLE entry (position bigint PRIMARY KEY, stream text COLLATE "C", version int, kind text,
                occurred bigint, recorded bigint, actor text, payload text);
            CREATE UNIQUE INDEX ON entry (stream, version);
            CREATE TABLE text (position bigint, part int, person bigint, box bytea, PRIMARY KEY (position, part));
            CREATE TABLE ticket (id text COLLATE "C" PRIMARY KEY, customer text, state text, attributes text, clocks text,
                received bigint, due bigint);
            CREATE INDEX ON ticket (due, received); CREATE INDEX ON ticket (customer);
            CREATE TABLE due (stream text COLLATE "C" PRIMARY KEY, at bigint); CREATE INDEX ON due (at, stream);

            """
        var position: Int64 = 0
        var from = 0
        while from < decisions.count {
            let batch = decisions[from..<min(decisions.count, from + size)]
            var (entries, texts, tickets, dues): ([String], [String], [String], [String]) = ([], [], [], [])
            for decision in batch {
                for draft in decision.drafts {
                    let (kind, payload) = try JournalCodec.encode(draft.event, bound: draft.bound)
                    entries.append(
                        "(\(position),\(quoted(draft.stream.description)),\(draft.version),'\(kind)',"
                            + "\(draft.event.occurred.milliseconds),\(decision.recorded.milliseconds),"
                            + "\(quoted(draft.actor.rawValue)),\(quoted(payload)))")
                    if !draft.texts.isEmpty {
                        let box = draft.texts.flatMap { $0.salt + $0.payload + Array($0.field.utf8) }
                        texts.append("(\(position),0,1,'\\x\(hex(box))')")
                    }
                    position += 1
                }
                for case .ticket(let row) in decision.rows {
                    tickets.append(
                        "(\(quoted(row.id.rawValue)),\(quoted(row.customer.rawValue)),'new',"
                            + "\(quoted("\(row.attributes.count)")),\(quoted("\(row.clocks)")),\(row.received.milliseconds),"
                            + "\(row.due.map { "\($0.milliseconds)" } ?? "NULL"))")
                }
                for due in decision.dues where due.at != nil {
                    dues.append("(\(quoted(due.stream.description)),\(due.at!.milliseconds))")
                }
            }
            sql += "BEGIN; UPDATE head SET next = \(position);"
            for (table, rows) in [("entry", entries), ("text", texts), ("ticket", tickets), ("due", dues)]
            where !rows.isEmpty {
                sql += "INSERT INTO \(table) VALUES \(rows.joined(separator: ","));"
            }
            sql += "COMMIT;\n"
            from += size
        }
        return sql
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
