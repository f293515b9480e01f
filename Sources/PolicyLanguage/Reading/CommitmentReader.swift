import Domain
import Yams

extension PolicyReader {
    func commitment(_ id: CommitmentID, _ node: Node, _ defaults: CommitmentDefaults) -> Commitment? {
        let keys = [
            "title", "from", "needs", "within", "every", "until", "before", "of", "each", "reply", "only", "pause",
            "calendar",
            "warn", "escalate", "budget",
        ]
        guard let fields = Fields(node, "commitment", keys: keys, findings) else { return nil }
        let needs =
            fields.required("needs").map { findings.filledList($0, "needs", in: "commitment").compactMap(event) } ?? []
        let promise = promise(fields)
        let calendar = fields["calendar"].map(calendar(named:)) ?? defaults.calendar
        if fields["calendar"] == nil, !defaults.hasCalendar {
            findings.add(node, .missing(key: "calendar", in: "commitment"))
        }
        let trigger = trigger(fields, isSeries: fields["every"] != nil)
        let pauses = fields["pause"].map { node in
            Set(
                findings.list(node).compactMap { node in
                    findings.word(node, .state, among: Waiting.allCases.map(\.state)) { Waiting(state: $0) }
                })
        }
        let title = findings.title(fields["title"])
        let only = fields["only"].flatMap { findings.value($0, .complexity) { Complexity(rawValue: $0) } }
        let warnings = fields["warn"].map(warnings) ?? defaults.warnings
        let ladder = fields["escalate"].map(ladder) ?? defaults.ladder
        var shares: [Commitment.TeamShare] = []
        if let node = fields["budget"] {
            if case .within(let limits)? = promise { shares = budget(node, limits) } else { shares = budget(node, []) }
        }
        // Everything is read before anything is given up: one run tells every fault.
        guard let promise, let calendar else { return nil }
        var isNotice = false
        if case .notice = promise { isNotice = true }
        return Commitment(
            id: id, title: title, trigger: trigger, needs: needs, promise: promise, calendar: calendar,
            pauses: pauses ?? [], only: only, warnings: isNotice ? [] : warnings, ladder: ladder, budget: shares)
    }

    /// `within`, `every … until` or `before … of`.
    private func promise(_ fields: Fields) -> Commitment.Promise? {
        let kinds = ["within", "every", "before"]
        let given = kinds.filter { fields[$0] != nil }
        guard given.count == 1 else {
            if !given.isEmpty || !fields.hasUnknownKey {
                findings.add(fields.node, .exactlyOne(of: kinds, in: "commitment"))
            }
            return nil
        }
        for (key, other) in [("until", "every"), ("of", "before")] where fields[other] == nil {
            if let node = fields[key] { findings.add(node, .onlyWith(key: key, other: other)) }
        }
        if let node = fields["within"] {
            let nodes = findings.filledList(node, "within", in: "commitment")
            let limits = nodes.compactMap { findings.value($0, .limit) { Limit($0) } }
            return limits.isEmpty ? nil : .within(limits)
        }
        if let node = fields["every"] {
            let period = findings.value(node, .duration) { text in
                Duration(spelled: text).flatMap { $0 > .zero ? $0 : nil }
            }
            let until = fields.required("until").flatMap(event)
            guard let period, let until else { return nil }
            return .every(period, until: until)
        }
        let span = fields["before"].flatMap { findings.value($0, .duration) { Duration(spelled: $0) } }
        let of = fields.required("of").flatMap { findings.text($0) }
        guard let span, let of else { return nil }
        return of == "agreed" ? .within([.ahead(span)]) : .notice(span, of: CommitmentID(of))
    }

    private func trigger(_ fields: Fields, isSeries: Bool) -> Commitment.Trigger {
        let each = fields["each"].map(findings.flag) ?? false
        let reply = fields["reply"].map(findings.flag) ?? false
        if each && reply || each && isSeries || reply && isSeries {
            findings.add(fields.node, .exactlyOne(of: ["each", "reply", "every"], in: "commitment"))
        }
        let from = fields["from"].flatMap(event)
        if reply { return .unanswered(from ?? .customerMessage) }
        return each ? .each(from ?? .received) : .first(from ?? .received)
    }

    func warnings(_ node: Node) -> [Share] {
        findings.list(node).compactMap { node in
            guard let share = findings.value(node, .share, { Share($0) }) else { return nil }
            guard share < .whole, share.millionths > 0 else {
                findings.add(node, .warningNotBeforeBreach(share))
                return nil
            }
            return share
        }.sorted()
    }

    private func budget(_ node: Node, _ limits: [Limit]) -> [Commitment.TeamShare] {
        let shares = findings.entries(node, "budget").compactMap { entry in
            findings.value(entry.value, .duration) { Duration(spelled: $0) }.map {
                Commitment.TeamShare(team: entry.id, budget: $0)
            }
        }
        let spans: [Duration] = limits.compactMap { if case .service(let span) = $0 { span } else { nil } }
        guard limits.count == 1, let limit = spans.first else {
            findings.add(node, .onlyWith(key: "budget", other: "within"))
            return shares
        }
        let sum = shares.reduce(Duration.zero) { $0 + $1.budget }
        if sum > limit { findings.add(node, .budgetOverLimit(sum: sum, limit: limit)) }
        return shares
    }
}
