/// A point in time: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Nothing in this module reads a clock: whoever asks a question brings the instant along.
/// - Source: POLICIES 1.1.
public struct Instant: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    @inlinable public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    @inlinable public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
    @inlinable public static func + (a: Self, b: Duration) -> Self {
        Self(milliseconds: a.milliseconds + b.milliseconds)
    }
    @inlinable public static func - (a: Self, b: Duration) -> Self {
        Self(milliseconds: a.milliseconds - b.milliseconds)
    }
    /// Elapsed time; negative when `a` is earlier.
    @inlinable public static func - (a: Self, b: Self) -> Duration {
        Duration(milliseconds: a.milliseconds - b.milliseconds)
    }

    /// One millisecond on: the instant at which a promise due here is broken (POLICIES 1.6).
    @inlinable public var next: Instant { Instant(milliseconds: milliseconds + 1) }

    /// Tables of opening hours begin and end here, a few days outside the years that input may name.
    public static let tablesBegin = Instant(milliseconds: Day(year: 1969, month: 12, day: 15).localMilliseconds)
    public static let tablesEnd = Instant(milliseconds: Day(year: 2200, month: 1, day: 10).localMilliseconds)
    /// No due lies at or beyond this instant (POLICIES 1.1: years 1970–2199).
    public static let horizon = Instant(milliseconds: Day(year: 2200, month: 1, day: 2).localMilliseconds)
}

/// A length of time in milliseconds.
public struct Duration: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    @inlinable public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static let zero = Duration(milliseconds: 0)
    @inlinable public static func seconds(_ n: Int64) -> Self { Self(milliseconds: n * 1_000) }
    @inlinable public static func minutes(_ n: Int64) -> Self { Self(milliseconds: n * 60_000) }
    @inlinable public static func hours(_ n: Int64) -> Self { Self(milliseconds: n * 3_600_000) }

    @inlinable public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
    @inlinable public static func + (a: Self, b: Self) -> Self { Self(milliseconds: a.milliseconds + b.milliseconds) }
    @inlinable public static func - (a: Self, b: Self) -> Self { Self(milliseconds: a.milliseconds - b.milliseconds) }
    @inlinable public static func += (a: inout Self, b: Self) { a = a + b }
}

/// The half-open stretch [from, to); `to` is nil while it lasts.
public struct Span: Hashable, Sendable {
    public let from: Instant
    public let to: Instant?

    public init(from: Instant, to: Instant?) {
        self.from = from
        self.to = to
    }
}
