/// A policy with its calendars compiled, ready to judge.
public struct PolicyInForce: Sendable {
    public let policy: Policy
    public let version: PolicyVersion
    public let zone: Zone
    public let calendars: [CalendarID: Calendar]
    /// Which data the answers rest on, for explanations.
    public let data: DataVersion
    private let terms: [GradeKey: [Term]]

    public struct DataVersion: Hashable, Sendable {
        /// The release of the zone database.
        public let zones: String
        /// `cn 2019–2026`, per calendar that names one.
        public let official: [CalendarID: String]
    }

    private struct GradeKey: Hashable {
        let grade: GradeID
        let variant: VariantID?
    }

    public enum Fault: Error, Equatable, Sendable {
        case zone(ZoneFault)
        case noSuchOfficialCalendar(name: String)
        case noSuchCalendar(CalendarID, commitment: CommitmentID)
    }

    public init(_ policy: Policy, zones: Zones, official: [String: OfficialCalendar]) throws(Fault) {
        let zone: Zone
        do { zone = try zones.zone(policy.zone) } catch { throw .zone(error) }
        var calendars: [CalendarID: Calendar] = [:]
        var versions: [CalendarID: String] = [:]
        for terms in policy.calendars {
            var named: OfficialCalendar?
            if let name = terms.official {
                guard let found = official[name] else { throw .noSuchOfficialCalendar(name: name) }
                named = found
                versions[terms.id] = "\(name) \(found.years.lowerBound)–\(found.years.upperBound)"
            }
            calendars[terms.id] = Calendar(zone: zone, week: terms.week, exceptions: terms.exceptions(official: named))
        }
        var terms: [GradeKey: [Term]] = [:]
        for grade in policy.grades {
            for variant in [nil] + grade.variants.map({ Optional($0.id) }) {
                terms[GradeKey(grade: grade.id, variant: variant)] = try grade.commitments(variant: variant).map {
                    commitment throws(Fault) in
                    guard let calendar = calendars[commitment.calendar] else {
                        throw .noSuchCalendar(commitment.calendar, commitment: commitment.id)
                    }
                    return Term(commitment: commitment, calendar: calendar)
                }
            }
        }
        self.policy = policy
        self.version = PolicyVersion(id: policy.id, version: policy.version)
        self.zone = zone
        self.calendars = calendars
        self.data = DataVersion(zones: zones.version, official: versions)
        self.terms = terms
    }

    /// The commitments of a grade with their calendars; none for a grade the policy does not have.
    public func terms(_ grade: GradeID, variant: VariantID? = nil) -> [Term] {
        terms[GradeKey(grade: grade, variant: variant)] ?? []
    }
}

/// Every policy version that tickets may refer to.
public struct Book: Sendable {
    private var versions: [PolicyVersion: PolicyInForce] = [:]

    public init(_ policies: [PolicyInForce] = []) {
        for policy in policies { versions[policy.version] = policy }
    }

    public subscript(_ version: PolicyVersion) -> PolicyInForce? { versions[version] }

    /// The version of a policy that new attachments take: the one in the book with the highest version text.
    public func current(_ id: PolicyID) -> PolicyInForce? {
        versions.values.filter { $0.version.id == id }.max { $0.version.version < $1.version.version }
    }

    public func terms(_ grade: GradeRef) -> [Term] { versions[grade.policy]?.terms(grade.grade, variant: grade.variant) ?? [] }

    public func grade(_ reference: GradeRef) -> Grade? { versions[reference.policy]?.policy.grade(reference.grade) }
}
