import Domain
import Synchronization

/// The two clocks of a machine.
public struct Clocks: Sendable {
    public var wall: @Sendable () -> Instant
    /// Since some moment of the past; only counts, also while the machine sleeps.
    public var ticks: @Sendable () -> Duration
    public init(wall: @escaping @Sendable () -> Instant, ticks: @escaping @Sendable () -> Duration) {
        self.wall = wall
        self.ticks = ticks
    }
}

/// Tells the desk's time, and notices when the wall clock leaps.
///
/// Drift and small corrections are followed. A leap is not: from there on time is told by the clock that only counts,
/// and nothing fires, until the wall clock comes back or a person trusts it again. A clock set to next year would
/// otherwise break every promise of the desk at once, for ever.
public final class Timekeeper: Sendable {
    /// More than this between two readings, beyond what the other clock counted, is a leap.
    public static let tolerance = Duration.minutes(5)

    private struct State {
        var wall: Instant
        var ticks: Duration
        var leap: Duration?
    }
    private let clocks: Clocks
    private let state: Mutex<State>

    public init(_ clocks: Clocks) {
        self.clocks = clocks
        state = Mutex(State(wall: clocks.wall(), ticks: clocks.ticks(), leap: nil))
    }

    /// - Returns: the instant, and by how much the wall clock is away from it while it is not believed.
    public func read() -> (now: Instant, leap: Duration?) {
        let wall = clocks.wall()
        let ticks = clocks.ticks()
        return state.withLock { state in
            let counted = state.wall + (ticks - state.ticks)
            let away = wall - counted
            if away <= Self.tolerance, Duration.zero - Self.tolerance <= away {
                state = State(wall: wall, ticks: ticks, leap: nil)
                return (wall, nil)
            }
            state.leap = away
            return (counted, away)
        }
    }

    /// A person says that the wall clock is right.
    public func trust() {
        state.withLock { $0 = State(wall: clocks.wall(), ticks: clocks.ticks(), leap: nil) }
    }
}
