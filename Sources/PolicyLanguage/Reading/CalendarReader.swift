import Domain
import Yams

extension PolicyReader {
    func calendar(_ id: CalendarID, _ node: Node) -> CalendarTerms? {
        let keys = ["title", "open", "holidays", "workdays", "official"]
        guard let fields = Fields(node, "calendar", keys: keys, findings) else { return nil }
        let faultsBefore = findings.faults.count
        var terms = CalendarTerms(id: id, title: findings.title(fields["title"]), week: week(fields.required("open")))
        if let node = fields["holidays"] { terms.holidays = findings.list(node).flatMap(days) }
        if let node = fields["workdays"] { terms.workdays = workdays(node) }
        if let node = fields["official"] {
            terms.official = findings.word(node, .officialCalendar, among: Array(official.keys)) { official[$0]?.name }
            if let known = terms.official.flatMap({ official[$0] }) {
                findings.note(node, .officialYears(known.name, known.years))
            }
        }
        if findings.faults.count == faultsBefore, terms.week.allSatisfy(\.isEmpty),
            terms.workdays.values.allSatisfy({ $0?.isEmpty ?? true })
        {
            findings.add(node, .neverOpen(id.rawValue))
        }
        return terms
    }

    /// `{daily: …, mon-fri: …, sat: …}`: what names fewer days beats what names more.
    private func week(_ node: Node?) -> [Hours] {
        var week = [Hours](repeating: [], count: 7)
        guard let node else { return week }
        guard case .mapping(let mapping) = node else {
            findings.add(node, .unreadable(node.shown, .fields))
            return week
        }
        var entries: [(days: [Weekday], key: Node, hours: Hours)] = []
        for (key, value) in mapping {
            let days = findings.word(
                key, .weekday, among: Weekday.allCases.map(\.short) + ["daily", "mon-fri"], Weekday.days)
            let hours = hours(value)
            guard let days else { continue }
            for other in entries where other.days.count == days.count && other.days.contains(where: days.contains) {
                findings.add(key, .dayTwice(key.shown))
            }
            entries.append((days, key, hours))
        }
        for entry in entries.sorted(by: { $0.days.count > $1.days.count }) {
            for day in entry.days { week[day.rawValue] = entry.hours }
        }
        return week
    }

    /// `09:00-12:00`, a list of such, `closed` or an empty list.
    private func hours(_ node: Node) -> Hours {
        if node.scalar?.string == "closed" { return [] }
        return findings.list(node).compactMap { (node: Node) -> WallInterval? in
            guard let text = findings.text(node, .hours) else { return nil }
            let ends = text.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2 else {
                findings.add(node, .unreadable(node.shown, .hours))
                return nil
            }
            do throws(WallInterval.Fault) {
                return try WallInterval(ends[0], ends[1])
            } catch {
                findings.add(node, .hours(error))
                return nil
            }
        }
    }

    /// `2026-05-01` or `2026-05-01..2026-05-05`.
    private func days(_ node: Node) -> [Day] {
        findings.value(node, .date) { text -> [Day]? in
            let ends = text.split(separator: "..", omittingEmptySubsequences: false).map { Day($0) }
            switch ends.count {
            case 1: return ends[0].map { [$0] }
            case 2:
                guard let from = ends[0], let to = ends[1], from <= to, to.number - from.number <= 366 else {
                    return nil
                }
                return (from.number...to.number).map(Day.init(number:))
            default: return nil
            }
        } ?? []
    }

    /// A list of dates with Monday's hours, or dates with hours of their own.
    private func workdays(_ node: Node) -> [Day: Hours?] {
        var workdays: [Day: Hours?] = [:]
        if case .mapping(let mapping) = node {
            for (key, value) in mapping {
                if let day = findings.value(key, .date, { Day($0) }) { workdays[day] = .some(hours(value)) }
            }
        } else {
            for day in findings.list(node).flatMap(days) { workdays[day] = .some(nil) }
        }
        return workdays
    }
}
