import Domain
import PolicyLanguage

extension CalendarTerms {
    /// Open all day, every day, without exception.
    var isAlways: Bool {
        week.allSatisfy { $0 == [.wholeDay] } && holidays.isEmpty && workdays.isEmpty && official == nil
    }

    /// Neighbouring weekdays with the same hours; closed ones left out.
    var runs: [(days: ClosedRange<Int>, hours: Hours)] {
        var runs: [(days: ClosedRange<Int>, hours: Hours)] = []
        for (day, hours) in week.enumerated() where !hours.isEmpty {
            if let last = runs.last, last.days.upperBound == day - 1, last.hours == hours {
                runs[runs.count - 1].days = last.days.lowerBound...day
            } else {
                runs.append((day...day, hours))
            }
        }
        return runs
    }

    /// Dates with hours of their own, and the hours; nil for a made-up day's.
    var ownDays: [(days: [Day], hours: Hours?)] {
        var groups: [(days: [Day], hours: Hours?)] = []
        for (day, hours) in workdays.sorted(by: { $0.key < $1.key }) {
            if let index = groups.firstIndex(where: { $0.hours == hours }) {
                groups[index].days.append(day)
            } else {
                groups.append(([day], hours))
            }
        }
        return groups
    }
}

/// `2026-05-01, 2026-10-01–2026-10-07`: days that follow each other as one stretch.
func stretches(_ days: [Day]) -> [String] {
    var runs: [ClosedRange<Day>] = []
    for day in Set(days).sorted() {
        if let last = runs.last, last.upperBound + 1 == day {
            runs[runs.count - 1] = last.lowerBound...day
        } else {
            runs.append(day...day)
        }
    }
    return runs.map {
        $0.lowerBound == $0.upperBound ? $0.lowerBound.text : "\($0.lowerBound.text)–\($0.upperBound.text)"
    }
}

extension Policy {
    func isAlways(_ calendar: CalendarID) -> Bool { calendars.first { $0.id == calendar }?.isAlways ?? false }

    /// The grade that a statement belongs to: statements do not name it.
    func siblings(of commitment: Commitment) -> [Commitment] {
        grades.first { $0.commitments.contains(commitment) }?.commitments ?? []
    }

    func siblings(of variant: Grade.Variant) -> [Commitment] {
        grades.first { $0.holds(variant) }?.commitments ?? []
    }

    /// A difference leaves titles out, because wording is no change: here they are found again.
    func title(of duty: Grade.Duty) -> Title? {
        duty.title ?? grades.lazy.flatMap(\.duties).first { $0.id == duty.id }?.title
    }

    func title(of variant: Grade.Variant) -> Title? {
        variant.title ?? grades.first { $0.holds(variant) }?.variants.first { $0.id == variant.id }?.title
    }

    func siblings(of id: CommitmentID, with ladder: [Rung]) -> [Commitment] {
        grades.first { $0.commitments.contains { $0.id == id && $0.ladder == ladder } }?.commitments ?? []
    }
}

extension Grade {
    /// Titles aside.
    fileprivate func holds(_ variant: Variant) -> Bool {
        variants.contains { $0.id == variant.id && $0.limits == variant.limits }
    }
}

extension Commitment {
    /// Whether its time is counted on the calendar: dates and months are not.
    var countsHours: Bool {
        switch promise {
        case .every, .notice: true
        case .within(let limits):
            limits.contains {
                switch $0 {
                case .service, .workingDays, .ahead: true
                case .months, .nextDay, .agreed: false
                }
            }
        }
    }

    /// Whether it runs towards a date rather than from a start.
    var awaitsDate: Bool { !limits.isEmpty && limits.allSatisfy(\.needsDate) }
}

extension ClosedRange<Int> {
    var isWholeWeek: Bool { self == 0...6 }
}

/// What a policy writes in such a place; the same in every language.
/// - Parameter text: what stands there.
func example(of expected: Problem.Expected, for text: String) -> String {
    switch expected {
    case .text: "name"
    case .list: "[engaged, answered]"
    case .fields: "{needs: engaged, within: 45m}"
    case .trueOrFalse: "true, false"
    case .count: "3"
    case .limit: "45m, 3 working-days, 3 months, next-day 09:00, agreed"
    case .duration: "30s, 15m, 2h"
    case .share: "50%"
    case .money: "CNY 500000.00"
    case .date: isBadRange(text) ? "2026-05-01..2026-05-05" : "2026-05-01"
    case .hours: "09:00-21:00"
    case .moment: "due-30m, breach, breach+30m, breach+2h elapsed"
    case .complexity: Complexity.allCases.map(\.rawValue).joined(separator: ", ")
    case .dimension: ScorecardTerms.Dimension.allCases.map(\.rawValue).joined(separator: ", ")
    case .counted: ScorecardTerms.Count.allCases.map(\.rawValue).joined(separator: ", ")
    case .window: ScorecardTerms.Window.allCases.map(\.rawValue).joined(separator: ", ")
    case .rounding: Grade.Compensation.Rounding.allCases.map(\.rawValue).joined(separator: ", ")
    case .base: Guarantees.Deposit.Base.allCases.map(\.rawValue).joined(separator: ", ")
    case .attachment: "policy/grade"
    case .months: "36 months"
    case .timeFormat: HistoryMapping.TimeFormat.allCases.map(\.rawValue).joined(separator: ", ")
    }
}

/// A range written wrongly; a right one stands where only a single date may.
private func isBadRange(_ text: String) -> Bool {
    let ends = text.split(separator: "..", omittingEmptySubsequences: false).map { Day($0) }
    guard ends.count == 2, let from = ends[0], let to = ends[1] else { return ends.count > 1 }
    return from > to
}

/// A line that would fill the gap.
func example(ofKey key: String) -> String {
    let values = [
        "needs": "engaged", "within": "45m", "until": "resolved", "of": "agreed", "calendar": "daytime",
        "version": "\"2026.1\"",
        "time-zone": "Asia/Shanghai", "open": "{daily: \"09:00-21:00\"}", "at": "breach+30m", "tell": "manager",
        "at-least": "95%", "in": "quarter", "then": "training", "every": "month", "top": "3", "over": "120%",
        "texts": "36 months",
    ]
    return "\(key): \(values[key] ?? "…")"
}
