import ArgumentParser
import Desk
import Domain
import Edges
import Foundation
import Insight
import Phrases
import Storage
import Wire

struct FiguresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures", abstract: "Tells the twelve figures of the commitment dashboard.",
        discussion: """
            Tickets count in the time in which they were received; docs/figures.md says
            how each figure is made. Dimensions: \(Dimension.allCases.map(\.rawValue).joined(separator: ", ")).

            Example:
              yinuo figures --desk yinuo.sqlite
            Example: by day and grade, of what came by mail in February
              yinuo figures --desk yinuo.sqlite --from 2026-02-01T00:00:00+08:00 \\
                --to 2026-03-01T00:00:00+08:00 --where channel=mail --step day --by grade
            Example: what the dashboard showed at that instant
              yinuo figures --desk yinuo.sqlite --as-of 2026-02-14T20:30:00+08:00 --json
            Works while the desk is served.
            """)

    @OptionGroup var desk: DeskOption
    @Option(
        help: "The folder that figures are kept in (\(SettingKey.figures.environmentName)).", completion: .directory)
    var figures: String?
    @Option(help: "Tickets received from this instant on.") var from: String?
    @Option(help: "Tickets received before this instant.") var to: String?
    @Option(help: "Tell them apart by a dimension.") var by: String?
    @Option(
        name: .customLong("where"),
        help: "Only tickets with DIMENSION=WORD[,WORD]; an empty word is for those without. Up to three times.")
    var filters: [String] = []
    @Option(help: "Tell them by hour, day, week or month.") var step: String?
    @Option(help: "The zone of days and hours; else the desk's own.") var zone: String?
    @Option(name: .customLong("as-of"), help: "As they were told at that instant.") var asOf: String?
    @Option(name: .customLong("metric"), help: "Only this figure; more than once for several.") var metrics: [String] =
        []
    @Option(help: "How many groups at most; the others are told together.") var groups = 100
    @Flag(help: "Tell the alarm of slow responses instead, of all tickets and of each grade.") var alarm = false
    @Flag(help: "Answer in JSON.") var json = false
    @Flag(help: "Answer in CSV, a figure a line.") var csv = false
    @Option(help: "zh, en, ja or ko.", completion: .languages) var lang = "en"

    func validate() throws {
        guard !(json && csv) else { throw ValidationError("--json and --csv are two answers. Choose one.") }
        guard Language(rawValue: lang) != nil else { throw ValidationError("--lang is one of zh, en, ja, ko.") }
        _ = try query()
    }

    func run() async throws {
        let words = wording(Language(rawValue: lang) ?? .en)
        try await complaining(words) {
            let named = try await desk.existing(figures: figures)
            try await OpenDesk.reading(named) { store in
                let own = try await OpenDesk.zone(store)
                let zone = zone.flatMap { try? Shipped().zones.zone($0) } ?? own
                let figures = Figures(folder: named.figures, try OpenDesk.edges(store, nil))
                try await figures.catchUp()
                if alarm { return try await tellAlarms(figures, zone) }
                let answer = try await figures.answer(try query())
                if json { return Output.text(answer.json(in: zone).text) }
                if csv { return print(answer.csv(in: zone), terminator: "") }
                let page = FiguresPage(answer, words, zone)
                for line in page.lines() { print(line) }
            }
        }
    }

    private func tellAlarms(_ figures: Figures, _ zone: Zone) async throws {
        let asOf = try asOf.map { try FiguresCommand.instant($0, "--as-of") }
        var alarms = try await figures.alarms(asOf: asOf)
        alarms += try await figures.alarms(byGrade: true, asOf: asOf)
        if json { return Output.text(JSONValue.array(alarms.map { $0.json(in: zone) }).text) }
        var table = Table(headings: [
            .left("Grade"), .left("Alarm"), .left("Since"), .right("Now"), .right("Baseline"),
        ])
        for alarm in alarms {
            table.add([
                alarm.grade ?? "all", alarm.isRaised ? "raised" : "–", alarm.since?.shown(in: zone) ?? "–",
                FiguresPage.text(alarm.current, .firstResponse), FiguresPage.text(alarm.baseline, .firstResponse),
            ])
        }
        for line in table.lines() { print(line) }
    }

    private func query() throws -> FiguresQuery {
        var query = FiguresQuery(groupsAtMost: groups)
        if !metrics.isEmpty { query.metrics = try metrics.map { try FiguresCommand.word($0, "--metric") } }
        query.by = try by.map { try FiguresCommand.word($0, "--by") }
        query.step = try step.map { try FiguresCommand.word($0, "--step") }
        query.from = try from.map { try FiguresCommand.instant($0, "--from") }
        query.to = try to.map { try FiguresCommand.instant($0, "--to") }
        query.asOf = try asOf.map { try FiguresCommand.instant($0, "--as-of") }
        query.zone = zone
        query.filters = try filters.map { text in
            guard let equals = text.firstIndex(of: "=") else {
                throw ValidationError("--where \(text) has no value. Write it as channel=mail.")
            }
            let values = text[text.index(after: equals)...].split(separator: ",", omittingEmptySubsequences: false)
            return .init(try FiguresCommand.word(String(text[..<equals]), "--where"), values.map(String.init))
        }
        return query
    }

    private static func word<Word: RawRepresentable<String> & CaseIterable>(
        _ text: String, _ option: String
    ) throws -> Word {
        if let word = Word(rawValue: text) { return word }
        let known = Word.allCases.map(\.rawValue)
        let cure = nearest(to: text, among: known).map { "Did you mean \($0)?" }
        throw ValidationError(
            "\(option) does not know \"\(text.prefix(60))\". \(cure ?? "Use one of \(known.joined(separator: ", ")).")")
    }

    private static func instant(_ text: String, _ option: String) throws -> Instant {
        do { return try Instant(text) } catch {
            let words = wording(.en).words(for: error)
            throw ValidationError("\(option): \(words.cause) \(words.cure)")
        }
    }
}

extension FiguresFileFault: DeskTrouble {
    func complaint(_ words: any Wording) -> Complaint { Complaint(description) }
}

extension FiguresRefusal: DeskTrouble {
    func complaint(_ words: any Wording) -> Complaint { Complaint(words.words(for: self, in: .utc)) }
}
