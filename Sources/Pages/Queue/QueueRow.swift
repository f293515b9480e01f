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
    /// The customer has written, and nobody has answered yet.
    public let customerWrote: Bool
    /// The team that was asked to take it over, and has not answered.
    public let offered: String?

    public init(
        id: TicketID, risk: Risk, rank: Int64, subject: String?, customer: String, category: String?, grades: [String],
        clocks: [ClockView], state: String, team: String?, agent: String?, received: Instant,
        customerWrote: Bool = false, offered: String? = nil
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
        self.customerWrote = customerWrote
        self.offered = offered
    }

    /// Clocks that a row shows; the ticket's own page has all of them.
    static let clocksAtMost = 3
}

extension QueueRow {
    /// What nothing but the ticket and the day changes in a row, spelled: good for one version of its ticket, one language
    /// and one day. Forty people look at the same fifty rows again and again, and only their countdowns differ.
    public struct Written: Sendable {
        /// From its risk to its first clock.
        let opening: Markup
        let chips: [WrittenChip]
        /// From its last clock to its end.
        let rest: Markup

        /// The places of the clocks that it shows among those it was written of, for what moves with time.
        public var shown: [Int] { chips.map(\.place) }
    }

    /// A row as of now.
    public struct Now: Sendable {
        let written: Written
        let risk: Risk
        let counts: [Count]
        /// - Parameter counts: one for each clock that is shown.
        public init(_ written: Written, risk: Risk, counts: [Count]) {
            self.written = written
            self.risk = risk
            self.counts = counts
        }
    }

    /// How a clock stands just now.
    public enum Count: Hashable, Sendable {
        /// Left of it, or how late it is.
        case counted(Risk, Duration)
        /// In words, as long as nobody does anything; without a risk where it presses nobody.
        case worded(Risk?)
        /// A notice whose time went by, whether or not it was spelled before.
        case passed
    }

    /// Spelled mostly as it is: a page has fifty of them, and a list for each element's attributes would cost more than
    /// the element.
    public func written(_ reader: Reader) -> Written {
        var opening = Markup(capacity: 256)
        opening.raw("\"")
        opening.attribute("data-id", id.rawValue)
        opening.attribute("data-rank", rank)
        opening.raw("><td class=\"clocks\"><ul>")
        let running = clocks.enumerated().filter { !$0.element.isOver }
            .sorted { $0.element.pressing < $1.element.pressing }
        let chips = running.prefix(Self.clocksAtMost).map { WrittenChip($0.element, $0.offset, reader) }
        var rest = Markup(capacity: 1_024)
        if running.isEmpty {
            rest.element("li", .class("none"), text: reader(.noClock))
        } else if running.count > Self.clocksAtMost {
            rest.element("li", .class("more"), text: reader(.moreClocks, String(running.count - Self.clocksAtMost)))
        }
        about(&rest, reader)
        return Written(opening: opening, chips: chips, rest: rest)
    }

    private func about(_ html: inout Markup, _ reader: Reader) {
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
        html.raw("</span>")
        if customerWrote {
            html.raw("<em>")
            html.raw(Risk.shape)
            html.text(reader(.customerWrote))
            html.raw("</em>")
        }
        if let offered {
            html.raw("<em class=\"offer\">")
            html.raw(Risk.shape)
            html.text(reader(.handedTo, offered))
            html.raw("</em>")
        }
        html.raw("</td><td class=\"holder\">")
        if let agent {
            html.raw("<span>")
            html.text(agent)
            html.raw("</span>")
        }
        if team != nil || agent == nil {
            html.raw("<small>")
            html.text(team ?? reader(.nobody))
            html.raw("</small>")
        }
        html.raw("</td><td class=\"received\">")
        reader.time(&html, received)
        html.raw("</td></tr>")
    }

    /// The row at the instant that its clocks were looked at.
    public func now(_ reader: Reader) -> Now {
        let written = written(reader)
        return Now(written, risk: risk, counts: written.shown.map { clocks[$0].counted(at: reader.now) })
    }
}

extension QueueRow.Now {
    func write(_ html: inout Markup, _ reader: Reader) {
        html.raw("<tr data-risk=\"")
        html.raw(risk.name)
        html.append(written.opening)
        for (chip, count) in zip(written.chips, counts) { chip.write(&html, count, reader) }
        html.append(written.rest)
    }
}

/// What time does not change of a clock in a list.
struct WrittenChip: Sendable {
    let place: Int
    /// From its risk to its number.
    private let before: Markup
    /// Where no time is counted.
    private let words: String
    /// From its number to its end.
    private let after: Markup
    /// The whole of it when its time has gone by, as only a notice's does: nothing is counted down any more, in no
    /// promise's colour.
    private let past: Markup?

    init(_ clock: ClockView, _ place: Int, _ reader: Reader) {
        self.place = place
        var before = Markup(capacity: 128)
        before.raw("\"><b")
        clock.count(&before, reader)
        before.raw(">")
        self.before = before
        words = clock.short(reader)
        after = Self.after(clock, reader)
        if clock.isNotice, case .running(let due?, _, _, _) = clock.standing {
            let passed = ClockView(title: clock.title, standing: .passed(due: due), isNotice: true)
            var past = Markup(capacity: 128)
            Self.quiet(passed.short(reader), Self.after(passed, reader), &past)
            self.past = past
        } else {
            past = nil
        }
    }

    private static func after(_ clock: ClockView, _ reader: Reader) -> Markup {
        var after = Markup(capacity: 128)
        after.raw("</b><span>")
        after.text(clock.title)
        after.raw("</span>")
        let remark = clock.remark(reader)
        if !remark.isEmpty {
            after.raw("<small>")
            after.text(remark)
            after.raw("</small>")
        }
        after.raw("</li>")
        return after
    }

    func write(_ html: inout Markup, _ count: QueueRow.Count, _ reader: Reader) {
        switch count {
        case .counted(let risk, let span):
            html.raw("<li class=\"clock\" data-risk=\"")
            html.raw(risk.name)
            html.append(before)
            if risk == .breached { html.raw("+") }
            html.count(span, reader)
            html.append(after)
        case .worded(let risk?):
            html.raw("<li class=\"clock\" data-risk=\"")
            html.raw(risk.name)
            html.append(before)
            html.text(words)
            html.append(after)
        case .worded(nil): Self.quiet(words, after, &html)
        // One that was spelled when it was past says so in its words.
        case .passed:
            if let past { html.append(past) } else { Self.quiet(words, after, &html) }
        }
    }

    /// One that presses nobody.
    private static func quiet(_ words: String, _ after: Markup, _ html: inout Markup) {
        html.raw("<li class=\"clock\"><b>")
        html.text(words)
        html.append(after)
    }
}
