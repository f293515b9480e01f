import Evidence
import Foundation
import Support

/// A witness with a key and a memory of its own, which is started and ended as often as a test likes.
final class WitnessHome {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yinuo-\(UUID().uuidString)").path
    let key: VerifierKey
    let logs: [VerifierKey]

    init(logs: [VerifierKey]) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let made = try Program.run(
            ["witness", "--new-key", "w.example/1", "--key", folder + "/key", "--state", folder + "/state"])
        guard made.status == 0 else { throw Unready(description: made.complaint) }
        key = try VerifierKey(made.output.trimmingCharacters(in: .newlines))
        self.logs = logs
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var arguments: [String] {
        ["witness", "--key", folder + "/key", "--state", folder + "/state", "--listen", "127.0.0.1:0"]
            + logs.flatMap { ["--log", $0.text] }
    }

    func start() throws -> Witnessing { try Witnessing(arguments, log: folder + "/log") }

    struct Unready: Error, CustomStringConvertible { let description: String }
}

/// `yinuo witness`, running; killed with the test.
final class Witnessing {
    private let program: RunningProgram
    private let log: String
    let url: String
    var port: Int { Int(url.split(separator: ":").last ?? "") ?? 0 }

    init(_ arguments: [String], log: String) throws {
        self.log = log
        program = try RunningProgram(Program.path.path, arguments, errors: log)
        let line = program.firstLine()
        guard line.hasPrefix("listening on http://127.0.0.1:") else {
            throw WitnessHome.Unready(description: "it printed \"\(line)\"")
        }
        url = String(line.dropFirst("listening on ".count))
    }

    /// Its status and its log.
    func end(_ signal: Int32) throws -> (status: Int32, log: String) {
        let status = program.end(signal)
        return (status, try String(contentsOfFile: log, encoding: .utf8))
    }
}
