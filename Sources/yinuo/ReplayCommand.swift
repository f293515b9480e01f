import ArgumentParser
import Domain
import Edges
import Foundation
import Phrases
import Wire

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Plays a history through a policy: kept, broken, late, owed.",
        discussion: """
            Reads CSV or JSON Lines; a mapping file says what its columns mean
            (servicenow and events are inside this program and found by their
            headers). Give --policy twice to see the same history under both.
            Examples:
              yinuo replay examples/itsm/incidents.csv --policy standard
              yinuo replay examples/itsm/incidents.csv --policy standard \\
                --policy after-sales --ticket INC0000045
              yinuo replay history.csv --policy mine.yaml \\
                --mapping mine-columns.yaml --json
            Rows that can't be read are reported with line and cause; the rest is
            played. Exit status: 0, also with rejected rows; 1 if the file, mapping
            or policy can't be used.
            """)

    @Argument(help: "The history; - for standard input (CSV).", completion: .file()) var file: String
    @Option(help: "The id of a shipped policy, or a file. May be repeated.", completion: .policies) var policy: [String]
    @Option(help: "The id of a shipped mapping, or a file.", completion: .file()) var mapping: String?
    @Flag(help: "Answer in JSON.") var json = false
    @Flag(help: "Let each change of the grade column regrade, instead of the last one holding from the start.")
    var regrade = false
    @Option(help: "Explain this ticket clock by clock.") var ticket: String?
    @OptionGroup var lang: LanguageOption

    func validate() throws {
        if json, ticket != nil { throw ValidationError("--ticket explains in words. Leave out --json.") }
        if policy.isEmpty { throw ValidationError("--policy is missing. Name a policy, standard for example.") }
    }

    func run() async throws {
        var policies = try Policies()
        let inForce = try policy.map { try policies.inForce($0) }
        let own = Set(inForce.flatMap { $0.policy.events.map(\.id) })
        let history = HistoryFile(path: file, mapping: mapping, zones: policies.shipped.zones, events: own)
        let reader = try history.read()
        try checkGrades(reader.mapping, inForce)
        let replay = Replay(inForce, mapping: reader.mapping, end: reader.end ?? .tablesBegin, regrades: regrade)
        let report = await played(reader.tickets, replay)
        if json {
            print(report.json(rejected: reader.rejected).text)
            return
        }
        var output = Output()
        ReplayPage(words: lang.wording, replay: replay, report: report, reader: reader).write(to: &output)
        if let ticket {
            guard let found = reader.tickets.first(where: { $0.id == ticket }), let played = replay.play(found) else {
                throw Complaint("\(file) has no ticket \"\(ticket)\" with a dated row. Copy the name from the file.")
            }
            TicketPage(words: lang.wording, replay: replay, played: played).write(to: &output)
        }
    }

    /// A grade that the mapping names and the policy lacks would leave its tickets without a promise, unseen.
    private func checkGrades(_ mapping: HistoryMapping, _ policies: [PolicyInForce]) throws {
        for policy in policies {
            let known = policy.policy.grades.map(\.id)
            for grade in (mapping.grades[policy.policy.id] ?? [:]).values.sorted() where !known.contains(grade) {
                let hint =
                    nearest(to: grade.rawValue, among: known.map(\.rawValue)).map { " Did you mean \($0)?" } ?? ""
                throw Complaint(
                    "The mapping \(mapping.id) grades as \"\(grade)\", which \(policy.policy.id) does not have.\(hint)")
            }
        }
    }

    /// Tickets do not know each other, so they are played on all cores; parts are added in their order.
    private func played(_ tickets: [HistoryTicket], _ replay: Replay) async -> ReplayReport {
        let size = 4_096
        let empty = ReplayReport(replay.policies)
        return await withTaskGroup(of: ReplayReport.self) { group in
            for start in stride(from: 0, to: tickets.count, by: size) {
                let part = tickets[start..<min(start + size, tickets.count)]
                group.addTask {
                    var report = empty
                    for ticket in part { if let played = replay.play(ticket) { report.add(played, replay) } }
                    return report
                }
            }
            let tells = isatty(2) == 1 && tickets.count > 20 * size
            let report = await group.reduce(into: empty) { report, part in
                report.merge(part)
                if tells { Output.progress("played \(report.tickets) of \(tickets.count) tickets") }
            }
            if tells { Output.error("") }
            return report
        }
    }
}
