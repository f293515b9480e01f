import ArgumentParser
import Domain
import Phrases
import Wire

struct DueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "due", abstract: "Says when the promises of a grade are due.",
        discussion: """
            Examples:
              yinuo due --policy experience --grade complaint --why \\
                --at 2026-02-14T20:30:00+08:00
              yinuo due --policy after-sales --grade visit \\
                --at 2026-02-14T20:30:00+08:00 \\
                --pause 2026-02-14T20:31:00+08:00/2026-02-14T20:40:00+08:00
              yinuo due --batch lines.jsonl
            A line of a batch, here in three:
              {"id":"x1","policy":"experience","grade":"engagement",
               "at":"2026-02-14T20:30:00+08:00","complex":true,
               "events":{"defect-found":["2026-02-15T09:00:00+08:00"]}}
            Exit status: 1 if something could not be answered.
            """)

    @Option(help: "The id of a shipped policy, or a file.", completion: .policies) var policy: String?
    @Option(help: "The grade.") var grade: String?
    @Option(help: "A variant of the grade, as a contract names it.") var variant: String?
    @Option(help: "When the request was received (RFC 3339 with seconds and offset).") var at: String?
    @Option(help: "NAME=INSTANT: something that happened; of agreed, the date promised. May be repeated.") var event:
        [String] = []
    @Option(help: "FROM/[TO]: no time runs; without TO the pause is still open. May be repeated.") var pause: [String] =
        []
    @Flag(help: "The matter is simple: weekly mails instead of estimates and daily reports.") var simple = false
    @Flag(help: "Account for every due: what was counted, closed and paused.") var why = false
    @Flag(help: "Answer in JSON.") var json = false
    @Option(help: "A file of JSON Lines, or - for standard input.", completion: .file()) var batch: String?
    @OptionGroup var lang: LanguageOption

    func validate() throws {
        if batch != nil {
            let others = policy != nil || grade != nil || at != nil || variant != nil || simple || why
            if others || !event.isEmpty || !pause.isEmpty {
                throw ValidationError("--batch takes its questions from the lines. Leave the other options out.")
            }
            return
        }
        for (name, value) in [("policy", policy), ("grade", grade), ("at", at)] where value == nil {
            throw ValidationError("--\(name) is missing. Give --policy, --grade and --at, or --batch.")
        }
    }

    func run() throws {
        var policies = try Policies()
        if let batch {
            let isClean = try Batch.run(batch) { value, id in
                let line = try DueLine(value) { name in (try? policies.inForce(name))?.policy.events.map(\.id) ?? [] }
                let policy = try policies.inForce(line.policy)
                let answers = line.query.answers(try policy.checkedTerms(line.grade, variant: line.variant))
                return .members(["id": id, "clocks": .array(answers.map { $0.json(in: policy.zone) })])
            }
            if !isClean { throw ExitCode(1) }
            return
        }
        try single(&policies)
    }

    private func single(_ policies: inout Policies) throws {
        do {
            let policy = try policies.inForce(policy ?? "")
            let query = try query(policy)
            let answers = query.answers(try policy.checkedTerms(grade ?? "", variant: variant))
            if json {
                let clocks = answers.map { answer in
                    why
                        ? answer.json(in: policy.zone).appending(answer.why(query, policy).json(in: policy.zone))
                        : answer.json(in: policy.zone)
                }
                print(JSONValue.members(["clocks": .array(clocks)]).text)
                return
            }
            let words = lang.wording
            for answer in answers {
                let number = answer.occurrence.map { " #\($0)" } ?? ""
                print("\(answer.term.commitment.id)\(number)\t\(answer.due.shown(in: policy.zone, words))")
                if why {
                    let account = answer.why(query, policy)
                    let lines = words.lines(
                        for: account, in: policy.zone, of: policy.policy, grade: grade.map { GradeID($0) })
                    for line in lines { print("    " + line) }
                }
            }
            if answers.isEmpty { print(words.label(.none)) }
        } catch let fault as LineFault {
            throw Complaint(fault.text)
        }
    }

    /// The same line that a batch would hold, so that both are read by the same rules.
    private func query(_ policy: PolicyInForce) throws -> DueQuery {
        var events: [(String, [JSONValue])] = []
        for text in event {
            guard let equals = text.firstIndex(of: "=") else {
                throw Complaint("--event \(text) has no instant. Write --event NAME=2026-02-14T20:30:00+08:00.")
            }
            let (name, value) = (String(text[..<equals]), JSONValue.string(String(text[text.index(after: equals)...])))
            if let index = events.firstIndex(where: { $0.0 == name }) {
                events[index].1.append(value)
            } else {
                events.append((name, [value]))
            }
        }
        let pauses = try pause.map { text -> JSONValue in
            let ends = text.split(separator: "/", omittingEmptySubsequences: false)
            guard ends.count == 2 else {
                throw Complaint(
                    "--pause \(text) is no FROM/TO. Put a / between the two, and nothing behind it for an open pause.")
            }
            return .array([.string(String(ends[0])), ends[1].isEmpty ? .null : .string(String(ends[1]))])
        }
        let line = JSONValue.members([
            "policy": .string(self.policy ?? ""), "grade": .string(grade ?? ""), "at": .string(at ?? ""),
            "events": .object(events.map { JSONValue.Member(key: $0.0, value: .array($0.1)) }),
            "pauses": .array(pauses),
            "complex": .bool(!simple),
        ])
        return try DueLine(line) { _ in policy.policy.events.map(\.id) }.query
    }
}

extension DueQuery.Answer {
    func why(_ query: DueQuery, _ policy: PolicyInForce) -> Why {
        let now = [query.received, query.pauses.spans.last?.from].compactMap { $0 }.max() ?? query.received
        return term.why(from: start, date: query.agreed, pauses: query.pauses, due: due, now: now, policy)
    }
}

extension Due {
    func shown(in zone: Zone, _ words: any Wording) -> String {
        switch self {
        case .at(let instant) where instant.isWritable(in: zone): instant.text(in: zone)
        case .paused(let since, let left): words.words(for: Progress.paused(since: since, left: left), in: zone)
        case .at, .beyond, .never: words.words(for: Progress.running(due: nil), in: zone)
        case .undated: words.words(for: Progress.waiting, in: zone)
        }
    }
}
