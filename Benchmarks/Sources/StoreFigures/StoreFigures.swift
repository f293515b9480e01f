import Desk
import Domain
import Edges
import Foundation
import Storage

/// Measures the desk on SQLite: commands at 1 to 256 callers beside bare transactions, firing, rebuild.
///
///     StoreFigures FOLDER [--quick] [--tickets N] [--callers N] [--commands N] [--postgres URL]
///     StoreFigures FOLDER --sql FILE [--batch N]
///     StoreFigures FOLDER --log [--leaves N] [--commands N]
///     StoreFigures FOLDER --search [--tickets N] [--postgres URL]
///
/// `--postgres` measures a desk there, with `--callers`; `--sql` writes the rows of as many commands for a bare client.
/// `--log` measures the evidence log alone.
/// `--search` measures searches on a desk of made-up tickets in four languages, and what their index costs.
/// `--callers` measures the commands of so many callers and nothing else, for a profiler.
/// Prints one JSON object a line. Everything is measured in one run on one disk, with the cost of a synced write.
@main
enum StoreFigures {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let folder = arguments.first, !folder.hasPrefix("-") else {
            FileHandle.standardError.write(Data("StoreFigures: name a folder on the disk to measure.\n".utf8))
            exit(64)
        }
        let isQuick = arguments.contains("--quick")
        let place = URL(filePath: folder).appending(path: "store-\(getpid())")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        Report.line("synced-write", "µs", SyncedWrite.microseconds(in: place.path))
        let words = Array(arguments)
        func number(_ name: String) -> Int? {
            words.firstIndex(of: name).flatMap { $0 + 1 < words.count ? Int(words[$0 + 1]) : nil }
        }
        func word(_ name: String) -> String? {
            words.firstIndex(of: name).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
        }
        let count = number("--commands") ?? (isQuick ? 6_000 : 30_000)
        let log = LogFigures(
            folder: place, leaves: number("--leaves") ?? (isQuick ? 1_000_000 : 10_000_000), commands: count)
        if arguments.contains("--log") {
            try await log.run()
            return
        }
        if arguments.contains("--search") {
            try await SearchFigures(
                folder: place, tickets: number("--tickets") ?? (isQuick ? 20_000 : 100_000), url: word("--postgres")
            ).run()
            return
        }
        let commands = CommandFigures(place, commands: count, url: word("--postgres"))
        if let file = word("--sql") {
            try await commands.write(sql: file, perTransaction: number("--batch") ?? 64)
            return
        }
        if let callers = number("--callers") {
            try await commands.run(callers: callers)
            return
        }
        try await commands.run()
        try await log.run()
        try await TimeFigures(place, tickets: number("--tickets") ?? (isQuick ? 20_000 : 100_000)).run()
    }
}

enum Report {
    static func line(_ id: String, _ unit: String, _ value: Double, _ more: [String: Double] = [:]) {
        var parts = ["\"id\":\"\(id)\"", "\"unit\":\"\(unit)\"", "\"value\":\(rounded(value))"]
        for (name, value) in more.sorted(by: { $0.key < $1.key }) { parts.append("\"\(name)\":\(rounded(value))") }
        print("{\(parts.joined(separator: ","))}")
        fflush(nil)
    }

    private static func rounded(_ value: Double) -> String {
        value >= 100 ? String(format: "%.0f", value) : String(format: "%.3g", value)
    }
}

/// Wall and processor time of the whole process.
struct Stopwatch {
    private let wall = ContinuousClock.now
    private let cpu = Stopwatch.cpuSeconds()

    static func cpuSeconds() -> Double {
        var usage = rusage()
        getrusage(0, &usage)  // RUSAGE_SELF
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    var seconds: (wall: Double, cpu: Double) {
        let time = ContinuousClock.now - wall
        let parts = time.components
        return (Double(parts.seconds) + Double(parts.attoseconds) / 1e18, Stopwatch.cpuSeconds() - cpu)
    }
}

enum SyncedWrite {
    /// What the disk charges for making 8 kB durable; the median of many.
    static func microseconds(in folder: String) -> Double {
        let descriptor = open(folder + "/sync", O_CREAT | O_RDWR, 0o600)
        defer { close(descriptor) }
        let bytes = [UInt8](repeating: 1, count: 8_192)
        var times: [Double] = []
        for _ in 0..<200 {
            let watch = Stopwatch()
            _ = pwrite(descriptor, bytes, bytes.count, 0)
            fdatasync(descriptor)
            times.append(watch.seconds.wall * 1e6)
        }
        return times.sorted()[times.count / 2]
    }
}
