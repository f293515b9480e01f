import ArgumentParser
import Desk
import Domain
import Edges
import Foundation
import Phrases
import Sample
import Storage
import Wire

struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Fills a desk with a company's made-up days.",
        discussion: """
            Makes the desk if it is not there, puts the four shipped policies in force
            and plays a story into it: records, requests, work, delays, what is owed.
            The story ends now, so clocks still run. Nobody in it exists, nobody is
            told of it, and the same seed tells the same story.
            Example:
              yinuo generate --tickets 2000 --days 14 --desk demo.sqlite
              yinuo generate --tickets 500 --days 1 --desk demo.sqlite --more
            With --more a desk keeps its tickets and its policies; what the story
            tells before the desk's last entry is dated as of that entry.
            Exit status: 0; 1 if the desk can't be used.
            """)

    @Option(help: "How many tickets; duplicates and parts that split off come on top.") var tickets: Int
    @Option(help: "Which story; default 1, with --more the number of the desk's entries.") var seed: UInt64?
    @Option(help: "Over how many days they arrive.") var days = 30
    @Option(help: "small (400 customers), medium (20 000) or large (1 000 000).") var company = Scale.small
    @OptionGroup var desk: DeskOption
    @Option(help: "When the story ends (RFC 3339 with seconds and offset); default now.") var until: String?
    @Flag(help: "Add to a desk that has tickets.") var more = false
    @Flag(help: "Print the summary in JSON.") var json = false

    enum Scale: String, ExpressibleByArgument, CaseIterable {
        case small, medium, large
        var size: Company.Size {
            switch self {
            case .small: .small
            case .medium: .medium
            case .large: .large
            }
        }
    }

    func validate() throws {
        for (name, value, most) in [("tickets", tickets, 10_000_000), ("days", days, 3_660)]
        where !(1...most).contains(value) {
            throw ValidationError("--\(name) is \(value). Name a number from 1 to \(most).")
        }
    }

    func run() async throws {
        let end = try end()
        let desk = try desk.named()
        let summary = try await complaining {
            var summary = try await OpenDesk.writing(desk) { try await generate(into: $0, desk.name, until: end) }
            summary.bytes = try await DeskStatus(of: desk.place, now: end).bytes
            return summary
        }
        for line in json ? [summary.json.text] : summary.lines { print(line) }
    }

    private func generate(into desk: ServiceDesk, _ name: String, until end: Instant) async throws -> StorySummary {
        let hasTickets = try await !desk.edges.store.names(.ticket, nil, 1).isEmpty
        guard more || !hasTickets else {
            throw Complaint("\(name) has tickets already. Name another desk, or add to it with --more.")
        }
        let start = ContinuousClock.now
        let before = try await desk.edges.store.head().next
        let story = MadeUpDays(
            tickets: tickets, days: days, size: company.size, seed: seed ?? (hasTickets ? UInt64(before) : 1))
        let progress = StoryProgress(of: tickets, since: start)
        let played = try await story.tell(desk, until: end) { progress.tell($0) }
        progress.end()
        for (at, request, refusal) in played.refusals.prefix(5) {
            let (cause, _) = wording(.en).words(for: refusal, in: .utc)
            Output.error("refused at \(at.text(in: .utc)), \(request.actor): \(cause)")
        }
        var summary = StorySummary(desk: name, played: played, seconds: start.duration(to: .now).seconds)
        try await summary.read(desk.edges.store, from: before)
        return summary
    }

    private func end() throws -> Instant {
        guard let until else { return Machine.clocks.wall() }
        do { return try Instant(until) } catch {
            throw Complaint("--until \(until) is no instant. Write it like 2026-03-09T00:00:00+08:00.")
        }
    }
}

/// How far the story is, on standard error: over and over on a terminal, now and then in a log.
private final class StoryProgress {
    private let tickets: Int
    private let start: ContinuousClock.Instant
    private var told: ContinuousClock.Instant
    private let isTerminal = isatty(2) == 1

    init(of tickets: Int, since start: ContinuousClock.Instant) {
        self.tickets = tickets
        self.start = start
        told = start
    }

    func tell(_ played: Play.Played) {
        let now = ContinuousClock.now
        guard now - told > (isTerminal ? .milliseconds(200) : .seconds(10)), let last = played.last else { return }
        told = now
        let rate = Int(Double(played.requests) / start.duration(to: now).seconds)
        let date = Day(localMilliseconds: last.milliseconds).text
        let text = "\(date)  \(played.tickets) of \(tickets) tickets  \(played.entries) entries  \(rate) requests/s"
        if isTerminal { Output.progress(text) } else { Output.error(text) }
    }

    func end() { if isTerminal, told != start { Output.error("") } }
}
