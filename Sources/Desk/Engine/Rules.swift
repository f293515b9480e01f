import Domain

/// All that a decision is judged by besides the streams it touches.
struct Rules: Sendable {
    var book = Book()
    /// What each version in force was activated with.
    var activations: [PolicyVersion: Activation] = [:]
    /// Records that concern every decision: rosters, shifts, own fields, webhooks.
    private var common: [StreamID: Record] = [:]
    private(set) var custom: [RecordKind: [RecordField]] = [:]
    private(set) var webhooks: [Webhook] = []
    /// Nil when the plan can't be compiled; then nobody is kept from being told.
    private(set) var duty: DutyPlan?
    /// Where the journal ended when they were read; no matter where nobody else writes.
    var through: Int64 = .max
    let zones: Zones
    let official: [String: OfficialCalendar]

    init(zones: Zones, official: [String: OfficialCalendar]) {
        self.zones = zones
        self.official = official
    }

    /// Kinds that are kept at hand whole.
    static let commonKinds: [RecordKind] = [.roster, .shift, .field, .webhook]

    mutating func add(_ policy: PolicyInForce, _ activation: Activation) {
        book.add(policy)
        activations[activation.version] = activation
    }

    /// Takes notice of a record as it now is.
    mutating func learn(_ record: Record) {
        guard Rules.commonKinds.contains(record.kind) else { return }
        common[.record(record.kind, record.id)] = record
        compile(record.kind)
    }

    mutating func learn(_ records: [Record]) {
        for record in records { common[.record(record.kind, record.id)] = record }
        for kind in Rules.commonKinds { compile(kind) }
    }

    private mutating func compile(_ kind: RecordKind) {
        let records = common.values.filter { $0.kind == kind && $0.state == .live }.sorted { $0.id < $1.id }
        switch kind {
        case .field: custom = RecordField.custom(records)
        case .webhook: webhooks = records.compactMap(Webhook.init)
        case .roster, .shift:
            let live = common.values.filter { $0.state == .live }.sorted { $0.id < $1.id }
            duty = try? DutyPlan(
                rosters: live.compactMap { Roster($0) }, shifts: live.compactMap { DutyShift($0) }, zones: zones,
                official: official)
        default: break
        }
    }

    /// When a role may be told without waking people who are off duty.
    func dutyInstant(_ role: RoleID, team: TeamID?, from now: Instant) -> Instant {
        switch duty?.nextDuty(role: role, team: team, from: now) {
        case .from(let instant): instant
        // Where nobody is ever on duty, late is better than never.
        case nil, .unplanned, .now, .never: now
        }
    }

    func monthEnd(_ desk: DeskState) -> Instant? {
        guard let since = desk.monthsEndedThrough, let name = desk.zone, let zone = try? zones.zone(name) else {
            return nil
        }
        return zone.monthEnd(after: since)
    }

    /// A grade as it is in force now.
    func reference(_ grading: Grading, variant: VariantID?) throws(Refusal) -> GradeRef {
        guard let policy = book.current(grading.policy) else {
            let known = Set(book.all.map(\.version.id.rawValue)).sorted()
            throw .noSuchPolicy(grading.policy, nearest: nearest(to: grading.policy.rawValue, among: known))
        }
        guard let reference = policy.reference(grading.grade, variant: variant) else {
            let known = policy.policy.grades.map(\.id.rawValue)
            throw .noSuchGrade(
                grading.policy, grading.grade, nearest: nearest(to: grading.grade.rawValue, among: known))
        }
        return reference
    }

    /// When the texts of a ticket that is over have been kept long enough; nil for ever.
    func retention(_ ticket: Ticket) -> Instant? {
        guard let last = ticket.lastRecorded, ticket.course.state().isOver else { return nil }
        let policies = ticket.course.grades.compactMap { book[$0.policy] }
        guard let months = policies.compactMap(\.policy.retention.textsMonths).max() else { return nil }
        return policies.first?.zone.adding(months: months, to: last)
    }
}

extension State {
    /// Nobody has anything to do any more.
    var isOver: Bool {
        switch self {
        case .closed, .cancelled, .merged: true
        case .new, .open, .waiting, .resolved: false
        }
    }
}
