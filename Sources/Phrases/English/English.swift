import Domain
import PolicyLanguage

struct English: Tongue {
    let language = Language.en
    let wholeDay = "all day"
    let plainEvents: [EventName: String] = [
        .engaged: "first answer", .answered: "answer", .planned: "plan", .resolved: "solution",
        .escalationHandled: "help from a specialist",
    ]

    func quoted(_ text: String) -> String { "“\(text)”" }
    func aside(_ text: String, _ remark: String) -> String { "\(text) (\(remark))" }
    func labelled(_ label: String, _ text: String) -> String { "\(label): \(text)" }
    func row(_ parts: [String]) -> String { parts.joined(separator: ", ") }
    func and(_ parts: [String]) -> String { listed(parts, ", ", " and ") }
    func or(_ parts: [String]) -> String { listed(parts, ", ", " or ") }
    func nextDay(_ time: String) -> String { "\(time) the next day" }

    func duration(_ duration: Duration) -> String { duration.spelled((" h", " min", " s", " ms"), " ") }

    /// `2 hours`, `1 hour 30 minutes`: for sentences.
    func span(_ duration: Duration, _ isAlways: Bool = false) -> String {
        if let days = duration.wholeDays(isAlways) { return "\(days) days" }
        let (hours, minutes, seconds, _) = duration.parts
        let parts = [(hours, "hour"), (minutes, "minute"), (seconds, "second")].filter { $0.0 != 0 }
        return parts.isEmpty ? "0 minutes" : parts.map { counted($0.0, $0.1) }.joined(separator: " ")
    }

    func counted(_ count: some BinaryInteger, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }

    func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    func limit(_ limit: Limit) -> String {
        switch limit {
        case .service(let span): self.span(span)
        case .workingDays(let count): counted(count, "working day")
        case .months(let count): counted(count, "month")
        case .nextDay(let time): "\(clock(time)) the next day"
        case .agreed: "the agreed date"
        case .ahead(let span): "\(self.span(span)) before the agreed date"
        }
    }

    func awaited(_ waiting: Waiting) -> String {
        switch waiting {
        case .customer: "the customer"
        case .supplier: "a supplier"
        case .problem: "another problem"
        case .evidence: "evidence"
        }
    }

    func state(_ state: State) -> String {
        switch state {
        case .new: "new"
        case .open: "open"
        case .waiting(let reason): "waiting for \(awaited(reason))"
        case .resolved: "solved"
        case .closed: "closed"
        case .cancelled: "cancelled"
        case .merged: "merged"
        }
    }

    func voidReason(_ reason: VoidReason) -> String {
        switch reason {
        case .regraded: "the new grade does not promise it"
        case .seriesEnded: "no further report is due"
        case .cancelled: "the ticket was cancelled"
        case .merged: "the ticket was merged into another"
        case .superseded: "another date replaced it"
        case .promiseKept: "not needed, the promise was kept"
        }
    }

    func label(_ label: ReportLabel) -> String {
        switch label {
        case .policy: "Policy"
        case .grade: "Grade"
        case .commitment: "Commitment"
        case .tickets: "Tickets"
        case .kept: "Kept"
        case .broken: "Broken"
        case .void: "Void"
        case .running: "Running"
        case .keptShare: "Share kept"
        case .pausedTime: "Paused"
        case .lateMean: "Mean delay"
        case .lateWorst: "Worst delay"
        case .escalations: "Escalations"
        case .compensation: "Compensation"
        case .assumed: "assumed"
        case .rejectedRows: "Rejected rows"
        case .line: "Line"
        case .cause: "Cause"
        case .total: "Total"
        case .oneTicketExplained: "One ticket explained"
        case .whatHappened: "What happened"
        case .clocks: "Clocks"
        case .tryNext: "Try next"
        case .sideBySide: "Side by side"
        case .none: "none"
        case .ungraded: "Tickets without a grade"
        case .neverRecorded: "not recorded in this history, so it counts as broken once its time is over"
        }
    }
}
