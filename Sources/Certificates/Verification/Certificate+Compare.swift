import Domain

extension Certificate {
    /// That every fact for people is what the records say.
    ///
    /// A promise kept is checked by the event that ended it and by the absence of a breach; that its due follows from the
    /// policy only by the policy itself.
    func compare(with ticket: Ticket, _ breaches: Breaches, _ book: Book?) throws(CertificateFault) {
        let course = ticket.course
        let recorded = course.state()
        guard recorded == state else { throw .state(stated: state, recorded: recorded) }
        try compareNodes(course)
        try compareCommitments(course, breaches)
        try compareCompensation(course)
        if let book { try judgeAnew(course, book) }
    }

    private func compareNodes(_ course: Course) throws(CertificateFault) {
        let recorded = Reached.all(in: course)
        guard recorded != nodes else { return }
        for node in Node.allCases {
            let (a, b) = (nodes.filter { $0.node == node }, recorded.first { $0.node == node })
            guard a.count <= 1, a.first == b else {
                let isFirst = a.first?.at != b?.at
                throw .node(
                    node, stated: isFirst ? a.first?.at : a.last?.again ?? a.last?.at,
                    recorded: isFirst ? b?.at : b?.again ?? b?.at)
            }
        }
        throw .node(nodes[0].node, stated: nodes[0].at, recorded: nil)
    }

    private func compareCommitments(_ course: Course, _ breaches: Breaches) throws(CertificateFault) {
        guard grades.map(\.grade) == course.grades else {
            throw .malformed(place: "grades", cause: "they are not those of the records")
        }
        var hidden = breaches.standing
        for judged in commitments {
            var ended: Instant?
            switch judged.progress {
            case .breached(let breach):
                let record = hidden.removeValue(forKey: judged.key)
                guard record?.at == breach.at else {
                    throw .breach(judged.key, stated: breach.at, recorded: record?.at)
                }
                guard record?.due == breach.due else {
                    throw .due(judged.key, stated: breach.due, recorded: record?.due)
                }
                ended = breach.ended
            case .met(let at): ended = at
            case .waiting, .running, .paused, .void: break
            }
            guard let event = judged.by, let ended else { continue }
            guard course.facts.contains(where: { $0.name == event && $0.mark.at == ended }) else {
                throw .noSuchEvent(judged.key, event, at: ended)
            }
        }
        if let (key, breach) = hidden.min(by: { $0.value.at < $1.value.at }) {
            throw .breach(key, stated: nil, recorded: breach.at)
        }
    }

    private func compareCompensation(_ course: Course) throws(CertificateFault) {
        let isBroken = commitments.contains { if case .breached = $0.progress { true } else { false } }
        for line in compensation {
            guard isBroken else { throw .compensationWithoutBreach(line.basis) }
            guard case .labour(let money, let labour) = line.worth else { continue }
            guard labour.minutes == course.labourMinutes else {
                throw .compensation(
                    line.basis, stated: Int64(labour.minutes), recorded: Int64(course.labourMinutes))
            }
            guard labour.minor == money.minor else {
                throw .compensation(line.basis, stated: money.minor, recorded: labour.minor)
            }
        }
    }

    /// The same clocks once more, under the policies in the checker's hands.
    private func judgeAnew(_ course: Course, _ book: Book) throws(CertificateFault) {
        for grade in course.grades where book[grade.policy] == nil { throw .noSuchPolicy(grade.policy) }
        let clocks = Judge(course, book: book, now: made).clocks()
        let anew = Judged.all(clocks, course, book)
        for (stated, judged) in zip(commitments, anew) where stated != judged { throw .judgement(judged.key) }
        if let more = commitments.dropFirst(anew.count).first { throw .judgement(more.key) }
        if let more = anew.dropFirst(commitments.count).first { throw .judgement(more.key) }
        for line in compensation {
            guard let labour = line.labour, labour.share != book.labourShare(clocks) else { continue }
            throw .compensation(
                line.basis, stated: labour.share.millionths, recorded: book.labourShare(clocks).millionths)
        }
    }
}

extension Certificate.Labour {
    /// Minutes × rate ÷ 60 × share, rounded half up once, as the ledger does.
    var minor: Int64 {
        let product = Int128(minutes) * Int128(hourlyRateMinor)
        let (high, isOver) = product.multipliedReportingOverflow(by: Int128(share.millionths))
        if isOver { return product < 0 ? .min : .max }
        let divisor: Int128 = 60 * 1_000_000
        // Half up: the floor of (2n + d) / 2d, without doubling what may be large.
        var (quotient, rest) = high.quotientAndRemainder(dividingBy: divisor)
        if rest < 0 { (quotient, rest) = (quotient - 1, rest + divisor) }
        return Int64(clamping: rest * 2 >= divisor ? quotient + 1 : quotient)
    }
}
