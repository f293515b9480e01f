import Domain

/// Tickets and incidents share these kinds.
extension Course.Event: Payload {
    private enum Kind: String, CaseIterable {
        case happened, graded, regraded, duty, corrected, warned, rung, breached, withdrawn, budget
        /// A message that says how it felt.
        case felt
    }

    static var kinds: [String] { Kind.allCases.map(\.rawValue) }

    func write(to payload: inout PayloadWriter) -> String {
        let kind: Kind
        switch self {
        case .happened(let name, _, .mood(let mood)):
            kind = .felt
            payload.word("event", name)
            payload.integer("mood", mood.value)
        case .happened(let name, _, let detail):
            kind = .happened
            detail.write(of: name, to: &payload)
        case .graded(let grade, let complexity, _):
            kind = .graded
            payload.word("complexity", complexity)
            payload.part("grade", grade)
        case .regraded(let strand, let grade, let complexity, _, let reason, let down):
            kind = .regraded
            payload.word("complexity", complexity)
            payload.flag("down", down)
            payload.part("grade", grade)
            // Free text: only that there was one.
            if reason != nil { payload.fact("reasoned") }
            payload.integer("strand", strand)
        case .dutyCalled(let strand, let duty, _):
            kind = .duty
            payload.text("duty", duty)
            payload.integer("strand", strand)
        case .corrected(let position, let occurred, _, _):
            kind = .corrected
            payload.instant("occurred", occurred)
            payload.integer("position", position)
        case .warned(let clock, let share, _):
            kind = .warned
            payload.part("clock", clock)
            payload.integer("share", share.millionths)
        case .rungReached(let clock, let rung, _):
            kind = .rung
            payload.part("clock", clock)
            payload.part("rung", rung)
        case .breached(let clock, let due, _):
            kind = .breached
            payload.part("clock", clock)
            payload.instant("due", due)
        case .breachWithdrawn(let clock, _):
            kind = .withdrawn
            payload.part("clock", clock)
        case .budgetSpent(let clock, let team, _):
            kind = .budget
            payload.part("clock", clock)
            payload.word("team", team)
        }
        return kind.rawValue
    }

    static func read(
        _ kind: String, from payload: inout PayloadReader, of id: String, at: Instant
    ) throws(PayloadFault) -> Course.Event? {
        switch Kind(rawValue: kind) {
        case nil: return nil
        case .happened: return try happened(&payload, at)
        case .felt:
            let name: EventName = try payload.word("event")
            guard let mood = Mood(try payload.integer("mood")) else { throw payload.fault("no mood is so") }
            return .happened(name, at: at, .mood(mood))
        case .graded:
            let complexity: Complexity = try payload.word("complexity")
            return .graded(try payload.part("grade"), complexity, at: at)
        case .regraded:
            let complexity: Complexity = try payload.word("complexity")
            let down = try payload.flag("down")
            let grade: GradeRef = try payload.part("grade")
            let reason = try payload.fact("reasoned") ? "" : nil
            return .regraded(
                strand: try payload.integer("strand"), grade, complexity, at: at, reason: reason, down: down)
        case .duty:
            let duty = try payload.text("duty")
            return .dutyCalled(strand: try payload.integer("strand"), duty: duty, at: at)
        case .corrected:
            let occurred = try payload.instant("occurred")
            return .corrected(position: try payload.integer("position"), occurred: occurred, at: at, reason: "")
        case .warned:
            return .warned(try payload.part("clock"), Share(millionths: try payload.integer("share")), at: at)
        case .rung: return .rungReached(try payload.part("clock"), try payload.part("rung"), at: at)
        case .breached: return .breached(try payload.part("clock"), due: try payload.instant("due"), at: at)
        case .withdrawn: return .breachWithdrawn(try payload.part("clock"), at: at)
        case .budget: return .budgetSpent(try payload.part("clock"), try payload.word("team"), at: at)
        }
    }

    /// At most one detail, each under a key of its own.
    private static func happened(
        _ payload: inout PayloadReader, _ at: Instant
    ) throws(PayloadFault) -> Course.Event {
        if try payload.has("date") {
            let date = Instant(milliseconds: try payload.digits())
            return .happened(try payload.word("event"), at: at, .date(date))
        }
        let name: EventName = try payload.word("event")
        if let labour: Labour = try payload.part(ifAny: "labour") {
            return .happened(name, at: at, .labour(minutes: labour.minutes, by: labour.by))
        }
        if try payload.has("robot") { return .happened(name, at: at, .robot(accepted: try payload.flag())) }
        if let team: TeamID = try payload.word(ifAny: "team") { return .happened(name, at: at, .team(team)) }
        if let reason: Waiting = try payload.word(ifAny: "waiting") {
            return .happened(name, at: at, .waiting(reason))
        }
        return .happened(name, at: at, .none)
    }
}

extension Fact.Detail {
    fileprivate func write(of name: EventName, to payload: inout PayloadWriter) {
        if case .date(let date) = self { payload.instant("date", date) }
        payload.word("event", name)
        switch self {
        // A mood is of a kind of its own.
        case .none, .date, .mood: break
        case .labour(let minutes, let by): payload.part("labour", Labour(minutes: minutes, by: by))
        case .robot(let accepted): payload.flag("robot", accepted)
        case .team(let team): payload.word("team", team)
        case .waiting(let reason): payload.word("waiting", reason)
        }
    }
}

private struct Labour: PayloadPart {
    let minutes: Int
    let by: String

    init(minutes: Int, by: String) {
        self.minutes = minutes
        self.by = by
    }

    func write(to payload: inout PayloadWriter) {
        payload.text("by", by)
        payload.integer("minutes", minutes)
    }

    init(from payload: inout PayloadReader) throws(PayloadFault) {
        by = try payload.text("by")
        minutes = try payload.integer("minutes")
    }
}

extension GradeRef: PayloadPart {
    func write(to payload: inout PayloadWriter) {
        payload.integer("edition", policy.edition)
        payload.word("grade", grade)
        payload.word("policy", policy.id)
        payload.word("variant", ifAny: variant)
        payload.text("version", policy.version)
    }

    init(from payload: inout PayloadReader) throws(PayloadFault) {
        let edition: Int = try payload.integer("edition")
        let grade: GradeID = try payload.word("grade")
        let policy: PolicyID = try payload.word("policy")
        let variant: VariantID? = try payload.word(ifAny: "variant")
        let version = PolicyVersion(id: policy, version: try payload.text("version"), edition: edition)
        self.init(policy: version, grade: grade, variant: variant)
    }
}

extension ClockKey: PayloadPart {
    func write(to payload: inout PayloadWriter) {
        payload.word("commitment", commitment)
        payload.integer("occurrence", occurrence)
        payload.integer("strand", strand)
    }

    init(from payload: inout PayloadReader) throws(PayloadFault) {
        let commitment: CommitmentID = try payload.word("commitment")
        let occurrence: Int = try payload.integer("occurrence")
        self.init(strand: try payload.integer("strand"), commitment: commitment, occurrence: occurrence)
    }
}

extension Rung: PayloadPart {
    func write(to payload: inout PayloadWriter) {
        payload.word("anchor", at.anchor)
        if let attach { payload.part("attach", attach) }
        payload.flag("elapsed", at.elapsed)
        payload.integer("offset", at.offset.milliseconds)
        payload.word("tell", tell)
        payload.flag("wake", wake)
    }

    init(from payload: inout PayloadReader) throws(PayloadFault) {
        let anchor: Moment.Anchor = try payload.word("anchor")
        let attach: Attachment? = try payload.part(ifAny: "attach")
        let elapsed = try payload.flag("elapsed")
        let offset = Duration(milliseconds: try payload.integer("offset"))
        let tell: RoleID = try payload.word("tell")
        self.init(
            at: Moment(anchor: anchor, offset: offset, elapsed: elapsed), tell: tell, attach: attach,
            wake: try payload.flag("wake"))
    }
}

extension Rung.Attachment: PayloadPart {
    func write(to payload: inout PayloadWriter) {
        payload.word("grade", grade)
        payload.word("policy", policy)
    }

    init(from payload: inout PayloadReader) throws(PayloadFault) {
        let grade: GradeID = try payload.word("grade")
        self.init(policy: try payload.word("policy"), grade: grade)
    }
}
