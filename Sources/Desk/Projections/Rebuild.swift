import Domain

extension ServiceDesk {
    /// Makes every projection anew from the journal, stream by stream, each row written once.
    ///
    /// The search index is emptied, and made anew by `SearchFollower`.
    /// - Parameter progress: told the number of streams done so far.
    /// - Returns: entries folded.
    @discardableResult
    public static func rebuild(_ edges: Edges, progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws
        -> Int
    {
        let rules = try await Rules.load(edges)
        let walk = Walk(edges, rules)
        try await edges.store.rebuild {
            let batch = try await walk.next()
            progress(await walk.streams)
            return batch
        }
        // The follower makes the index anew, from the journal's beginning.
        try await edges.store.search.clear()
        return await walk.entries
    }

    /// Goes through all streams, in the order in which they began.
    private actor Walk {
        private static let streamsAtMost = 500
        private let edges: Edges
        private let rules: Rules
        private var place: Int64 = 0
        private(set) var streams = 0
        private(set) var entries = 0

        init(_ edges: Edges, _ rules: Rules) {
            self.edges = edges
            self.rules = rules
        }

        func next() async throws -> Rebuilt? {
            let stretch = try await edges.store.stretch(place, Self.streamsAtMost)
            if stretch.streams.isEmpty { return nil }
            place = stretch.last
            return project(stretch.streams)
        }

        private func project(_ found: [[Journal.Entry]]) -> Rebuilt {
            var batch = Rebuilt()
            for entries in found {
                guard let stream = entries.first?.stream else { continue }
                self.entries += entries.count
                streams += 1
                guard let held = Held(replaying: entries), let recorded = entries.last?.recorded else { continue }
                let projection = Projection(held, recorded: recorded, rules)
                if let row = projection.row { batch.rows.append(row) }
                if let due = projection.due { batch.dues.append(DueRow(stream, due)) }
                if case .ledger(let ledger) = held.aggregate { batch.rows += ledger.rows(entries) }
            }
            return batch
        }
    }
}

extension Ledger {
    /// What stands, each line dated when it was posted.
    func rows(_ entries: [Journal.Entry]) -> [ProjectionRow] {
        var posted: [Key: Instant] = [:]
        for case .ledger(.posted(let key, _, let at)) in entries.map(\.event) { posted[key] = at }
        return standing.map { key, posting in
            .posting(
                PostingRow(contract: contract, key: key, posting: posting, at: posted[key] ?? Instant(milliseconds: 0)))
        }
    }
}
