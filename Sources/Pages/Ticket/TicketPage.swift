import Domain
import Phrases

/// A ticket, for those who serve: the customer's words, what happened, what is promised, what can be done.
public struct TicketPage: Page {
    public struct Fact: Hashable, Sendable {
        public let name: String
        public let value: String
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What a reply can be besides a message: something that keeps a promise which runs, a wait, the end.
    public struct Act: Hashable, Sendable {
        /// The event, with what is waited for: `paused/customer`.
        public let value: String
        public let words: String
        public init(_ value: String, words: String) {
            self.value = value
            self.words = words
        }
    }

    /// Another ticket that this one is linked to.
    public struct Link: Hashable, Sendable {
        public let listing: Listing
        public let other: TicketID
        /// What the other is about; nil where nobody said that.
        public let subject: String?
        /// How the other lists this one, where this one only knows that they are related: a link is of a kind at the end
        /// alone where somebody made it.
        public let inverse: Listing?
        public init(_ listing: Listing, _ other: TicketID, subject: String?, inverse: Listing? = nil) {
            self.listing = listing
            self.other = other
            self.subject = subject
            self.inverse = inverse
        }
    }

    /// What was sent and not done.
    public struct Draft: Hashable, Sendable {
        public let deed: Deed
        public let text: String
        /// What the reply was to be besides.
        public let act: String?
        /// Files came along, which no browser sends again.
        public let hadFiles: Bool
        /// Whatever else its form held, by the fields' names.
        public let fields: [String: String]
        public init(
            deed: Deed, text: String, act: String? = nil, hadFiles: Bool = false, fields: [String: String] = [:]
        ) {
            self.deed = deed
            self.text = text
            self.act = act
            self.hadFiles = hadFiles
            self.fields = fields
        }
    }

    public let id: TicketID
    public let subject: String?
    public let customer: String
    public let state: String
    /// Nil where nothing is open that could be late.
    public let risk: Risk?
    /// It is open, and a promise was broken that is not waited for any more.
    public var wasBroken = false
    public let received: Instant
    /// The first words of the customer.
    public let words: StreamItem?
    public let stream: [StreamItem]
    public let clocks: [ExplainedClock]
    public let facts: [Fact]
    /// Waits to be accepted by a team.
    public let offered: String?
    public let lookers: [String]
    /// What may be done as things stand.
    public let deeds: Set<Deed>
    public let acts: [Act]
    public let teams: ChoiceList
    /// The version that the page shows.
    public let version: Int
    /// Makes a form good for one time.
    public let once: String
    /// What was spelled of it before, for whoever reads the same language on the same day.
    public var spelled: Spelled?
    public var draft: Draft?
    /// What happened since the sender looked.
    public var meanwhile: [StreamItem] = []
    public var trouble: Trouble?
    /// Who can have worked, and who can be told.
    public var colleagues: ChoiceList = []
    /// Which of them looks at it.
    public var own: String?
    /// That a part which is split off can be given.
    public var grades: ChoiceList = []
    /// Which kind of matter it can be.
    public var categories: [ChoiceGroup] = []
    /// Which it is taken for.
    public var category: String?
    /// Whether anything is promised that another category would change.
    public var isGraded = false
    public var links: [Link] = []
    /// Where it came from, and where it went.
    public var kin: [Kin] = []
    /// What broken promises owe, with how far that has come, line by line.
    public var owed: [String] = []
    /// Nil where nobody may look.
    public var evidence: Evidence?
    /// Under which its deeds lie.
    let place: String

    public init(
        id: TicketID, subject: String?, customer: String, state: String, risk: Risk?, received: Instant,
        words: StreamItem?, stream: [StreamItem], clocks: [ExplainedClock], facts: [Fact], offered: String?,
        lookers: [String], deeds: Set<Deed>, acts: [Act], teams: ChoiceList, version: Int, once: String
    ) {
        self.id = id
        place = Address.ticket(id).path
        self.subject = subject
        self.customer = customer
        self.state = state
        self.risk = risk
        self.received = received
        self.words = words
        self.stream = stream
        self.clocks = clocks
        self.facts = facts
        self.offered = offered
        self.lookers = lookers
        self.deeds = deeds
        self.acts = acts
        self.teams = teams
        self.version = version
        self.once = once
    }

    public func title(_ reader: Reader) -> String { subject ?? id.rawValue }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let reader = shell.reader
        // Whoever only looks keeps nobody from taking it, and a page that stands still was never come to.
        let isSeen = shell.still == nil && shell.who?.mayWrite ?? false
        let leave: Address? = isSeen ? .leave(id) : nil
        html.element(
            "article", .class("ticket"), .text("data-ticket", id.rawValue), .text("data-page", once),
            .address("data-leave", leave)
        ) { html in
            head(&html, reader)
            trouble?.write(&html)
            if draft != nil, !meanwhile.isEmpty { conflict(&html, reader) }
            html.element("div", .class("ticket-main")) { html in
                firstWords(&html, reader)
                happened(&html, reader)
                if let who = shell.who, who.mayWrite { answer(&html, reader, who) }
            }
            html.element("div", .class("ticket-side")) { html in
                promises(&html, reader)
                if let who = shell.who, who.mayWrite { actions(&html, reader, who) }
                about(&html, reader)
                compensation(&html, reader)
                if let evidence { evidence.write(&html, reader) }
            }
        }
    }

    private func head(_ html: inout Markup, _ reader: Reader) {
        html.element("header", .id("ticket-head"), .flag("data-live"), .text("data-risk", risk?.rawValue)) { html in
            html.element("h1", .init("dir", "auto"), text: subject ?? reader(.noSubject))
            html.element("p") { html in
                if let risk {
                    html.element("span", .class("badge")) { html in
                        html.raw(Risk.shape)
                        html.text(reader(risk.word))
                    }
                }
                if wasBroken, risk != .breached {
                    html.element("span", .class("badge past"), .text("data-risk", Risk.breached.rawValue)) { html in
                        html.raw(Risk.shape)
                        html.text(reader(.wasBroken))
                    }
                }
                html.element("span", .class("badge plain"), text: state)
                html.element("span", text: customer)
                html.element("code", text: id.rawValue)
                html.element("span") { html in
                    html.text(reader(.received) + " ")
                    reader.time(&html, received)
                }
                for name in lookers {
                    html.element("span", .class("badge look"), text: reader(.lookingToo, name))
                }
            }
            if let nearest = clocks.map(\.clock).filter({ $0.risk != nil }).min(by: { $0.pressing < $1.pressing }) {
                html.element("ul", .class("nearest")) { nearest.chip(&$0, reader) }
            }
            if let offered { html.element("p", .class("offer"), text: reader(.offered, offered)) }
            for each in kin { each.write(&html, reader) }
        }
    }

    private func firstWords(_ html: inout Markup, _ reader: Reader) {
        guard let words else { return }
        // Of a part, one of us has said what it is about.
        let isPart = kin.contains { $0.tie == .splitFrom }
        html.element("section", .class("first-words")) { html in
            html.element("h2", text: isPart ? reader(.splitText) : reader(.customerWords))
            if let text = words.text {
                html.element("blockquote", .init("dir", "auto"), text: text)
            } else {
                html.element("p", .class("none"), text: words.isErased ? reader(.erased) : reader(.noText))
            }
            if !words.attachments.isEmpty {
                html.element("ul", .class("attachments")) { html in
                    for attachment in words.attachments {
                        html.element("li") {
                            $0.element("a", .href(attachment.address), .flag("download"), text: attachment.name)
                        }
                    }
                }
            }
        }
    }

    private func happened(_ html: inout Markup, _ reader: Reader) {
        html.element("section", .id("happened"), .flag("data-live")) { html in
            html.element("h2", text: reader(.whatHappened))
            html.element("ol", .class("stream")) { html in
                html.append(spelled?.stream ?? StreamItem.markup(of: stream, reader))
            }
        }
    }

    private func promises(_ html: inout Markup, _ reader: Reader) {
        html.element("section", .id("ticket-clocks"), .flag("data-live")) { html in
            html.element("h2", text: reader(.clocks))
            if clocks.isEmpty { html.element("p", .class("none"), text: reader(.noClock)) }
            html.element("ul", .class("promises")) { html in
                for clock in clocks.sorted(by: { $0.clock.pressing < $1.clock.pressing }) {
                    clock.write(&html, reader)
                }
            }
        }
    }

    private func about(_ html: inout Markup, _ reader: Reader) {
        html.element("section", .id("ticket-facts"), .flag("data-live")) { html in
            html.element("h2", text: reader(.facts))
            html.element("dl", .class("facts")) { html in
                html.append(spelled?.facts ?? Fact.markup(of: facts))
                // What was split off stands above already.
                for link in links where !kin.contains(where: { $0.tie == .splitInto && $0.other == link.other }) {
                    link.write(&html, reader)
                }
            }
        }
    }

    /// Both sides: what happened, and what was about to be sent.
    private func conflict(_ html: inout Markup, _ reader: Reader) {
        html.element("section", .class("conflict"), .init("role", "alert")) { html in
            html.element("h2", text: reader(.conflictTitle))
            html.element("p", text: reader(.conflictHint))
            html.element("div", .class("sides")) { html in
                html.element("div") { html in
                    html.element("h3", text: reader(.meanwhile))
                    html.element("ol", .class("stream")) { html in
                        for item in meanwhile { item.write(&html, reader) }
                    }
                }
                html.element("div") { html in
                    html.element("h3", text: reader(.yours))
                    html.element("blockquote", .init("dir", "auto"), text: draft?.text ?? "")
                    if draft?.hadFiles ?? false { html.element("p", text: reader(.filesAgain)) }
                }
            }
        }
    }
}
