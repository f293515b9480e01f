import Domain
import Phrases

/// What stands around every page.
public struct Shell: Sendable {
    /// Who is signed in.
    public struct Who: Sendable {
        public let name: String
        public let role: Role
        /// What forms send along.
        public let csrf: String
        public init(name: String, role: Role, csrf: String) {
            self.name = name
            self.role = role
            self.csrf = csrf
        }
        var isCustomer: Bool { role == .customer }
        /// Reads everything and changes nothing.
        var mayWrite: Bool { role.permissions.contains(.ticketsWrite) }
        var mayManageAccounts: Bool { role.permissions.contains(.accountsManage) }
        var mayReadFigures: Bool { role.permissions.contains(.figuresRead) }
    }

    /// Where style and script lie.
    public struct Files: Sendable {
        public let style: Address
        public let script: Address
        /// Shares one live stream among the windows of a browser.
        public let worker: Address
        public let icon: Address
        public init(style: Address, script: Address, worker: Address, icon: Address) {
            self.style = style
            self.script = script
            self.worker = worker
            self.icon = icon
        }
    }

    public let reader: Reader
    public let look: Look
    public let who: Who?
    public let files: Files
    /// The page's own address: where a change of language leads back to.
    public let here: Address
    /// Up to where of the journal the page knows everything.
    public let position: Int64
    /// Whether the desk was filled with made-up data.
    public let isDemo: Bool
    /// A state that the page shows for ever, in the gallery; nil for one that hears what happens.
    public var still: Connection?
    /// News for whoever is signed in that they have not read; nil for whom there never are any.
    public var notices: Int?
    /// What was spelled for this person before.
    public var frame: Frame?

    /// Whether what is shown is what is.
    public enum Connection: String, CaseIterable, Hashable, Sendable { case live, reconnecting, from }

    public init(
        reader: Reader, look: Look, who: Who?, files: Files, here: Address, position: Int64 = 0, isDemo: Bool = false
    ) {
        self.reader = reader
        self.look = look
        self.who = who
        self.files = files
        self.here = here
        self.position = position
        self.isDemo = isDemo
    }
}

/// A page: its title, and what stands in the middle.
public protocol Page: Sendable {
    func title(_ reader: Reader) -> String
    /// Its width and its manners.
    var kind: PageKind { get }
    func body(_ page: inout Markup, _ shell: Shell)
}

public enum PageKind: Sendable {
    /// Wide and dense: for those who serve.
    case desk
    /// A column to read.
    case sheet
    /// A small sheet in the middle.
    case door
}

extension Page {
    public var kind: PageKind { .desk }
}

extension Shell {
    public func html(_ page: some Page, capacity: Int = 48 << 10) -> Markup {
        var html = Markup(capacity: capacity)
        html.raw("<!DOCTYPE html>\n")
        html.open(
            "html", .text("lang", reader.language.rawValue), .text("data-colours", look.colours.rawValue),
            .text("data-density", look.density.rawValue))
        head(&html, page.title(reader))
        let kind: StaticString =
            switch page.kind {
            case .desk: "desk"
            case .sheet: "sheet"
            case .door: "door"
            }
        html.open(
            "body", .class(kind), .number("data-now", reader.now.milliseconds),
            .number("data-position", position), .text("data-days", reader(.days)),
            .text("data-hours", reader(.hoursUnit)))
        html.element("a", .class("skip"), .init("href", "#main"), text: reader(.skip))
        let frame = frame ?? Frame(self)
        bar(&html, frame)
        if isDemo { html.element("aside", .class("demo"), text: reader(.demo)) }
        html.raw("<main id=\"main\" tabindex=\"-1\">")
        page.body(&html, self)
        html.raw("</main>")
        // What the script tells those who hear a page.
        if page.kind != .door || notices != nil {
            html.raw("<p class=\"unseen\" role=\"status\" id=\"told\"></p>")
        }
        // No time of a page says which zone it is in: it is said once, below all of them.
        if page.kind != .door {
            html.element("footer", .class("zone"), .init("dir", "auto"), text: reader(.timesIn, reader.zoneName))
        }
        html.append(frame.dialogs)
        html.raw("</body></html>\n")
        return html
    }

    private func head(_ html: inout Markup, _ title: String) {
        html.raw("<head><meta charset=\"utf-8\">")
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        html.raw("<meta name=\"referrer\" content=\"same-origin\">")
        html.element("title", text: "\(title) · \(Shell.product)")
        html.open("link", .init("rel", "icon"), .init("type", "image/svg+xml"), .href(files.icon))
        html.open("link", .init("rel", "stylesheet"), .href(files.style))
        html.element("script", .init("type", "module"), .address("src", files.script)) { _ in }
        html.raw("</head>")
    }

    static let product = "一诺 Yinuo"

    private func bar(_ html: inout Markup, _ frame: Frame) {
        html.element("header", .class("bar")) { html in
            html.element("a", .class("mark"), .href(.home), .init("aria-label", "一诺 Yinuo")) { html in
                html.raw("<span class=\"seal\" aria-hidden=\"true\">诺</span>")
            }
            if let who { navigation(&html, who) }
            html.element("div", .class("tools")) { html in
                if let who, !who.isCustomer { searchBox(&html) }
                if let notices { bell(&html, notices) }
                if who != nil { pill(&html) }
                html.append(frame.menu)
                hidden(&html, "back", here.text)
                html.append(frame.rest)
            }
        }
    }

    private func navigation(_ html: inout Markup, _ who: Who) {
        let path = here.path
        func link(_ html: inout Markup, _ address: Address, _ words: String, key: StaticString?) {
            let other = address.path
            html.element(
                "a", .text("href", other), .text("aria-current", Shell.standing(path, other)),
                key.map { Markup.Attribute("data-key", $0) } ?? .flag("data-key", if: false), text: words)
        }
        html.element("nav", .text("aria-label", reader(.navigation))) { html in
            if who.isCustomer {
                link(&html, .home, reader(.myTickets), key: "h")
            } else {
                link(&html, .queue(), reader(.queue), key: "q")
            }
            if who.mayReadFigures { link(&html, .figures(), reader.words.figure(.title), key: "f") }
            if who.mayWrite { link(&html, .submit, reader(.submit), key: "c") }
            link(&html, .promises, reader(.promises), key: "p")
            if isDemo, !who.isCustomer { link(&html, .gallery(), reader(.gallery), key: nil) }
        }
    }

    /// Whether the page is that one, or one of what lies under it.
    private static func standing(_ path: String, _ other: String) -> String? {
        guard path.hasPrefix(other) else { return nil }
        if path.utf8.count == other.utf8.count { return "page" }
        return path.utf8[path.utf8.index(path.startIndex, offsetBy: other.utf8.count)] == UInt8(ascii: "/")
            ? "true" : nil
    }

    private func searchBox(_ html: inout Markup) {
        var words = ""
        if case .search(let text, _) = here { words = text }
        html.element("form", .class("find"), .init("role", "search"), .action(.search(""))) { html in
            html.open(
                "input", .init("type", "search"), .init("name", "q"), .text("aria-label", reader(.search)),
                .text("placeholder", reader(.searchHint)), .text("value", words), .init("data-key", "/"),
                .init("autocomplete", "off"))
        }
    }

    /// Whether what is shown is what is.
    private func pill(_ html: inout Markup) {
        html.element(
            "output", .class("pill"), .id("pill"), .text("data-state", still?.rawValue ?? "still"),
            .text("data-live", reader(.live)),
            .text("data-reconnecting", reader(.reconnecting)), .text("data-from", reader(.dataFrom, "{1}")),
            .address("data-stream", still == nil ? .stream : nil), .address("data-worker", files.worker)
        ) { html in
            html.raw("<i aria-hidden=\"true\"></i><span>")
            switch still {
            case .live: html.text(reader(.live))
            case .reconnecting: html.text(reader(.reconnecting))
            case .from, nil: html.text(reader(.dataFrom, Moment(reader.now, in: reader.zone).clock))
            }
            html.raw("</span>")
        }
    }

    /// The bell alone, for a page that stands already.
    public func bell() -> Markup {
        var html = Markup(capacity: 1 << 9)
        if let notices { bell(&html, notices) }
        return html
    }

    private func bell(_ html: inout Markup, _ count: Int) {
        let words = reader(.notices) + (count == 0 ? "" : ": " + reader(.newOnes, String(count)))
        html.element(
            "a", .class("bell"), .id("bell"), .href(.notices),
            .address("data-bell", still == nil ? .bell(at: ticket) : nil), .text("aria-label", words),
            .text("title", words),
            .text("aria-current", here == .notices ? "page" : nil)
        ) { html in
            html.raw(
                "<svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path d=\"M8 1.5a4.2 4.2 0 0 0-4.2 4.2v2.9L2.5 11.5h11l-1.3-2.9V5.7A4.2 4.2 0 0 0 8 1.5zM6.4 13a1.7 1.7 0 0 0 3.2 0z\"/></svg>"
            )
            if count > 0 { html.element("b", text: count > 99 ? "99+" : String(count)) }
        }
    }

    /// The ticket that the page shows.
    private var ticket: TicketID? {
        switch here {
        case .ticket(let id), .deed(let id, _): id
        default: nil
        }
    }

    /// Each language calls itself by its own name.
    static func name(of language: Language) -> String {
        switch language {
        case .zh: "中文"
        case .en: "English"
        case .ja: "日本語"
        case .ko: "한국어"
        }
    }
}

extension Role {
    var word: PageWord {
        switch self {
        case .customer: .roleCustomer
        case .agent: .roleAgent
        case .engineer: .roleEngineer
        case .lead: .roleLead
        case .manager: .roleManager
        case .director: .roleDirector
        case .auditor: .roleAuditor
        case .administrator: .roleAdministrator
        }
    }
}
