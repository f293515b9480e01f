import Domain
import Phrases

/// How somebody comes in, for them to look after: the second factor, where they are signed in, the password.
public struct AccessPage: Page {
    /// A sign-in that is still good.
    public struct Session: Hashable, Sendable {
        public let id: RecordID
        public let since: Instant
        public let until: Instant
        public let how: AccessWord
        public let isThis: Bool
        /// What the browser calls itself that shows this page; of others nothing is kept.
        public let browser: String?
        public init(
            id: RecordID, since: Instant, until: Instant, how: AccessWord, isThis: Bool, browser: String? = nil
        ) {
            self.id = id
            self.since = since
            self.until = until
            self.how = how
            self.isThis = isThis
            self.browser = browser
        }
    }

    /// Squares of a side, and the dark ones as a path of SVG.
    public struct Picture: Hashable, Sendable {
        public let side: Int
        public let path: String
        public init(side: Int, path: String) {
            self.side = side
            self.path = path
        }
    }

    public enum Factor: Hashable, Sendable {
        /// For those who come in by links: they have no password either.
        case none
        case off, on
        /// A seed to be put into an app; the form sends it along, so that a code that was mistyped is asked for beside it.
        case offered(seed: String, uri: String, picture: Picture?)
        case confirmed(recovery: [String])
    }

    public let login: String?
    public var factor: Factor
    public let sessions: [Session]
    public var trouble: Trouble?

    public init(login: String?, factor: Factor, sessions: [Session], trouble: Trouble? = nil) {
        self.login = login
        self.factor = factor
        self.sessions = sessions
        self.trouble = trouble
    }

    public var kind: PageKind { .sheet }
    public func title(_ reader: Reader) -> String { reader(.title) }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let reader = shell.reader
        let csrf = shell.who?.csrf ?? ""
        html.element("h1", text: reader(.title))
        trouble?.write(&html)
        if factor != .none {
            html.element("section", .class("panel")) { html in
                html.element("h2") { html in
                    html.text(reader(.secondFactor))
                    if let isOn = factor.isOn {
                        html.raw(" ")
                        html.element(
                            "small", .text("data-on", isOn ? "yes" : "no"), text: reader(isOn ? .isOn : .isOff))
                    }
                }
                factor(&html, reader, csrf)
            }
        }
        html.element("section", .class("panel")) { html in
            html.element("h2", text: reader(.sessions))
            html.element("p", text: reader(.sessionsHint))
            html.element("ul", .class("sessions")) { html in
                for session in sessions { html.element("li") { one(session, &$0, reader, csrf) } }
            }
        }
        if let login, !isShowingOnce { password(&html, reader, login) }
    }

    /// Nothing may lead away from what is shown this once.
    private var isShowingOnce: Bool {
        switch factor {
        case .offered, .confirmed: true
        case .none, .off, .on: false
        }
    }

    private func factor(_ html: inout Markup, _ reader: Reader, _ csrf: String) {
        switch factor {
        case .none: break
        case .off:
            html.element("p", text: reader(.secondFactorHint))
            form(&html, .offer, csrf) { $0.element("button", .class("main"), text: reader(.setUp)) }
        case .offered(let seed, let uri, let picture):
            if let picture {
                html.element("figure", .class("code")) { html in
                    html.element("figcaption", text: reader(.scan))
                    html.open(
                        "svg", .text("viewBox", "0 0 \(picture.side) \(picture.side)"), .init("role", "img"),
                        .text("aria-label", reader(.scan)), .init("width", "208"), .init("height", "208"))
                    html.open("path", .text("d", picture.path))
                    html.close("path")
                    html.close("svg")
                }
            }
            html.element("p") { html in
                html.text(reader(.typeSeed) + " ")
                html.element("code", .class("seed"), .init("dir", "ltr"), text: AccessPage.grouped(seed))
            }
            form(&html, .confirm, csrf) { html in
                hidden(&html, "seed", seed)
                hidden(&html, "uri", uri)
                field(
                    &html, "code", reader(.codeOfApp), autocomplete: "one-time-code", focus: true, trouble: trouble)
                html.element("button", .class("main"), text: reader(.confirm))
            }
            form(&html, .offer, csrf) { $0.element("button", .class("quiet"), text: reader(.startAgain)) }
        case .confirmed(let recovery):
            html.element("h3", text: reader(.recovery))
            html.element("p", .class("news"), .init("role", "status"), text: reader(.recoveryHint))
            html.element("ol", .class("codes")) { html in
                for code in recovery { html.element("li") { $0.element("code", text: code) } }
            }
            html.element("p") { $0.element("a", .class("button"), .href(.access()), text: reader(.seen)) }
        case .on:
            html.element("p", text: reader(.secondFactorHint))
            html.element("details") { html in
                html.element("summary", text: reader(.remove))
                form(&html, .remove, csrf) { html in
                    field(
                        &html, "code", reader(.codeOrRecovery), hint: reader(.removeHint),
                        autocomplete: "one-time-code")
                    html.element("button", text: reader(.remove))
                }
            }
        }
    }

    private func one(_ session: Session, _ html: inout Markup, _ reader: Reader, _ csrf: String) {
        html.element("span") { html in
            // Several may have come in the same way: when somebody did is what they tell them apart by.
            html.element("b") { html in
                html.text(reader(.since) + " ")
                reader.time(&html, session.since)
            }
            if session.isThis {
                let word = reader(.thisOne)
                html.raw(" ")
                html.element("small", text: session.browser.map { reader.words.labelled(word, $0) } ?? word)
            }
        }
        html.element("span", .class("aside")) { html in
            html.text(reader(session.how) + " · " + reader(.until) + " ")
            reader.time(&html, session.until)
        }
        if !session.isThis {
            form(&html, .end, csrf) { html in
                hidden(&html, "session", session.id.rawValue)
                html.element("button", .class("quiet"), text: reader(.endSession))
            }
        }
    }

    private func password(_ html: inout Markup, _ reader: Reader, _ login: String) {
        html.element("section", .class("panel")) { html in
            html.element("h2", text: reader(.changePassword))
            html.element("form", .init("method", "post"), .action(.password)) { html in
                html.open(
                    "input", .init("type", "hidden"), .init("name", "login"), .text("value", login),
                    .init("autocomplete", "username"))
                field(
                    &html, "password", reader(.currentPassword), type: "password", autocomplete: "current-password",
                    trouble: trouble)
                if factor == .on { field(&html, "code", reader(.codeOrRecovery), autocomplete: "one-time-code") }
                field(
                    &html, "new", reader(.newPassword), type: "password", hint: reader(.newPasswordHint),
                    autocomplete: "new-password", trouble: trouble)
                html.element("p", text: reader(.changeHint))
                html.element("button", text: reader(.changePassword))
            }
        }
    }

    private func form(_ html: inout Markup, _ deed: Address.Access, _ csrf: String, _ body: (inout Markup) -> Void) {
        html.element("form", .init("method", "post"), .action(.access(deed))) { html in
            hidden(&html, "csrf", csrf)
            body(&html)
        }
    }

    /// By four, as people read long words to each other.
    static func grouped(_ seed: String) -> String {
        var text = ""
        for (index, letter) in seed.enumerated() {
            if index > 0, index % 4 == 0 { text += " " }
            text.append(letter)
        }
        return text
    }
}

extension AccessPage.Factor {
    fileprivate var isOn: Bool? {
        switch self {
        case .none: nil
        case .off, .offered: false
        case .on, .confirmed: true
        }
    }
}
