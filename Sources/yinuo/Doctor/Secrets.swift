import Edges
import Storage

/// The files that only the desk's user may read, and what lies in them that others want.
struct Secrets {
    private let files: [(path: String, what: String)]

    /// - Parameter file: of the settings.
    init(_ settings: Settings, file: String?) {
        var files: [(path: String?, what: String)] = [
            (settings.mailPasswordFile, "the mail server's password"),
            (settings.oidcPasswordFile, "the identity provider's password"),
            (settings.evidenceKeyFile?.path, "the key of the evidence log"),
            (settings.desk.path, "people's texts and their keys"),
            (settings.desk.path.map { $0 + "-wal" }, "people's texts and their keys"),
        ]
        if case .database(let place) = settings.desk, place.holdsPassword { files.append((file, "a password")) }
        self.files = files.compactMap { path, what in path.map { ($0, what) } }
    }

    var finding: Observation {
        let seen = files.compactMap { path, what in Disks.isOpenToAll(path).map { (path, what, isOpen: $0) } }
        let open = seen.filter(\.isOpen)
        if open.isEmpty {
            return .ok("rights", seen.isEmpty ? "no file holds any yet" : "\(seen.count) files, closed to strangers")
        }
        let words = open.map { "\($0.0) holds \($0.1), and everybody on this machine may read it." }
        return .trouble("rights", words.joined(separator: " ") + " Run chmod o= on it.")
    }
}
