import Domain
import Phrases

/// What concerned whoever is signed in, the newest first.
public struct NoticesPage: Page {
    public struct Item: Hashable, Sendable {
        public let ticket: TicketID
        public let subject: String?
        /// What happened.
        public let title: String
        public let risk: Risk?
        public let at: Instant
        /// Nil for the desk itself.
        public let who: String?
        public let isNew: Bool
        public init(
            ticket: TicketID, subject: String?, title: String, risk: Risk?, at: Instant, who: String?, isNew: Bool
        ) {
            self.ticket = ticket
            self.subject = subject
            self.title = title
            self.risk = risk
            self.at = at
            self.who = who
            self.isNew = isNew
        }
    }
    public let items: [Item]
    /// Up to where all is read by who has read this page.
    public let through: Int64

    public init(items: [Item], through: Int64) {
        self.items = items
        self.through = through
    }

    public var kind: PageKind { .sheet }
    public func title(_ reader: Reader) -> String { reader(.notices) }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let reader = shell.reader
        html.element("header", .class("notices-head")) { html in
            html.element("h1", text: reader(.notices))
            if let who = shell.who, items.contains(where: \.isNew) {
                html.element("form", .init("method", "post"), .action(.notices)) { html in
                    hidden(&html, "csrf", who.csrf)
                    hidden(&html, "through", String(through))
                    html.element("button", text: reader(.markRead))
                }
            }
        }
        html.element("p", .class("hint"), text: items.isEmpty ? reader(.noNotices) : reader(.noticesHint))
        html.element("ol", .class("notices")) { html in
            for item in items {
                html.element("li", .flag("data-new", if: item.isNew), .text("data-risk", item.risk?.rawValue)) { html in
                    if item.risk != nil { html.raw(Risk.shape) }
                    html.element("b", text: item.title)
                    html.element(
                        "a", .href(.ticket(item.ticket)), .init("dir", "auto"), text: item.subject ?? reader(.noSubject)
                    )
                    html.element("small") { html in
                        if let who = item.who { html.text(who + " · ") }
                        reader.time(&html, item.at)
                    }
                }
            }
        }
    }
}
