import Domain
import Phrases

/// What was found.
public struct SearchPage: Page {
    public struct Hit: Hashable, Sendable {
        public struct Part: Hashable, Sendable {
            public let text: String
            public let isMatch: Bool
            public init(_ text: String, isMatch: Bool) {
                self.text = text
                self.isMatch = isMatch
            }
        }
        /// Nil for what has no page yet.
        public let address: Address?
        public let title: [Part]
        public let snippet: [Part]
        /// Its kind or its customer.
        public let aside: String
        public let received: Instant
        public init(address: Address?, title: [Part], snippet: [Part], aside: String, received: Instant) {
            self.address = address
            self.title = title
            self.snippet = snippet
            self.aside = aside
            self.received = received
        }
    }
    public let words: String
    public let hits: [Hit]
    public let total: Int
    /// There are more than were counted.
    public let isMore: Bool
    public let isCorrected: Bool
    /// The pages before and after.
    public let before: Address?
    public let after: Address?

    public init(
        words: String, hits: [Hit], total: Int, isMore: Bool, isCorrected: Bool, before: Address? = nil,
        after: Address? = nil
    ) {
        self.before = before
        self.after = after
        self.words = words
        self.hits = hits
        self.total = total
        self.isMore = isMore
        self.isCorrected = isCorrected
    }

    public var kind: PageKind { .sheet }
    public func title(_ reader: Reader) -> String { reader(.searchResults) }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let reader = shell.reader
        html.element("h1", text: reader(.searchResults))
        html.element("form", .class("find wide"), .init("role", "search"), .action(.search(""))) { html in
            html.open(
                "input", .init("type", "search"), .init("name", "q"), .text("aria-label", reader(.search)),
                .text("value", words))
            html.element("button", text: reader(.search))
        }
        html.element("p", .init("role", "status"), .class("count")) { html in
            html.text(reader(.found, isMore ? "\(max(total - 1, hits.count))+" : String(total)))
            if isCorrected { html.element("small", text: " " + reader(.foundCorrected)) }
        }
        html.element("ul", .class("found")) { html in
            for hit in hits {
                html.element("li") { html in
                    if let address = hit.address {
                        html.element("a", .href(address), .text("data-aside", hit.aside), .init("dir", "auto")) {
                            parts(&$0, hit.title)
                        }
                    } else {
                        html.element("b", .init("dir", "auto")) { parts(&$0, hit.title) }
                    }
                    if !hit.snippet.isEmpty {
                        html.element("p", .init("dir", "auto")) { parts(&$0, hit.snippet) }
                    }
                    html.element("small") { html in
                        // A name that turns the direction would turn the time beside it.
                        html.element("bdi", text: hit.aside)
                        html.text(" · ")
                        reader.time(&html, hit.received)
                    }
                }
            }
        }
        if before != nil || after != nil { turning(&html, reader) }
    }

    private func turning(_ html: inout Markup, _ reader: Reader) {
        html.element("nav", .class("turning")) { html in
            if let before { html.element("a", .href(before), .init("rel", "prev"), text: reader(.before)) }
            if let after { html.element("a", .href(after), .init("rel", "next"), text: reader(.after)) }
        }
    }

    private func parts(_ html: inout Markup, _ parts: [Hit.Part]) {
        for part in parts {
            if part.isMatch { html.element("mark", text: part.text) } else { html.text(part.text) }
        }
    }
}
