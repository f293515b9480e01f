import Domain

extension Engine {
    /// What a stream looks like now, for views.
    ///
    /// Asked for beside the actor: whoever entered it would have its whole turn done on their own thread.
    nonisolated func state(_ stream: StreamID) async throws(StoreError) -> Held? {
        // Where others write too, only the store knows.
        if isShared { return try await store.streams([stream])[stream].flatMap { Held(replaying: $0) } }
        if let held = shelf.look(stream) { return held }
        let changes = shelf.changes
        let held = try await store.streams([stream])[stream].flatMap { Held(replaying: $0) }
        // Unless it may have been moved on meanwhile.
        if let held { shelf.put(stream, held, unlessChangedSince: changes) }
        return held
    }

    /// The same of many, of which the store is asked once; nothing that it gives is put on the shelf.
    nonisolated func states(_ streams: [StreamID]) async throws(StoreError) -> [StreamID: Held] {
        var states: [StreamID: Held] = [:]
        if !isShared { for stream in streams { states[stream] = shelf.look(stream) } }
        let missing = streams.filter { states[$0] == nil }
        if missing.isEmpty { return states }
        for (stream, entries) in try await store.streams(missing) { states[stream] = Held(replaying: entries) }
        return states
    }
}
