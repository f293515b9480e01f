import Evidence
import Foundation
import Support
import Testing

/// A log that can't go on says so wherever it is asked, with what to do, and does it.
@Suite(.serialized, .waiting) struct EvidenceTroubleTests {
    private func status(_ desk: OperatorDesk, _ path: String? = nil, json: Bool = false) throws -> Program.Answer {
        try desk.run(["evidence", "status"] + (json ? ["--json"] : []), desk: path)
    }

    /// Serves until all is sealed.
    private func seal(_ desk: OperatorDesk, _ path: String? = nil) throws {
        let node = try Serving(["--desk", path ?? desk.path])
        for _ in 0..<2_400 {
            if try status(desk, path).output.contains(", 0 not sealed yet\nkey") { break }
            usleep(50_000)
        }
        #expect(try node.end(SIGTERM).status == 0)
    }

    /// Takes a desk to a folder of its own, with some of what lies beside it.
    private func restore(_ desk: OperatorDesk, _ name: String, with files: [String]) throws -> String {
        let folder = desk.file(name)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for file in files {
            try FileManager.default.copyItem(atPath: desk.file(file), toPath: folder + "/" + file)
        }
        let path = folder + "/desk.sqlite"
        let answer = try desk.run(["restore", desk.file("copy"), "--keys", desk.file("copy.keys")], desk: path)
        #expect(answer.status == 0 && answer.complaint.contains("is not gone on with before it is sure"), "\(answer)")
        #expect(answer.complaint.contains(folder + "/desk.sqlite.evidence-key.published") == (files.count < 2))
        return path
    }

    @Test func `a copy with its key alone is not sealed until it is said that it goes on`() async throws {
        let desk = try OperatorDesk()
        try seal(desk)
        #expect(try status(desk).status == 0)
        #expect(try desk.run(["backup", desk.file("copy")]).status == 0)
        let key = "desk.sqlite.evidence-key"
        let alone = try restore(desk, "alone", with: [key])
        let before = try status(desk, alone)
        #expect(before.status == 1 && before.output.contains("trouble: The desk was restored from a backup"))
        let json = try status(desk, alone, json: true)
        #expect(
            json.status == 1 && json.output.contains("\"epoch\":1") && json.output.contains("\"trouble\":[\"The desk"))
        let node = try Serving(["--desk", alone])
        var ready = ""
        for _ in 0..<2_400 where !ready.contains("yinuo evidence resume") {
            ready = try await node.get("/health/ready")
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(ready.contains("not ready") && ready.contains("restored from a backup"), "\(ready)")
        _ = try node.end(SIGTERM)
        let resumed = try desk.run(["evidence", "resume"], desk: alone)
        #expect(resumed.status == 0 && resumed.output.contains(" goes on at "), "\(resumed)")
        try seal(desk, alone)
        #expect(try status(desk, alone).status == 0)
        let again = try desk.run(["evidence", "resume"], desk: alone)
        #expect(again.status == 1 && again.complaint.contains("There is nothing to resume."))
        // The newest checkpoint is proof enough.
        let whole = try restore(desk, "whole", with: [key, key + ".published"])
        try seal(desk, whole)
        #expect(try status(desk, whole).status == 0)
    }

    @Test func `a lost key is never replaced by one that nobody knows, and a new log goes on from the old`() throws {
        let desk = try OperatorDesk()
        try seal(desk)
        let file = desk.file("desk.sqlite.evidence-key")
        let old = try VerifierKey(status(desk).lines.last!.split(separator: " ").last!)
        let published = try desk.text("desk.sqlite.evidence-key.published")
        try FileManager.default.removeItem(atPath: file)
        let serve = try Program.run(["serve", "--listen", "127.0.0.1:0", "--desk", desk.path])
        #expect(serve.status == 1 && serve.complaint.contains("Put the key back"), "\(serve)")
        #expect(!FileManager.default.fileExists(atPath: file))
        let shown = try status(desk)
        #expect(shown.status == 1 && shown.output.contains("trouble: \(file) is not there"), "\(shown)")
        let none = try desk.run(["evidence", "new-epoch", "--reason", "lost"])
        #expect(none.status == 1 && none.complaint.contains("yinuo evidence keygen"), "\(none)")

        // Another key under the same name is not shown as the log's either.
        #expect(try Program.run(["evidence", "keygen", file, "--origin", old.name]).status == 0)
        let wrong = try status(desk)
        #expect(wrong.status == 1 && !wrong.output.contains("\nkey "), "\(wrong)")
        #expect(wrong.output.contains(Content.hex(old.id)) && wrong.output.contains("--lost-key"), "\(wrong)")
        let unsigned = try desk.run(["evidence", "export", desk.file("first")])
        #expect(unsigned.status == 0 && unsigned.complaint.contains("No vkey was written."), "\(unsigned)")
        #expect(!FileManager.default.fileExists(atPath: desk.file("first/vkey")))
        let proof = try desk.run(["evidence", "prove", "0"])
        #expect(proof.status == 0 && proof.complaint.contains("is not the key of \(old.name)"), "\(proof)")
        let refused = try desk.run(["evidence", "new-epoch", "--reason", "lost"])
        #expect(refused.status == 1 && refused.complaint.contains("new-epoch --lost-key"), "\(refused)")

        let begun = try desk.run(["evidence", "new-epoch", "--lost-key", "--reason", "lost"])
        #expect(begun.status == 0 && begun.output.contains("is lost: nothing new is ever signed with it"), "\(begun)")
        let new = try VerifierKey(begun.lines[0])
        #expect(new.name == old.name + "/2" && new.key != old.key)
        try seal(desk)
        #expect(try status(desk).status == 0)

        // Both logs can be had and checked.
        #expect(try desk.run(["evidence", "export", desk.file("second")]).status == 0)
        try desk.write("published", published)
        let second = try Program.run(
            ["evidence", "verify", desk.file("second"), "--key", new.text, "--checkpoint", desk.file("published")])
        #expect(
            second.status == 0 && second.output.contains("It goes on from the checkpoint of \(old.name)"), "\(second)")
        let first = try desk.run(["evidence", "export", desk.file("former"), "--log", "1"])
        #expect(first.status == 0, "\(first)")
        #expect(try Program.run(["evidence", "verify", desk.file("former"), "--key", old.text]).status == 0)
        try desk.write("0.json", try desk.run(["evidence", "prove", "0", "--log", "1", "--entry"]).output)
        try desk.write("0.proof", try desk.run(["evidence", "prove", "0", "--log", "1"]).output)
        let proved = ["evidence", "verify", desk.file("0.proof"), "--entry", desk.file("0.json")]
        #expect(try Program.run(proved + ["--key", old.text]).status == 0)
        #expect(try Program.run(proved + ["--key", new.text]).status == 2)
        let third = try desk.run(["evidence", "prove", "0", "--log", "3"])
        #expect(third.status == 1 && third.complaint.contains("The desk has no log 3. Known are 1, 2."), "\(third)")
    }

    @Test func `a witness that never signed, and more published than there is, are trouble`() throws {
        let desk = try OperatorDesk()
        try seal(desk)
        let witness = try SignerKey(name: "w.example/1", kind: .witness, seed: Array(repeating: 1, count: 32)).verifier
        let unseen = try Program.run(
            ["evidence", "status", "--desk", desk.path],
            environment: ["YINUO_EVIDENCE_WITNESSES": "\(witness.text) http://127.0.0.1:1"])
        #expect(unseen.status == 1 && unseen.output.contains("trouble: The witness w.example/1 has never signed"))
        let file = desk.file("desk.sqlite.evidence-key")
        let key = try SignerKey(try desk.text("desk.sqlite.evidence-key").trimmingCharacters(in: .newlines))
        let ahead = Checkpoint(origin: key.verifier.name, size: 1_000, root: .empty).signed(by: key)
        try desk.write("desk.sqlite.evidence-key.published", ahead.whole)
        let behind = try status(desk)
        #expect(behind.status == 1 && behind.output.contains("and one of 1000 was published"), "\(behind)")
        #expect(FileManager.default.fileExists(atPath: file))
    }

    @Test func `settings that can't work are refused before anything is made`() throws {
        let desk = try OperatorDesk()
        let (path, key) = (desk.file("new.sqlite"), desk.file("key"))
        let seed = [UInt8](repeating: 5, count: 32)
        let witness = try SignerKey(name: "w.example/1", kind: .witness, seed: seed)
        let log = try SignerKey(name: "log.example/1", kind: .log, seed: seed)
        for (text, options, words) in [
            (witness.text, [], "w.example/1 is a witness's key (04), which signs no log"),
            (
                log.text, ["--evidence-witnesses", "\(log.verifier.text) http://127.0.0.1:1"],
                "is the key of a log (01)"
            ),
            (
                log.text, ["--evidence-witnesses", "\(witness.verifier.text) http://127.0.0.1:1"],
                "has the log's own key"
            ),
            (log.text, ["--evidence-timestamps", "tsa.example"], "is not an address for evidence-timestamps"),
            (log.text, ["--evidence-key", key + "-no"], "is not there. Name the right file"),
            ("nonsense", [], "it does not read PRIVATE+KEY+NAME+ID+KEY"),
        ] as [(String, [String], String)] {
            try desk.write("key", text + "\n")
            let named = options.contains("--evidence-key") ? [] : ["--evidence-key", key]
            let answer = try Program.run(["serve", "--listen", "127.0.0.1:0", "--desk", path] + named + options)
            #expect(answer.status == 1 && answer.complaint.contains(words), "\(words): \(answer.complaint)")
            #expect(!FileManager.default.fileExists(atPath: path), "\(words)")
        }
    }

    @Test func `a file is no folder to export to, and is told so`() throws {
        let desk = try OperatorDesk()
        try seal(desk)
        try desk.write("file", "mine")
        let answer = try desk.run(["evidence", "export", desk.file("file")])
        #expect(answer.status == 1 && answer.complaint.contains("is a file. Name a folder"), "\(answer)")
        #expect(try desk.text("file") == "mine")
    }
}
