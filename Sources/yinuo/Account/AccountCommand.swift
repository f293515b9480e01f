import ArgumentParser
import Desk
import Domain
import Identity
import Phrases

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Says who may sign in (docs/identity.md).",
        subcommands: [
            AccountAdd.self, AccountList.self, AccountDisable.self, AccountEnable.self, AccountReset.self,
            TokenCommand.self,
        ])

    /// Works on the accounts of a desk that nobody serves, or of one in a database.
    static func with<Value>(
        _ desk: DeskOption, _ words: any Wording, _ body: (Identity) async throws -> Value
    ) async throws -> Value {
        try await complaining(words) {
            try await OpenDesk.writing(try await desk.existing()) { desk in
                try await body(try await Identity(desk: desk))
            }
        }
    }

    /// The account that a word names: by its id or by its login.
    static func find(_ word: String, _ identity: Identity) async throws -> AccountView {
        let folded = word.lowercased()
        let all = try await identity.accountList()
        guard let found = all.first(where: { $0.id.rawValue == word || $0.login == folded }) else {
            throw Complaint("There is no account \(word). yinuo account list shows them.")
        }
        return found
    }
}

extension IdentityFault: DeskTrouble {
    func complaint(_ words: any Wording) -> Complaint { Complaint(words.words(for: self, in: .utc)) }
}

struct AccountAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Makes an account, and a link to choose its password.",
        discussion: """
            Example:
              yinuo account add --agent wang --login wang --desk yinuo.sqlite
            The link works once, for 72 hours. With --name and --role an agent that is
            not there yet is made. Stop yinuo serve first if the desk is a file.
            """)

    @Option(help: "The agent's id.") var agent: String
    @Option(help: "What is typed to sign in.") var login: String
    @Option(help: "Of a new agent: the name.") var name: String?
    @Option(
        help: "The agent's role: \(Role.allCases.filter { $0 != .customer }.map(\.rawValue).joined(separator: ", ")).")
    var role: String?
    @Option(name: .customLong("public-url"), help: "The address that people reach the desk at.") var publicURL: String?
    @OptionGroup var desk: DeskOption
    @OptionGroup var lang: LanguageOption

    func validate() throws {
        guard let role, Role(rawValue: role).map({ $0 == .customer }) ?? true else { return }
        let known = Role.allCases.filter { $0 != .customer }.map(\.rawValue)
        let hint = nearest(to: role, among: known).map { " Did you mean \($0)?" } ?? ""
        throw ValidationError("There is no role \"\(role)\".\(hint) Use \(known.joined(separator: ", ")).")
    }

    func run() async throws {
        let link = try await AccountCommand.with(desk, lang.wording) { identity in
            // Before the agent's record says anything else.
            try await identity.mayHaveAccount(RecordID(agent), called: login)
            var fields: [String: String?] = [:]
            if let name { fields["name"] = name }
            if let role { fields["role"] = role }
            if !fields.isEmpty {
                let command = Command.record(.agent, RecordID(agent), .put(fields))
                _ = try await identity.desk.perform(Request(OpenDesk.actor, command))
            }
            let made = try await identity.addInvited(agent: RecordID(agent), login: login, by: OpenDesk.actor)
            return identity.text(of: made.link)
        }
        print("Made an account for agent \(agent). Its password is chosen once, within 72 hours, at:")
        print(LinkAddress(publicURL ?? "").link(link))
    }
}

struct AccountList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the accounts.",
        discussion: """
            Example:
              yinuo account list --desk yinuo.sqlite
            A line each: account, login, agent, role, and what stands about it. Works
            while the desk is served.
            """)

    @OptionGroup var desk: DeskOption
    @OptionGroup var lang: LanguageOption

    func run() async throws {
        let all = try await complaining(lang.wording) {
            let named = try await desk.existing()
            return try await OpenDesk.reading(named) { store in
                // A desk that nobody ever had an account of may have no secret yet, and none can be made here.
                if try await store.names(.record(.account), nil, 1).isEmpty { return [AccountView]() }
                let desk = try await ServiceDesk.open(try OpenDesk.edges(store, named.register))
                return try await Identity(desk: desk).accountList()
            }
        }
        for account in all {
            let marks = [
                account.isDisabled ? "disabled" : nil, account.hasPassword ? nil : "no password",
                account.hasTOTP ? "second factor" : nil, account.mustChange ? "must change" : nil,
            ].compactMap(\.self)
            print(
                [
                    account.id.rawValue, account.login ?? "(erased)", account.agent.rawValue,
                    account.role?.rawValue ?? "(no role)", marks.isEmpty ? "-" : marks.joined(separator: ", "),
                ].joined(separator: "\t"))
        }
    }
}

struct AccountDisable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Lets an account in no more; its sessions and tokens end.",
        discussion: """
            Example:
              yinuo account disable wang --desk yinuo.sqlite
            """)

    @Argument(help: "The account's id or login.") var account: String
    @OptionGroup var desk: DeskOption
    @OptionGroup var lang: LanguageOption

    func run() async throws {
        try await AccountCommand.with(desk, lang.wording) { identity in
            let found = try await AccountCommand.find(account, identity)
            try await identity.setDisabled(found.id, true, by: OpenDesk.actor)
        }
        print("Disabled \(account).")
    }
}

struct AccountEnable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Lets a disabled account in again.",
        discussion: """
            Example:
              yinuo account enable wang --desk yinuo.sqlite
            """)

    @Argument(help: "The account's id or login.") var account: String
    @OptionGroup var desk: DeskOption
    @OptionGroup var lang: LanguageOption

    func run() async throws {
        try await AccountCommand.with(desk, lang.wording) { identity in
            let found = try await AccountCommand.find(account, identity)
            try await identity.setDisabled(found.id, false, by: OpenDesk.actor)
        }
        print("Enabled \(account).")
    }
}

struct AccountReset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Takes password and second factor away, and makes a link to choose anew.",
        discussion: """
            Example:
              yinuo account reset wang --desk yinuo.sqlite
            The link works once, for 72 hours. Every session of the account ends.
            """)

    @Argument(help: "The account's id or login.") var account: String
    @Option(name: .customLong("public-url"), help: "The address that people reach the desk at.") var publicURL: String?
    @OptionGroup var desk: DeskOption
    @OptionGroup var lang: LanguageOption

    func run() async throws {
        let link = try await AccountCommand.with(desk, lang.wording) { identity in
            let found = try await AccountCommand.find(account, identity)
            return identity.text(of: try await identity.reset(found.id, by: OpenDesk.actor))
        }
        print("A new password for \(account) is chosen once, within 72 hours, at:")
        print(LinkAddress(publicURL ?? "").link(link))
    }
}
