import Domain
import Phrases

/// Who may sign in, and a form to invite somebody: for those who manage accounts.
public struct AccountsPage: Page {
    public enum State: Hashable, Sendable {
        case active, invited, mustChange, disabled
        /// Its agent is not there any more.
        case gone

        var word: AccountWord {
            switch self {
            case .active: .canSignIn
            case .invited: .notChosenYet
            case .mustChange: .hasToChange
            case .disabled: .shutOut
            case .gone: .isGone
            }
        }
    }

    public struct Item: Hashable, Sendable {
        public let id: RecordID
        public let name: String
        /// Nil where its agent was erased.
        public let login: String?
        public let role: Role?
        public let teams: [QueuePage.Choice]
        /// Of its agent's record, as it was looked at.
        public let version: Int
        public let state: State
        public let hasSecondFactor: Bool
        /// Whoever looks: nobody shuts themselves out here.
        public let isOwn: Bool
        public init(
            id: RecordID, name: String, login: String?, role: Role?, teams: [QueuePage.Choice], version: Int,
            state: State, hasSecondFactor: Bool, isOwn: Bool
        ) {
            self.id = id
            self.name = name
            self.login = login
            self.role = role
            self.teams = teams
            self.version = version
            self.state = state
            self.hasSecondFactor = hasSecondFactor
            self.isOwn = isOwn
        }
    }

    /// A link that was just made; it stands in the answer alone, this once.
    public struct Made: Hashable, Sendable {
        public let name: String
        public let link: String
        public let until: Instant
        /// Only a path, since nobody told the desk what it is reached at.
        var isBare: Bool { link.hasPrefix("/") }
        public init(name: String, link: String, until: Instant) {
            self.name = name
            self.link = link
            self.until = until
        }
    }

    public let items: [Item]
    public let teams: [QueuePage.Choice]
    /// What the invitation is called: sent twice it is one.
    public let once: String
    /// Agents on record who have no account yet.
    public let agents: ChoiceList
    public var made: Made?
    public var trouble: Trouble?
    /// What was filled in and not taken.
    public var sent = Fields([])

    public init(items: [Item], teams: [QueuePage.Choice], once: String, agents: ChoiceList = []) {
        self.items = items
        self.teams = teams
        self.once = once
        self.agents = agents
    }

    public var kind: PageKind { .sheet }
    public func title(_ reader: Reader) -> String { reader(.accounts) }

    /// What can be invited as; a customer is one by being a customer.
    static let roles = Role.allCases.filter { $0 != .customer }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let reader = shell.reader
        let csrf = shell.who?.csrf ?? ""
        html.element("h1", text: reader(.accounts))
        if let made { told(made, &html, reader) }
        trouble?.write(&html)
        html.element("section", .class("panel")) { html in
            html.element("p", text: reader(.accountsHint))
            html.element("ul", .class("sessions")) { html in
                for item in items { html.element("li") { one(item, &$0, reader, csrf) } }
            }
        }
        html.element("section", .class("panel")) { html in
            html.element("h2", text: reader(.inviteTitle))
            html.element("p", text: reader(.inviteHint))
            form(&html, .invite, csrf) { invitation(&$0, reader) }
        }
    }

    private func told(_ made: Made, _ html: inout Markup, _ reader: Reader) {
        html.element("div", .class("news"), .init("role", "status")) { html in
            html.element(
                "p", .init("dir", "auto"), text: reader.words.filled(.madeFor, made.name, reader.moment(made.until)))
            html.element("p") { $0.element("code", .class("link"), .init("dir", "ltr"), text: made.link) }
            if made.isBare { html.element("p", text: reader(.linkIsBare)) }
        }
    }

    private func one(_ item: Item, _ html: inout Markup, _ reader: Reader, _ csrf: String) {
        html.element("span") { html in
            html.element("b", .init("dir", "auto"), text: item.name)
            if let login = item.login {
                html.raw(" ")
                html.element("code", text: login)
            }
        }
        html.element("span", .class("aside")) { html in
            if let role = item.role { html.text(reader(role.word) + " · ") }
            if !item.teams.isEmpty {
                html.element("span", .init("dir", "auto"), text: reader.words.row(item.teams.map(\.title)))
                html.text(" · ")
            }
            html.text(reader(item.state.word))
            if item.hasSecondFactor { html.text(" · " + reader(.secondFactor)) }
        }
        if item.state != .gone { membership(of: item, &html, reader, csrf) }
        if item.isOwn || item.state == .gone { return }
        html.element("details") { html in
            html.element("summary", text: reader(.newLink))
            html.element("p", text: reader(.newLinkHint))
            form(&html, .reset, csrf) { html in
                hidden(&html, "account", item.id.rawValue)
                html.element("button", text: reader(.newLink))
            }
        }
        let isShut = item.state == .disabled
        form(&html, isShut ? .enable : .disable, csrf) { html in
            hidden(&html, "account", item.id.rawValue)
            html.element("button", .class("quiet"), text: reader(isShut ? .letIn : .shut))
        }
    }

    /// The teams that its agent is in, to be changed.
    private func membership(of item: Item, _ html: inout Markup, _ reader: Reader, _ csrf: String) {
        // One that is no choice any more is theirs until somebody takes it away.
        let more = item.teams.filter { own in !teams.contains { $0.id == own.id } }
        let all = teams + more
        if all.isEmpty { return }
        html.element("details") { html in
            html.element("summary", text: reader(.changeTeams))
            form(&html, .teams, csrf) { html in
                hidden(&html, "account", item.id.rawValue)
                hidden(&html, "version", String(item.version))
                ticks(&html, reader, all, chosen: Set(item.teams.map(\.id)))
                html.element("button", text: reader(.changeTeams))
            }
        }
    }

    private func invitation(_ html: inout Markup, _ reader: Reader) {
        hidden(&html, "once", once)
        if !agents.isEmpty {
            choice(
                &html, "agent", reader(.who), sent["agent"] ?? "", none: reader(.somebodyNew), agents,
                hint: reader(.whoHint), trouble: trouble)
        }
        html.element("div", .class("of-new")) { html in
            // Needed of somebody new alone, which a browser can't tell; what is missing is said by the answer.
            field(
                &html, "name", reader(.personName), value: sent["name"], autocomplete: "off",
                isNeeded: agents.isEmpty, atMost: 200, trouble: trouble)
        }
        field(
            &html, "login", reader(.login), value: sent["login"], hint: reader(.loginAsHint), autocomplete: "off",
            atMost: 128, trouble: trouble)
        html.element("div", .class("of-new")) { newcomer(&$0, reader) }
        html.element("button", .class("main"), text: reader(.invite))
    }

    /// What the record of somebody new says; of one on record it is said already.
    private func newcomer(_ html: inout Markup, _ reader: Reader) {
        field(
            &html, "email", reader(.mailIfAny), type: "email", value: sent["email"], autocomplete: "off",
            isNeeded: false, trouble: trouble)
        choice(
            &html, "role", reader(.roleOf), sent["role"] ?? Role.agent.rawValue,
            Self.roles.map { ($0.rawValue, reader($0.word)) }, isNeeded: true, trouble: trouble)
        choice(
            &html, "language", reader(.speaks), sent["language"] ?? reader.language.rawValue,
            Language.allCases.map { ($0.rawValue, Shell.name(of: $0)) }, trouble: trouble)
        if !teams.isEmpty {
            ticks(&html, reader, teams, chosen: Set(sent.pairs.filter { $0.name == "team" }.map { $0.value }))
        }
    }

    private func ticks(_ html: inout Markup, _ reader: Reader, _ teams: [QueuePage.Choice], chosen: Set<String>) {
        html.element("fieldset", .class("teams")) { html in
            html.element("legend", text: reader(.teamsOf))
            for team in teams {
                html.element("label", .class("tick")) { html in
                    html.open(
                        "input", .init("type", "checkbox"), .init("name", "team"), .text("value", team.id),
                        .flag("checked", if: chosen.contains(team.id)))
                    html.raw(" ")
                    html.element("span", .init("dir", "auto"), text: team.title)
                }
            }
        }
    }

    private func form(_ html: inout Markup, _ deed: Address.Account, _ csrf: String, _ body: (inout Markup) -> Void) {
        html.element("form", .init("method", "post"), .action(.accounts(deed))) { html in
            hidden(&html, "csrf", csrf)
            body(&html)
        }
    }
}
