import Domain

/// A log as somebody pastes it into a request: a page mostly, 64 kB at most.
enum Log {
    static func text(_ at: Instant, _ chance: inout Chance) -> String {
        let size = (64 << 10) >> chance.below(6) - 200
        var second = Local(at).sinceMidnight / 1_000 - Int64(chance.below(3_600))
        var text = "\(Local(at).day.text)\n"
        while text.utf8.count < size {
            second += chance.within(Int64(0)...3)
            text +=
                "\(second) \(chance.hot(of: levels)) [\(chance.one(of: parts))] \(chance.one(of: lines)) \(chance.id())\n"
        }
        return text
    }

    private static let levels = ["INFO", "WARN", "ERROR"]
    private static let parts = ["gateway", "order", "session", "db.pool", "scheduler", "plc-7"]
    private static let lines = [
        "request done in 184 ms", "connection reset by peer", "retry 2 of 5", "timeout after 30000 ms",
        "pool exhausted, 64 in use", "temperature 86.5 above limit", "heartbeat missed", "code=502 upstream",
    ]
}
