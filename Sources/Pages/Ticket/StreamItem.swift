import Domain
import Phrases

/// One thing that happened to a ticket, in words.
public struct StreamItem: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        case customer, desk, note, event
        /// What time brought about.
        case time
    }
    public struct Attachment: Hashable, Sendable {
        public let name: String
        public let address: Address
        public init(name: String, address: Address) {
            self.name = name
            self.address = address
        }
    }

    /// Its position in the journal.
    public let id: Int64
    public let kind: Kind
    /// Of what time brought about.
    public let risk: Risk?
    public let at: Instant
    /// Nil for the desk itself.
    public let who: String?
    public let title: Sentence
    public let text: String?
    /// There was a text, and it was erased.
    public let isErased: Bool
    public let attachments: [Attachment]

    public init(
        id: Int64, kind: Kind, risk: Risk? = nil, at: Instant, who: String?, title: Sentence, text: String? = nil,
        isErased: Bool = false, attachments: [Attachment] = []
    ) {
        self.id = id
        self.kind = kind
        self.risk = risk
        self.at = at
        self.who = who
        self.title = title
        self.text = text
        self.isErased = isErased
        self.attachments = attachments
    }

    /// Where the title only has words.
    public init(
        id: Int64, kind: Kind, risk: Risk? = nil, at: Instant, who: String?, title: String, text: String? = nil,
        isErased: Bool = false, attachments: [Attachment] = []
    ) {
        self.init(
            id: id, kind: kind, risk: risk, at: at, who: who, title: Sentence(title), text: text, isErased: isErased,
            attachments: attachments)
    }
}

extension StreamItem {
    /// The same where its words stand elsewhere.
    public var withoutText: StreamItem {
        StreamItem(id: id, kind: .event, risk: risk, at: at, who: who, title: title)
    }

    /// Items of a stream, one after the other.
    public static func markup(of items: [StreamItem], _ reader: Reader) -> Markup {
        var html = Markup(capacity: items.count * 256)
        for item in items { item.write(&html, reader) }
        return html
    }

    func write(_ html: inout Markup, _ reader: Reader) {
        html.open(
            "li", .text("class", (kind == .desk && text == nil && !isErased ? Kind.event : kind).rawValue),
            .id("entry-\(id)"), .text("data-risk", risk?.rawValue))
        html.element("div", .class("head")) { html in
            if risk != nil { html.raw(Risk.shape) }
            html.element("b", .text("class", title.beginsWithName ? "as-is" : nil)) { title.write(&$0) }
            if let who { html.element("span", text: who) }
            if kind == .note { html.element("em", text: reader(.amongUs)) }
            reader.time(&html, at)
        }
        if let text { html.element("div", .class("words"), .init("dir", "auto"), text: text) }
        if isErased { html.element("div", .class("words gone"), text: reader(.erased)) }
        if !attachments.isEmpty {
            html.element("ul", .class("attachments"), .text("aria-label", reader(.attachments))) { html in
                for attachment in attachments {
                    html.element("li") { html in
                        html.element("a", .href(attachment.address), .flag("download"), text: attachment.name)
                    }
                }
            }
        }
        html.close("li")
    }
}
