import Domain

// What a reader of the journal needs that keeps its place itself, outside the store.

extension ServiceDesk {
    /// Returns when entries may have come, at the latest after a while.
    public func waitForEntries(atMost limit: Duration) async { await wakeFigures.wait(atMost: limit) }

    /// Every policy version that the journal names by now, on the data it was activated with.
    public static func policies(_ edges: Edges) async throws -> [PolicyInForce] { try await Rules.load(edges).book.all }
}
