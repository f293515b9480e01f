import ArgumentParser
import Domain
import Phrases
import PolicyLanguage
import Wire

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Checks, explains and compares policies.",
        subcommands: [PolicyCheck.self, PolicyExplain.self, PolicyDiff.self])
}

struct PolicyCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Tells every fault of a policy: file:line:column, cause, cure.",
        discussion:
            "Example: yinuo policy check policies/standard.yaml\nExit status: 0 without faults (notes do not count), 1 with."
    )

    @Argument(help: "Ids of shipped policies, or files.", completion: .file(extensions: ["yaml", "yml"])) var policies:
        [String]
    @Flag(help: "Answer in JSON, one object a line.") var json = false
    @OptionGroup var lang: LanguageOption

    func run() throws {
        let known = try Policies()
        var output = Output()
        var isFaulty = false
        for name in policies {
            do {
                let (shown, reading) = try known.read(name)
                isFaulty = isFaulty || !reading.faults.isEmpty
                let findings = Finding.all(shown, reading, lang.wording)
                for finding in findings { output.line(json ? finding.json.text : finding.line) }
                if let policy = reading.value, !json {
                    let commitments = policy.grades.reduce(0) { $0 + $1.commitments.count }
                    output.line(
                        "\(shown): ok: \(policy.id) \(policy.version), \(policy.grades.count) grades, \(commitments) commitments"
                    )
                }
            } catch let complaint as Complaint {
                let finding = Finding(file: name, place: Place(line: 1, column: 1), text: complaint.description)
                output.line(json ? finding.json.text : finding.line)
                isFaulty = true
            }
        }
        output.flush()
        if isFaulty { throw ExitCode(1) }
    }
}

struct PolicyExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Says in plain words what a policy promises.",
        discussion: "Example: yinuo policy explain standard --lang zh")

    @Argument(help: "The id of a shipped policy, or a file.", completion: .file(extensions: ["yaml", "yml"]))
    var policy: String
    @OptionGroup var lang: LanguageOption

    func run() throws {
        var output = Output()
        let policy = try Policies().policy(policy)
        var previous: Clause?
        for clause in policy.explained() {
            // A grade is a paragraph, and so is all that holds for the whole policy.
            if let previous, clause.depth == 0, !(clause.isGeneral && previous.isGeneral) { output.line("") }
            previous = clause
            output.line(String(repeating: "  ", count: clause.depth) + lang.wording.sentence(clause, in: policy))
        }
    }
}

struct PolicyDiff: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Says what changes for whom from one policy to another.",
        discussion:
            "Example: yinuo policy diff standard my-standard.yaml --lang zh\nExit status: 0 whether or not they differ."
    )

    @Argument(help: "The policy as it is.", completion: .file(extensions: ["yaml", "yml"])) var old: String
    @Argument(help: "The policy as it shall be.", completion: .file(extensions: ["yaml", "yml"])) var new: String
    @OptionGroup var lang: LanguageOption

    func run() throws {
        var output = Output()
        let policies = try Policies()
        let (old, new) = (try policies.policy(old), try policies.policy(new))
        let changes = old.changes(to: new)
        for change in changes { output.line(lang.wording.sentence(change, from: old, to: new)) }
        if changes.isEmpty { output.line(lang.wording.label(.none)) }
    }
}
