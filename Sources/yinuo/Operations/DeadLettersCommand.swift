import ArgumentParser
import Desk
import Domain
import Storage
import Wire

struct DeadLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters", abstract: "Messages that were given up: see them, send them again, drop them.",
        discussion: """
            Example:
              yinuo dead-letters list --desk yinuo.sqlite
              yinuo dead-letters retry 81-0 82-0 --desk yinuo.sqlite
            """,
        subcommands: [List.self, Retry.self, Drop.self])

    static let atMost = 10_000

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Shows them with the cause of the last failure.",
            discussion: """
                Example:
                  yinuo dead-letters list --desk yinuo.sqlite
                Works while the desk is served.
                """)

        @OptionGroup var desk: DeskOption
        @Flag(help: "Answer in JSON, a message a line.") var json = false

        func run() async throws {
            try await complaining {
                try await OpenDesk.reading(try await desk.existing()) { store in
                    let letters = try await store.deadLetters(DeadLettersCommand.atMost)
                    if json {
                        for letter in letters { Output.text(letter.json.text) }
                        return
                    }
                    if letters.isEmpty { return print("No dead letter.") }
                    var table = Table(headings: [
                        .left("Key"), .left("By"), .left("To"), .left("What"), .right("Attempts"), .left("Cause"),
                    ])
                    for letter in letters {
                        let message = letter.message
                        table.add([
                            message.key, message.maker.rawValue, message.target, message.subject,
                            "\(message.attempts)", letter.cause,
                        ])
                    }
                    for line in table.lines() { print(line) }
                }
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Puts them back: yinuo serve makes one more attempt.",
            discussion: """
                Example:
                  yinuo dead-letters retry --all --desk yinuo.sqlite
                Stop yinuo serve first if the desk is a file.
                """)

        @OptionGroup var chosen: ChosenLetters
        @OptionGroup var desk: DeskOption

        func run() async throws {
            let count = try await chosen.settle(desk) { try await $0.retry($1) }
            print("\(count) put back; yinuo serve sends them.")
        }
    }

    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "drop", abstract: "Gives them up: nobody will be told.",
            discussion: """
                Example:
                  yinuo dead-letters drop 81-0 --desk yinuo.sqlite
                Stop yinuo serve first if the desk is a file.
                """)

        @OptionGroup var chosen: ChosenLetters
        @OptionGroup var desk: DeskOption

        func run() async throws {
            let count = try await chosen.settle(desk) { try await $0.drop($1) }
            print("\(count) dropped.")
        }
    }
}

/// Which dead letters are meant.
struct ChosenLetters: ParsableArguments {
    @Argument(help: "Their keys, as the list shows them.") var keys: [String] = []
    @Flag(help: "All there are.") var all = false

    func validate() throws {
        if all == !keys.isEmpty { throw ValidationError("Name keys as the list shows them, or say --all.") }
    }

    /// - Throws: when a key is none of theirs; then nothing is done.
    /// - Returns: how many.
    func settle(
        _ desk: DeskOption, _ body: (ServiceDesk, [DeadLetter]) async throws -> Void
    ) async throws -> Int {
        try await complaining {
            try await OpenDesk.writing(try await desk.existing()) { desk in
                let letters = try await desk.edges.store.deadLetters(DeadLettersCommand.atMost)
                let known = Set(letters.map(\.message.key))
                if let unknown = keys.first(where: { !known.contains($0) }) {
                    throw Complaint("There is no dead letter \(unknown). See yinuo dead-letters list.")
                }
                let chosen = all ? letters : letters.filter { keys.contains($0.message.key) }
                try await body(desk, chosen)
                return chosen.count
            }
        }
    }
}

extension DeadLetter {
    fileprivate var json: JSONValue {
        .members([
            "key": .string(message.key), "by": .string(message.maker.rawValue), "to": .string(message.target),
            "what": .string(message.subject), "attempts": .int(message.attempts), "cause": .string(cause),
        ])
    }
}
