import Foundation
import Support

/// The program itself, as a script would call it.
enum Program {
    struct Answer: Sendable {
        let status: Int32
        let output: String
        let complaint: String
        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    /// Beside the tests, where the build puts it.
    static let path: URL = {
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        let found = beside.appendingPathComponent("yinuo")
        if FileManager.default.isExecutableFile(atPath: found.path) { return found }
        return Fixture.root.appendingPathComponent(".build/debug/yinuo")
    }()

    /// For `serve`: a busy machine may take long to end what is under way, which is then no fault.
    static let patient = ["--shutdown-grace", "5m"]

    static func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> Answer {
        let process = Process()
        process.executableURL = path
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = Fixture.root
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yinuo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files instead of pipes: a pipe that nobody empties would stop a long answer.
        func file(_ name: String, _ text: String = "") throws -> URL {
            let url = folder.appendingPathComponent(name)
            try Data(text.utf8).write(to: url)
            return url
        }
        let (output, complaint) = (try file("output"), try file("complaint"))
        process.standardInput = try FileHandle(forReadingFrom: try file("input", input))
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: complaint)
        try process.run()
        process.waitUntilExit()
        return Answer(
            status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
            complaint: try String(contentsOf: complaint, encoding: .utf8))
    }

    /// A file for a command to read, gone with the test.
    static func withFile<Value>(_ name: String, _ text: String, _ use: (String) throws -> Value) throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yinuo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: url)
        return try use(url.path)
    }
}
