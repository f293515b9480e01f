import Domain

/// How long a message waits after a failed attempt, and how often it is tried at all.
///
/// The wait doubles from ten seconds and never passes six hours; each is drawn from its upper half, so that a thousand
/// messages which failed together do not come back together, and none comes back at once.
public enum Backoff {
    public static let first = Duration.seconds(10)
    public static let longest = Duration.hours(6)
    /// After so many the message is a dead letter, to be seen and sent again by a person.
    public static let attemptsAtMost = 12

    /// - Parameters:
    ///   - attempt: the one that has just failed, from 1.
    ///   - chance: any 64 bits; the shell brings them, so that a test and a simulation can choose.
    /// - Returns: at least half of the full wait and at most all of it.
    public static func delay(attempt: Int, chance: UInt64) -> Duration {
        // Twelve doublings are past six hours; the bound keeps a shift from running out of bits.
        let doublings = min(max(attempt, 1) - 1, 12)
        let full = min(first.milliseconds << doublings, longest.milliseconds)
        let half = UInt64(full / 2)
        let share = (half + 1).multipliedFullWidth(by: chance).high
        return Duration(milliseconds: full - Int64(half) + Int64(share))
    }
}
