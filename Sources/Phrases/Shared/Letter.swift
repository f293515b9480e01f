import Domain

/// What is told by mail. It names ids and links, never what a ticket is about: mail is read by many on its way.
public enum Letter: Hashable, Sendable {
    case invitation(login: String, link: String, until: Instant)
    case reset(login: String, link: String, until: Instant)
    case entry(link: String, until: Instant)
    /// - Parameter about: the ticket's or the incident's id; nil where it is about the desk.
    case staff(StaffNews, about: String?, link: String?)
    case customer(CustomerNews, ticket: TicketID, link: String)

    public enum StaffNews: String, CaseIterable, Sendable {
        case warned, breached
        case breachWithdrawn = "breach-withdrawn"
        case escalated, duty
        case handOver = "hand-over"
        case mentioned
        case budgetSpent = "budget-spent"
        case clockLeapt = "clock-leapt"
    }

    public enum CustomerNews: String, CaseIterable, Sendable {
        case received, answered, resolved, closed, reopened
    }
}

/// A letter in one language.
public struct LetterText: Hashable, Sendable {
    public let subject: String
    public let paragraphs: [String]
    public let link: String?
    /// Why it came, at its foot.
    public let foot: String

    public init(_ subject: String, _ paragraphs: [String], link: String? = nil, foot: String) {
        self.subject = subject
        self.paragraphs = paragraphs
        self.link = link
        self.foot = foot
    }
}
