import Domain
import Phrases

/// One ticket of a queue.
public struct QueueRow: Hashable, Sendable {
    public let id: TicketID
    public let risk: Risk
    /// Where it stands in the queue: ascending.
    public let rank: Int64
    /// Nil where none was given.
    public let subject: String?
    public let customer: String
    public let category: String?
    public let grades: [String]
    public let clocks: [ClockView]
    public let state: String
    public let team: String?
    public let agent: String?
    public let received: Instant

    public init(
        id: TicketID, risk: Risk, rank: Int64, subject: String?, customer: String, category: String?, grades: [String],
        clocks: [ClockView], state: String, team: String?, agent: String?, received: Instant
    ) {
        self.id = id
        self.risk = risk
        self.rank = rank
        self.subject = subject
        self.customer = customer
        self.category = category
        self.grades = grades
        self.clocks = clocks
        self.state = state
        self.team = team
        self.agent = agent
        self.received = received
    }

    /// Clocks that a row shows; the ticket's own page has all of them.
    static let clocksAtMost = 3
}

extension QueueRow {
    /// Spelled mostly as it is: a page has fifty of them, and a list for each element's attributes would cost more than
    /// the element.
    func write(_ html: inout Markup, _ reader: Reader) {
        html.raw("<tr data-risk=\"")
        html.raw(risk.name)
        html.raw("\"")
        html.attribute("data-id", id.rawValue)
        html.attribute("data-rank", rank)
        html.raw("><td class=\"clocks\"><ul>")
        let running = clocks.filter { $0.risk != nil }.sorted { $0.pressing < $1.pressing }
        for clock in running.prefix(Self.clocksAtMost) { clock.chip(&html, reader) }
        if running.isEmpty {
            html.element("li", .class("none"), text: reader(.noClock))
        } else if running.count > Self.clocksAtMost {
            html.element(
                "li", .class("more"), text: reader(.moreClocks, String(running.count - Self.clocksAtMost)))
        }
        html.raw("</ul></td><th scope=\"row\"><a")
        html.attribute("href", Address.ticket(id).path)
        html.raw(" dir=\"auto\">")
        html.text(subject ?? reader(.noSubject))
        html.raw("</a><small><span>")
        html.text(customer)
        html.raw("</span>")
        if let category {
            html.raw("<span>")
            html.text(category)
            html.raw("</span>")
        }
        html.raw("<code>")
        html.text(id.rawValue)
        html.raw("</code></small></th><td class=\"grade\"><span>")
        html.text(reader.words.row(grades))
        html.raw("</span></td><td class=\"state\"><span>")
        html.text(state)
        html.raw("</span></td><td class=\"holder\">")
        if let agent {
            html.raw("<span>")
            html.text(agent)
            html.raw("</span>")
        }
        html.raw("<small>")
        html.text(team ?? (agent == nil ? reader(.nobody) : ""))
        html.raw("</small></td><td class=\"received\">")
        reader.time(&html, received)
        html.raw("</td></tr>")
    }
}
