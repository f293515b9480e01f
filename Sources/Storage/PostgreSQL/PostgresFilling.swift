import Desk
import Domain
import Foundation

/// An empty desk in PostgreSQL that one program fills; until it is whole nobody else can open it or write to it.
///
/// The head row names the node that fills it, and its session holds a lock for as long as it lives. So what was left half
/// full is told from what is being filled, and the next to fill it empties it first.
struct PostgresFilling: Sendable {
    let place: PostgresPlace
    /// The node that may write.
    let node: String
    let line: Line

    /// - Returns: nil when there is something.
    /// - Throws: while another program fills it.
    static func begin(_ place: PostgresPlace) async throws(StoreError) -> PostgresFilling? {
        let node = "filling-" + UUID().uuidString.lowercased()
        let patient = "SET statement_timeout = '600s'; SET lock_timeout = '30s';"
        let line = Line(place, name: "yinuo filling", settings: patient)
        do throws(StoreError) {
            let isMine = try await line.again("beginning to fill a desk", for: .seconds(3)) { link in
                try PostgresSchema.migrate(link, place)
                try link.run(patient)
                _ = try PostgresChecks.warnings(link, place)
                let held = try link.run("SELECT pg_try_advisory_lock(1500073589, \(PostgresFilling.lock))")[0]
                guard held.text(0, 0) == "t" else { throw StoreError(moved: "", place) }
                return try link.transaction { try claim(link, place, node) }
            }
            if isMine { return PostgresFilling(place: place, node: node, line: line) }
        } catch {
            await line.close()
            throw error
        }
        await line.close()
        return nil
    }

    private static func claim(_ link: Link, _ place: PostgresPlace, _ node: String) throws -> Bool {
        let head = try link.run("SELECT moved, filler FROM head FOR UPDATE")[0]
        // Nobody holds the lock, so whoever filled it has ended.
        if !head.isNull(0, 1) {
            try empty(link)
        } else if let moved = head.optionalText(0, 0) {
            throw StoreError(moved: moved, place)
        }
        let isEmpty = try link.run(
            """
            SELECT next = 0 AND NOT EXISTS (SELECT 1 FROM receipt) AND NOT EXISTS (SELECT 1 FROM document) FROM head
            """)[0].text(0, 0)
        if isEmpty != "t" { return false }
        try link.run("UPDATE head SET moved = '', filler = '\(node)'")
        return true
    }

    private static let lock = "hashtext('filling')"

    /// Now and not when the server notices that the session has ended: who comes next would find it in use.
    private static func release(_ link: Link) throws {
        try link.run("SELECT pg_advisory_unlock(1500073589, \(lock))")
    }

    /// Opens it to all.
    func finish() async throws(StoreError) {
        let node = node
        let isDone = try await line.again("opening the new desk to all") { link in
            try link.run("UPDATE head SET moved = NULL, filler = NULL WHERE filler = '\(node)'")
            // Asked of a row that goes when somebody else empties the desk.
            let isDone =
                try link.run(
                    "SELECT filler IS NULL AND (next = 0 OR EXISTS (SELECT 1 FROM node WHERE id = '\(node)')) FROM head"
                )[0].text(0, 0) == "t"
            try PostgresFilling.release(link)
            return isDone
        }
        await line.close()
        if !isDone { throw StoreError(moved: "", place) }
    }

    /// Empties it, if it is still this program's to fill.
    func abandon() async {
        let node = node
        try? await line.again("emptying what was filled") { link in
            try link.transaction {
                if try link.run("SELECT filler FROM head FOR UPDATE")[0].optionalText(0, 0) == node {
                    try PostgresFilling.empty(link)
                }
            }
            try PostgresFilling.release(link)
        }
        await line.close()
    }

    /// Tables are cut off and not deleted from, so that no key lingers in their files.
    private static func empty(_ link: Link) throws {
        try link.run(
            """
            TRUNCATE entry, text, person, document, ticket, incident, record, posting, due, message, receipt, follower,
                node, log, tile, alias, anchor, search_list, search_term, search_document, search_pairs,
                search_person, search_received RESTART IDENTITY;
            UPDATE search_state SET place = 0, next = 0;
            DELETE FROM meta WHERE name <> 'schema';
            UPDATE head SET next = 0, recorded = NULL, rules = 0, moved = NULL, filler = NULL;
            """)
    }

}
