import Domain
import Phrases

extension TicketPage {
    /// What is the same for all who read it in one language on one day, while nothing happens to the ticket.
    public struct Spelled: Sendable {
        let stream: Markup
        let facts: Markup
        public init(stream: [StreamItem], facts: [Fact], _ reader: Reader) {
            self.stream = StreamItem.markup(of: stream, reader)
            self.facts = Fact.markup(of: facts)
        }
        public var count: Int { stream.count + facts.count }
    }

    /// How far a ticket's facts are in the evidence log.
    public struct Evidence: Hashable, Sendable {
        /// The log's name; nil where none is kept.
        public let log: String?
        public let facts: Int
        public let sealed: Int
        /// Of the last fact that is sealed; nil where nobody may have it.
        public let proof: Address?
        public let certificate: Address?
        public init(log: String?, facts: Int, sealed: Int, proof: Address?, certificate: Address?) {
            self.log = log
            self.facts = facts
            self.sealed = sealed
            self.proof = proof
            self.certificate = certificate
        }
    }

    /// What the customer is owed; nothing is shown where no promise that owes is broken.
    func compensation(_ html: inout Markup, _ reader: Reader) {
        html.element("section", .id("ticket-owed"), .flag("data-live"), .flag("hidden", if: owed.isEmpty)) { html in
            html.element("h2", text: reader.words.certificate(CertificateLabel.compensation))
            html.element("ul", .class("owed")) { html in
                for line in owed { html.element("li", text: line) }
            }
        }
    }
}

extension TicketPage.Fact {
    static func markup(of facts: [Self]) -> Markup {
        var html = Markup(capacity: 1 << 10)
        for fact in facts {
            html.element("dt", text: fact.name)
            html.element("dd", text: fact.value)
        }
        return html
    }
}

extension TicketPage.Link {
    func write(_ html: inout Markup, _ reader: Reader) {
        html.element("dt", text: word(reader))
        html.element("dd") { html in
            html.element("a", .href(.ticket(other)), .init("dir", "auto"), text: subject ?? other.rawValue)
            if subject != nil {
                html.raw(" ")
                html.element("code", text: other.rawValue)
            }
        }
    }

    private func word(_ reader: Reader) -> String {
        switch inverse {
        case .blocks: reader(.blockedBy)
        case .duplicate: reader(.duplicateOf)
        case .related, .tag, .follower, nil: reader.name(of: listing)
        }
    }
}

extension TicketPage.Evidence {
    func write(_ html: inout Markup, _ reader: Reader) {
        html.element("section", .id("ticket-evidence"), .flag("data-live")) { html in
            html.element("h2", text: reader(.evidence))
            guard let log else {
                html.element("p", .class("none"), text: reader(.noLog))
                return
            }
            let word = sealed == facts ? reader(.sealed, "\(facts)") : reader(.sealing, "\(sealed)", "\(facts)")
            html.element("p", .text("class", sealed == facts ? "sealed" : nil), text: word)
            html.element("dl", .class("facts")) { html in
                html.element("dt", text: reader(.logName))
                html.element("dd") { $0.element("code", text: log) }
            }
            html.element("p", .class("row")) { html in
                if let proof { html.element("a", .href(proof), .flag("download"), text: reader(.proofOfLast)) }
                if let certificate { html.element("a", .href(certificate), text: reader(.certificate)) }
            }
        }
    }
}
