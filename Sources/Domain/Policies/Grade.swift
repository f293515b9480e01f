/// The class that decides which promises apply: a tier of service or an incident level.
public struct Grade: Hashable, Sendable {
    public let id: GradeID
    public var title: Title?
    /// Categories that are graded so by default.
    public var categories: [CategoryID]
    /// In the order of the file.
    public var commitments: [Commitment]
    /// Between resolved and closed (POLICIES 1.17).
    public var gates: [Gate]
    /// What must be done at once when the grade is given.
    public var duties: [Duty]
    /// Other limits that a contract may name (POLICIES 1.18).
    public var variants: [Variant]
    public var compensation: Compensation?

    public init(
        id: GradeID, title: Title? = nil, categories: [CategoryID] = [], commitments: [Commitment],
        gates: [Gate] = [], duties: [Duty] = [], variants: [Variant] = [], compensation: Compensation? = nil
    ) {
        self.id = id
        self.title = title
        self.categories = categories
        self.commitments = commitments
        self.gates = gates
        self.duties = duties
        self.variants = variants
        self.compensation = compensation
    }

    public struct Gate: Hashable, Sendable {
        public let id: String
        /// All of these must have happened since the last reopening.
        public let needs: [EventName]
        public init(id: String, needs: [EventName]) {
            self.id = id
            self.needs = needs
        }
    }

    public struct Duty: Hashable, Sendable {
        public let id: String
        public let title: Title?
        public init(id: String, title: Title?) {
            self.id = id
            self.title = title
        }
    }

    public struct Variant: Hashable, Sendable {
        public let id: VariantID
        public let title: Title?
        public let limits: [CommitmentID: [Limit]]
        public init(id: VariantID, title: Title?, limits: [CommitmentID: [Limit]]) {
            self.id = id
            self.title = title
            self.limits = limits
        }
    }

    /// Whether it promises that the matter itself is dealt with, or reports until it is; else it promises a step on the
    /// way only: that a call is taken, a date confirmed.
    public var dealsWithTheMatter: Bool {
        commitments.contains { commitment in
            if case .every(_, let end) = commitment.promise, EventName.settlements.contains(end) { return true }
            return commitment.needs.contains(where: EventName.settlements.contains)
        }
    }

    /// The commitments with a variant's limits in place of their own.
    func commitments(variant: VariantID?) -> [Commitment] {
        guard let variant = variants.first(where: { $0.id == variant }) else { return commitments }
        return commitments.map { commitment in
            guard let limits = variant.limits[commitment.id] else { return commitment }
            var changed = commitment
            changed.promise = .within(limits)
            return changed
        }
    }
}
