import Domain
import Yams

extension Policy {
    /// Reads a policy file: all semantic faults with their places, or the first syntax fault.
    /// - Parameters:
    ///   - zones: the names a time zone may have.
    ///   - official: the named calendars there are.
    public static func read(
        _ bytes: [UInt8], zones: Zones, official: [String: OfficialCalendar]
    ) -> Reading<Policy> {
        let root: Node
        do { root = try Document.root(bytes) } catch { return Reading(value: nil, faults: [error], notes: []) }
        let reader = PolicyReader(zones: zones, official: official)
        let policy = reader.policy(root)
        let findings = reader.findings
        return Reading(
            value: findings.faults.isEmpty ? policy : nil, faults: findings.faults.sorted { $0.place < $1.place },
            notes: findings.notes.sorted { $0.place < $1.place })
    }
}

/// Reads the tree of a policy file; what it names is known before what uses it is read.
final class PolicyReader {
    let findings = Findings()
    let zones: Zones
    let official: [String: OfficialCalendar]
    var calendars: [CalendarTerms] = []
    var events: [Word<EventName>] = []
    var roles: [Word<RoleID>] = []
    var ladders: [String: [Rung]] = [:]
    var usedLadders: Set<String> = []
    var toldRoles: Set<RoleID> = []
    var categories: [CategoryID: GradeID] = [:]

    init(zones: Zones, official: [String: OfficialCalendar]) {
        self.zones = zones
        self.official = official
    }

    func policy(_ root: Node) -> Policy? {
        let keys = [
            "policy", "version", "title", "time-zone", "calendars", "events", "roles", "ladders", "grades",
            "guarantees", "scorecard", "retention", "words",
        ]
        guard let fields = Fields(root, "policy", keys: keys, findings) else { return nil }
        let id: PolicyID? = fields.required("policy").flatMap { findings.id($0) }
        let version = fields.required("version").flatMap { findings.text($0) }
        let zone = fields.required("time-zone").flatMap { node in
            findings.word(node, .zone, among: zones.names) { zones.contains($0) ? $0 : nil }
        }
        calendars = findings.entries(fields.required("calendars"), "calendars").compactMap { calendar($0.id, $0.value) }
        let own: [(id: EventName, key: Node, value: Node)] = findings.entries(fields["events"], "events")
        for entry in own where entry.id.isShared { findings.add(entry.key, .declaredTwice(entry.id.rawValue)) }
        events = own.map { Word(id: $0.id, title: findings.title($0.value)) }
        let declared: [(id: RoleID, key: Node, value: Node)] = findings.entries(fields["roles"], "roles")
        roles = declared.map { Word(id: $0.id, title: findings.title($0.value)) }
        let named: [(id: RoleID, key: Node, value: Node)] = findings.entries(fields["ladders"], "ladders")
        for entry in named { ladders[entry.id.rawValue] = rungs(entry.value) }
        let grades = findings.entries(fields.required("grades"), "grades").compactMap { grade($0.id, $0.key, $0.value) }
        for entry in declared where !toldRoles.contains(entry.id) {
            findings.note(entry.key, .unusedRole(entry.id.rawValue))
        }
        for entry in named where !usedLadders.contains(entry.id.rawValue) {
            findings.note(entry.key, .unusedLadder(entry.id.rawValue))
        }
        let guarantees = fields["guarantees"].map(guarantees) ?? Guarantees()
        let scorecard = fields["scorecard"].map(scorecard) ?? ScorecardTerms()
        let retention = fields["retention"].map(retention) ?? Retention()
        let words = words(fields["words"])
        guard let id, let version, let zone else { return nil }
        return Policy(
            id: id, version: version, title: findings.title(fields["title"]), zone: zone, calendars: calendars,
            events: events, roles: roles, grades: grades, guarantees: guarantees, scorecard: scorecard,
            retention: retention, words: words)
    }

    /// Titles by id; whether anything has the id is not asked, so that a word may be written before its use.
    private func words(_ node: Node?) -> [String: Title] {
        let entries: [(id: EventName, key: Node, value: Node)] = findings.entries(node, "words")
        return Dictionary(entries.map { ($0.id.rawValue, $0.value) }) { first, _ in first }
            .compactMapValues(findings.title)
    }

    func event(_ node: Node) -> EventName? {
        let own = events.map(\.id)
        let known = EventName.vocabulary.map(\.name) + own
        return findings.word(node, .event, among: known.map(\.rawValue)) { text in
            let name = EventName(rawValue: text)
            return name.isShared || own.contains(name) ? name : nil
        }
    }

    func calendar(named node: Node) -> CalendarID? {
        findings.word(node, .calendar, among: calendars.map(\.id.rawValue)) { text in
            calendars.first { $0.id.rawValue == text }?.id
        }
    }

    /// A ladder's name, or its rungs in place.
    func ladder(_ node: Node) -> [Rung] {
        if case .sequence = node { return rungs(node) }
        return findings.word(node, .ladder, among: Array(ladders.keys)) { name in
            usedLadders.insert(name)
            return ladders[name]
        } ?? []
    }

    private func rungs(_ node: Node) -> [Rung] {
        guard case .sequence(let sequence) = node else {
            findings.add(node, .unreadable(node.shown, .list))
            return []
        }
        return sequence.compactMap { node in
            guard let fields = Fields(node, "rung", keys: ["at", "tell", "attach", "wake"], findings) else {
                return nil
            }
            let at = fields.required("at").flatMap { findings.value($0, .moment) { Rung.Moment($0) } }
            let tell = fields.required("tell").flatMap { node in
                findings.word(node, .role, among: roles.map(\.id.rawValue)) { text in
                    roles.first { $0.id.rawValue == text }?.id
                }
            }
            let attach = fields["attach"].flatMap { node in
                findings.value(node, .attachment) { text -> Rung.Attachment? in
                    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
                    return parts.count == 2 && !parts.contains("")
                        ? Rung.Attachment(policy: PolicyID(parts[0]), grade: GradeID(parts[1])) : nil
                }
            }
            let wake = fields["wake"].map(findings.flag) ?? false
            guard let at, let tell else { return nil }
            toldRoles.insert(tell)
            return Rung(at: at, tell: tell, attach: attach, wake: wake)
        }
    }
}
