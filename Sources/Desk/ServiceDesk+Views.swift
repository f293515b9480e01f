import Domain

// What interfaces ask of the desk besides tickets.

extension ServiceDesk {
    /// A grade of a policy as it is in force now, in the variant of the ticket's contract.
    public func grade(_ grading: Grading, ticket id: TicketID) async throws -> GradeRef {
        var variant: VariantID?
        if case .ticket(let ticket)? = try await engine.state(.ticket(id))?.aggregate,
            let contract = ticket.attributes[.contract],
            let record = try await record(.contract, RecordID(contract))
        {
            variant = Contract(record)?.variant
        }
        return try engine.rulesInForce.reference(grading, variant: variant)
    }

    /// A grade of a policy as it is in force now.
    public func grade(_ grading: Grading) async throws -> GradeRef {
        try engine.rulesInForce.reference(grading, variant: nil)
    }

    /// The fields that the company defined for tickets.
    public func ticketFields() async throws -> [RecordField] {
        var fields: [RecordField] = []
        var after: String?
        while case let page = try await edges.store.records(.field, nil, after, 500), !page.isEmpty {
            for id in page {
                guard let record = try await record(.field, id), record.state == .live,
                    record.words("applies-to").contains("ticket"), let field = RecordField(record)
                else { continue }
                fields.append(field)
            }
            after = page.last?.rawValue
        }
        return fields
    }

    /// What `policies` has, for whoever can't wait: pages are made row by row.
    public var policiesAtHand: [PolicyInForce] { engine.rulesInForce.book.all }

    /// Each policy version that was ever put in force, in the order of the journal.
    public func activations() async -> [Activation] {
        let rules = engine.rulesInForce
        return rules.book.all.compactMap { rules.activations[$0.version] }
    }

    public func policy(_ version: PolicyVersion) async -> PolicyInForce? { engine.rulesInForce.book[version] }

    /// The newest version of a policy.
    public func currentPolicy(_ id: PolicyID) async -> PolicyInForce? { engine.rulesInForce.book.current(id) }
}
