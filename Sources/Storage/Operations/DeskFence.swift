import Desk
import GRDB

/// Says in a desk where it was moved to; from then on nobody writes to it.
enum DeskFence {
    /// Where a desk in a file was moved to.
    static func target(_ db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'moved'")
    }

    /// - Parameter to: where it goes, without a password. The caller holds the lock of a desk in a file.
    static func put(_ place: DeskPlace, to target: String) async throws(StoreError) {
        switch place {
        case .file(let path):
            try change(path) { db in
                try db.execute(sql: "INSERT INTO meta (name, value) VALUES ('moved', ?)", arguments: [target])
            }
        case .database(let place):
            let mine = try await change(place) { link in
                // Waits for the batch that is being written; the next one finds it.
                _ = try link.ask("UPDATE head SET moved = $1 WHERE moved IS NULL", [.text(target)])
                // Whoever seals at this moment is waited for; who comes after sees that the desk has moved.
                try link.transaction { _ = try link.run("LOCK TABLE log IN EXCLUSIVE MODE") }
                return try link.ask("SELECT moved FROM head").optionalText(0, 0)
            }
            if mine != target { throw StoreError(moved: mine ?? "", place) }
        }
    }

    /// - Parameter to: where the move went that is taken back; a desk that went elsewhere stays closed.
    /// - Throws: `fenced` for that one.
    static func takeOff(_ place: DeskPlace, to target: String) async throws(StoreError) {
        switch place {
        case .file(let path):
            try change(path) { db in
                try db.execute(sql: "DELETE FROM meta WHERE name = 'moved' AND value = ?", arguments: [target])
                if let other = try DeskFence.target(db) { throw StoreError.fenced(place: path, to: other) }
            }
        case .database(let place):
            let other = try await change(place) { link in
                _ = try link.ask(
                    "UPDATE head SET moved = NULL WHERE filler IS NULL AND moved = $1", [.text(target)])
                return try link.ask("SELECT moved FROM head WHERE filler IS NULL AND moved IS NOT NULL").firstText
            }
            if let other { throw StoreError.fenced(place: place.name, to: other) }
        }
    }

    private static func change(_ path: String, _ body: (Database) throws -> Void) throws(StoreError) {
        try storing(path, "fencing the desk") {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            try queue.write(body)
        }
    }

    private static func change(
        _ place: PostgresPlace, _ body: @escaping @Sendable (Link) throws -> String?
    ) async throws(StoreError) -> String? {
        let line = Line(place, name: "yinuo fence", settings: "SET lock_timeout = '30s';")
        do throws(StoreError) {
            let answer = try await line.again("fencing the desk", body)
            await line.close()
            return answer
        } catch {
            await line.close()
            throw error
        }
    }
}
