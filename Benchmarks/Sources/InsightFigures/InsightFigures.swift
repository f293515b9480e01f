import Desk
import Domain
import Edges
import Foundation
import Insight
import Storage

/// Measures the figures over a million tickets: following the journal, the dashboard, filtered and grouped questions.
///
///     InsightFigures FOLDER [--tickets N]
///
/// The journal is made up in memory as it is read, five entries and more a ticket, so that the follower is measured and
/// no database. Prints one JSON object a line, times by the wall.
@main
enum InsightFigures {
    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        guard let folder = words.first, !folder.hasPrefix("-") else {
            FileHandle.standardError.write(Data("InsightFigures: name a folder on the disk to measure.\n".utf8))
            exit(64)
        }
        let tickets = words.firstIndex(of: "--tickets").flatMap { Int(words[$0 + 1]) } ?? 1_000_000
        let place = URL(filePath: folder).appending(path: "insight-\(getpid())")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let journal = try await MadeUpJournal(place.appending(path: "desk.sqlite").path, tickets: tickets)
        let edges = try await journal.edges()
        let files = place.appending(path: "figures").path
        try await follow(files, edges, journal, tickets)
        try await ask(files, edges, journal, tickets)
        await journal.close()
    }

    private static func follow(
        _ files: String, _ edges: Edges, _ journal: MadeUpJournal, _ tickets: Int
    ) async throws {
        let figures = Figures(folder: files, edges, now: { journal.end })
        try await figures.catchUp()
        let entries = await figures.place
        let seconds = journal.followed()
        line("follow", "entries/s", Double(entries) / seconds, ["entries": Double(entries)])
        let size = try FileManager.default.attributesOfItem(atPath: files + "/rows")[.size] as? NSNumber
        line("file", "bytes/ticket", (size?.doubleValue ?? 0) / Double(tickets))
        await figures.close()
    }

    private static func ask(_ files: String, _ edges: Edges, _ journal: MadeUpJournal, _ tickets: Int) async throws {
        let before = resident()
        let figures = Figures(folder: files, edges, now: { journal.end })
        let opened = try await milliseconds { _ = try await figures.lag() }
        line("open", "ms", opened)
        let filtered = FiguresQuery(
            filters: [
                .init(.channel, ["chat", "mail"]), .init(.language, ["zh"]), .init(.region, ["North", "East"]),
            ],
            by: .category)
        line("filtered-grouped-cold", "ms", try await milliseconds { _ = try await figures.answer(filtered) })
        line(
            "memory", "MB", Double(resident() - before) / 1e6,
            ["bytes_ticket": Double(resident() - before) / Double(tickets)])
        func median(_ name: String, _ query: FiguresQuery) async throws {
            var times: [Double] = []
            for _ in 0..<9 { times.append(try await milliseconds { _ = try await figures.answer(query) }) }
            times.sort()
            line(name, "ms", times[4], ["least": times[0], "most": times[8]])
        }
        try await median("dashboard", FiguresQuery())
        try await median("filtered-grouped-warm", filtered)
        try await median("by-grade", FiguresQuery(by: .grade))
        try await median("by-agent", FiguresQuery(by: .agent))
        let week = FiguresQuery(from: journal.end - .hours(168), to: journal.end, step: .hour)
        try await median("week-by-hour", week)
        try await median("all-by-day", FiguresQuery(step: .day))
        line("alarms", "ms", try await milliseconds { _ = try await figures.alarms(byGrade: true) })
        var past = FiguresQuery()
        past.asOf = journal.end - .hours(24 * 60)
        line("as-of-first", "ms", try await milliseconds { _ = try await figures.answer(past) })
        line("as-of-again", "ms", try await milliseconds { _ = try await figures.answer(past) })
        await figures.close()
    }

    private static func milliseconds(_ body: () async throws -> Void) async rethrows -> Double {
        let begin = ContinuousClock.now
        try await body()
        let parts = (ContinuousClock.now - begin).components
        return Double(parts.seconds) * 1e3 + Double(parts.attoseconds) / 1e15
    }

    static func line(_ id: String, _ unit: String, _ value: Double, _ more: [String: Double] = [:]) {
        func rounded(_ value: Double) -> String { String(format: value >= 100 ? "%.0f" : "%.3g", value) }
        var parts = ["\"id\":\"figures-\(id)\"", "\"unit\":\"\(unit)\"", "\"value\":\(rounded(value))"]
        for (name, value) in more.sorted(by: { $0.key < $1.key }) { parts.append("\"\(name)\":\(rounded(value))") }
        print("{\(parts.joined(separator: ","))}")
        fflush(nil)
    }

    /// Bytes of this process in memory, its own alone.
    private static func resident() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").compactMap { Int($0) }
        return pages.count > 2 ? (pages[1] - pages[2]) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }
}
