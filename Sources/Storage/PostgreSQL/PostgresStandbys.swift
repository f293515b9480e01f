/// What can be told of the standbys that a commit waits for.
struct PostgresStandbys {
    /// `synchronous_standby_names`, empty where a commit waits for none.
    let names: String
    /// Nil where this role may not see it: without `pg_read_all_stats` the server hides it.
    let connected: Int?

    /// Three columns.
    static let columns = """
        current_setting('synchronous_standby_names'),
        (SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')),
        (SELECT count(*) FROM pg_stat_replication WHERE sync_state IS NULL)
        """

    init(_ answer: Answer, from column: Int32 = 0) {
        names = answer.text(0, column)
        let (seen, hidden) = (Int(answer.int(0, column + 1)), Int(answer.int(0, column + 2)))
        connected = seen == 0 && hidden > 0 ? nil : seen
    }

    /// Why every commit waits; nil while none does.
    var trouble: String? {
        if names.isEmpty || connected != 0 { return nil }
        return "No synchronous standby is connected (\(names)), so every commit waits until one is. "
            + "Start one, or name others in synchronous_standby_names."
    }

    /// What is to be told once, at the start.
    var warning: String? {
        if let trouble { return trouble }
        if names.isEmpty {
            return "No synchronous standby is set: should this server be lost, what was acknowledged since its last "
                + "backup is lost with it. Set synchronous_standby_names."
        }
        if connected != nil { return nil }
        return "Whether a synchronous standby is connected can't be seen by this role: GRANT pg_read_all_stats to it."
    }
}
