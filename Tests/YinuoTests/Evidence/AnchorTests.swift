import Evidence
import Foundation
import Support
import Testing

/// Outsiders who sign a desk's log while it is served: the only ones who can tell that it was written anew.
@Suite(.serialized, .waiting) struct AnchorTests {
    private func wait(_ what: String, _ isThere: () throws -> Bool) throws {
        for _ in 0..<1_200 {
            if try isThere() { return }
            usleep(100_000)
        }
        Issue.record("\(what) did not come about")
    }

    @Test func `what serve publishes is witnessed and stamped, and a log that was written anew is not`() async throws {
        let desk = try OperatorDesk()
        let key = desk.file("key")
        let made = try Program.run(["evidence", "keygen", key, "--origin", "log.example/anchored"])
        let log = try VerifierKey(made.lines[0])
        let home = try WitnessHome(logs: [log])
        let witness = try home.start()
        let authority = try Authority.shared.get()
        let arguments = [
            "--evidence-key", key, "--evidence-witnesses", "\(home.key.text) \(witness.url)",
            "--evidence-timestamps", authority.base + "/stamp",
        ]
        let node = try Serving(["--desk", desk.path] + arguments)
        try wait("the anchors") {
            let status = try desk.run(["evidence", "status", "--json"]).output
            return status.contains("\"kind\":\"witness\"") && status.contains("\"kind\":\"tsr\"")
        }
        #expect(try node.end(SIGTERM).status == 0)
        let out = desk.file("out")
        #expect(try desk.run(["evidence", "export", out]).status == 0)
        let verified = try Program.run(["evidence", "verify", out, "--key", log.text, "--witness", home.key.text])
        #expect(
            verified.status == 0 && verified.output.contains("Witnessed by w.example/1 up to "), "\(verified.complaint)"
        )
        try desk.write("0.json", try desk.run(["evidence", "prove", "0", "--entry"]).output)
        try desk.write("0.proof", try desk.run(["evidence", "prove", "0"]).output)
        let proof = ["evidence", "verify", desk.file("0.proof"), "--entry", desk.file("0.json"), "--key", log.text]
        let proved = try Program.run(proof + ["--witness", home.key.text])
        #expect(proved.status == 0 && proved.output.contains("Witnessed by w.example/1 at "), "\(proved.complaint)")
        let anchors = try FileManager.default.contentsOfDirectory(atPath: out + "/anchors")
        let stamp = try #require(anchors.first { $0.hasSuffix(".tsr") })
        let data = try Data(contentsOf: URL(filePath: out + "/anchors/" + stamp))
        let over = stamp.replacing(".tsr", with: ".checkpoint")
        let checkpoint = try Data(contentsOf: URL(filePath: out + "/anchors/" + over))
        #expect(try authority.verifies(Array(data), of: Array(checkpoint)))
        #expect(try !authority.verifies(Array(data), of: Array(checkpoint.dropLast())))

        // The operator writes another story under the same key and hides every trace of the first one.
        let other = try OperatorDesk()
        _ = try other.run(["records", "import", "tag", "-"], input: "id,title.en\nx,Other\n")
        try FileManager.default.copyItem(atPath: key, toPath: other.file("same"))
        let rewritten = try Serving(
            ["--desk", other.path, "--evidence-key", other.file("same")] + arguments.dropFirst(2))
        var ready = ""
        for _ in 0..<1_200 where !ready.contains("has signed another log") {
            ready = try await rewritten.get("/health/ready")
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(ready.contains("The witness w.example/1 has signed another log of log.example/anchored"), "\(ready)")
        #expect(try rewritten.end(SIGTERM).log.contains("A witness did not sign."))
    }
}
