import Evidence
import Foundation
import Support
import Testing

/// What `yinuo evidence verify` is handed, and what it does with each option: checked or refused, never passed over.
@Suite(.waiting) struct VerifyCommandTests {
    private static let data = Fixture.root.appending(path: "Tests/EvidenceTests/Data/sample-log").path
    private static let keys = Fixture.text("Tests/EvidenceTests/Data/sample-log/vkeys").split(separator: "\n").map(
        String.init)
    private static let witness = keys[1]
    private static let stranger = try! SignerKey(
        name: "witness.example/w2", kind: .witness, seed: Array(repeating: 9, count: 32))
    private static let another = try! SignerKey(
        name: "log.example/svc", kind: .log, seed: Array(repeating: 9, count: 32))

    private func verify(_ what: String, _ options: String...) throws -> Program.Answer {
        try Program.run(["evidence", "verify", what] + options)
    }

    /// The entry that the sample's proof is of.
    private func withEntry(_ use: (String) throws -> Void) throws {
        let bytes = Fixture.bytes("Tests/EvidenceTests/Data/sample-log/tile/entries/001.p/44")
        let entry = try #require(Bundle.entries(bytes, count: 44)?.first)
        try Program.withFile("entry", String(decoding: entry, as: UTF8.self) + "\n", use)
    }

    struct Idle: CustomTestStringConvertible {
        let what: String
        let options: [String]
        let words: String
        var testDescription: String { "\(what) \(options[0])" }
    }

    @Test(arguments: [
        Idle(what: "", options: ["--entry", "x"], words: "--entry is for a proof"),
        Idle(what: "/checkpoint", options: ["--entry", "x"], words: "is a checkpoint. Leave it out."),
        Idle(what: "/checkpoint", options: ["--checkpoint", "x"], words: "only the log itself shows"),
        Idle(what: "/p256.tlog-proof", options: ["--checkpoint", "x"], words: "is a proof, and only the log itself"),
    ]) func `an option that says nothing here is refused with its cure`(_ idle: Idle) throws {
        let answer = try Program.run(
            ["evidence", "verify", Self.data + idle.what, "--key", Self.keys[0]] + idle.options)
        #expect(answer.status == 2 && answer.complaint.contains(idle.words), "\(answer.complaint)")
    }

    @Test func `a log says what it continues and how far it was witnessed`() throws {
        let answer = try verify(
            Self.data, "--key", Self.keys[0], "--witness", Self.witness, "--checkpoint", Self.data + "/checkpoints/255",
            "--checkpoint", Self.data + "/checkpoints/1")
        #expect(answer.status == 0, "\(answer.complaint)")
        for words in [
            "300 entries, all as they were signed", "continues the checkpoint of 255 entries",
            "continues the checkpoint of 1 entries", "Witnessed by witness.example/w1 up to 300 entries",
        ] { #expect(answer.output.contains(words), "\(words): \(answer.output)") }
        let alone = try verify(Self.data, "--key", Self.keys[0], "--witness", Self.stranger.verifier.text)
        #expect(alone.status == 1 && alone.complaint.contains("signed by witness.example/w2"), "\(alone.complaint)")
    }

    @Test func `a proof and a checkpoint hold what their witness signed, and no other's`() throws {
        try withEntry { entry in
            let proof = [Self.data + "/p256.tlog-proof", "--entry", entry]
            for what in [proof, [Self.data + "/checkpoint"]] {
                func run(_ witness: String, key: String = Self.keys[0]) throws -> Program.Answer {
                    try Program.run(["evidence", "verify"] + what + ["--key", key, "--witness", witness])
                }
                let seen = try run(Self.witness)
                #expect(seen.status == 0 && seen.output.contains("Witnessed by witness.example/w1 at 300 entries."))
                let unseen = try run(Self.stranger.verifier.text)
                #expect(unseen.status == 1 && unseen.complaint.contains("is not witnessed: witness.example/w2 has not"))
                // Of the same name, and another: both ids are told.
                let other = try run(Self.witness, key: Self.another.verifier.text)
                #expect(other.status == 1 && other.complaint.contains("0c573d65"), "\(other.complaint)")
                #expect(other.complaint.contains(Content.hex(Self.another.verifier.id)), "\(other.complaint)")
            }
        }
    }

    @Test func `a checkpoint that was altered is false`() throws {
        let text = Fixture.text("Tests/EvidenceTests/Data/sample-log/checkpoint").replacing("\n300\n", with: "\n301\n")
        let answer = try Program.withFile("checkpoint", text) { try verify($0, "--key", Self.keys[0]) }
        #expect(answer.status == 1 && answer.complaint.contains("the signature of log.example/svc is false"))
        #expect(try verify(Self.data + "/checkpoint").complaint.contains("Name the log's public key with --key."))
    }

    @Test func `a key that can't be used is named, and a secret one is not shown`() throws {
        let nonsense = try verify(Self.data, "--key", "nonsense")
        #expect(
            nonsense.status == 2 && nonsense.complaint.contains("--key nonsense is neither a public key nor a file"))
        try Program.withFile("key", "nonsense\n") { path in
            let answer = try verify(Self.data, "--key", path)
            #expect(
                answer.status == 2 && answer.complaint.contains("--key \(path) holds no public key: it does not read"))
        }
        try Program.withFile("key", Self.another.text + "\n") { path in
            for given in [path, Self.another.text] {
                let answer = try verify(Self.data, "--key", given)
                #expect(answer.status == 2 && answer.complaint.contains("is a secret key"), "\(answer.complaint)")
                #expect(answer.complaint.contains(Self.another.verifier.text) && !answer.complaint.contains("PRIVATE"))
            }
            #expect(try verify(path).complaint.contains("is a secret key, and nothing to check"))
        }
        let swapped = try verify(Self.data, "--key", Self.witness)
        #expect(swapped.status == 2 && swapped.complaint.contains("is a witness's key, and no log's"))
    }

    @Test func `what is no log is told apart from a forged one`() throws {
        let desk = try OperatorDesk()
        for options in [[], ["--key", Self.keys[0]]] {
            let folder = try Program.run(["evidence", "verify", desk.folder.path] + options)
            #expect(folder.status == 2 && folder.complaint.contains("is no log"), "\(folder.complaint)")
            #expect(!folder.complaint.contains("not what was signed"))
        }
        let itself = try verify(desk.path)
        #expect(itself.status == 2 && itself.complaint.contains("yinuo evidence export OUT --desk \(desk.path)"))
        let forged = try verify(Self.data, "--key", Self.another.verifier.text)
        #expect(
            forged.status == 1 && forged.complaint.contains("another key of log.example/svc"), "\(forged.complaint)")
        let strange = try verify(Self.data, "--key", try Self.another.named("log.example/x").verifier.text)
        #expect(strange.status == 2 && strange.complaint.contains("the key at hand is of log.example/x"))
    }
}
