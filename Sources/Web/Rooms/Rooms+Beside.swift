import Desk
import Domain
import Pages
import Phrases
import Synchronization

// What lies beside a ticket: where it came from and went, what it owes, and how it is proved.

extension Rooms {
    /// The tickets that it came from or went on in, each by what it is about.
    func kin(_ ticket: Ticket) async throws -> [Kin] {
        var ties: [(tie: Kin.Tie, other: TicketID)] = []
        if let from = ticket.splitFrom { ties.append((.splitFrom, from)) }
        for part in ticket.parts.suffix(Self.partsAtMost) { ties.append((.splitInto, part)) }
        if let into = ticket.mergedInto { ties.append((.mergedInto, into)) }
        var known: [(id: TicketID, version: Int)] = []
        for (_, other) in ties {
            if let standing = try await desk.standing(of: other) { known.append((other, standing.version)) }
        }
        try await board.names.loadSubjects(known, desk)
        return ties.map { Kin($0.tie, $0.other, subject: board.names.subject($0.other)) }
    }

    /// Parts that are named by what they are about; the story tells of all.
    private static let partsAtMost = 20

    /// The tickets that it is linked to, each by what it is about. They may be other customers'.
    func links(_ ticket: Ticket, _ visit: Visit) async throws -> [TicketPage.Link] {
        let all = [Listing.related, .duplicate, .blocks].flatMap { listing in
            (ticket.lists[listing] ?? []).map { (listing: listing, other: TicketID($0)) }
        }
        var known: [(id: TicketID, version: Int)] = []
        var customers: Set<CustomerID> = []
        for link in all.suffix(Self.linksAtMost) {
            guard let standing = try await desk.standing(of: link.other) else { continue }
            known.append((link.other, standing.version))
            customers.insert(standing.customer)
        }
        try await note(customers, visit)
        try await board.names.loadSubjects(known, desk)
        let inverses = try await inverses(
            all.suffix(Self.linksAtMost).filter { $0.listing == .related }.map { $0.other }, of: ticket.id)
        return all.map { listing, other in
            let isKnown = known.contains { $0.id == other }
            return TicketPage.Link(
                listing, other, subject: isKnown ? board.names.subject(other) : nil,
                inverse: listing == .related ? inverses[other] : nil)
        }
    }

    /// How others list a ticket that lists them as related. The journal has a link's kind at the end alone where it was
    /// made; what it is called at the other is derived, so that no entry has to say the same twice.
    private func inverses(_ others: [TicketID], of ticket: TicketID) async throws -> [TicketID: Listing] {
        if others.isEmpty { return [:] }
        var found: [TicketID: Listing] = [:]
        for view in try await desk.tickets(others) {
            found[view.ticket.id] = [Listing.blocks, .duplicate].first { listing in
                view.ticket.lists[listing]?.contains(ticket.rawValue) ?? false
            }
        }
        return found
    }

    /// Links that are named by what they are about; others stand there by their ids.
    private static let linksAtMost = 50

    /// What broken promises of a ticket owe, with how far that has come.
    /// - Parameter isForCustomer: then an amount that is nothing yet is left out: its sentence says what it will be.
    func owed(_ view: TicketView, _ visit: Visit, isForCustomer: Bool = false) async throws -> [String] {
        let broken = view.clocks.contains { if case .breached = $0.progress { true } else { false } }
        guard broken else { return [] }
        let ticket = view.ticket
        let contract = try await self.contract(of: ticket)
        var ledger: Ledger?
        if let contract { ledger = try await desk.ledger(contract.id) }
        // Without a contract no amount has a meaning, but what is owed in kind has.
        let none = Contract(id: "", amount: Money(currency: "", minor: 0), hourlyRateMinor: 0)
        let lines = view.judge.owed(view.clocks, under: contract ?? none, Book(policies))
        let words = visit.reader.words
        return lines.compactMap { line in
            guard let benefit = benefit(line, contract, view, words) else { return nil }
            if isForCustomer, line.isNothingYet { return nil }
            let posted = ledger?.standing[Ledger.Key(ticket: ticket.id, basis: line.basis)]
            let standing: String
            if line.isEstimate {
                standing = words.certificate(CertificateBenefit.Standing.estimate, in: service.zone)
            } else if let posted, let currency = contract?.amount.currency {
                if case .grant = line.basis {
                    standing = visit.reader(.granted)
                } else {
                    // The ceiling may have left less than is owed.
                    standing = words.filled(.credited, Money(currency: currency, minor: posted.minor).grouped)
                }
            } else {
                standing = words.certificate(CertificateBenefit.Standing.pending, in: service.zone)
            }
            return words.certificate(benefit) + " · " + standing
        }
    }

    /// The contract that it is served under, where there is one on record.
    private func contract(of ticket: Ticket) async throws -> Contract? {
        guard let id = ticket.attributes[.contract], let record = try await desk.record(.contract, RecordID(id)) else {
            return nil
        }
        return Contract(record)
    }

    /// The same for the customer: first what the policy gives under their contract, since its amount is known late.
    func amends(_ view: TicketView, _ visit: Visit) async throws -> [String] {
        let owed = try await self.owed(view, visit, isForCustomer: true)
        // Without a contract no share of money is owed.
        guard try await contract(of: view.ticket) != nil else { return owed }
        let all = compensations(view)
        var most: Share?
        var latest: (place: Int, late: Domain.Duration)?
        for (place, each) in all.enumerated() {
            switch each.terms {
            case .labour(let share): most = max(most ?? share, share)
            case .contractPerHour:
                if latest.map({ each.late > $0.late }) ?? true { latest = (place, each.late) }
            case .grant: break
            }
        }
        var told: [String] = []
        for (place, (policy, terms, _)) in all.enumerated() {
            switch terms {
            // The largest share is owed, once.
            case .labour(let share) where share != most: continue
            // Of several clocks the latest counts.
            case .contractPerHour where place != latest?.place: continue
            // It stands among what is owed, with how far it has come.
            case .grant: continue
            case .labour, .contractPerHour: break
            }
            let line = visit.reader.words.amends(terms, in: policy)
            if !told.contains(line) { told.append(line) }
        }
        return told + owed
    }

    private func benefit(
        _ line: Owed, _ contract: Contract?, _ view: TicketView, _ words: any Wording
    ) -> CertificateBenefit? {
        let money = contract.map { Money(currency: $0.amount.currency, minor: line.minor) }
        switch (line.basis, money) {
        case (.grant(let benefit), _):
            for (policy, terms, _) in compensations(view) {
                guard case .grant(benefit, let title) = terms else { continue }
                return .grant(words.word(title, benefit, in: policy))
            }
            return .grant(benefit)
        case (.lateness(let month), let money?): return .lateness(money, month: month)
        case (.labour, let money?):
            var share = Share(millionths: 0)
            for case (_, .labour(let owed), _) in compensations(view) { share = max(share, owed) }
            return .labour(money, .minutes(Int64(view.ticket.course.labourMinutes)), share)
        case (.lateness, nil), (.labour, nil): return nil
        }
    }

    /// What the broken promises' grades owe by, and how late each is.
    private func compensations(
        _ view: TicketView
    ) -> [(policy: Policy, terms: Grade.Compensation, late: Domain.Duration)] {
        view.clocks.compactMap { clock in
            guard case .breached(let breach) = clock.progress, let policy = view.judge.policy(of: clock),
                let terms = policy.grade(clock.grade.grade)?.compensation
            else { return nil }
            return (policy, terms, breach.late)
        }
    }

    /// How far a ticket's facts are in the evidence log.
    func evidence(
        _ view: TicketView, _ positions: [Int64], _ visit: Visit
    ) async throws -> TicketPage.Evidence {
        // A log only grows: what it held it holds, until another log is begun.
        var log = seal.log(through: positions.last ?? 0, ticks: desk.edges.clocks.ticks())
        if log == nil {
            log = try await service.evidence.sealed()
            seal.keep(log, ticks: desk.edges.clocks.ticks())
        }
        let sealed = positions.filter { $0 < log?.through ?? 0 }
        let mayProve = visit.may(.journalRead)
        let isDone = view.ticket.course.state().isSettled
        return TicketPage.Evidence(
            log: log?.origin, facts: positions.count, sealed: sealed.count,
            proof: mayProve ? sealed.last.map { .proof(position: $0) } : nil,
            certificate: isDone && service.certificatePage != nil ? .certificate(view.ticket.id) : nil)
    }
}

extension Owed {
    fileprivate var isNothingYet: Bool { if case .grant = basis { false } else { minor == 0 } }
}

/// How far the evidence log was when it was last asked.
final class LastSeal: Sendable {
    typealias Log = (origin: String, through: Int64)
    private static let believed = Domain.Duration.minutes(1)
    private let known = Mutex<(log: Log, at: Domain.Duration)?>(nil)

    /// Nil where it was asked too long ago, or was not so far by then.
    func log(through position: Int64, ticks: Domain.Duration) -> Log? {
        known.withLock { known in
            guard let known, ticks - known.at < Self.believed, known.log.through > position else { return nil }
            return known.log
        }
    }

    func keep(_ log: Log?, ticks: Domain.Duration) { known.withLock { $0 = log.map { ($0, ticks) } } }
}
