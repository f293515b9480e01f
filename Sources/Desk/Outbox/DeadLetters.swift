import Domain

extension ServiceDesk {
    /// Puts dead letters back in the outbox for one more attempt, at once.
    public func retry(_ letters: [DeadLetter]) async throws {
        let now = timekeeper.read().now
        try await settle(letters) { .again(at: now, cause: $0.cause) }
    }

    /// Gives dead letters up: nobody will be told.
    public func drop(_ letters: [DeadLetter]) async throws { try await settle(letters) { _ in .done } }

    private func settle(_ letters: [DeadLetter], _ fate: (DeadLetter) -> Attempt.Fate) async throws {
        let attempts = letters.map {
            Attempt(position: $0.message.position, number: $0.message.number, fate: fate($0))
        }
        if attempts.isEmpty { return }
        _ = try await submit([Work(deliveries: attempts)])
    }
}
