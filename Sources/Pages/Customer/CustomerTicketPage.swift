import Domain
import Phrases

/// A ticket, for its customer: where it stands, what happens next, what was promised.
public struct CustomerTicketPage: Page {
    /// One of the twelve stations.
    public struct Station: Hashable, Sendable {
        public let node: Node
        /// When it was reached; nil for what lies ahead, or was passed by.
        public let at: Instant?
        /// How long it took from the one before.
        public let took: Duration?
        public init(node: Node, at: Instant?, took: Duration?) {
            self.node = node
            self.at = at
            self.took = took
        }
    }

    /// What happens next, one sentence.
    public enum Next: Hashable, Sendable {
        case node(Node)
        case awaitsYou, awaitsOthers, nothing, cancelled
        /// It goes on as another ticket.
        case merged
        /// It is solved, and the customer has said how it went.
        case rated

        /// Nothing comes any more.
        var isOver: Bool {
            switch self {
            case .nothing, .cancelled, .merged, .rated: true
            case .node, .awaitsYou, .awaitsOthers: false
            }
        }
    }

    public let id: TicketID
    public let subject: String?
    public let state: String
    public let received: Instant
    public let stations: [Station]
    public let next: Next
    /// The due of what is promised next.
    public let promised: Instant?
    public let isLate: Bool
    /// Who serves: team and person, as far as they are known.
    public let serving: [String]
    public let clocks: [ExplainedClock]
    public let messages: [StreamItem]
    /// What the customer can do.
    public let deeds: Set<Deed>
    public let marks: [Rating.Dimension: Int]
    public let hasCertificate: Bool
    public let once: String
    /// Shown to whoever has a link, without what was written.
    public var isByLink = false
    public var draft = ""
    /// Where it came from, and where it went.
    public var kin: [Kin] = []
    /// What was chosen when it was asked for.
    public var answers: [String] = []
    public var trouble: Trouble?
    /// A promise was broken that nothing is late of any more.
    public var wasLate = false
    /// What broken promises give, with how far that has come.
    public var amends: [String] = []

    public init(
        id: TicketID, subject: String?, state: String, received: Instant, stations: [Station], next: Next,
        promised: Instant?, isLate: Bool, serving: [String], clocks: [ExplainedClock], messages: [StreamItem],
        deeds: Set<Deed>, marks: [Rating.Dimension: Int], hasCertificate: Bool, once: String
    ) {
        self.id = id
        self.subject = subject
        self.state = state
        self.received = received
        self.stations = stations
        self.next = next
        self.promised = promised
        self.isLate = isLate
        self.serving = serving
        self.clocks = clocks
        self.messages = messages
        self.deeds = deeds
        self.marks = marks
        self.hasCertificate = hasCertificate
        self.once = once
    }

    public var kind: PageKind { .sheet }
    public func title(_ reader: Reader) -> String { subject ?? id.rawValue }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let reader = shell.reader
        html.element("article", .class("mine"), .text("data-ticket", id.rawValue)) { html in
            html.element("header", .id("mine-head"), .flag("data-live")) { html in
                html.element("h1", .init("dir", "auto"), text: subject ?? reader(.noSubject))
                html.element("p") { html in
                    html.element("span", .class("badge plain"), text: state)
                    // By a link the id is all that is known of it, and stands above.
                    if subject != id.rawValue { html.element("code", text: id.rawValue) }
                    html.element("span") { html in
                        html.text(reader(.received) + " ")
                        reader.time(&html, received)
                    }
                }
                if !answers.isEmpty {
                    html.element("p") { html in
                        for answer in answers { html.element("small", text: answer) }
                    }
                }
                for each in kin { each.write(&html, reader) }
            }
            trouble?.write(&html)
            ahead(&html, reader)
            // There from the first, so that what becomes possible while somebody looks has its place.
            html.element("div", .class("turn"), .id("turn"), .flag("data-live")) { html in
                guard let who = shell.who else { return }
                if deeds.contains(.verifyCustomer) || deeds.contains(.reopen) && !reopensInWords {
                    verify(&html, reader, who)
                }
                if deeds.contains(.rate) || !marks.isEmpty { rating(&html, reader, who) }
            }
            progress(&html, reader)
            promises(&html, reader)
            owed(&html, reader)
            talk(&html, reader, shell.who)
            html.element("div", .class("turn"), .id("proof"), .flag("data-live")) { html in
                if hasCertificate { certificate(&html, reader) }
            }
        }
    }

    private func ahead(_ html: inout Markup, _ reader: Reader) {
        html.element("section", .class("ahead"), .id("ahead"), .flag("data-live"), .flag("data-late", if: false)) {
            html in
            html.element("h2", text: reader(.whatNext))
            html.element("p", .class("sentence"), text: CustomerTicketPage.sentence(next, reader))
            if let promised {
                html.element("p", .class("by"), text: reader(.promisedBy, reader.moment(promised)))
            }
            if isLate || wasLate {
                html.element("p", .class("sorry"), text: isLate ? reader(.delayed) : reader(.wasDelayed))
            }
            if !serving.isEmpty {
                html.element("p", .class("serving")) { html in
                    html.element("small", text: reader(.whoServes))
                    html.element("b", text: reader.words.row(serving))
                }
            }
        }
    }

    private func verify(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who) {
        html.element("div", .class("confirm")) { html in
            if deeds.contains(.verifyCustomer) {
                form(&html, .verifyCustomer, who) { html in
                    html.element("button", .class("main"), text: reader(.verifyCustomer))
                }
            }
            if deeds.contains(.reopen), !reopensInWords {
                form(&html, .reopen, who) { html in html.element("button", text: reader(.reopen)) }
            }
        }
    }

    private func progress(_ html: inout Markup, _ reader: Reader) {
        let isOver = next.isOver
        let last = stations.lastIndex { $0.at != nil } ?? 0
        html.element("section", .id("progress"), .flag("data-live")) { html in
            html.element("h2", text: reader(.nodes))
            html.element("ol", .class("nodes")) { html in
                for (index, station) in stations.enumerated() {
                    let standing: (name: String, word: PageWord) =
                        if station.at != nil {
                            index == last && !isOver ? ("now", .nodeNow) : ("done", .nodeDone)
                        } else {
                            index < last || isOver ? ("passed", .nodeSkipped) : ("ahead", .nodeToCome)
                        }
                    html.element(
                        "li", .text("class", standing.name),
                        .text("aria-current", standing.name == "now" ? "step" : nil)
                    ) { html in
                        html.raw("<i aria-hidden=\"true\"></i>")
                        html.element("span", text: reader.words.node(station.node))
                        html.element("span", .class("when")) { html in
                            if let at = station.at {
                                reader.time(&html, at)
                                if let took = station.took, took.milliseconds >= 60_000 {
                                    html.element(
                                        "small", text: reader(.took, reader.words.duration(took.toMinutes)))
                                }
                            } else {
                                html.element("small", text: reader(standing.word))
                            }
                        }
                    }
                }
            }
        }
    }

    private func promises(_ html: inout Markup, _ reader: Reader) {
        guard !clocks.isEmpty else { return }
        html.element("section", .id("promised"), .flag("data-live")) { html in
            html.element("h2", text: reader(.promisedToYou))
            html.element("ul", .class("promises")) { html in
                for clock in clocks { clock.write(&html, reader) }
            }
        }
    }

    /// There from the first, so that what is owed while somebody looks has its place.
    private func owed(_ html: inout Markup, _ reader: Reader) {
        html.element("section", .id("amends"), .flag("data-live"), .flag("hidden", if: amends.isEmpty)) { html in
            html.element("h2", text: reader(.amends))
            html.element("ul", .class("owed")) { html in
                for line in amends { html.element("li", text: line) }
            }
        }
    }

    private func talk(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who?) {
        html.element("section") { html in
            html.element("h2", text: reader(.messages))
            if isByLink {
                html.element("p") { html in
                    html.text(reader(.messagesHidden) + " ")
                    html.element("a", .href(.signIn(to: .ticket(id))), text: reader(.signIn))
                }
                return
            }
            html.element("ol", .class("stream"), .id("talk"), .flag("data-live")) { html in
                for message in messages { message.write(&html, reader) }
            }
            guard let who, reopensInWords || deeds.contains(.reply) else {
                if !draft.isEmpty { unsent(&html, reader) }
                return
            }
            let hint = reopensInWords ? reader(.reopenHint) : reader(.writeToUs)
            form(&html, reopensInWords ? .reopen : .reply, who, files: !reopensInWords) { html in
                html.element(
                    "textarea", .init("name", "text"), .flag("required", if: reopensInWords), .init("rows", "3"),
                    .text("placeholder", hint), .text("aria-label", hint),
                    .text("data-draft", "\(id) mine"), .init("dir", "auto"),
                    .number("maxlength", TextLength.text), trouble.mark("text"), text: draft)
                trouble.write(&html, beside: "text")
                html.element("div", .class("row")) { html in
                    if !reopensInWords { fileField(&html, reader) }
                    html.element(
                        "button", .class("main"), text: reopensInWords ? reader(.reopen) : reader(.send))
                }
            }
        }
    }

    /// What was written is not lost with its form.
    private func unsent(_ html: inout Markup, _ reader: Reader) {
        html.element("div", .class("unsent")) { html in
            html.element("h3", text: reader(.yours))
            html.element("blockquote", .init("dir", "auto"), text: draft)
        }
    }

    /// Whether what is written opens it again: by itself nobody would read it.
    private var reopensInWords: Bool { deeds.contains(.reopen) && !deeds.contains(.reply) }

    private func rating(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who) {
        html.element("section", .class("rating")) { html in
            if marks.isEmpty {
                html.element("h2", text: reader(.rateTitle))
                rate(&html, reader, who)
            } else {
                html.element("h2", text: reader(.yourRating))
                html.element("p", .class("news"), text: reader(.rateThanks))
                given(&html, reader)
                if deeds.contains(.rate) { rateAgain(&html, reader, who) }
            }
        }
    }

    private func given(_ html: inout Markup, _ reader: Reader) {
        html.element("dl", .class("facts")) { html in
            for dimension in Rating.Dimension.allCases {
                guard let mark = marks[dimension] else { continue }
                html.element("dt", text: reader(dimension.word))
                html.element("dd", text: reader(.marksOf, String(mark)))
            }
        }
    }

    private func rateAgain(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who) {
        let fields = [Rating.field] + Rating.Dimension.allCases.map(\.rawValue)
        let isMeant = fields.contains { trouble.isAbout($0) }
        html.element("details", .id("rate-again"), .flag("open", if: isMeant)) { html in
            html.element("summary", text: reader(.rateAgain))
            rate(&html, reader, who)
        }
    }

    private func rate(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who) {
        form(&html, .rate, who) { html in
            // Where none is given at all, it is all of them that are meant.
            trouble.write(&html, beside: Rating.field)
            for dimension in Rating.Dimension.allCases {
                let isMeant = trouble.isAbout(Rating.field) || trouble.isAbout(dimension.rawValue)
                html.element(
                    "fieldset", .init("role", "radiogroup"), .text("aria-invalid", isMeant ? "true" : nil)
                ) { html in
                    html.element("legend", text: reader(dimension.word))
                    trouble.write(&html, beside: dimension.rawValue)
                    for mark in Rating.range {
                        html.element("label") { html in
                            html.open(
                                "input", .init("type", "radio"), .text("name", dimension.rawValue),
                                .number("value", mark), .flag("checked", if: marks[dimension] == mark),
                                .text("aria-label", reader(.marksOf, String(mark))))
                            html.element("span", .init("aria-hidden", "true"), text: String(mark))
                        }
                    }
                }
            }
            html.element("button", .class("main"), text: reader(.rateSend))
        }
    }

    private func certificate(_ html: inout Markup, _ reader: Reader) {
        html.element("section", .class("certificate")) { html in
            html.element("h2", text: reader(.certificate))
            html.element("p", text: reader(.certificateHint))
            html.element("a", .class("button"), .href(.certificate(id)), text: reader(.certificate))
        }
    }

    private func form(
        _ html: inout Markup, _ deed: Deed, _ who: Shell.Who, files: Bool = false, _ body: (inout Markup) -> Void
    ) {
        html.element(
            "form", .init("method", "post"), .action(.deed(id, deed)),
            .text("enctype", files ? "multipart/form-data" : nil)
        ) { html in
            hidden(&html, "csrf", who.csrf)
            hidden(&html, "once", "\(once)-\(deed.rawValue)")
            body(&html)
        }
    }

    static func sentence(_ next: Next, _ reader: Reader) -> String {
        switch next {
        case .awaitsYou: reader(.nextAwaitsYou)
        case .awaitsOthers: reader(.nextAwaitsOthers)
        case .nothing: reader(.nextNothing)
        case .cancelled: reader(.nextCancelled)
        case .merged: reader(.nextMerged)
        case .rated: reader(.nextRated)
        case .node(let node):
            switch node {
            case .submitted: reader(.nextSubmitted)
            case .confirmed: reader(.nextConfirmed)
            case .graded: reader(.nextGraded)
            case .assigned: reader(.nextAssigned)
            case .planReady: reader(.nextPlanReady)
            case .resourcesReady: reader(.nextResourcesReady)
            case .onTheWay: reader(.nextOnTheWay)
            case .arrived: reader(.nextArrived)
            case .atWork: reader(.nextAtWork)
            case .solved: reader(.nextSolved)
            case .verified: reader(.nextVerified)
            case .followedUp: reader(.nextFollowedUp)
            }
        }
    }
}

extension Rating {
    /// The name of all marks of a form together.
    public static let field = "marks"
}

extension Rating.Dimension {
    public var word: PageWord {
        switch self {
        case .efficiency: .rateEfficiency
        case .expertise: .rateExpertise
        case .attitude: .rateAttitude
        case .clarity: .rateClarity
        case .result: .rateResult
        }
    }
}

extension Duration {
    /// Seconds say nothing of how long a station took.
    var toMinutes: Duration { .minutes(milliseconds / 60_000) }
}
