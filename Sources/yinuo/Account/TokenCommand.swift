import ArgumentParser
import Desk
import Domain
import Edges
import Identity
import Phrases

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Says what programs may sign in with, for an account.",
        subcommands: [TokenIssue.self, TokenList.self, TokenRevoke.self])
}

struct TokenIssue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Makes a token, and prints it this once.",
        discussion: """
            Example:
              yinuo account token issue wang --scope tickets.read --scope tickets.write \\
                --days 90 --title "mail gateway" --desk yinuo.sqlite
            Scopes: \(Permission.allCases.map(\.rawValue).joined(separator: ", ")).
            """)

    @Argument(help: "The account's id or login.") var account: String
    @Option(name: .customLong("scope"), help: "A right that it has; name several by several.") var scopes: [String]
    @Option(help: "How long it is good, at most 400.") var days: Int = 90
    @Option(help: "What it is for.") var title: String?
    @OptionGroup var desk: DeskOption
    @OptionGroup var lang: LanguageOption

    func validate() throws {
        let known = Permission.allCases.map(\.rawValue)
        for scope in scopes where !known.contains(scope) {
            let hint = nearest(to: scope, among: known).map { " Did you mean \($0)?" } ?? ""
            throw ValidationError("There is no right \"\(scope)\".\(hint)")
        }
        guard (1...400).contains(days) else { throw ValidationError("--days is 1 to 400.") }
    }

    func run() async throws {
        let text = try await AccountCommand.with(desk, lang.wording) { identity in
            let found = try await AccountCommand.find(account, identity)
            return try await identity.issueToken(
                for: found.id, title: title, scopes: Set(scopes.compactMap(Permission.init(rawValue:))),
                until: identity.desk.now + .hours(Int64(days) * 24), by: OpenDesk.actor
            ).text
        }
        print(text)
    }
}

struct TokenList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists an account's tokens.",
        discussion: """
            Example:
              yinuo account token list wang --desk yinuo.sqlite
            A line each: token, until when, rights, what it is for.
            """)

    @Argument(help: "The account's id or login.") var account: String
    @OptionGroup var desk: DeskOption
    @OptionGroup var lang: LanguageOption

    func run() async throws {
        let tokens = try await AccountCommand.with(desk, lang.wording) { identity in
            try await identity.tokens(of: try await AccountCommand.find(account, identity).id)
        }
        for token in tokens {
            print(
                [
                    token.id.rawValue, token.isRevoked ? "revoked" : token.until.text(in: .utc),
                    token.scopes.map(\.rawValue).sorted().joined(separator: " "), token.title ?? "",
                ].joined(separator: "\t"))
        }
    }
}

struct TokenRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Makes a token void.",
        discussion: """
            Example:
              yinuo account token revoke 3k9x7m2p3k9x7m2p --desk yinuo.sqlite
            """)

    @Argument(help: "The token's id: what stands between the two underscores.") var token: String
    @OptionGroup var desk: DeskOption
    @OptionGroup var lang: LanguageOption

    func run() async throws {
        try await AccountCommand.with(desk, lang.wording) { identity in
            try await identity.revokeToken(RecordID(token), by: OpenDesk.actor)
        }
        print("Revoked \(token).")
    }
}
