import Desk

extension SearchStore {
    /// - Parameter lines: connections that take turns.
    static func postgres(_ lines: @escaping @Sendable () -> Line, _ place: PostgresPlace) -> SearchStore {
        @Sendable func read<T: Sendable>(
            _ operation: String, _ body: @escaping @Sendable (Link) throws -> T
        ) async throws(StoreError) -> T { try await lines().again(operation, body) }
        // Whether it was done is seen in the index's place, so it is not tried again here.
        @Sendable func once<T: Sendable>(
            _ operation: String, _ body: @escaping @Sendable (Link) throws -> T
        ) async throws(StoreError) -> T {
            do { return try await lines().once(body) } catch { throw StoreError(any: error, place.name, operation) }
        }
        return SearchStore(
            place: { () throws(StoreError) in
                try await read("reading the index's place") { try PostgresSearch.place($0) }
            },
            sources: { touched, atHand throws(StoreError) in
                try await read("reading what is searched") { try PostgresSearch.sources(touched, atHand, $0) }
            },
            emptied: { limit throws(StoreError) in
                try await read("reading what was emptied") { try PostgresSearch.emptied(limit, $0) }
            },
            put: { step throws(StoreError) in
                try await once("writing the index") { try PostgresIndexing.put(step, $0) }
            },
            forget: { people throws(StoreError) in
                while try await read("emptying documents", { try PostgresIndexing.forget(people, $0) }) {}
            },
            clear: { () throws(StoreError) in
                try await read("emptying the index") { try PostgresIndexing.clear($0) }
            },
            find: { plan throws(StoreError) in
                try await read("searching") { try PostgresSearch.find(plan, $0) }
            })
    }
}
