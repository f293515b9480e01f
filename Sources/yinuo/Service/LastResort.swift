import Domain
import Foundation
import Synchronization

/// Ends the program where it does not come to its end by itself.
///
/// A call into a database that went silent never returns, and whoever told the program to stop would wait for ever.
/// Nothing that was acknowledged is lost by ending it there: a transaction stands or does not, and whoever has no
/// answer does not know, and sends it again under the same key.
final class LastResort: Sendable {
    /// How long closing may take after the time is up that work under way has.
    static let patience = Domain.Duration.seconds(5)

    private let isOver = Mutex(false)

    /// On a thread of its own: all that others share may be what does not go on.
    func begin(after limit: Domain.Duration, _ end: @escaping @Sendable () -> Void) {
        let thread = Thread { [self] in
            Thread.sleep(forTimeInterval: Double(limit.milliseconds) / 1_000)
            if !isOver.withLock({ $0 }) { end() }
        }
        thread.name = "yinuo last resort"
        thread.start()
    }

    /// It came to its end.
    func isNotNeeded() { isOver.withLock { $0 = true } }
}
