import Evidence

/// Why a log is not gone on with.
public enum SealFault: Error, Hashable, Sendable {
    /// The log that the store has is not the one that was published: shorter, or another.
    case otherLog(String)
    case damaged(place: String, cause: String)
    /// Neither the desk nor anybody else has a log that another could go on from.
    case nothingBefore
    /// The newest checkpoint could not be kept outside the desk.
    case notKept(String)
    /// The store's log is of another key: names, with ids where the names are the same.
    case otherKey(expected: String, found: String)
    /// The desk came out of a backup, and its log may have been gone on with after that was made.
    case restored(origin: String?, size: Int64)
    /// Nobody restored it, so there is nothing to resume.
    case notRestored
    /// The key is that of the log, which needs no other.
    case keyNotLost(String)

    public var text: String {
        switch self {
        case .otherLog(let what):
            "\(what) Nothing is sealed: find out why. If the desk was restored from a backup, begin another log with "
                + "yinuo evidence new-epoch."
        case .damaged(let place, let cause):
            "The evidence log is damaged at \(place): \(cause). Nothing is sealed; restore the last backup."
        case .nothingBefore: "There is no log yet that another could go on from. It begins with yinuo serve."
        case .notKept(let cause): "The newest checkpoint can't be kept outside the desk: \(cause)"
        case .otherKey(let expected, let found):
            "The desk's log is of the key \(found), and the key at hand is \(expected). Nothing is sealed: name the right "
                + "one. If it is lost, go on with a new one: yinuo evidence new-epoch --lost-key."
        case .restored(let origin, let size):
            "The desk was restored from a backup"
                + (origin.map { ", in which its log \($0) has \(size) entries" } ?? "")
                + ", and nothing shows that no more was sealed since. Nothing is sealed: bring the newest "
                + "NAME.evidence-key.published along from where the desk was, or begin another log with yinuo evidence "
                + "new-epoch. If you know that nothing was sealed after the backup: yinuo evidence resume."
        case .notRestored: "The desk was not restored from a backup, or goes on already. There is nothing to resume."
        case .keyNotLost(let name): "The key at hand is that of \(name). Leave out --lost-key."
        }
    }
}
