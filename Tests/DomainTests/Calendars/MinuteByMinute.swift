import Domain

/// The slow, obvious reading of POLICIES 1.2–1.4: a long row of cells, a minute each, open or not.
///
/// It asks the zone only which local time an instant has; everything else is the rules' own text. The cells are half
/// minutes where the zone's offset has them (Monrovia before 1972).
struct MinuteByMinute {
    let from, to, cell: Int64
    private(set) var isOpen: [Bool]
    /// Milliseconds open before each cell, and before the end.
    private var before: [Int64]

    init(zone: Zone, from: Day, to: Day, hours: (Day) -> Hours) {
        let offsets = MinuteByMinute.offsets(of: zone, from: from, to: to)
        let cell: Int64 = offsets.allSatisfy { $0 % 60_000 == 0 } ? 60_000 : 30_000
        (self.from, self.to, self.cell) = (from.localMilliseconds, to.localMilliseconds, cell)
        isOpen = Array(repeating: false, count: Int((self.to - self.from) / cell))
        before = []
        var day = from - 4
        while day < to + 2 {
            for interval in hours(day) {
                let midnight = day.localMilliseconds
                let instants = [interval.opens, interval.closes].map { wall in
                    MinuteByMinute.instants(ofWall: midnight + wall, in: zone, offsets: offsets)
                }
                // The first counts as an opening and the last as a closing.
                let (opening, closing) = (instants[0].min()!, instants[1].max()!)
                var position = opening
                while position < closing {
                    if position >= self.from, position < self.to { isOpen[Int((position - self.from) / cell)] = true }
                    position += cell
                }
            }
            day = day + 1
        }
        count()
    }

    /// Every instant at which the clocks on the wall show that time; if none, that of the first time they do show.
    private static func instants(ofWall wall: Int64, in zone: Zone, offsets: Set<Int64>) -> [Int64] {
        var wall = wall
        while true {
            let found = offsets.map { wall - $0 }.filter { zone.local(Instant(milliseconds: $0)) == wall }
            if !found.isEmpty { return found }
            wall += 30_000
        }
    }

    /// Every offset that holds at some half hour in or near those days.
    private static func offsets(of zone: Zone, from: Day, to: Day) -> Set<Int64> {
        let range = stride(from: (from - 7).localMilliseconds, through: (to + 7).localMilliseconds, by: 1_800_000)
        return Set(range.map { zone.offset(at: Instant(milliseconds: $0)) })
    }

    private mutating func count() {
        var total: Int64 = 0
        before = [0]
        before.reserveCapacity(isOpen.count + 1)
        for cell in isOpen {
            if cell { total += self.cell }
            before.append(total)
        }
    }

    /// The same with those stretches shut; they begin and end on cells.
    func without(_ spans: [Span]) -> MinuteByMinute {
        var copy = self
        for span in spans {
            var position = span.from.milliseconds
            while position < min(span.to?.milliseconds ?? to, to) {
                copy.isOpen[Int((position - from) / cell)] = false
                position += cell
            }
        }
        copy.count()
        return copy
    }

    private func elapsed(_ instant: Instant) -> Int64 {
        let (index, rest) = (instant.milliseconds - from).quotientAndRemainder(dividingBy: cell)
        return before[Int(index)] + (rest > 0 && isOpen[Int(index)] ? rest : 0)
    }

    func serviceTime(from: Instant, to: Instant) -> Duration {
        from < to ? Duration(milliseconds: elapsed(to) - elapsed(from)) : .zero
    }

    /// Walks cell by cell; nil when the row ends first.
    func due(after limit: Duration, from start: Instant) -> Instant? {
        guard limit > .zero else { return start }
        let target = elapsed(start) + limit.milliseconds
        for index in isOpen.indices where before[index + 1] >= target {
            return Instant(milliseconds: from + Int64(index) * cell + target - before[index])
        }
        return nil
    }

    /// The stretches of open cells in [from, to).
    func openings(from: Instant, to: Instant) -> [Span] {
        var spans: [Span] = []
        for index in isOpen.indices where isOpen[index] {
            let begins = Instant(milliseconds: max(from.milliseconds, self.from + Int64(index) * cell))
            let ends = Instant(milliseconds: min(to.milliseconds, self.from + Int64(index + 1) * cell))
            guard begins < ends else { continue }
            if let last = spans.last, last.to == begins {
                spans[spans.count - 1] = Span(from: last.from, to: ends)
            } else {
                spans.append(Span(from: begins, to: ends))
            }
        }
        return spans
    }

    /// Instants at which the doors open or close.
    var edges: [Instant] {
        isOpen.indices.dropFirst().filter { isOpen[$0] != isOpen[$0 - 1] }.map {
            Instant(milliseconds: from + Int64($0) * cell)
        }
    }
}
