import Domain
import Phrases

/// Where people come in. Whatever is wrong is told in words that help no stranger.
public struct SignInPage: Page {
    public enum Door: Hashable, Sendable {
        case password
        /// The password was right, and a code is asked for; it is sent again, since nothing was kept of it.
        case code
        /// The password has to be changed before anything else.
        case change
    }
    public let door: Door
    public let to: Address?
    public let login: String
    public let hasProvider: Bool
    /// Whether customers can have a link sent.
    public let hasMail: Bool
    public let trouble: Trouble?
    public let news: String?

    public init(
        door: Door = .password, to: Address? = nil, login: String = "", hasProvider: Bool = false,
        hasMail: Bool = true, trouble: Trouble? = nil, news: String? = nil
    ) {
        self.door = door
        self.to = to
        self.login = login
        self.hasProvider = hasProvider
        self.hasMail = hasMail
        self.trouble = trouble
        self.news = news
    }

    public var kind: PageKind { .door }
    public func title(_ reader: Reader) -> String { reader(.signIn) }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let reader = shell.reader
        html.element("h1", text: reader(door == .change ? .newPasswordTitle : .signInTitle))
        if let news { html.element("p", .class("news"), .init("role", "status"), text: news) }
        trouble?.write(&html)
        html.element("form", .init("method", "post"), .action(door == .change ? .password : .signIn(to: to))) { html in
            field(
                &html, "login", reader(.login), value: login, autocomplete: "username", focus: door == .password,
                trouble: trouble)
            field(
                &html, "password", reader(.password), type: "password", autocomplete: "current-password",
                focus: door == .change, trouble: trouble)
            if door != .password {
                field(
                    &html, "code", reader(.code), hint: reader(.codeHint), autocomplete: "one-time-code",
                    isNeeded: door == .code, focus: door == .code, trouble: trouble)
            }
            if door == .change {
                field(
                    &html, "new", reader(.newPassword), type: "password", hint: reader(.newPasswordHint),
                    autocomplete: "new-password", trouble: trouble)
            }
            html.element("button", .class("main"), text: reader(door == .change ? .goOn : .signIn))
        }
        html.element("p", .class("aside")) { html in
            html.element("a", .href(.forgotten), text: reader(.forgotten))
            if hasProvider {
                html.element("a", .class("button"), .href(.signInProvider), text: reader(.viaProvider))
            }
        }
        if hasMail, door == .password { customers(&html, reader) }
    }

    private func customers(_ html: inout Markup, _ reader: Reader) {
        html.element("section", .class("customers")) { html in
            html.element("h2", text: reader(.customerDoor))
            html.element("p", text: reader(.customerDoorHint))
            html.element("form", .init("method", "post"), .action(.entry)) { html in
                field(&html, "email", reader(.email), type: "email", autocomplete: "email")
                html.element("button", text: reader(.sendLink))
            }
        }
    }
}

/// Asks for one thing, and says what became of it.
public struct AskPage: Page {
    public enum What: Hashable, Sendable {
        /// A login, for a link to choose a new password.
        case forgotten
        /// Nothing, since the desk has no mail to send such a link by.
        case forgottenWithoutMail
        /// A letter is on its way to a customer, or there is nobody to send one to.
        case sent
        /// The same with a link to choose a new password.
        case resetSent
        /// A first or a new password, by a link.
        case choose(link: String)
        /// The desk's first account, by a link.
        case administrator(link: String)
        /// A customer comes in, by a link.
        case enter(link: String)
        /// Nothing more, since the link is good for nothing.
        case spent
    }
    public let what: What
    public let trouble: Trouble?
    /// What was filled in, to be shown again; a password never is.
    public let login: String
    public let name: String
    public init(_ what: What, trouble: Trouble? = nil, login: String = "", name: String = "") {
        self.what = what
        self.trouble = trouble
        self.login = login
        self.name = name
    }

    public var kind: PageKind { .door }

    public func title(_ reader: Reader) -> String {
        switch what {
        case .forgotten, .forgottenWithoutMail: reader(.forgotten)
        case .sent, .resetSent: reader(.sentTitle)
        case .choose: reader(.newPasswordTitle)
        case .administrator: reader(.administratorTitle)
        case .enter: reader(.enterTitle)
        case .spent: reader(.linkTitle)
        }
    }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let reader = shell.reader
        html.element("h1", text: title(reader))
        trouble?.write(&html)
        switch what {
        case .sent: told(&html, reader, .sentHint)
        case .resetSent: told(&html, reader, .resetHint)
        case .forgottenWithoutMail: told(&html, reader, .forgottenNoMail)
        case .forgotten:
            html.element("p", text: reader(.forgottenHint))
            form(&html, .forgotten, reader(.send)) { html in
                field(&html, "login", reader(.login), autocomplete: "username", focus: true)
            }
        case .choose(let link):
            form(&html, .link(link), reader(.goOn)) { html in newPassword(&html, reader) }
        case .administrator(let link):
            form(&html, .link(link), reader(.goOn)) { html in
                field(
                    &html, "name", reader(.yourName), value: name, autocomplete: "name", focus: true, trouble: trouble)
                field(&html, "login", reader(.login), value: login, autocomplete: "username", trouble: trouble)
                newPassword(&html, reader)
            }
        case .enter(let link):
            html.element("p", text: reader(.enterHint))
            form(&html, .link(link), reader(.enterTitle)) { _ in }
        case .spent:
            html.element("p", .class("aside")) { html in
                html.element("a", .class("button"), .href(.signIn()), text: reader(.signIn))
            }
        }
    }

    private func told(_ html: inout Markup, _ reader: Reader, _ word: PageWord) {
        html.element("p", text: reader(word))
        html.element("p", .class("aside")) { $0.element("a", .href(.signIn()), text: reader(.signIn)) }
    }

    private func newPassword(_ html: inout Markup, _ reader: Reader) {
        field(
            &html, "password", reader(.newPassword), type: "password", hint: reader(.newPasswordHint),
            autocomplete: "new-password", trouble: trouble)
    }

    private func form(
        _ html: inout Markup, _ action: Address, _ button: String, _ body: (inout Markup) -> Void
    ) {
        html.element("form", .init("method", "post"), .action(action)) { html in
            body(&html)
            html.element("button", .class("main"), text: button)
        }
    }
}
