/// An interval of wall time on the day it opens; it may cross midnight (POLICIES 1.2).
public struct WallInterval: Hashable, Sendable {
    /// Milliseconds after the day's midnight, below 24 hours.
    public let opens: Int64
    /// Milliseconds after the midnight of the day on which it opened, at most 24 hours after `opens`.
    public let closes: Int64

    public enum Fault: Error, Hashable, Sendable {
        case notATime(String)
        /// `24:00` can only close.
        case opensAtMidnightsEnd
        /// `09:00-09:00` may mean nothing or a whole day; the latter is written 00:00-24:00.
        case opensWhenItCloses(String)
    }

    /// Reads `hh:mm` twice; a closing at or before the opening lies on the next day.
    public init(_ opening: some StringProtocol, _ closing: some StringProtocol) throws(Fault) {
        guard let opens = WallInterval.time(opening) else { throw .notATime(String(opening)) }
        guard let closes = WallInterval.time(closing) else { throw .notATime(String(closing)) }
        guard opens < WallInterval.day else { throw .opensAtMidnightsEnd }
        guard opens != closes else { throw .opensWhenItCloses(String(opening)) }
        self.opens = opens
        self.closes = closes > opens ? closes : closes + WallInterval.day
    }

    static let day: Int64 = 86_400_000

    /// Milliseconds of `00:00` … `24:00`; nil for anything else.
    public static func time(_ text: some StringProtocol) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"), let hours = decimal(bytes[0..<2]),
            let minutes = decimal(bytes[3..<5]), minutes < 60, hours < 24 || hours == 24 && minutes == 0
        else { return nil }
        return Int64(hours * 60 + minutes) * 60_000
    }
}

/// The intervals of one day; their union is open.
public typealias Hours = [WallInterval]
