import Domain

/// Somebody who was erased, as it is noted down outside the desk.
public struct Erasure: Hashable, Sendable {
    public let person: PersonID
    public let at: Instant
    /// Where the journal ended then.
    public let position: Int64
    public init(person: PersonID, at: Instant, position: Int64) {
        self.person = person
        self.at = at
        self.position = position
    }
}

extension ServiceDesk {
    /// Erases a customer and its contacts, all in one transaction. Noted down first: if the program ends in between,
    /// the next start erases them (`eraseAgain`).
    /// - Returns: with no positions when they had been erased before.
    public func erase(customer id: CustomerID, actor: Actor) async throws -> Receipt {
        let customer = StreamID.record(.customer, RecordID(id.rawValue))
        guard try await engine.state(customer) != nil else { throw Refusal.noSuch(customer) }
        let people = [customer] + (try await contacts(of: customer))
        return try await erase(customer, people, actor)
    }

    private func erase(_ customer: StreamID, _ listed: [StreamID], _ actor: Actor) async throws -> Receipt {
        let people = try await notErased(listed)
        let (position, now) = (try await edges.store.head().next, timekeeper.read().now)
        if people.isEmpty { return Receipt(positions: position..<position, recorded: now) }
        try await edges.registerErasures(
            people.map { Erasure(person: PersonID(rawValue: $0.description), at: now, position: position) })
        let outcomes = try await submit([Work(requests: people.compactMap { .erasing($0, actor) })])[0]
        var receipts: [Receipt] = []
        for outcome in outcomes {
            switch outcome {
            case .done(let receipt): receipts.append(receipt)
            case .refused(let refusal): throw refusal
            }
        }
        try await edges.store.search.forget(people.map { PersonID(rawValue: $0.description) })
        // A contact that was on its way while the list was made; after its customer none can come any more.
        let late = try await contacts(of: customer)
        if try await !notErased(late).isEmpty { _ = try await erase(customer, late, actor) }
        return Receipt(
            positions: receipts[0].positions.lowerBound..<receipts[receipts.count - 1].positions.upperBound,
            recorded: receipts[0].recorded)
    }

    private func contacts(of customer: StreamID) async throws -> [StreamID] {
        var contacts: [StreamID] = []
        var after: String?
        while case let page = try await edges.store.records(.contact, customer.id, after, 500), !page.isEmpty {
            contacts += page.map { .record(.contact, $0) }
            after = page.last?.rawValue
        }
        return contacts
    }

    /// Applies a register of erasures after a restore, and at every start: whoever stands in it and is not erased in the
    /// journal is erased by the desk.
    /// - Returns: those who had to be erased again.
    @discardableResult
    public func eraseAgain(_ erasures: [Erasure]) async throws -> [PersonID] {
        var seen: Set<PersonID> = []
        let listed = erasures.filter { seen.insert($0.person).inserted }.compactMap { StreamID($0.person.rawValue) }
        let people = try await notErased(listed)
        let requests = people.compactMap { Request.erasing($0, .desk) }
        // They stand in the register already.
        let outcomes = try await submit(requests.map { Work(requests: [$0]) }).map { $0[0] }
        if !people.isEmpty { try await edges.store.search.forget(people.map { PersonID(rawValue: $0.description) }) }
        for (person, outcome) in zip(people, outcomes) {
            guard case .refused(let refusal) = outcome else { continue }
            edges.log(
                LogLine(
                    .error, "Somebody who was erased could not be erased again.",
                    ["person": person.description, "refusal": refusal.word]))
        }
        return people.map { PersonID(rawValue: $0.description) }
    }

    /// Records that are there and can still be erased.
    private func notErased(_ streams: [StreamID]) async throws -> [StreamID] {
        var found: [StreamID] = []
        for stream in streams {
            guard case .record(let record)? = try await engine.state(stream)?.aggregate, !record.isErased else {
                continue
            }
            found.append(stream)
        }
        return found
    }
}

extension Request {
    fileprivate static func erasing(_ stream: StreamID, _ actor: Actor) -> Request? {
        guard case .record(let kind) = stream.kind else { return nil }
        return Request(actor, .record(kind, RecordID(rawValue: stream.id), .erase))
    }
}
