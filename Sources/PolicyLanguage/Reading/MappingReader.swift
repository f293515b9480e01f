import Domain
import Yams

extension HistoryMapping {
    /// Reads a mapping file, with every fault's place.
    public static func read(_ bytes: [UInt8], zones: Zones) -> Reading<HistoryMapping> {
        let root: Node
        do { root = try Document.root(bytes) } catch { return Reading(value: nil, faults: [error], notes: []) }
        let reader = MappingReader(zones: zones)
        let mapping = reader.mapping(root)
        let faults = reader.findings.faults.sorted { $0.place < $1.place }
        return Reading(value: faults.isEmpty ? mapping : nil, faults: faults, notes: [])
    }
}

private struct MappingReader {
    let findings = Findings()
    let zones: Zones

    private static let columns = [
        "ticket", "at", "state", "event", "opened", "resolved", "grade", "waiting", "date", "minutes", "team",
    ]

    func mapping(_ root: Node) -> HistoryMapping? {
        let keys = ["mapping", "time-zone", "times", "unknown", "columns", "states", "events", "grades", "assumed"]
        guard let fields = Fields(root, "mapping", keys: keys, findings) else { return nil }
        let id: PolicyID? = fields.required("mapping").flatMap { findings.id($0) }
        let zone = fields.required("time-zone").flatMap { node in
            findings.word(node, .zone, among: zones.names) { zones.contains($0) ? $0 : nil }
        }
        let times = fields.required("times").flatMap {
            findings.value($0, .timeFormat) { HistoryMapping.TimeFormat(rawValue: $0) }
        }
        guard let id, let zone, let times, let columns = fields.required("columns").flatMap(columns) else { return nil }
        var mapping = HistoryMapping(id: id.rawValue, zone: zone, times: times, columns: columns.columns)
        mapping.headers = columns.headers
        if let node = fields["unknown"] {
            mapping.unknown.formUnion(findings.list(node).compactMap { $0.scalar?.string })
        }
        for (key, value) in pairs(fields["states"]) { mapping.states[key] = meaning(value) }
        for (key, value) in pairs(fields["events"]) {
            mapping.events[key] = findings.text(value).map { EventName(rawValue: $0) }
        }
        for (policy, value) in pairs(fields["grades"]) {
            var grades: [String: GradeID] = [:]
            for (key, grade) in pairs(value) { grades[key] = findings.id(grade) }
            mapping.grades[PolicyID(policy)] = grades
        }
        if let node = fields["assumed"] { mapping.assumed = assumed(node) }
        return mapping
    }

    private func columns(_ node: Node) -> (columns: HistoryMapping.Columns, headers: [String])? {
        guard let fields = Fields(node, "columns", keys: MappingReader.columns, findings) else { return nil }
        func name(_ key: String) -> String? { fields[key].flatMap { findings.text($0) } }
        guard let ticket = fields.required("ticket").flatMap({ findings.text($0) }),
            let at = fields.required("at").flatMap({ findings.text($0) })
        else { return nil }
        var columns = HistoryMapping.Columns(ticket: ticket, at: at)
        columns.state = name("state")
        columns.event = name("event")
        columns.opened = name("opened")
        columns.resolved = name("resolved")
        columns.grade = name("grade")
        columns.waiting = name("waiting")
        columns.date = name("date")
        columns.minutes = name("minutes")
        columns.team = name("team")
        if columns.state == nil, columns.event == nil {
            findings.add(node, .exactlyOne(of: ["state", "event"], in: "columns"))
        }
        let headers = [ticket, at, columns.state, columns.event, columns.opened, columns.resolved, columns.grade]
            .compactMap { $0 }
        return (columns, headers)
    }

    private func meaning(_ node: Node) -> HistoryMapping.Meaning? {
        let words: [String: HistoryMapping.Meaning] = [
            "new": .new, "open": .work, "resolved": .resolved, "closed": .closed,
        ]
        return findings.word(node, .state, among: Array(words.keys) + Waiting.allCases.map(\.state)) { text in
            words[text] ?? Waiting(state: text).map(HistoryMapping.Meaning.waiting)
        }
    }

    private func assumed(_ node: Node) -> HistoryMapping.Assumed {
        var assumed = HistoryMapping.Assumed()
        let keys = ["labour-minutes", "labour-rate", "contract-amount"]
        guard let fields = Fields(node, "assumed", keys: keys, findings) else { return assumed }
        assumed.labourMinutes = fields["labour-minutes"].flatMap { findings.count($0, upTo: 100_000) } ?? 0
        assumed.labourRate = fields["labour-rate"].flatMap { findings.value($0, .money) { Money($0) } }
        assumed.contractAmount = fields["contract-amount"].flatMap { findings.value($0, .money) { Money($0) } }
        if let rate = assumed.labourRate, let amount = assumed.contractAmount, rate.currency != amount.currency {
            findings.add(node, .severalCurrencies(rate.currency, amount.currency))
        }
        return assumed
    }

    /// Keys of any spelling: they are somebody else's words.
    private func pairs(_ node: Node?) -> [(String, Node)] {
        guard let node else { return [] }
        guard case .mapping(let mapping) = node else {
            findings.add(node, .unreadable(node.shown, .fields))
            return []
        }
        return mapping.compactMap { key, value in key.scalar.map { ($0.string, value) } }
    }
}
