import Desk
import Domain

extension DeskStatus {
    /// How a desk stands, wherever it lies.
    public init(of place: DeskPlace, now: Instant) async throws(StoreError) {
        switch place {
        case .file(let path): try self.init(of: path, now: now)
        case .database(let place):
            let line = Line(place, name: "yinuo status")
            do throws(StoreError) {
                self = try await line.again("looking at the desk") { try DeskStatus($0, now) }
                await line.close()
            } catch {
                await line.close()
                throw error
            }
        }
    }

    /// One statement, so that the figures are of one instant.
    private init(_ link: Link, _ now: Instant) throws {
        let answer = try link.ask(
            """
            SELECT (SELECT max(value::bigint) FROM meta WHERE name = 'schema'),
                (SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class
                    WHERE relnamespace = 'yinuo'::regnamespace AND relkind = 'r'),
                head.next, head.recorded,
                (SELECT count(*) FROM ticket WHERE is_open), (SELECT count(*) FROM ticket WHERE is_open AND breached > 0),
                (SELECT count(*) FROM ticket WHERE is_open AND due >= $1::bigint AND due < $2::bigint),
                (SELECT count(*) FROM incident WHERE state NOT IN ('closed', 'cancelled', 'merged')),
                (SELECT count(*) FROM due), (SELECT min(at) FROM due),
                (SELECT count(*) FROM message WHERE cause IS NULL),
                (SELECT count(*) FROM message WHERE cause IS NOT NULL),
                (SELECT count(*) FROM person WHERE key IS NULL), (SELECT count(*) FROM person WHERE key IS NOT NULL),
                (SELECT count(*) FROM meta WHERE name = 'rebuilding')
            FROM head
            """, [.int(now.milliseconds), .int((now + .hours(1)).milliseconds)])
        func count(_ column: Int32) -> Int { Int(answer.int(0, column)) }
        func instant(_ column: Int32) -> Instant? { answer.optionalInt(0, column).map(Instant.init(milliseconds:)) }
        self.init(
            schema: count(0), bytes: count(1), head: Head(next: answer.int(0, 2), recorded: instant(3)),
            openTickets: count(4), breached: count(5), dueNextHour: count(6), openIncidents: count(7),
            dueList: count(8), nextDue: instant(9), messages: count(10), deadLetters: count(11), erased: count(12),
            people: count(13), isRebuildUnfinished: count(14) > 0)
    }
}
