import Desk
import GRDB

extension SearchStore {
    /// - Parameter glances: searches run on the thread that asks: to hand one over and back costs as much as a third of it.
    static func sqlite(
        _ file: DeskFile, _ glances: DatabasePool, _ writer: Writer, readOnly: Bool
    ) -> SearchStore {
        @Sendable func read<T: Sendable>(
            _ operation: String, _ body: @escaping @Sendable (Database) throws -> T
        ) async throws(StoreError) -> T {
            do { return try await file.pool.read(body) } catch { throw StoreError(error, file.path, operation) }
        }
        @Sendable func write<T: Sendable>(
            _ operation: String, _ body: @escaping @Sendable (Database) throws -> T
        ) async throws(StoreError) -> T {
            if readOnly { throw .readOnly(path: file.path) }
            do { return try await file.pool.write(body) } catch { throw StoreError(error, file.path, operation) }
        }
        @Sendable func emptyLog() async {
            try? await file.pool.writeWithoutTransaction { db in writer.erased(db) }
        }
        return SearchStore(
            place: { () throws(StoreError) in
                try await read("reading the index's place") { try SQLiteSearch.place($0) }
            },
            sources: { touched, atHand throws(StoreError) in
                try await read("reading what is searched") {
                    try SQLiteSearch.sources(touched, atHand, writer.freshTexts, $0)
                }
            },
            emptied: { limit throws(StoreError) in
                try await read("reading what was emptied") { try SQLiteSearch.emptied(limit, $0) }
            },
            put: { step throws(StoreError) in
                let isDone = try await write("writing the index") { try SQLiteIndexing($0).put(step) }
                if step.erases { await emptyLog() }
                return isDone
            },
            forget: { people throws(StoreError) in
                while try await write("emptying documents", { try SQLiteIndexing($0).forget(people) }) {}
                if try await write("writing the index's words anew", { try SQLiteIndexing.sweep($0) }) {
                    await emptyLog()
                }
            },
            clear: { () throws(StoreError) in
                try await write("emptying the index") { try SQLiteIndexing.clear($0) }
                await emptyLog()
            },
            find: { plan throws(StoreError) in
                do { return try glances.unsafeRead { try SQLiteSearch.find(plan, $0) } } catch {
                    throw StoreError(error, file.path, "searching")
                }
            })
    }
}
