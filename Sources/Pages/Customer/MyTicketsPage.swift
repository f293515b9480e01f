import Domain
import Phrases

/// A customer's own tickets; for those who serve the same under the customer's name.
public struct MyTicketsPage: Page {
    public struct Item: Hashable, Sendable {
        public let id: TicketID
        public let subject: String?
        public let state: String
        public let isOpen: Bool
        public let received: Instant
        public let clock: ClockView?
        public init(
            id: TicketID, subject: String?, state: String, isOpen: Bool, received: Instant, clock: ClockView?
        ) {
            self.id = id
            self.subject = subject
            self.state = state
            self.isOpen = isOpen
            self.received = received
            self.clock = clock
        }
    }
    public let items: [Item]
    /// Whose they are; nil for who reads it.
    public let customer: String?
    public init(items: [Item], of customer: String? = nil) {
        self.items = items
        self.customer = customer
    }

    public var kind: PageKind { .sheet }
    public func title(_ reader: Reader) -> String { customer.map { reader(.ticketsOf, $0) } ?? reader(.myTickets) }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let reader = shell.reader
        html.element("header", .class("list-head")) { html in
            html.element("h1", .init("dir", "auto"), text: title(reader))
            html.element("a", .class("button"), .href(.submit), text: reader(.submit))
        }
        if items.isEmpty {
            html.element("section", .class("empty")) { html in
                html.element("h2", text: reader(customer == nil ? PageWord.noTickets : .nothingHere))
                if customer == nil { html.element("p", text: reader(.noTicketsHint)) }
            }
        }
        list(&html, reader, .openOnes, items.filter(\.isOpen))
        list(&html, reader, .doneOnes, items.filter { !$0.isOpen })
    }

    private func list(_ html: inout Markup, _ reader: Reader, _ word: PageWord, _ items: [Item]) {
        if items.isEmpty { return }
        html.element("section") { html in
            html.element("h2", text: reader(word))
            html.element("ul", .class("my-tickets")) { html in
                for item in items {
                    html.element("li", .text("data-risk", item.clock?.risk?.rawValue)) { html in
                        html.element(
                            "a", .href(.ticket(item.id)), .init("dir", "auto"),
                            text: item.subject ?? reader(.noSubject))
                        html.element("p") { html in
                            html.element("span", .class("badge plain"), text: item.state)
                            html.element("small") { html in
                                html.text(reader(.received) + " ")
                                reader.time(&html, item.received)
                            }
                            if let clock = item.clock {
                                html.element("ul") { clock.chip(&$0, reader) }
                            }
                        }
                    }
                }
            }
        }
    }
}
