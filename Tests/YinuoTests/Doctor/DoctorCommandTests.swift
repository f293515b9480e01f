import Foundation
import Support
import Testing

@Suite(.waiting) struct DoctorCommandTests {
    @Test func `a desk that is well is told so, and nothing of it is touched`() throws {
        let desk = try OperatorDesk()
        let before = try desk.contents()
        let answer = try desk.run(["doctor", "--listen", "127.0.0.1:0"])
        #expect(answer.status == 0, "\(answer.output)\(answer.complaint)")
        for name in ["settings", "rights", "desk", "integrity", "disk", "evidence key", "time", "outbox", "followers"] {
            #expect(
                answer.lines.contains { $0.hasPrefix("ok") && $0.contains(" \(name) ") }, "\(name)\n\(answer.output)")
        }
        #expect(try desk.contents() == before)
    }

    @Test func `before a desk is begun it says that there is none, and makes none`() throws {
        let desk = try OperatorDesk()
        let answer = try desk.run(["doctor", "--listen", "127.0.0.1:0"], desk: desk.file("none.sqlite"))
        #expect(answer.status == 0 && answer.output.contains("yinuo serve makes it"), "\(answer.output)")
        #expect(!desk.names.contains { $0.hasPrefix("none") })
        let nowhere = try desk.run(["doctor", "--listen", "127.0.0.1:0"], desk: desk.file("no/folder/none.sqlite"))
        #expect(nowhere.status == 1 && nowhere.output.contains("can't be written. Make it"), "\(nowhere.output)")
    }

    @Test func `a desk that is served is looked at beside its service, which is told to be ready`() async throws {
        let desk = try OperatorDesk()
        let serving = try RunningProgram(
            Program.path.path, ["serve", "--listen", "127.0.0.1:0", "--desk", desk.path] + Program.patient,
            errors: desk.file("log"))
        let address = try #require(serving.firstLine().split(separator: "/").last.map(String.init))
        for more in [[], ["--serving"]] {
            var answer = try desk.run(["doctor", "--listen", address] + more)
            // It asks whether the desk is ready within seconds, which a busy machine may take.
            for _ in 0..<20 where answer.status != 0 { answer = try desk.run(["doctor", "--listen", address] + more) }
            #expect(answer.status == 0, "\(answer.output)")
            #expect(answer.output.contains("\(address) is served by a yinuo"))
        }
        #expect(serving.end(SIGTERM) == 0)
        let silent = try desk.run(["doctor", "--serving", "--listen", address])
        #expect(silent.status == 1 && silent.output.contains("nobody serves"), "\(silent.output)")
    }

    @Test func `a port that another program holds is trouble`() throws {
        let other = try RunningProgram(
            "python3",
            [
                "-c",
                "import http.server as h; s = h.HTTPServer(('127.0.0.1', 0), h.BaseHTTPRequestHandler); "
                    + "print(s.server_port, flush=True); s.serve_forever()",
            ])
        let port = other.firstLine()
        let answer = try OperatorDesk().run(["doctor", "--listen", "127.0.0.1:\(port)"])
        #expect(answer.status == 1 && answer.output.contains("another program holds it"), "\(answer.output)")
    }

    @Test func `what others may read that they should not is told`() throws {
        let desk = try OperatorDesk()
        chmod(desk.path, 0o644)
        let answer = try desk.run(["doctor", "--listen", "127.0.0.1:0", "--json"])
        #expect(answer.status == 1)
        let told = try Told(answer)
        #expect(told.trouble == ["rights"])
        #expect(told.found("rights")?.contains("\(desk.path) holds people's texts and their keys") == true)
        #expect(told.found("rights")?.contains("chmod o=") == true)
    }

    @Test func `a damaged page is found, and what to do about it`() throws {
        let desk = try OperatorDesk()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: desk.path))
        // All pages but the first, which says what the file is.
        let size = try file.seekToEnd()
        try file.seek(toOffset: 8_192)
        try file.write(contentsOf: Data(repeating: 0x5A, count: Int(size) - 8_192))
        try file.close()
        let answer = try desk.run(["doctor", "--listen", "127.0.0.1:0", "--json"])
        #expect(answer.status == 1, "\(answer.output)")
        #expect(answer.output.contains("is damaged") && answer.output.contains("yinuo restore"), "\(answer.output)")
    }

    @Test func `what can't be read is not called well`() throws {
        let desk = try OperatorDesk()
        try desk.alter("DROP TABLE message")
        let told = try Told(try desk.run(["doctor", "--listen", "127.0.0.1:0", "--json"]), status: 2)
        #expect(told.status == "unchecked" && told.trouble.isEmpty)
    }

    @Test func `dead letters, a last entry of the future and too few descriptors are trouble`() throws {
        let desk = try OperatorDesk()
        try desk.alter("INSERT INTO message VALUES (2, 0, 'log', 't', 's', 0, 12, 'it was refused')")
        try desk.alter("UPDATE entry SET recorded = recorded + 86400000 WHERE position = 2")
        let told = try Told(
            try desk.run(["doctor", "--listen", "127.0.0.1:0", "--json", "--viewers", "1000000"]), status: 1)
        #expect(told.trouble.sorted() == ["descriptors", "outbox", "time"])
        #expect(told.found("outbox")?.contains("yinuo dead-letters list") == true)
    }

    @Test func `settings that are wrong are told with their place`() throws {
        let desk = try OperatorDesk()
        try desk.write("s.yaml", "lisen: 127.0.0.1:0\n")
        let unknown = try desk.run(["doctor", "--settings", desk.file("s.yaml")])
        #expect(unknown.status == 1 && unknown.output.contains("s.yaml:1:1: There is no setting"), "\(unknown.output)")
        #expect(unknown.output.contains("Did you mean listen?"))
        try desk.write("s.yaml", "listen: 0.0.0.0:0\ntrusted-proxies: localhost\npolicies: nonesuch\n")
        let told = try Told(try desk.run(["doctor", "--settings", desk.file("s.yaml"), "--json"]), status: 1)
        #expect(told.trouble.sorted() == ["port", "settings"])
        #expect(told.found("settings")?.contains("trusted-proxies: \"localhost\" is no address.") == true)
    }

    @Test func `its help shows an example and what its status says`() throws {
        let help = try Program.run(["doctor", "--help"]).output
        #expect(help.contains("Example:\n  yinuo doctor --settings") && help.contains("Exit status:"), "\(help)")
    }
}

/// The answer in JSON.
struct Told {
    private let checks: [[String: String]]
    let status: String
    var trouble: [String] { checks.filter { $0["state"] == "trouble" }.compactMap { $0["name"] } }
    func found(_ name: String) -> String? { checks.first { $0["name"] == name }?["found"] }
    func state(_ name: String) -> String? { checks.first { $0["name"] == name }?["state"] }

    init(_ answer: Program.Answer, status: Int32? = nil) throws {
        if let status { #expect(answer.status == status, "\(answer.output)\(answer.complaint)") }
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any], "\(answer.complaint)")
        checks = json["checks"] as? [[String: String]] ?? []
        self.status = json["status"] as? String ?? ""
    }
}

extension OperatorDesk {
    /// Every file's bytes. Not the index of the log: whoever reads beside it leaves a mark there.
    func contents() throws -> [String: Data] {
        try Dictionary(
            uniqueKeysWithValues: names.filter { !$0.hasSuffix("-shm") }.map {
                ($0, try Data(contentsOf: URL(fileURLWithPath: file($0))))
            })
    }

    /// By another program, as no command would.
    func alter(_ sql: String) throws {
        let script = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute(sys.argv[2]); d.commit()"
        let program = try RunningProgram("python3", ["-c", script, path, sql], errors: file("alter"))
        _ = program.everything()
        let complaint = try text("alter")
        #expect(complaint.isEmpty)
        try FileManager.default.removeItem(atPath: file("alter"))
    }
}
