import Foundation
import Synchronization

/// How far long work is: a line on standard error that is written over, where that is a terminal.
final class ProgressLine: Sendable {
    private let what: String
    private let isSeen = isatty(2) == 1
    private let shown = Mutex<(at: ContinuousClock.Instant, isAny: Bool)>((.now, false))
    private let start = ContinuousClock.now

    /// - Parameter what: `Copying entries`.
    init(_ what: String) { self.what = what }

    /// At most ten times a second.
    func tell(_ done: some BinaryInteger, of all: some BinaryInteger) {
        guard isSeen else { return }
        shown.withLock { shown in
            guard shown.at.duration(to: .now) >= .milliseconds(100) else { return }
            shown = (.now, true)
            let share = all > 0 ? " (\(min(100, Int64(done) * 100 / Int64(all)))%)" : ""
            Output.progress("\(what): \(done)\(share)  ")
        }
    }

    /// Takes the line away.
    /// - Returns: how long it took.
    @discardableResult
    func end() -> Swift.Duration {
        shown.withLock { shown in
            if shown.isAny { Output.progress(String(repeating: " ", count: what.count + 30) + "\r") }
            shown.isAny = false
        }
        return start.duration(to: .now)
    }
}

extension Swift.Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
    /// `0.3 s`
    var shown: String { String(format: seconds < 10 ? "%.1f s" : "%.0f s", seconds) }
}

/// `1.4 MB`
func shownBytes(_ bytes: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var (value, unit) = (Double(bytes), 0)
    while value >= 1_000, unit < units.count - 1 { (value, unit) = (value / 1_000, unit + 1) }
    return unit == 0 ? "\(bytes) B" : String(format: "%.1f \(units[unit])", value)
}
