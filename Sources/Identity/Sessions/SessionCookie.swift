import Domain

/// What a browser shows of its session: which one, when it was last seen, and the desk's own signature under both. So the
/// idle limit needs nothing to be written: a cookie is handed out anew at most once a minute.
struct SessionCookie {
    static let refreshed = Duration.minutes(1)
    let id: String
    let seen: Instant

    init(id: String, seen: Instant) {
        self.id = id
        self.seen = Instant(milliseconds: seen.milliseconds / 1_000 * 1_000)
    }

    private var core: String { id + "." + String(seen.milliseconds / 1_000, radix: 36) }

    func text(_ keys: DeskKeys) -> String { core + "." + Base64URL.text(keys.mac("session", core)) }

    /// Nil for what this desk did not hand out.
    init?(_ text: String, _ keys: DeskKeys) {
        guard text.utf8.count <= 128 else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let second = Int64(parts[1], radix: 36), (0..<1 << 40).contains(second),
            let mac = Base64URL.bytes(parts[2])
        else { return nil }
        self.init(id: String(parts[0]), seen: Instant(milliseconds: second * 1_000))
        guard keys.isMAC(mac, "session", core) else { return nil }
    }

    /// What a form has to send along; known to the session's own pages alone.
    func csrf(_ keys: DeskKeys) -> String { Base64URL.text(keys.mac("csrf", id)) }
}
