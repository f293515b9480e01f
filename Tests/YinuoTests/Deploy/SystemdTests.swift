import Foundation
import Support
import Testing

/// The unit, by systemd's own word, and what the program tells the manager that started it.
@Suite(.waiting) struct SystemdTests {
    private static let unit = Fixture.root.appending(path: "Deploy/yinuo.service")

    @Test func `systemd finds nothing wrong with the unit`() throws {
        let folder = try EmptyFolder().folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // It looks for the program where the unit says, and for its page; neither is installed here.
        let text = try String(contentsOf: Self.unit, encoding: .utf8)
            .replacing("/usr/local/bin/yinuo", with: Program.path.path).replacing(
                "Documentation=man:yinuo(1)\n", with: "")
        let copy = folder.appendingPathComponent("yinuo.service")
        try Data(text.utf8).write(to: copy)
        let (output, status) = try analyze(["verify", "--man=no", copy.path], folder)
        #expect(status == 0 && output.isEmpty, "\(output)")
    }

    @Test func `its walls are as high as the guide says`() throws {
        let folder = try EmptyFolder().folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (output, _) = try analyze(
            ["security", "--offline=true", "--no-pager", "--threshold=20", Self.unit.path], folder)
        let line = try #require(output.split(separator: "\n").last { $0.contains("exposure level") }, "\(output)")
        let level = try #require(line.split(separator: " ").compactMap { Double($0) }.last, "\(line)")
        let guide = try String(contentsOf: Fixture.root.appending(path: "docs/deploy.md"), encoding: .utf8)
        #expect(guide.contains("exposure of \(level)"), "docs/deploy.md has to say \(level): \(line)")
        #expect(level < 2)
    }

    @Test func `whoever started it is told when it listens and when it stops`() throws {
        let folder = try EmptyFolder()
        let socket = folder.folder.appendingPathComponent("s").path
        let manager = try RunningProgram("python3", ["-c", Self.manager, socket])
        #expect(manager.firstLine() == "waiting")
        let program = try RunningProgram(
            "env",
            ["NOTIFY_SOCKET=\(socket)", Program.path.path, "serve", "--listen", "127.0.0.1:0", "--desk", folder.desk]
                + Program.patient)
        #expect(program.firstLine().hasPrefix("listening on"))
        #expect(manager.firstLine() == "READY=1")
        #expect(program.end(SIGTERM) == 0)
        #expect(manager.firstLine() == "STOPPING=1")
    }

    private static let manager = """
        import socket, sys
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.bind(sys.argv[1])
        print("waiting", flush=True)
        while True: print(s.recv(4096).decode(), flush=True)
        """

    private func analyze(_ arguments: [String], _ folder: URL) throws -> (String, Int32) {
        let errors = folder.appendingPathComponent("errors").path
        let program = try RunningProgram("systemd-analyze", arguments, errors: errors)
        let output = program.everything()
        let status = program.end(0)
        return (try String(contentsOfFile: errors, encoding: .utf8) + output, status)
    }
}
