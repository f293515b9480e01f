import Foundation

/// A mail server of its own for a test, which tells what it was handed; it ends with the test.
public final class Mailbox {
    public let port: Int
    /// Of the certificate that it shows.
    public let certificate: String
    private let folder: URL
    private let program: RunningProgram

    /// - Parameter options: of the script beside: `--tls`, `--starttls`, `--auth USER:PASSWORD`.
    public init(_ options: [String] = []) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("yinuo-mail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appendingPathComponent("server.pem").path
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "mailbox").path
        let errors = folder.appendingPathComponent("errors").path
        program = try RunningProgram(script, [folder.path] + options, errors: errors)
        let line = program.firstLine()
        guard line.hasPrefix("ready "), let port = Int(line.dropFirst(6)) else {
            throw NotReady(log: (try? String(contentsOfFile: errors, encoding: .utf8)) ?? line)
        }
        self.port = port
    }

    /// Waits for the next letter.
    public func next() throws -> Letter {
        try JSONDecoder().decode(Letter.self, from: Data(program.firstLine().utf8))
    }

    public struct Letter: Decodable {
        public let from: String
        public let to: [String]
        public let headers: [[String]]
        public let date: Double
        public let text: String
        public let html: String
        public let defects: [String]
        public let longest: Int
        public let tls: Bool
        public let user: String?
        public let hello: String

        public subscript(_ name: String) -> String? { headers.first { $0[0] == name }?[1] }
    }

    deinit {
        program.endInput()
        _ = program.end(SIGTERM)
        try? FileManager.default.removeItem(at: folder)
    }

    public struct NotReady: Error { public let log: String }
}
