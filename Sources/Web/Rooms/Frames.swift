import Desk
import Domain
import Pages
import Synchronization

/// What stands around the pages of each session, kept while it is in use.
final class Frames: Sendable {
    private struct Key: Hashable {
        let language: Language
        let look: Look
        let name: String
        let role: Role?
        let csrf: String
    }

    private static let atMost = 1_000
    private let kept = Mutex(Shelf<Key, Shell.Frame>(atMost: atMost))

    func frame(of shell: Shell) -> Shell.Frame {
        let key = Key(
            language: shell.reader.language, look: shell.look, name: shell.who?.name ?? "", role: shell.who?.role,
            csrf: shell.who?.csrf ?? "")
        if let known = kept.withLock({ $0.take(key) }) { return known }
        let frame = Shell.Frame(shell)
        kept.withLock { $0.put(key, frame) }
        return frame
    }
}
