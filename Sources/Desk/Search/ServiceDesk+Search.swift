import Domain

extension ServiceDesk {
    /// Looks for tickets, records and what was said, in the order in which a person would want them.
    ///
    /// What was written within the last second may be missing. Texts are opened for the page's hits alone.
    /// - Parameter query: with `customer` set, only tickets of that customer are found, by what the customer may read.
    ///   Whether somebody may search at all is for the caller to see to.
    /// - Throws: `StoreError`.
    /// - Complexity: bounded by the query's length and the documents that hold its rarest word; see `SearchQuery`.
    public func search(_ query: SearchQuery) async throws -> SearchPage {
        try await edges.store.search.find(SearchPlan(query))
    }
}
