/// A policy with its calendars compiled, ready to judge.
///
/// A reference, because every ticket's judgement asks for it and none changes it.
public final class PolicyInForce: Sendable {
    public let policy: Policy
    public let version: PolicyVersion
    public let zone: Zone
    public let calendars: [CalendarID: Calendar]
    /// Which data the answers rest on, for explanations.
    public let data: DataVersion
    private let graded: [Graded]
    /// In the order of the file; every ticket that is opened asks for it.
    private let byCategory: [CategoryID: [Grade]]

    /// The terms of one grade and variant. A policy has a handful of them, so the list is walked, not hashed; by
    /// reference, since every judgement walks it.
    private final class Graded: Sendable {
        let reference: GradeRef
        let gates: [Grade.Gate]
        let duties: [Grade.Duty]
        let all: [Term]
        let complex: [Term]
        let simple: [Term]

        init(_ reference: GradeRef, _ grade: Grade, _ terms: [Term]) {
            self.reference = reference
            gates = grade.gates
            duties = grade.duties
            all = terms
            complex = terms.filter { $0.commitment.only != .simple }
            simple = terms.filter { $0.commitment.only != .complex }
        }
    }

    public struct DataVersion: Hashable, Sendable {
        /// The release of the zone database.
        public let zones: String
        /// `cn 2019–2026`, per calendar that names one.
        public let official: [CalendarID: String]
    }

    public enum Fault: Error, Equatable, Sendable {
        case zone(ZoneFault)
        case noSuchOfficialCalendar(name: String)
        case noSuchCalendar(CalendarID, commitment: CommitmentID)
    }

    public init(_ policy: Policy, edition: Int = 1, zones: Zones, official: [String: OfficialCalendar]) throws(Fault) {
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
        let version = PolicyVersion(id: policy.id, version: policy.version, edition: edition)
        var graded: [Graded] = []
        for grade in policy.grades {
            for variant in [nil] + grade.variants.map({ Optional($0.id) }) {
                let reference = GradeRef(policy: version, grade: grade.id, variant: variant)
                let terms = try grade.commitments(variant: variant).map { commitment throws(Fault) in
                    guard let calendar = calendars[commitment.calendar] else {
                        throw .noSuchCalendar(commitment.calendar, commitment: commitment.id)
                    }
                    return Term(commitment: commitment, calendar: calendar, grade: reference)
                }
                graded.append(Graded(reference, grade, terms))
            }
        }
        self.policy = policy
        self.version = version
        self.zone = zone
        self.calendars = calendars
        self.data = DataVersion(zones: zones.version, official: versions)
        self.graded = graded
        var byCategory: [CategoryID: [Grade]] = [:]
        for grade in policy.grades {
            for category in grade.categories { byCategory[category, default: []].append(grade) }
        }
        self.byCategory = byCategory
    }

    /// The commitments of a grade with their calendars; none for a grade the policy does not have.
    /// - Parameter complexity: leaves out those for matters of the other kind; nil for all.
    public func terms(_ grade: GradeID, variant: VariantID? = nil, complexity: Complexity? = nil) -> [Term] {
        guard let found = graded(grade, variant) else { return [] }
        switch complexity {
        case nil: return found.all
        case .complex: return found.complex
        case .simple: return found.simple
        }
    }

    /// A grade of this version by its id, nil if it has none such; in the variant, if the grade has it.
    public func reference(_ id: GradeID, variant: VariantID?) -> GradeRef? {
        (graded(id, variant) ?? graded(id, nil))?.reference
    }

    private func graded(_ id: GradeID, _ variant: VariantID?) -> Graded? {
        graded.first { $0.reference.grade == id && $0.reference.variant == variant }
    }

    /// A grade of this version; in the variant, if the grade has it.
    public func reference(_ grade: Grade, variant: VariantID?) -> GradeRef {
        let isKnown = grade.variants.contains { $0.id == variant }
        return GradeRef(policy: version, grade: grade.id, variant: isKnown ? variant : nil)
    }

    /// The grades that list a category.
    func grades(category: CategoryID) -> [Grade] { byCategory[category] ?? [] }
}

extension PolicyInForce {
    func has(_ grade: GradeID) -> Bool { graded(grade, nil) != nil }
    func gates(_ grade: GradeID) -> [Grade.Gate] { graded(grade, nil)?.gates ?? [] }
    func duties(_ grade: GradeID) -> [Grade.Duty] { graded(grade, nil)?.duties ?? [] }
}

/// Every policy version that tickets may refer to.
public struct Book: Sendable {
    private var policies: [PolicyInForce] = []

    public init(_ policies: [PolicyInForce] = []) { self.policies = policies }

    /// Puts a version in force; new tickets take it from now on.
    public mutating func add(_ policy: PolicyInForce) {
        policies.removeAll { $0.version == policy.version }
        policies.append(policy)
    }

    public var all: [PolicyInForce] { policies }

    public subscript(_ version: PolicyVersion) -> PolicyInForce? { policies.first { $0.version == version } }

    /// The version of a policy that new attachments take: the one that was added last.
    public func current(_ id: PolicyID) -> PolicyInForce? { policies.last { $0.version.id == id } }

    /// What the policies in force say of a category; none is a legal answer (POLICIES 1.18).
    /// - Parameter variant: what the contract names, for all grades that have it.
    public func grades(category: String, variant: VariantID? = nil) -> [GradeRef] {
        let category = CategoryID(category)
        var references: [GradeRef] = []
        for policy in policies {
            let grades = policy.grades(category: category)
            if grades.isEmpty || current(policy.version.id) !== policy { continue }
            references += grades.map { policy.reference($0, variant: variant) }
        }
        return references
    }

    public func terms(_ grade: GradeRef, complexity: Complexity? = nil) -> [Term] {
        self[grade.policy]?.terms(grade.grade, variant: grade.variant, complexity: complexity) ?? []
    }

    func has(_ reference: GradeRef) -> Bool { self[reference.policy]?.has(reference.grade) ?? false }

    func duties(_ reference: GradeRef) -> [Grade.Duty] { self[reference.policy]?.duties(reference.grade) ?? [] }

    func gates(_ reference: GradeRef) -> [Grade.Gate] { self[reference.policy]?.gates(reference.grade) ?? [] }

    public func grade(_ reference: GradeRef) -> Grade? { self[reference.policy]?.policy.grade(reference.grade) }
}
