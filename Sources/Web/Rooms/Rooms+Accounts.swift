import Desk
import Domain
import HTTPTypes
import Identity
import Pages
import Phrases
import Wire

extension Rooms {
    /// More are not shown; the API lists them all.
    private static let accountsAtMost = 1_000

    func accountsPage(_ visit: Visit) async throws -> AccountsPage {
        try manager(visit)
        let all = try await service.identity.accountList()
        let accounts = all.prefix(Self.accountsAtMost)
        try await board.names.load(accounts.map { (.agent, $0.agent.rawValue) }, desk)
        var items: [AccountsPage.Item] = []
        for account in accounts {
            let agent = try await desk.recordVersion(.agent, account.agent)
            let teams = agent?.record.words("teams") ?? []
            try await board.names.load(teams.map { (.team, $0) }, desk)
            items.append(
                AccountsPage.Item(
                    id: account.id, name: called(.agent, account.agent.rawValue, visit), login: account.login,
                    role: account.role,
                    teams: teams.map { QueuePage.Choice(id: $0, title: called(.team, $0, visit)) },
                    version: agent?.version ?? 0, state: AccountsPage.State(account),
                    hasSecondFactor: account.hasTOTP, isOwn: account.agent == visit.agent))
        }
        items.sort { ($0.name, $0.id) < ($1.name, $1.id) }
        return AccountsPage(
            items: items, teams: try await teams(visit).choices, once: desk.newID(),
            agents: try await uninvited(all, visit))
    }

    /// Agents on record who have no account, by name.
    private func uninvited(_ accounts: [AccountView], _ visit: Visit) async throws -> ChoiceList {
        let agents = try await Self.agents(besides: Set(accounts.map(\.agent)), desk).map(\.rawValue)
        try await board.names.load(agents.map { (.agent, $0) }, desk)
        return ChoiceList(
            Names.people(agents.map { QueuePage.Choice(id: $0, title: called(.agent, $0, visit)) }))
    }

    /// Of all agents these are looked at.
    private static let agentsAtMost = 20_000

    /// Agents on record besides some, by id.
    static func agents(
        besides known: Set<RecordID>, _ desk: ServiceDesk, atMost: Int = Rooms.accountsAtMost,
        atOnce: Int = Rooms.accountsAtMost
    ) async throws -> [RecordID] {
        var found: [RecordID] = []
        var seen = 0
        var after: String?
        while found.count < atMost, seen < agentsAtMost {
            let page = try await desk.edges.store.records(.agent, nil, after, atOnce)
            guard let last = page.last else { break }
            let others = page.filter { !known.contains($0) }
            let records = try await desk.records(.agent, Set(others))
            found += others.filter { records[$0]?.state == .live }
            seen += page.count
            after = last.rawValue
        }
        return Array(found.prefix(atMost))
    }

    /// What a form of that page asks for. A link is shown in the answer itself, this once, and stands in no address of ours.
    func accounts(_ deed: Address.Account, _ form: Fields, _ visit: Visit) async throws -> Outcome {
        try manager(visit)
        let account = form["account"] ?? ""
        do {
            switch deed {
            case .invite: return try await invite(form, visit)
            case .reset:
                let answer = try await perform("resetAccount", ["account": account], .null, visit)
                let agent = try await service.identity.account(RecordID(account)).agent
                try await board.names.load([(.agent, agent.rawValue)], desk)
                return try await made(answer, for: called(.agent, agent.rawValue, visit), visit)
            case .disable: try await perform("disableAccount", ["account": account], .null, visit)
            case .enable: try await perform("enableAccount", ["account": account], .null, visit)
            case .teams: try await changeTeams(of: RecordID(account), form, visit)
            }
            return .see(.accounts())
        } catch {
            guard let trouble = trouble(error, visit) else { throw error }
            // The teams that were ticked are no newcomer's.
            return try await again(deed == .teams ? Fields([]) : form, trouble, visit)
        }
    }

    /// Which teams an account's agent is in: their record says so, and nothing else of it is touched. Where somebody else
    /// has changed it since it was looked at, it is looked at again first.
    private func changeTeams(of account: RecordID, _ form: Fields, _ visit: Visit) async throws {
        let agent = try await service.identity.account(account).agent
        let before = try await desk.record(.agent, agent)?.words("teams") ?? []
        let chosen = Self.teams(form)
        // In the order in which they stood, so that a form sent as it was changes nothing.
        let teams = before.filter(chosen.contains) + chosen.filter { !before.contains($0) }
        let spelled = teams.isEmpty ? JSONValue.null : JSONValue.string(teams.joined(separator: " "))
        try await perform(
            "putRecord", ["kind": RecordKind.agent.rawValue, "id": agent.rawValue],
            .members(["values": .members(["teams": spelled])]), visit, expects: form["version"].flatMap { Int($0) })
    }

    private static func teams(_ form: Fields) -> [String] {
        form.pairs.filter { $0.name == "team" }.map { $0.value }
    }

    /// The account of an agent on record, or of somebody new: then the agent's record comes first.
    private func invite(_ form: Fields, _ visit: Visit) async throws -> Outcome {
        let account = form.filled("once").flatMap { RecordID(checking: $0) }
        let login = (form["login"] ?? "").trimmed
        if let agent = form.filled("agent") {
            let answer = try await addAccount(account, agent, login, visit)
            try await board.names.load([(.agent, agent)], desk)
            return try await made(answer, for: called(.agent, agent, visit), visit)
        }
        guard let name = form.filled("name") else {
            let cause = visit.reader.words.filled(.fieldEmpty, visit.reader(.personName))
            let trouble = Trouble(cause: cause, cure: visit.reader(.fieldEmptyCure), field: "name")
            return try await again(form, trouble, visit)
        }
        // What the account would be refused for is looked at first, so that no record stays behind without one.
        try await service.identity.free(login: login, for: account)
        let values = Self.values(form, name: name, login: login)
        let agent: RecordID
        do {
            agent = try await newAgent(try await agentID(for: login), values, visit)
        } catch Refusal.changed {
            // Somebody else took the word at the same instant.
            agent = try await newAgent(RecordID(desk.newID()), values, visit)
        }
        return try await made(try await addAccount(account, agent.rawValue, login, visit), for: name, visit)
    }

    private static func values(_ form: Fields, name: String, login: String) -> JSONValue {
        let email = form.filled("email")?.trimmed ?? (login.contains("@") ? login : nil)
        let teams = Self.teams(form)
        return .members([
            "name": .string(name), "role": .string(form["role"] ?? ""), "email": email.map(JSONValue.string),
            "teams": teams.isEmpty ? nil : .string(teams.joined(separator: " ")),
            "languages": form.filled("language").map(JSONValue.string),
        ])
    }

    /// - Parameter account: what the form calls it, so that sent twice it is one.
    private func addAccount(
        _ account: RecordID?, _ agent: String, _ login: String, _ visit: Visit
    ) async throws -> Answer {
        do {
            return try await perform(
                "addAccount", [:],
                .members([
                    "id": account.map { JSONValue.string($0.rawValue) }, "agent": .string(agent),
                    "login": .string(login),
                ]), visit)
        } catch Refusal.exists {
            // It is somebody's by now; whoever fills in a form knows of no ids.
            throw IdentityFault.changedMeanwhile
        }
    }

    /// - Returns: what the agent is called: where the form came before, as it was called then.
    private func newAgent(_ id: RecordID, _ values: JSONValue, _ visit: Visit) async throws -> RecordID {
        let answer = try await perform(
            "putRecord", ["kind": RecordKind.agent.rawValue, "id": id.rawValue], .members(["values": values]), visit,
            expects: Desk.Request.isNew)
        guard answer.isRepeated, let from = answer.json["positions"]?["from"]?.int,
            let entry = try await desk.edges.store.read(Int64(from), 1).first
        else { return id }
        return RecordID(entry.stream.id)
    }

    /// The login's own word where that can be an id and is nobody's yet: colleagues type it behind an `@`.
    private func agentID(for login: String) async throws -> RecordID {
        let word = login.split(separator: "@").first.map { $0.lowercased() } ?? ""
        if let id = RecordID(checking: word), try await desk.record(.agent, id) == nil { return id }
        return RecordID(desk.newID())
    }

    private func made(_ answer: Answer, for name: String, _ visit: Visit) async throws -> Outcome {
        guard let link = answer.json["link"]?.string, let until = answer.json["until"]?.instant else {
            throw RoomDefect(text: "an account was made without a link")
        }
        return try await shown(link, until, for: name, visit)
    }

    private func shown(_ link: String, _ until: Instant, for name: String, _ visit: Visit) async throws -> Outcome {
        var page = try await accountsPage(visit)
        page.made = .init(name: name, link: link, until: until)
        return .page(page)
    }

    private func again(_ form: Fields, _ trouble: Trouble, _ visit: Visit) async throws -> Outcome {
        var page = try await accountsPage(visit)
        page.trouble = trouble
        page.sent = form
        return .page(page, status: .unprocessableContent)
    }

    private func manager(_ visit: Visit) throws {
        try staff(visit)
        guard visit.may(.accountsManage) else { throw RoomFault.forbidden }
    }
}

extension AccountsPage.State {
    fileprivate init(_ account: AccountView) {
        self =
            if account.isRetired || account.role == nil {
                .gone
            } else if account.isDisabled {
                .disabled
            } else if !account.hasPassword {
                .invited
            } else {
                account.mustChange ? .mustChange : .active
            }
    }
}
