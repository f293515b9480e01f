/// A time zone: which offset from UTC holds when.
///
/// Offsets are kept as one ascending list of changes that reaches past the last year any input may name: a zone's
/// endless rule (RFC 8536's footer) is written out when the zone is read. So a look-up is one binary search.
public struct Zone: Sendable {
    public let name: String
    /// Milliseconds UTC from which the offset at the same index holds; the first is `Int64.min`.
    let changes: [Int64]
    /// Milliseconds east of UTC.
    let offsets: [Int64]

    public static let utc = Zone(name: "UTC", changes: [.min], offsets: [0])

    init(name: String, changes: [Int64], offsets: [Int64]) {
        precondition(changes.first == .min && changes.count == offsets.count, "a zone's first offset holds from ever")
        self.name = name
        self.changes = changes
        self.offsets = offsets
    }

    /// Which way a wall time that exists twice, or not at all, is read (POLICIES 1.3).
    public enum Edge: Sendable { case opening, closing }

    /// Milliseconds east of UTC at the instant.
    public func offset(at instant: Instant) -> Int64 { offsets[index(at: instant.milliseconds)] }

    /// The local time at the instant, counted in milliseconds as if it were UTC.
    public func local(_ instant: Instant) -> Int64 { instant.milliseconds + offset(at: instant) }

    public func day(of instant: Instant) -> Day { Day(localMilliseconds: local(instant)) }

    /// The instant of a wall time. One that does not exist moves forward to the first that does; of one that exists
    /// twice an opening takes the first and a closing the last.
    /// - Parameter local: milliseconds as if UTC.
    /// - Source: POLICIES 1.3.
    public func instant(ofLocal local: Int64, as edge: Edge) -> Instant {
        // No offset reaches 26 hours, so every candidate lies in a period that meets this stretch.
        var period = index(at: local - Zone.widest)
        var found: Int64?
        while period < changes.count, changes[period] <= local + Zone.widest {
            let candidate = local - offsets[period]
            let ends = period + 1 < changes.count ? changes[period + 1] : Int64.max
            if candidate >= changes[period], candidate < ends {
                if edge == .opening { return Instant(milliseconds: candidate) }
                found = candidate
            } else if candidate < changes[period], found == nil, period > 0,
                local - offsets[period - 1] >= changes[period]
            {
                // The gap: before the change it had not come, after the change it had passed.
                return Instant(milliseconds: changes[period])
            }
            period += 1
        }
        return Instant(milliseconds: found ?? local - offsets[period - 1])
    }

    /// The same time of day `months` later, on the same day or the month's last.
    public func adding(months: Int, to instant: Instant) -> Instant {
        let local = local(instant)
        let day = Day(localMilliseconds: local)
        return self.instant(
            of: day.adding(months: months), millisecondsOfDay: local - day.localMilliseconds, as: .opening)
    }

    public func instant(of day: Day, millisecondsOfDay: Int64, as edge: Edge) -> Instant {
        instant(ofLocal: day.localMilliseconds + millisecondsOfDay, as: edge)
    }

    /// Changes of offset inside [from, to), as instants.
    func changes(from: Instant, to: Instant) -> [Instant] {
        changes.filter { $0 >= from.milliseconds && $0 < to.milliseconds }.map { Instant(milliseconds: $0) }
    }

    /// Every offset is smaller (RFC 8536 §3.2); reading a zone checks it.
    static let widest: Int64 = 26 * 3_600_000

    private func index(at milliseconds: Int64) -> Int {
        changes.withUnsafeBufferPointer { changes in
            var (low, high) = (0, changes.count)
            while high - low > 1 {
                let middle = (low + high) / 2
                if changes[middle] <= milliseconds { low = middle } else { high = middle }
            }
            return low
        }
    }
}
