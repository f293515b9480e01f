import Desk
import Domain
import Pages
import Synchronization

/// What stands around the pages of each session, kept while it is in use: the account's menu and the dialogs.
///
/// It holds somebody's name and their session's token, so all of it is let go when a record changes that either comes from:
/// somebody is called otherwise, may do something else, signs out or is erased.
final class Frames: Sendable {
    private struct Key: Hashable {
        let language: Language
        let look: Look
        let name: String
        let role: Role?
        let csrf: String
    }
    private struct Kept {
        var frames = Shelf<Key, Shell.Frame>(atMost: Frames.atMost)
        var turn = 0
    }

    private static let atMost = 1_000
    private static let kinds: Set<RecordKind> = [.customer, .contact, .agent, .account, .session]
    private let kept = Mutex(Kept())

    /// Rises whenever they are let go.
    var turn: Int { kept.withLock { $0.turn } }
    var count: Int { kept.withLock { $0.frames.count } }

    /// - Parameter turn: as it was before the name was looked up; what was let go since then is shown once and not kept.
    func frame(of shell: Shell, _ turn: Int) -> Shell.Frame {
        let key = Key(
            language: shell.reader.language, look: shell.look, name: shell.who?.name ?? "", role: shell.who?.role,
            csrf: shell.who?.csrf ?? "")
        if let known = kept.withLock({ $0.frames.take(key) }) { return known }
        let frame = Shell.Frame(shell)
        kept.withLock { if $0.turn == turn { $0.frames.put(key, frame) } }
        return frame
    }

    /// - Parameter isNew: of what was not there before nothing was shown; else each sign-in would empty it.
    func letGo(_ stream: StreamID, isNew: Bool) {
        if case .record(let kind) = stream.kind, !isNew, Self.kinds.contains(kind) { forget() }
    }

    func forget() {
        kept.withLock { kept in
            kept.turn += 1
            kept.frames = Shelf(atMost: Self.atMost)
        }
    }
}
