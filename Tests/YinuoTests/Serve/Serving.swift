import Foundation
import Support

/// `yinuo serve`, running; ended with the test.
final class Serving {
    private let program: RunningProgram
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yinuo-\(UUID().uuidString)")
    let port: Int

    /// - Parameter log: where its log goes instead of a file of its own.
    init(_ arguments: [String], log: String? = nil) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let own = ["serve", "--listen", "127.0.0.1:0", "--desk", folder.path + "/desk.sqlite"] + Program.patient
        program = try RunningProgram(Program.path.path, own + arguments, errors: log ?? folder.path + "/log")
        // One line, once it is ready; nothing if it could not start.
        let line = program.firstLine()
        guard line.hasPrefix("listening on http://127.0.0.1:"),
            let port = line.split(separator: ":").last.flatMap({ Int($0) })
        else { throw Unready(description: "it printed \"\(line)\"") }
        self.port = port
    }

    func get(_ path: String) async throws -> String { try await ask(port, "GET " + path).body }

    /// What it answers as soon as it is ready: on a busy machine its store may not have answered in time before.
    func ready() async throws -> String {
        var answer = ""
        for _ in 0..<1_200 where !answer.hasPrefix(#"{"status":"ready""#) {
            answer = try await get("/health/ready")
            try await Task.sleep(for: .milliseconds(50))
        }
        return answer
    }

    /// What it has logged so far.
    var log: String { (try? String(contentsOf: folder.appendingPathComponent("log"), encoding: .utf8)) ?? "" }

    /// Its status and its log.
    func end(_ signal: Int32) throws -> (status: Int32, log: String) {
        let status = program.end(signal)
        return (status, try String(contentsOf: folder.appendingPathComponent("log"), encoding: .utf8))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    struct Unready: Error, CustomStringConvertible { let description: String }
}
