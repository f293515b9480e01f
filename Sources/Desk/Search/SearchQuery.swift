import Domain

/// What somebody looks for.
public struct SearchQuery: Hashable, Sendable {
    /// Words that all have to be there; "in quotes" in that order. The last one may be the beginning of a word.
    public var text: String
    /// Who asks, if it is a customer: then only own tickets are found, and nothing that is said among staff.
    public var customer: CustomerID?
    public var filters = Filters()
    /// Hits before the page.
    public var offset = 0
    public var limit = 20

    public struct Filters: Hashable, Sendable {
        /// Nil: everything that can be found.
        public var kind: StreamID.Kind?
        /// Tickets that are open, or closed; nil: both.
        public var isOpen: Bool?
        /// What belongs to a customer.
        public var customer: CustomerID?
        public var queue: String?
        public var category: String?
        public var channel: String?
        public var receivedFrom: Instant?
        /// Not included.
        public var receivedTo: Instant?
        public init() {}
    }

    public init(_ text: String, customer: CustomerID? = nil, offset: Int = 0, limit: Int = 20) {
        self.text = text
        self.customer = customer
        self.offset = offset
        self.limit = limit
    }

    /// Of a page.
    public static let hitsAtMost = 50
    /// A page may begin after so many hits, no further: who has seen these should say more words.
    public static let offsetAtMost = 1_000
    /// Hits are counted so far; of more, the newest are ranked.
    public static let countedAtMost = 20_000
    /// Of the text; the rest is not read.
    public static let scalarsAtMost = 256
}

/// Some hits, the best first.
public struct SearchPage: Hashable, Sendable {
    public let hits: [SearchHit]
    /// How many there are in all, as far as they were counted.
    public let total: Int
    /// There are more than were counted.
    public let isMore: Bool
    /// Nothing has the words as they were typed; these have words like them.
    public let isCorrected: Bool

    /// Where the next page begins; nil after the last.
    public func next(after query: SearchQuery) -> Int? {
        let next = max(0, query.offset) + hits.count
        return hits.isEmpty || next >= total || next > SearchQuery.offsetAtMost ? nil : next
    }
}

/// Something that was found.
public struct SearchHit: Hashable, Sendable {
    public let stream: StreamID
    public let customer: CustomerID?
    /// Of a ticket.
    public let isOpen: Bool?
    public let received: Instant
    /// A ticket's subject, a record's name; nil where there is none that may be read.
    public let title: Snippet?
    /// Where it says what was looked for; nil if the title or the id alone do.
    public let snippet: Snippet?
}

/// A piece of a text, at most 160 characters, with what was looked for marked.
public struct Snippet: Hashable, Sendable {
    public struct Part: Hashable, Sendable {
        public let text: String
        public let isMatch: Bool
        public init(_ text: String, isMatch: Bool) {
            self.text = text
            self.isMatch = isMatch
        }
    }
    public let parts: [Part]
    /// The text goes on before it, and after it.
    public let isCutBefore: Bool
    public let isCutAfter: Bool

    public static let charactersAtMost = 160
    public var text: String { parts.map(\.text).joined() }
}
