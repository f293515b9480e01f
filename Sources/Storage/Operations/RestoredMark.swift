import GRDB

/// Says in a desk that it came out of a backup: a copy of it may have sealed more meanwhile, under the same key. It goes
/// along wherever the desk goes, until its log is begun anew or somebody says that it goes on.
enum RestoredMark {
    /// Of the line in `meta`.
    static let name = "restored"

    static func put(_ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO meta (name, value) VALUES (?, '1') ON CONFLICT DO NOTHING", arguments: [name])
    }
}
