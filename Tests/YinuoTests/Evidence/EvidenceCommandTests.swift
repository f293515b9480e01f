import Evidence
import Foundation
import Support
import Testing

/// The evidence log through the program: sealed by `serve`, checked by whoever wants to.
@Suite(.serialized, .waiting) struct EvidenceCommandTests {
    /// Runs until everything is sealed.
    private func serveUntilSealed(_ path: String) async throws -> String {
        let node = try Serving(["--desk", path])
        try untilSealed { try Program.run(["evidence", "status", "--json", "--desk", path]).output }
        let checkpoint = try await node.get("/evidence/1/checkpoint")
        let key = try Program.run(["evidence", "status", "--desk", path]).lines.last!.split(separator: " ").last!
        let address = "http://127.0.0.1:\(node.port)/evidence/1"
        let fetched = try Program.run(["evidence", "verify", address, "--key", String(key)])
        #expect(fetched.status == 0 && fetched.output.contains("all as they were signed"), "\(fetched.complaint)")
        let away = try Program.run(["evidence", "verify", address + "0", "--key", String(key)])
        #expect(away.status == 2 && away.complaint.contains("checkpoint: there is none"), "\(away.complaint)")
        #expect(try node.end(SIGTERM).status == 0)
        return checkpoint
    }

    private func untilSealed(_ status: () throws -> String) throws {
        for _ in 0..<1_200 {
            let text = try status()
            let numbers = ["entries", "sealed"].compactMap { name in
                text.firstRange(of: "\"\(name)\":").flatMap { Int(text[$0.upperBound...].prefix { $0.isNumber }) }
            }
            if numbers.count == 2, numbers[0] == numbers[1], numbers[0] > 0 { return }
            usleep(100_000)
        }
        Issue.record("it was not sealed")
    }

    /// Go's own reading of such logs.
    private func logcheck(_ arguments: [String]) throws -> (status: Int32, text: String) {
        let go = try RunningProgram(
            "env",
            [
                "GO111MODULE=off", "GOFLAGS=", "GOPATH=/usr/share/gocode", "go", "run",
                Fixture.root.appending(path: "Tests/EvidenceTests/Peer/logcheck.go").path,
            ] + arguments)
        let text = go.everything()
        return (go.end(0), text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    @Test func `what serve sealed is accepted by another program, and goes on from what it was`() async throws {
        let desk = try OperatorDesk()
        let story = ["generate", "--tickets", "60", "--until", "2026-03-09T00:00:00+08:00"]
        #expect(try desk.run(story, desk: desk.file("made.sqlite")).status == 0)
        try FileManager.default.removeItem(atPath: desk.path)
        try FileManager.default.moveItem(atPath: desk.file("made.sqlite"), toPath: desk.path)
        try desk.write("old", try await serveUntilSealed(desk.path))
        _ = try desk.run(["records", "import", "tag", "-"], input: "id,title.en\nvip,Important\n")
        _ = try await serveUntilSealed(desk.path)
        let out = desk.file("out")
        #expect(try desk.run(["evidence", "export", out]).status == 0)
        let verified = try Program.run(["evidence", "verify", out, "--checkpoint", desk.file("old")])
        #expect(verified.status == 0 && verified.output.contains("all as they were signed"), "\(verified.complaint)")
        for position in [0, 300] {
            let proof = try desk.run(["evidence", "prove", "\(position)"])
            try desk.write("\(position).tlog-proof", proof.output)
            try desk.write("\(position).json", try desk.run(["evidence", "prove", "\(position)", "--entry"]).output)
            let key = out + "/vkey"
            let files = [desk.file("\(position).tlog-proof"), "--entry", desk.file("\(position).json"), "--key", key]
            #expect(try Program.run(["evidence", "verify"] + files).status == 0)
        }
        let other = try Program.run(
            ["evidence", "verify", desk.file("0.tlog-proof"), "--entry", desk.file("300.json"), "--key", out + "/vkey"])
        #expect(other.status == 1 && other.complaint.contains("leads to another root"), "\(other.complaint)")
        let key = try String(contentsOfFile: out + "/vkey", encoding: .utf8).trimmingCharacters(in: .newlines)
        let peer = try logcheck([
            out, key, desk.file("old"), desk.file("0.tlog-proof"), desk.file("300.tlog-proof"),
        ])
        #expect(peer.status == 0 && peer.text.hasSuffix("1 older checkpoints, 2 proofs"), "\(peer.text)")
        try traces(desk, out)
        try certificate(desk, key)
        try tamper(desk, out, key)
    }

    /// Of a ticket that is over, for its customer; of one that is not there is none.
    private func certificate(_ desk: OperatorDesk, _ key: String) throws {
        let lines = try desk.run(["export"]).output.split(separator: "\n")
        func ticket(_ line: Substring) -> String? {
            line.firstRange(of: "\"stream\":\"ticket/").map { String(line[$0.upperBound...].prefix { $0 != "\"" }) }
        }
        let over = try #require(
            Set(lines.compactMap(ticket)).sorted().first { id in
                let made = try desk.run(["certificate", id, "--company", "Example Ltd", "--json"])
                return made.output.contains("\"state\":\"closed\"")
            })
        for form in [["--lang", "zh"], ["--json"]] {
            let made = try desk.run(["certificate", over, "--company", "Example Ltd"] + form)
            #expect(made.status == 0, "\(made.complaint)")
            let verified = try Program.withFile("certificate", made.output) {
                try Program.run(["evidence", "verify", $0, "--key", key])
            }
            #expect(verified.status == 0 && verified.output.contains("ticket \(over) are in"), "\(verified.complaint)")
        }
        let json = try desk.run(["certificate", over, "--company", "Example Ltd", "--json"]).output
        let altered = json.replacing("\"state\":\"closed\"", with: "\"state\":\"resolved\"")
        #expect(altered != json)
        let refused = try Program.withFile("certificate", altered) { try Program.run(["evidence", "verify", $0]) }
        #expect(refused.status == 1 && refused.complaint.contains("It does not hold."), "\(refused.complaint)")
        try words(desk, over, json, key)
        let none = try desk.run(["certificate", "no-such", "--company", "Example Ltd"])
        #expect(none.status == 1 && none.complaint.contains("There is no ticket no-such."))
    }

    /// A word of the page that its data do not say, and what a certificate can't be asked for.
    private func words(_ desk: OperatorDesk, _ ticket: String, _ json: String, _ key: String) throws {
        let page = try desk.run(["certificate", ticket, "--company", "Example Ltd", "--lang", "en"]).output
        let changed = page.replacing("<p class=\"company\">Example Ltd", with: "<p class=\"company\">Another Ltd")
        try #require(changed != page)
        for (text, status, options, words) in [
            (page, 0, [], "Not proved, since they are the issuer's own words"),
            (changed, 1, [], "reads »"), (page, 2, ["--checkpoint", "x"], "only the log itself shows"),
            (json, 2, ["--entry", "x"], "--entry is for a proof"),
            (
                json, 1,
                [
                    "--witness",
                    Fixture.text("Tests/EvidenceTests/Data/sample-log/vkeys").split(separator: "\n")[1]
                        .description,
                ], "witness.example/w1 has not signed it"
            ),
        ] as [(String, Int32, [String], String)] {
            let answer = try Program.withFile("certificate", text) {
                try Program.run(["evidence", "verify", $0, "--key", key] + options)
            }
            #expect(answer.status == status && (answer.output + answer.complaint).contains(words), "\(answer)")
        }
    }

    /// For each ticket, and for everything else, as many entries in the log as changes in the export.
    private func traces(_ desk: OperatorDesk, _ out: String) throws {
        func counts(_ lines: some Sequence<Substring>, _ key: String) -> [Int] {
            var counts: [Substring: Int] = [:]
            for line in lines {
                guard let start = line.firstRange(of: "\"\(key)\":\"") else { continue }
                counts[line[start.upperBound...].prefix { $0 != "\"" }, default: 0] += 1
            }
            return counts.values.sorted()
        }
        let export = try desk.run(["export"]).output.split(separator: "\n")
        var entries = ""
        let folder = URL(filePath: out).appending(path: "tile/entries")
        for case let file as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)! {
            guard !file.hasDirectoryPath else { continue }
            // Each entry begins with its actor; what stands between is its length.
            entries += String(decoding: try Data(contentsOf: file), as: UTF8.self)
                .replacing("{\"actor\"", with: "\n{\"actor\"")
        }
        let sealed = counts(entries.split(separator: "\n"), "case")
        #expect(sealed == counts(export, "stream") && sealed.reduce(0, +) > 1_000)
    }

    private func tamper(_ desk: OperatorDesk, _ out: String, _ key: String) throws {
        let bundle = URL(filePath: out).appending(path: "tile/entries/000")
        let before = try Data(contentsOf: bundle)
        var changed = before
        changed[40] ^= 1
        try changed.write(to: bundle)
        let found = try Program.run(["evidence", "verify", out, "--key", key])
        #expect(found.status == 1 && found.complaint.contains("tile/0/000: its hash of entry 0"), "\(found.complaint)")
        try before.write(to: bundle)
        #expect(try Program.run(["evidence", "verify", out, "--key", key]).status == 0)
    }

    @Test func `a desk that was restored is not sealed until another log is begun`() async throws {
        let desk = try OperatorDesk()
        #expect(try desk.run(["backup", desk.file("copy")]).status == 0)
        let checkpoint = try await serveUntilSealed(desk.path)
        for name in ["desk.sqlite", "desk.sqlite-wal", "desk.sqlite-shm"] {
            try? FileManager.default.removeItem(atPath: desk.file(name))
        }
        let restored = try desk.run(["restore", desk.file("copy"), "--keys", desk.file("copy.keys")])
        #expect(restored.status == 0, "\(restored.complaint)")
        let node = try Serving(["--desk", desk.path])
        var ready = ""
        // Told and then logged.
        for _ in 0..<1_200 where !ready.contains("new-epoch") || !node.log.contains("was published") {
            ready = try await node.get("/health/ready")
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(ready.contains("not ready") && ready.contains("yinuo evidence new-epoch"), "\(ready)")
        #expect(try node.end(SIGTERM).log.contains("was published"))
        let begun = try desk.run(["evidence", "new-epoch", "--reason", "restored"])
        #expect(begun.status == 0 && begun.output.contains("/2+"), "\(begun.complaint)")
        #expect(begun.output.contains("It goes on from ") && begun.output.contains("Publish this key"))
        let again = try Serving(["--desk", desk.path])
        try untilSealed { try desk.run(["evidence", "status", "--json"]).output }
        let second = try await again.get("/evidence/2/checkpoint")
        let origin = checkpoint.prefix { $0 != "\n" }
        #expect(second.hasPrefix("\(origin)/2\n") && second != checkpoint)
        #expect(try await again.ready().hasPrefix(#"{"status":"ready""#))
        _ = try again.end(SIGTERM)
        #expect(try desk.run(["evidence", "export", desk.file("second")]).status == 0)
        let verified = try Program.run(["evidence", "verify", desk.file("second"), "--key", begun.lines[0]])
        #expect(verified.status == 0, "\(verified.complaint)")
        #expect(verified.output.contains("It goes on from \(origin) at "), "\(verified.output)")
        // By the key of the log before, and by what somebody kept of that.
        let key = try VerifierKey(begun.lines[0])
        let former = try Program.run(
            ["evidence", "verify", desk.file("second"), "--key", key.named(String(origin)).text])
        #expect(former.status == 2 && former.complaint.contains("is a later log of the same desk"), "\(former)")
        #expect(former.complaint.contains(begun.lines[0]))
        let last = try desk.text("desk.sqlite.evidence-key.published")
        #expect(last.hasPrefix("\(origin)/2\n"))
        try desk.write("old", checkpoint)
        let linked = try Program.run(["evidence", "verify", desk.file("second"), "--checkpoint", desk.file("old")])
        #expect(
            linked.status == 0 && linked.output.contains("It goes on from the checkpoint of \(origin) at "),
            "\(linked)")
        let foreign = Fixture.root.appending(path: "Tests/EvidenceTests/Data/sample-log/checkpoint").path
        let strange = try Program.run(["evidence", "verify", desk.file("second"), "--checkpoint", foreign])
        #expect(strange.status == 2 && strange.complaint.contains("goes on from \(origin)"), "\(strange)")
    }

    @Test func `nodes on one database seal one log, and each shows it`() async throws {
        let desk = try DatabaseDesk()
        let key = desk.files.file("key")
        #expect(try Program.run(["evidence", "keygen", key, "--origin", "log.example/nodes"]).status == 0)
        let url = desk.url
        async let first = Serving(["--desk", url, "--evidence-key", key])
        async let second = Serving(["--desk", url, "--evidence-key", key])
        let (one, two) = (try await first, try await second)
        for number in 0..<5 {
            _ = try desk.run(["records", "import", "tag", "-"], input: "id,title.en\nt\(number),Tag\n")
            try untilSealed { try desk.run(["evidence", "status", "--json"]).output }
        }
        let shown = (try await one.get("/evidence/1/checkpoint"), try await two.get("/evidence/1/checkpoint"))
        #expect(shown.0 == shown.1 && shown.0.hasPrefix("log.example/nodes\n11\n"), "\(shown)")
        for node in [one, two] { _ = try node.end(SIGTERM) }
        let out = desk.files.file("out")
        #expect(try desk.run(["evidence", "export", out, "--evidence-key", key]).status == 0)
        #expect(try Program.run(["evidence", "verify", out]).status == 0)
    }

    @Test func `the known answers of others pass`() throws {
        let answer = try Program.run(["evidence", "vectors", "Tests/EvidenceTests/Data/vectors.json"])
        #expect(answer.status == 0 && answer.output == "195 passed, 0 failed\n", "\(answer.complaint)")
        let text = Fixture.text("Tests/EvidenceTests/Data/vectors.json")
        let wrong = text.replacing("\"valid\": true", with: "\"valid\": false")
        let refused = try Program.withFile("wrong.json", wrong) { try Program.run(["evidence", "vectors", $0]) }
        #expect(refused.status == 1 && !refused.output.contains(" 0 failed"), "\(refused.complaint)")
    }

    @Test(arguments: [
        ("", "is no log's folder, no proof, no checkpoint and no certificate"),
        ("\u{0}\u{1}rubbish\n", "is no log's folder, no proof"),
        ("c2sp.org/tlog-proof@v1\n", "can't be read as a proof"),
        ("<html>cut", "no certificate is embedded"), ("{\"cut\":", "could not be checked."),
    ]) func `what is nothing that can be checked is told so`(_ text: String, _ words: String) throws {
        let answer = try Program.withFile("what", text) { try Program.run(["evidence", "verify", $0]) }
        #expect(answer.status == 2 && answer.complaint.contains(words), "\(answer.complaint)")
    }

    @Test func `a key is never replaced, and a log is named so that it can be signed`() throws {
        try Program.withFile("key", "mine") { path in
            let there = try Program.run(["evidence", "keygen", path, "--origin", "log.example/x"])
            #expect(
                there.status == 1 && there.complaint.contains("it is there already. Name a file that is not there."))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
            let unnamed = try Program.run(["evidence", "keygen", path + "2", "--origin", "two words"])
            #expect(unnamed.status == 1 && unnamed.complaint.contains("desk.example.com/log."), "\(unnamed.complaint)")
        }
    }
}
