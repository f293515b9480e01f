import Desk
import Domain
import Pages

/// An open ticket, as a queue needs it.
final class BoardLine: Sendable {
    struct Running: Sendable {
        let key: ClockKey
        let grade: GradeRef
        let progress: Progress
        let calendar: Calendar
        /// Only notices: how it stands while its promise is open.
        let notice: Domain.Clock.Notice?
        /// When it is at risk.
        let risk: Range<Instant>?

        init(_ clock: Domain.Clock, _ judge: Judge) {
            key = clock.key
            grade = clock.grade
            progress = clock.progress
            calendar = clock.term.calendar
            notice = clock.notice
            risk = clock.risk(judge)
        }
    }

    let id: TicketID
    let customer: CustomerID
    let state: State
    let team: TeamID?
    let agent: String?
    /// The team that was asked to take it over, and has not answered.
    let offered: TeamID?
    let category: String?
    let grades: [GradeRef]
    let received: Instant
    /// The customer has written, and nobody has answered yet.
    let customerWrote: Bool
    let version: Int
    /// Those that are not over.
    let clocks: [Running]
    let rank: Int64
    private let isBroken: Bool
    private let hasPause: Bool
    private let hasRun: Bool
    private let risks: [Range<Instant>]

    /// Nil for a ticket that nobody has to do anything about any more.
    init?(_ view: TicketView) {
        let ticket = view.ticket
        state = ticket.course.state()
        switch state {
        case .new, .open, .waiting, .resolved: break
        case .closed, .cancelled, .merged: return nil
        }
        id = ticket.id
        customer = ticket.customer
        team = ticket.holder
        agent = ticket.attributes[.agent]
        offered = ticket.offered
        category = ticket.attributes[.category]
        grades = ticket.course.grades
        received = ticket.course.received
        customerWrote = ticket.course.customerSpokeLast
        version = view.version
        let open = view.clocks.lazy.filter { !$0.progress.isOver }
        clocks = open.map { Running($0, view.judge) }
        risks = clocks.compactMap(\.risk)
        // A notice falls silent by an entry, for which the line is made anew: so the order needs no look at the time.
        rank =
            Urgency(
                open.filter { !view.judge.isQuiet($0) }.map { ClockRow.Standing($0.progress) },
                ungraded: grades.isEmpty ? state : nil, received: received
            ).rank
        isBroken = clocks.contains { if case .breached = $0.progress { true } else { false } }
        hasPause = clocks.contains { if case .paused = $0.progress { true } else { false } }
        hasRun = clocks.contains { if case .running = $0.progress { true } else { false } }
    }

    /// Nobody has it, or a team was asked to take it over, and there is work left.
    var waits: Bool { (agent == nil || offered != nil) && !state.isSettled }

    var order: (Int64, TicketID) { (rank, id) }

    /// What is spelled of it, with what time has made of it.
    func row(_ written: QueueRow.Written, at now: Instant) -> QueueRow.Now {
        QueueRow.Now(
            written, risk: risk(at: now), counts: written.shown.map { clocks[$0].count(at: now) })
    }

    func risk(at now: Instant) -> Risk {
        if grades.isEmpty, !state.isSettled { return .ungraded }
        if isBroken { return .breached }
        if risks.contains(where: { $0.contains(now) }) { return .atRisk }
        return hasPause && !hasRun ? .paused : .fine
    }

    /// When time alone changes its risk next; the horizon for one whose risk it does not change.
    func turns(after now: Instant) -> Instant {
        var next = Instant.horizon
        if isBroken { return next }
        for risk in risks {
            if risk.lowerBound > now { next = min(next, risk.lowerBound) }
            if risk.upperBound > now { next = min(next, risk.upperBound) }
        }
        return next
    }
}

extension TicketView {
    /// What its own page says of time: nil where nothing is open that could be late, or what is open runs in time after
    /// another promise was broken.
    func badge(at now: Instant) -> Risk? {
        guard let risk = BoardLine(self)?.risk(at: now) else { return nil }
        let isOpen = clocks.contains { !$0.progress.isOver }
        switch risk {
        case .breached, .atRisk, .ungraded: return risk
        case .paused: return isOpen ? risk : nil
        case .fine: return isOpen && !wasBroken ? risk : nil
        }
    }

    /// A promise was broken, and is not waited for any more.
    var wasBroken: Bool {
        clocks.contains { clock in
            if case .breached(let breach) = clock.progress { breach.ended != nil } else { false }
        }
    }
}

extension BoardLine.Running {
    fileprivate func count(at now: Instant) -> QueueRow.Count {
        switch (progress, notice) {
        case (_, .given?): .worded(nil)
        case (_, let notice?) where notice.isPast(at: now): .passed
        case (.breached(let breach), _): .counted(.breached, now - breach.due)
        case (.running(let due?), _):
            .counted(risk?.contains(now) ?? false ? .atRisk : .fine, calendar.serviceTime(from: now, to: due))
        case (.paused, _): .worded(.paused)
        case (.running, _), (.waiting, _): .worded(.fine)
        case (.met, _), (.void, _): .worded(nil)
        }
    }
}
