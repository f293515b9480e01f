import Synchronization

/// The marks that this node handed out lately, by session, so that none ever goes back.
///
/// Of two answers that are under way at once a browser keeps the cookie of whichever comes in last, and that may be the one
/// that knew less: what the other had marked would be new again. So what a session was told goes into all that it is told
/// later, and counts whatever its browser sends. Another node, and this one once it has begun anew, goes by the cookie alone.
final class ReadMarks: Sendable {
    /// Then all are let go: the cookies still say nearly as much.
    private static let sessionsAtMost = 10_000

    /// By the token that a session's forms hold, which is at hand with every request.
    private let told = Mutex<[String: ReadMark]>([:])

    /// What a browser sent, with what its session was told besides.
    func known(_ sent: ReadMark, _ session: String) -> ReadMark {
        guard let told = told.withLock({ $0[session] }) else { return sent }
        return sent.union(told)
    }

    /// - Returns: what to hand out: the mark, with what the session was told meanwhile.
    func tell(_ mark: ReadMark, _ session: String) -> ReadMark {
        told.withLock { told in
            if told.count >= Self.sessionsAtMost, told[session] == nil { told = [:] }
            let all = told[session].map { mark.union($0) } ?? mark
            told[session] = all
            return all
        }
    }
}
