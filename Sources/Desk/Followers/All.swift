extension Follower {
    /// In the order in which they step.
    public static let all: [Follower] = [.ledger, .incidents, .editions, .webhooks, .mail]
}
