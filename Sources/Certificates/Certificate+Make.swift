import Domain
import Evidence
import Phrases

extension Certificate {
    /// The certificate of a finished ticket. It is verified before it is handed out: one that would not hold is a fault.
    ///
    /// - Parameters:
    ///   - ticket: resolved, closed, cancelled or merged.
    ///   - entries: all of its journal entries, by version.
    ///   - book: the policy versions that its grades name.
    ///   - contract: under which compensation is owed; without one only benefits in kind are told.
    ///   - ledger: events of the contracts it has named; those of other tickets are passed over.
    ///   - company: as it calls itself.
    ///   - zone: that times are shown in.
    ///   - made: not before the last entry; due facts up to here have been told.
    ///   - evidence: of each entry, by version.
    /// - Source: B21.
    public init(
        of ticket: Ticket, entries: [Journal.Entry], book: Book, contract: Contract?, ledger: [Ledger.Event],
        company: String, zone: Zone, made: Instant, evidence: CertificateEvidence
    ) throws(CertificateFault) {
        let state = ticket.course.state()
        guard state.isSettled else { throw .notFinished(state) }
        for grade in ticket.course.grades where book[grade.policy] == nil { throw .noSuchPolicy(grade.policy) }
        try Certificate.compare(entries, evidence.entries)
        let judge = Judge(ticket.course, book: book, now: made)
        let clocks = judge.clocks()
        self.init(
            ticket: ticket.id, company: company, zone: zone.name, made: made, state: state,
            grades: ticket.course.grades.map { Given(grade: $0, title: book.title(of: $0)) },
            nodes: Reached.all(in: ticket.course),
            commitments: Judged.all(clocks, ticket.course, book),
            compensation: Line.all(judge, clocks, contract, ledger, of: ticket.id, book), evidence: evidence)
        _ = try verify(self, key: nil, book: book)
    }

    private static func compare(_ entries: [Journal.Entry], _ proofs: [EvidencedEntry]) throws(CertificateFault) {
        for version in 0..<max(entries.count, proofs.count) {
            guard version < entries.count, version < proofs.count else { throw .otherEntry(version: version) }
            let (entry, record) = (entries[version], try TicketRecord(proofs[version]))
            guard record.version == entry.version, record.stream == entry.stream.description,
                record.occurred == entry.occurred, record.recorded == entry.recorded,
                record.actor == entry.actor.rawValue
            else { throw .otherEntry(version: version) }
        }
    }
}

extension Certificate.Reached {
    /// Whoever checks a certificate folds its records anew, so a station without a record that names it is in none.
    static func all(in course: Course) -> [Certificate.Reached] {
        var found: [Node: Certificate.Reached] = [:]
        for (node, fact) in course.stationFacts {
            let first = found[node]
            found[node] = Certificate.Reached(
                node: node, event: first?.event ?? fact.name, at: first?.at ?? fact.mark.at,
                again: first == nil ? nil : fact.mark.at)
        }
        return Node.allCases.compactMap { found[$0] }
    }
}

extension Certificate.Judged {
    static func all(_ clocks: [Clock], _ course: Course, _ book: Book) -> [Certificate.Judged] {
        clocks.map { clock in
            let commitment = clock.term.commitment
            let (due, ended): (Instant?, Instant?) =
                switch clock.progress {
                case .breached(let breach): (breach.due, breach.came ? breach.ended : nil)
                case .met(let at): (clock.due.instant, at)
                case .running(let due): (due, nil)
                case .waiting, .paused, .void: (clock.due.instant, nil)
                }
            let end = course.facts.first { $0.mark.at == ended && commitment.needs.contains($0.name) }
            return Certificate.Judged(
                key: clock.key, grade: clock.grade,
                title: book.words(of: clock.grade) { words, policy, siblings in
                    words.title(of: commitment.id, grade: clock.grade.grade, in: policy)
                },
                promise: book.words(of: clock.grade) { words, policy, siblings in
                    words.promise(of: commitment, among: siblings, in: policy)
                },
                due: due, progress: clock.progress, by: end?.name)
        }
    }
}

extension Certificate.Line {
    fileprivate static func all(
        _ judge: Judge, _ clocks: [Clock], _ contract: Contract?, _ ledger: [Ledger.Event], of ticket: TicketID,
        _ book: Book
    ) -> [Certificate.Line] {
        // Without a contract no amount has a meaning, but what is owed in kind has.
        let none = Contract(id: "", amount: Money(currency: "", minor: 0), hourlyRateMinor: 0)
        var owed = judge.owed(clocks, under: contract ?? none, book)
        if contract == nil { owed.removeAll { if case .grant = $0.basis { false } else { true } } }
        var credited: [Owed.Basis: Certificate.Credited] = [:]
        for event in ledger {
            switch event {
            case .posted(let key, let posting, let at) where key.ticket == ticket:
                credited[key.basis] = Certificate.Credited(minor: posting.minor, at: at)
            case .reversed(let key, _, _) where key.ticket == ticket: credited[key.basis] = nil
            case .posted, .reversed: break
            }
        }
        return owed.compactMap { line in
            let money = contract.map { Money(currency: $0.amount.currency, minor: line.minor) }
            let worth: Certificate.Worth
            switch (line.basis, contract, money) {
            case (.grant(let benefit), _, _): worth = .grant(benefit, book.title(of: benefit, clocks))
            case (.lateness(let month), _, let money?): worth = .lateness(month: month, money)
            case (.labour, let contract?, let money?):
                worth = .labour(
                    money,
                    Certificate.Labour(
                        minutes: judge.course.labourMinutes, hourlyRateMinor: contract.hourlyRateMinor,
                        share: book.labourShare(clocks)))
            case (.lateness, _, nil), (.labour, _, _): return nil
            }
            return Certificate.Line(
                worth: worth, isEstimate: line.isEstimate, credited: credited[line.basis])
        }
    }
}

extension Book {
    /// The same words in every language; empty for a policy that is not at hand.
    fileprivate func words(
        of grade: GradeRef, _ word: (any Wording, Policy, [Commitment]) -> String
    ) -> Title {
        guard let policy = self[grade.policy]?.policy else { return Title([:]) }
        let siblings = terms(grade).map(\.commitment)
        return Title(
            Dictionary(
                uniqueKeysWithValues: Language.allCases.map { ($0, word(wording($0), policy, siblings)) }))
    }

    fileprivate func title(of grade: GradeRef) -> Title {
        words(of: grade) { words, policy, _ in words.title(of: grade.grade, in: policy) }
    }

    fileprivate func title(of benefit: String, _ clocks: [Clock]) -> Title? {
        for clock in clocks {
            guard case .breached = clock.progress, case .grant(benefit, let title)? = grade(clock.grade)?.compensation
            else { continue }
            return words(of: clock.grade) { words, policy, _ in words.word(title, benefit, in: policy) }
        }
        return nil
    }

    /// The largest that a broken promise owes.
    func labourShare(_ clocks: [Clock]) -> Share {
        var largest = Share(millionths: 0)
        for clock in clocks {
            guard case .breached = clock.progress, case .labour(let share)? = grade(clock.grade)?.compensation else {
                continue
            }
            largest = max(largest, share)
        }
        return largest
    }
}
