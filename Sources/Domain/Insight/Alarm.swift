/// When slow responses raise an alarm.
/// - Source: C18: delay over 30 %, of the mean response over its baseline. The other values are ours; no policy names
///   them yet, so this is their one place.
public struct AlarmTerms: Hashable, Sendable {
    /// The responses of so long are looked at,
    public let window: Duration
    /// and those of so long before.
    public let baseline: Duration
    /// How often it is looked; what the alarm says changes only then.
    public let step: Duration
    /// Raised above the baseline and so much more.
    public let raise: Share
    /// Over only at the baseline and so much more: between the two it stays as it is, so that it does not flap.
    public let release: Share
    /// Of fewer responses nothing is concluded; where it stays so for a whole window, an alarm is over: on a desk that has
    /// fallen quiet nobody is slow.
    public let fewest: Int64

    public static let standard = AlarmTerms(
        window: .hours(1), baseline: .hours(28 * 24), step: .minutes(5), raise: .percent(30), release: .percent(15),
        fewest: 20)!

    /// - Returns: nil unless the spans are whole steps, at most 100 000 of them, and it ends below where it begins.
    public init?(
        window: Duration, baseline: Duration, step: Duration, raise: Share, release: Share, fewest: Int64
    ) {
        let (w, b, s) = (window.milliseconds, baseline.milliseconds, step.milliseconds)
        guard s > 0, w > 0, b > 0, w % s == 0, b % s == 0, (2 * b + w) / s <= 100_000, release <= raise, fewest > 0
        else { return nil }
        (self.window, self.baseline, self.step) = (window, baseline, step)
        (self.raise, self.release, self.fewest) = (raise, release, fewest)
    }
}

/// How the mean response stands against its baseline.
public struct FiguresAlarm: Hashable, Sendable {
    /// Nil for all tickets together.
    public let grade: String?
    /// Since when it is raised; nil while it is not.
    public let since: Instant?
    /// Looked at last.
    public let at: Instant
    /// Of the window, and of the baseline before it.
    public let current: Figure
    public let baseline: Figure

    public var isRaised: Bool { since != nil }

    public init(grade: String?, since: Instant?, at: Instant, current: Figure, baseline: Figure) {
        self.grade = grade
        self.since = since
        self.at = at
        self.current = current
        self.baseline = baseline
    }
}

extension FigureTable {
    /// The alarm of all tickets, or of each grade.
    ///
    /// It has no memory of its own: it looks at each step since one baseline ago, and is taken to have been quiet
    /// before. So after a restart, on another node and for a past instant it says the same. A response counts when it
    /// was given, not when its ticket was received: else a slow one would be missing just while it is slow.
    public func alarms(_ terms: AlarmTerms, at now: Instant, byGrade: Bool) -> [FiguresAlarm] {
        let step = terms.step.milliseconds
        let last = now.milliseconds - ((now.milliseconds % step) + step) % step
        let (window, baseline) = (Int(terms.window.milliseconds / step), Int(terms.baseline.milliseconds / step))
        let bins = 2 * baseline + window
        let first = last - Int64(bins) * step
        let slots = byGrade ? words[.grade].count : 1
        var sums = [Int64](repeating: 0, count: slots * (bins + 1))
        var counts = sums
        let answered = profiles.map { Set($0.parts.filter(\.isAnswered).map { Int($0.grade) }).sorted() }
        for (number, chunk) in chunks.enumerated() where chunk.earliest < last {
            for place in 0..<chunk.count {
                let response = FigureTable.long(
                    chunk.response[place], self, \.longResponses, Int32(number * Chunk.size + place))
                guard response >= 0, !FigureRow.Traits(rawValue: chunk.traits[place]).contains(.merged) else {
                    continue
                }
                let given = chunk.received[place] + response
                guard given >= first, given < last else { continue }
                let bin = Int((given - first) / step) + 1
                func add(_ slot: Int) {
                    sums[slot * (bins + 1) + bin] += response
                    counts[slot * (bins + 1) + bin] += 1
                }
                if !byGrade {
                    add(0)
                } else {
                    for grade in answered[Int(chunk.promises[place])] { add(grade) }
                }
            }
        }
        for slot in 0..<slots {
            for bin in slot * (bins + 1) + 1..<(slot + 1) * (bins + 1) {
                sums[bin] += sums[bin - 1]
                counts[bin] += counts[bin - 1]
            }
        }
        return (0..<slots).map { slot in
            let range = slot * (bins + 1)..<(slot + 1) * (bins + 1)
            let course = AlarmCourse(
                terms: terms, sums: sums[range], counts: counts[range], window: window, baseline: baseline)
            return course.alarm(byGrade ? words[.grade][UInt32(slot)] : nil, ending: last)
        }
    }
}

/// Sums and counts of responses up to each step, from which every window is two differences.
private struct AlarmCourse {
    let terms: AlarmTerms
    let sums: ArraySlice<Int64>
    let counts: ArraySlice<Int64>
    let window: Int
    let baseline: Int

    func alarm(_ grade: String?, ending last: Int64) -> FiguresAlarm {
        var since: Instant?
        // Steps in a row that had too few responses to judge by.
        var unsure = 0
        for step in (window + baseline)...(window + 2 * baseline) {
            let (current, usual) = (span(step - window, step), span(step - window - baseline, step - window))
            guard current.count >= terms.fewest, usual.count >= terms.fewest else {
                unsure += 1
                if unsure >= window { since = nil }
                continue
            }
            unsure = 0
            if since == nil, current.exceeds(usual, by: terms.raise) {
                since = Instant(
                    milliseconds: last - Int64(window + 2 * baseline - step) * terms.step.milliseconds)
            } else if since != nil, !current.exceeds(usual, by: terms.release) {
                since = nil
            }
        }
        let end = window + 2 * baseline
        return FiguresAlarm(
            grade: grade, since: since, at: Instant(milliseconds: last), current: span(end - window, end).figure,
            baseline: span(end - window - baseline, end - window).figure)
    }

    private func span(_ from: Int, _ to: Int) -> Mean {
        let begin = sums.startIndex
        return Mean(
            sum: sums[begin + to] - sums[begin + from], count: counts[begin + to] - counts[begin + from])
    }

    private struct Mean {
        let sum: Int64
        let count: Int64

        var figure: Figure { count > 0 ? .mean(sum: sum, count: count, nil) : .absent }

        /// Without a division, so that nothing is rounded.
        func exceeds(_ other: Mean, by share: Share) -> Bool {
            Int128(sum) * Int128(other.count) * 1_000_000
                > Int128(other.sum) * Int128(count) * Int128(1_000_000 + share.millionths)
        }
    }
}
