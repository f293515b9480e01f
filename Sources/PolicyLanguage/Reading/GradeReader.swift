import Domain
import Yams

extension PolicyReader {
    func grade(_ id: GradeID, _ key: Node, _ node: Node) -> Grade? {
        let keys = [
            "title", "for", "calendar", "warn", "escalate", "compensate", "commitments", "gates", "duties", "variants",
        ]
        guard let fields = Fields(node, "grade", keys: keys, findings) else { return nil }
        var defaults = CommitmentDefaults()
        defaults.calendar = fields["calendar"].flatMap(calendar(named:))
        defaults.hasCalendar = fields["calendar"] != nil
        defaults.warnings = fields["warn"].map(warnings) ?? []
        defaults.ladder = fields["escalate"].map(ladder) ?? []
        let entries: [(id: CommitmentID, key: Node, value: Node)] = findings.entries(
            fields.required("commitments"), "commitments")
        let commitments = entries.compactMap { commitment($0.id, $0.value, defaults) }
        checkNotices(commitments, entries)
        if let node = fields["commitments"], entries.isEmpty { findings.note(node, .promisesNothing(id.rawValue)) }
        var grade = Grade(id: id, title: findings.title(fields["title"]), commitments: commitments)
        if let node = fields["for"] {
            for node in findings.list(node) {
                guard let category: CategoryID = findings.id(node) else { continue }
                if let other = categories[category] {
                    findings.add(node, .categoryTwice(category.rawValue, other: other.rawValue))
                }
                categories[category] = id
                grade.categories.append(category)
            }
        }
        let gates: [(id: EventName, key: Node, value: Node)] = findings.entries(fields["gates"], "gates")
        grade.gates = gates.map {
            Grade.Gate(id: $0.id.rawValue, needs: findings.filledList($0.value, "needs", in: "gate").compactMap(event))
        }
        let duties: [(id: EventName, key: Node, value: Node)] = findings.entries(fields["duties"], "duties")
        grade.duties = duties.map { Grade.Duty(id: $0.id.rawValue, title: findings.title($0.value)) }
        grade.variants = findings.entries(fields["variants"], "variants").compactMap {
            variant($0.id, $0.value, commitments, declared: entries.map(\.id))
        }
        grade.compensation = fields["compensate"].flatMap(compensation)
        return grade
    }

    /// `gold: {title: …, respond: 10m, resolve: [1h, next-day 09:00]}`.
    private func variant(
        _ id: VariantID, _ node: Node, _ commitments: [Commitment], declared: [CommitmentID]
    ) -> Grade.Variant? {
        guard case .mapping(let mapping) = node else {
            findings.add(node, .unreadable(node.shown, .fields))
            return nil
        }
        var limits: [CommitmentID: [Limit]] = [:]
        var title: Title?
        for (key, value) in mapping {
            if key.scalar?.string == "title" {
                title = findings.title(value)
                continue
            }
            // A commitment that could not be read has its own fault; one that is not there has this.
            guard
                let name = findings.word(
                    key, .commitment, among: declared.map(\.rawValue),
                    { text in declared.first { $0.rawValue == text } }),
                let found = commitments.first(where: { $0.id == name })
            else { continue }
            // A notice ahead of a date would turn into a limit after the start.
            let isAhead = found.limits.contains { if case .ahead = $0 { true } else { false } }
            if found.limits.isEmpty || isAhead { findings.add(key, .variantOfSeries(found.id.rawValue)) }
            limits[found.id] = findings.filledList(value, found.id.rawValue, in: "variant").compactMap {
                findings.value($0, .limit) { Limit($0) }
            }
        }
        return Grade.Variant(id: id, title: title, limits: limits)
    }

    private func compensation(_ node: Node) -> Grade.Compensation? {
        let kinds = ["labour", "contract-per-hour", "grant"]
        guard let fields = Fields(node, "compensate", keys: kinds + ["rounding", "title"], findings) else { return nil }
        let given = kinds.filter { fields[$0] != nil }
        guard given.count == 1 else {
            if !given.isEmpty || !fields.hasUnknownKey { findings.add(node, .exactlyOne(of: kinds, in: "compensate")) }
            return nil
        }
        if let node = fields["rounding"], given[0] != "contract-per-hour" {
            findings.add(node, .onlyWith(key: "rounding", other: "contract-per-hour"))
        }
        if let node = fields["labour"] {
            return findings.value(node, .share) { Share($0) }.map(Grade.Compensation.labour)
        }
        if let node = fields["grant"] {
            return (findings.id(node) as EventName?).map { .grant($0.rawValue, findings.title(fields["title"])) }
        }
        let rounding = fields["rounding"].flatMap {
            findings.value($0, .rounding) { Grade.Compensation.Rounding(rawValue: $0) }
        }
        return fields["contract-per-hour"].flatMap { findings.value($0, .share) { Share($0) } }
            .map { .contractPerHour($0, rounding ?? .proRata) }
    }

    private func checkNotices(_ commitments: [Commitment], _ entries: [(id: CommitmentID, key: Node, value: Node)]) {
        for commitment in commitments {
            guard case .notice(_, let promised) = commitment.promise,
                let entry = entries.first(where: { $0.id == commitment.id }), case .mapping(let mapping) = entry.value,
                let node = mapping.first(where: { $0.key.scalar?.string == "of" })?.value
            else { continue }
            guard let other = entries.first(where: { $0.id == promised }) else {
                let nearest = nearest(to: promised.rawValue, among: entries.map(\.id.rawValue))
                findings.add(node, .unknownName(promised.rawValue, .commitment, nearest: nearest))
                continue
            }
            // Only limits have a due to be ahead of; a notice of a notice has none.
            if let other = commitments.first(where: { $0.id == other.id }), other.limits.isEmpty {
                findings.add(node, .noticeOfNotice(promised.rawValue))
            }
        }
    }
}

/// What a grade says once for all its commitments.
struct CommitmentDefaults {
    var calendar: CalendarID?
    /// Said, though perhaps unreadable: then one fault is enough.
    var hasCalendar = false
    var warnings: [Share] = []
    var ladder: [Rung] = []
}
