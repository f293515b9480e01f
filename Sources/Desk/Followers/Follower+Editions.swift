import Domain

extension Follower {
    /// A version put in force again on other zone or holiday data moves the open tickets that run under it, each by an
    /// entry that says why.
    ///
    /// There may be many, so they are moved in transactions of their own before the follower goes on; a key each sees to
    /// it that none is moved twice.
    static let editions = Follower(name: "editions") { entries, desk in
        for entry in entries {
            guard case .policy(let activation) = entry.event, activation.version.edition > 1 else { continue }
            var requests: [Request] = []
            for row in try await desk.edges.store.queue(QueueQuery(limit: .max)) {
                for (strand, grade) in row.grades.enumerated() where grade.policy.isEarlier(than: activation.version) {
                    requests.append(move(row.id, strand, grade, entry))
                }
            }
            var moved = requests[...]
            while !moved.isEmpty {
                _ = try await desk.performAll(Array(moved.prefix(entriesAtMost)))
                moved = moved.dropFirst(entriesAtMost)
            }
        }
        return Effects()
    }

    private static func move(_ ticket: TicketID, _ strand: Int, _ grade: GradeRef, _ entry: Journal.Entry) -> Request {
        guard case .policy(let activation) = entry.event else { return Request(.desk, .fire(.ticket(ticket))) }
        let to = GradeRef(policy: activation.version, grade: grade.grade, variant: grade.variant)
        return Request(
            "follower:editions",
            .ticket(
                ticket,
                [.regrade(strand: strand, to: to, reason: "calendar data \(activation.zones.prefix(8)) is in force")]),
            key: .init("editions:\(entry.position):\(ticket):\(strand)"))
    }
}

extension PolicyVersion {
    fileprivate func isEarlier(than other: PolicyVersion) -> Bool {
        id == other.id && version == other.version && edition < other.edition
    }
}
