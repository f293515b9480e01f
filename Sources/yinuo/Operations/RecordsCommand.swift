import ArgumentParser
import Desk
import Domain
import Phrases
import Storage
import Wire

struct RecordsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "records", abstract: "Brings master data in as tables and writes it out (docs/records.md).",
        subcommands: [RecordsImport.self, RecordsExport.self, RecordsFields.self])

    static func kind(_ word: String) throws -> RecordKind {
        if let kind = RecordKind(rawValue: word) {
            if !kind.isCredential { return kind }
            throw Complaint(wording(.en).words(for: Record.Refusal.credential(kind)))
        }
        let known = RecordKind.masterData.map(\.rawValue)
        let hint = nearest(to: word, among: known).map { " Did you mean \($0)?" } ?? ""
        throw Complaint(
            "There is no kind of record \"\(word)\".\(hint) Name one of \(known.joined(separator: ", ")).")
    }
}

struct RecordsImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Puts each row of a table; rows that are refused are told, the others stay.",
        discussion: """
            Example:
              yinuo records import customer customers.csv --desk yinuo.sqlite
            CSV with a header, or JSON Lines. The column id names the record. Stop
            yinuo serve first if the desk is a file. With --json each refused row is an object on a line,
            and the last line has the counts.
            Exit status: 1 if any row was refused.
            """)

    @Argument(help: "customer, contact, contract, agent, team, …") var kind: String
    @Argument(help: "A table, or - for standard input.", completion: .file()) var file: String
    @OptionGroup var desk: DeskOption
    @Flag(help: "Begin a desk if there is none.") var new = false
    @Flag(help: "Answer in JSON.") var json = false
    @OptionGroup var lang: LanguageOption

    func run() async throws {
        let kind = try RecordsCommand.kind(kind)
        let isClean = try await complaining(lang.wording) {
            let pieces = try File.Pieces(file)
            return try await OpenDesk.writing(
                new ? try desk.named() : try await desk.existing()
            ) { desk in
                var table = RecordTable(await desk.fields(of: kind))
                var report = Report(file: file, isJSON: json)
                let progress = ProgressLine("Reading rows")
                while try pieces.next({ table.read($0) }) {
                    try await put(table.take(), kind, desk, &report)
                    progress.tell(report.taken + report.unchanged + report.refused, of: 0)
                }
                table.finish()
                try await put(table.take(), kind, desk, &report)
                progress.end()
                report.end()
                return report.refused == 0
            }
        }
        if !isClean { throw ExitCode(1) }
    }

    private func put(
        _ read: (rows: [RecordRow], faults: [ImportFault]), _ kind: RecordKind, _ desk: ServiceDesk,
        _ report: inout Report
    ) async throws {
        var told = read.faults.map { (line: $0.line, column: $0.column, advice: lang.wording.words(for: $0)) }
        var rest = read.rows[...]
        while !rest.isEmpty {
            let rows = rest.prefix(500)
            rest = rest.dropFirst(500)
            let outcomes = try await desk.performAll(
                rows.map { Request(OpenDesk.actor, .record(kind, $0.id, $0.command)) })
            for (row, outcome) in zip(rows, outcomes) {
                switch outcome {
                case .done(let receipt) where receipt.positions.isEmpty: report.unchanged += 1
                case .done: report.taken += 1
                case .refused(.record(let refusal)):
                    told += ImportFault.refused(refusal, line: row.line).map {
                        ($0.line, $0.column, lang.wording.words(for: $0))
                    }
                case .refused(let refusal): told.append((row.line, nil, lang.wording.words(for: refusal, in: .utc)))
                }
            }
        }
        report.refused += Set(told.map(\.line)).count
        for fault in told.sorted(by: { $0.line < $1.line }) { report.tell(fault.line, fault.column, fault.advice) }
    }

    private struct Report {
        let file: String
        let isJSON: Bool
        /// Rows; of the refused a header is one too.
        var taken = 0
        var unchanged = 0
        var refused = 0

        func tell(_ line: Int, _ column: String?, _ advice: (cause: String, cure: String)) {
            if isJSON {
                let fault = JSONValue.members([
                    "line": .int(line), "column": column.map { .string($0) }, "cause": .string(advice.cause),
                    "cure": .string(advice.cure),
                ])
                return Output.text(fault.text)
            }
            let place = column.map { "\(file):\(line): \($0): " } ?? "\(file):\(line): "
            // Chinese and Japanese sentences stand together without a space.
            Output.text(place + advice.cause + (advice.cause.hasSuffix("。") ? "" : " ") + advice.cure)
        }

        func end() {
            if isJSON {
                let counts = JSONValue.members([
                    "taken": .int(taken), "unchanged": .int(unchanged), "refused": .int(refused),
                ])
                return Output.text(counts.text)
            }
            let rows = taken == 1 ? "1 row" : "\(taken) rows"
            Output.text("\(file): \(rows) taken, \(unchanged) unchanged, \(refused) refused")
        }
    }
}

struct RecordsExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes the records of a kind as the CSV that import reads.",
        discussion: """
            Example:
              yinuo records export customer --desk yinuo.sqlite -o customers.csv
            Records that are in use, ascending by id. Names, mail and the like are in it
            only with --with-personal, secrets never. Works while the desk is served.
            """)

    @Argument(help: "customer, contact, contract, agent, team, …") var kind: String
    @OptionGroup var desk: DeskOption
    @Flag(help: "Personal texts too, in the clear.") var withPersonal = false
    @Option(
        name: .shortAndLong, help: "The file, which only its owner may read; else standard output.", completion: .file()
    ) var output: String?

    func run() async throws {
        let kind = try RecordsCommand.kind(kind)
        try await complaining {
            let named = try await desk.existing()
            let file = try output.map { try NewFile($0) }
            try await OpenDesk.reading(named) { store in
                let desk = try await ServiceDesk.open(try OpenDesk.edges(store, named.register))
                let writer = RecordWriter(await desk.fields(of: kind), personal: withPersonal)
                func write(_ text: String) throws {
                    if let file { try file.write(Array(text.utf8)) } else { Output.bytes(Array(text.utf8)) }
                }
                try write(writer.header)
                var after: String?
                repeat {
                    let page = try await desk.records(kind, after: after, atMost: 200, personal: withPersonal)
                    try write(page.records.map { writer.line($0.record, personal: $0.texts) }.joined())
                    after = page.last
                } while after != nil
            }
            try file?.finish()
        }
    }
}
