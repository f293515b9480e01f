import Domain
import Phrases

extension Reader {
    func figures(_ word: FigureWord) -> String { words.figure(word) }

    func figures(_ word: FigureWord, _ first: String, _ second: String = "") -> String {
        words.figure(word, first, second)
    }

    /// A figure in words, as short as it can be told.
    public func figure(_ figure: Figure, _ metric: Metric) -> String {
        if case .money(let amounts) = figure { return words.row(amounts.map { words.grouped($0) }) }
        return figure.value.map { number($0, metric.unit) } ?? figures(.none)
    }

    func number(_ value: Double, _ unit: Metric.Unit) -> String {
        switch unit {
        case .milliseconds: span(Duration(milliseconds: Int64(value.rounded())))
        case .share: Digits.fixed(value * 100, 1) + "%"
        // What is shown as nothing has no sign.
        case .index: (value >= 0.05 ? "+" : "") + Digits.fixed(value, 1)
        case .mark: Digits.fixed(value, 2)
        case .money, .tickets: Digits.grouped(Int64(value.rounded()))
        }
    }

    /// To the second below ten minutes, then to the minute, from ten hours on to a quarter: more nobody remembers. What took
    /// less than a second took one: parts of it say nothing of people.
    func span(_ span: Duration) -> String {
        if (1..<1_000).contains(span.milliseconds) { return words.duration(.seconds(1)) }
        let unit: Int64 =
            switch abs(span.milliseconds) {
            case ..<600_000: 1_000
            case ..<36_000_000: 60_000
            default: 900_000
            }
        return words.duration(Duration(milliseconds: (span.milliseconds + unit / 2) / unit * unit))
    }

    func count(_ count: some BinaryInteger) -> String { Digits.grouped(Int64(count)) }

    /// At the beginning of a line.
    func heading(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    public func name(of part: FigurePart, _ metric: Metric) -> String { figures(metric.word(of: part)) }
}

extension Metric {
    func word(of part: FigurePart) -> FigureWord {
        switch (self, part) {
        case (.responseAttainment, .all), (.resolutionAttainment, .all): .judged
        case (.responseAttainment, .part), (.resolutionAttainment, .part): .kept
        case (.responseAttainment, .rest), (.resolutionAttainment, .rest): .broken
        case (.firstTimeFix, .all), (.resolution, _): .resolved
        case (.firstTimeFix, .part): .fixedAtOnce
        case (.firstTimeFix, .rest): .doneAgain
        case (.redispatch, .all): .dispatched
        case (.redispatch, .part): .sentAgain
        case (.redispatch, .rest): .sentOnce
        case (.complaints, .all): .everyTicket
        case (.complaints, .part): .complaints
        case (.complaints, .rest): .noComplaints
        case (.atRisk, .all): .open
        case (.atRisk, .part): .atRisk
        case (.atRisk, .rest): .notAtRisk
        case (.firstResponse, _): .answered
        case (.conversion, _): .becameTickets
        case (.emotion, _): .withMood
        case (.satisfaction, _): .rated
        case (.owed, _): .owing
        }
    }

    /// Those that are to be seen live.
    /// - Source: A20.
    public static let live: [Metric] = [.firstResponse, .conversion, .firstTimeFix, .redispatch, .emotion]
}

/// Numbers by hand: the four languages of the product write them alike.
enum Digits {
    /// `-12.4`, with a real minus.
    static func fixed(_ value: Double, _ places: Int) -> String {
        let factor: Int64 = places == 2 ? 100 : places == 1 ? 10 : 1
        let scaled = Int64((value * Double(factor)).rounded())
        let (whole, rest) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt64(factor))
        var text = grouped(Int64(whole))
        if places > 0 {
            let digits = String(rest)
            text += "." + String(repeating: "0", count: places - digits.count) + digits
        }
        return scaled < 0 ? "−" + text : text
    }

    /// `1,204`
    static func grouped(_ number: Int64) -> String {
        var text = ""
        let digits = String(number.magnitude)
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return number < 0 ? "−" + text : text
    }
}

/// How a figure stands against the period before.
struct FigureChange: Hashable {
    enum Way: Hashable { case up, down, level }
    let way: Way
    /// How far it moved; empty where it did not.
    let text: String
    /// Nil where it did not move.
    let isBetter: Bool?

    /// Of fewer in either of the two periods nothing is concluded, as little as by the alarm.
    static let fewest = AlarmTerms.standard.fewest

    /// Nil where one of them is missing: nothing is no number to compare with.
    init?(_ metric: Metric, _ now: Figure, _ before: Figure, _ reader: Reader) {
        guard let value = now.value, let old = before.value else { return nil }
        if case (.money(let a), .money(let b)) = (now, before), a.first?.currency != b.first?.currency { return nil }
        let difference = value - old
        switch metric.unit {
        case .milliseconds, .money:
            guard old > 0 else { return nil }
            text = Digits.fixed(abs(difference) / old * 100, 0) + "%"
        case .share: text = reader.figures(.points, Digits.fixed(abs(difference) * 100, 1))
        case .index: text = Digits.fixed(abs(difference), 1)
        case .mark: text = Digits.fixed(abs(difference), 2)
        case .tickets: text = Digits.grouped(Int64(abs(difference)))
        }
        // What would be shown as no difference is none.
        if !text.contains(where: { ("1"..."9").contains($0) }) {
            (way, isBetter) = (.level, nil)
        } else {
            way = difference > 0 ? .up : .down
            isBetter = (difference > 0) == (metric.better == .higher)
        }
    }
}

extension FiguresAnswer.Point {
    /// What a figure was made of, as far as one case says nothing of the next: tickets, promises, contacts.
    func cases(of metric: Metric) -> Int64 {
        switch (metric, figures[metric] ?? .absent) {
        case (_, .absent): 0
        // Who gives five marks, or writes five messages, is one.
        case (.emotion, _), (.satisfaction, _): listed[metric] ?? 0
        case (_, .mean(_, let count, _)): count
        case (_, .share(_, let whole)), (_, .count(_, let whole)): whole
        case (_, .money): tickets
        }
    }
}
