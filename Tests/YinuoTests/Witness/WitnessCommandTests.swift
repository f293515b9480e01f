import Channels
import Domain
import Evidence
import Foundation
import Support
import Testing

@Suite(.waiting) struct WitnessCommandTests {
    /// A log that can tell two stories.
    private struct Log {
        let key: SignerKey
        init(_ name: String = "log.example/e") {
            key = try! SignerKey(name: name, kind: .log, seed: Array(repeating: 7, count: 32))
        }

        private func leaves(_ story: String, _ count: Int64) -> [TreeHash] {
            (0..<count).map { TreeHash(leaf: Array("\(story) \($0)".utf8)) }
        }

        func checkpoint(_ size: Int64, _ story: String = "true") -> Note {
            Checkpoint(origin: key.verifier.name, size: size, root: leaves(story, size).root).signed(by: key)
        }

        func proof(_ old: Int64, _ new: Int64, _ story: String = "true") throws -> [TreeHash] {
            let leaves = leaves(story, new)
            return try Proof.consistency(from: old, to: new) { level, index in
                let first = Int(index) << level
                return Array(leaves[first..<(first + 1 << level)]).root
            }
        }
    }

    private let log = Log()
    private let home: WitnessHome
    /// Whoever gave up on a busy witness would not hear what it signed.
    private let sender = WitnessSender(
        toPrivateAddresses: true, limits: PostLimits(connect: .seconds(300), total: .seconds(300)))

    init() throws { home = try WitnessHome(logs: [log.key.verifier, Log("other.example").key.verifier]) }

    @discardableResult
    private func submit(
        _ witness: Witnessing, _ old: Int64, _ new: Int64, _ story: String = "true"
    ) async throws -> WitnessSender.Cosignature {
        try await sender.cosign(
            log.checkpoint(new, story), from: old, proof: try log.proof(old, new, story), at: witness.url, by: home.key)
    }

    @Test func `killed at any time, it never signs two histories`() async throws {
        var witness = try home.start()
        var size: Int64 = 0
        for grown: Int64 in [1, 2, 7, 8, 300] {
            let before = UInt64(Date().timeIntervalSince1970)
            let cosigned = try await submit(witness, size, grown)
            #expect(cosigned.time >= before)
            size = grown
            // At once, with nothing left to do for it.
            #expect(try witness.end(SIGKILL).status == 128 + SIGKILL)
            witness = try home.start()
            await #expect(throws: WitnessFault.otherTree) { try await submit(witness, size, size, "false") }
            await #expect(throws: WitnessFault.refused(status: 422)) {
                try await submit(witness, size, size + 1, "false")
            }
            await #expect(throws: WitnessFault.behind(size: size)) { try await submit(witness, 0, size + 5, "false") }
            if size > 1 {
                await #expect(throws: WitnessFault.ahead(size: size)) { try await submit(witness, 0, size - 1) }
            }
            try await submit(witness, size, size)
        }
        let (status, text) = try witness.end(SIGTERM)
        #expect(status == 0, "\(text)")
        #expect(text.contains("warning") && text.contains("log=log.example/e") && text.contains("Stopped."))
    }

    @Test func `of two histories that are sent at once it signs one`() async throws {
        let witness = try home.start()
        let (log, sender, url, key) = (log, sender, witness.url, home.key)
        let signed = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<24 {
                group.addTask {
                    let note = log.checkpoint(5, "story \(number % 6)")
                    return (try? await sender.cosign(note, from: 0, proof: [], at: url, by: key)) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(signed == 1)
    }

    @Test func `one log's state is nothing to another`() async throws {
        let witness = try home.start()
        try await submit(witness, 0, 3)
        let other = Log("other.example")
        _ = try await sender.cosign(other.checkpoint(2), from: 0, proof: [], at: witness.url, by: home.key)
        await #expect(throws: WitnessFault.refused(status: 404)) {
            let unknown = Log("unknown.example").checkpoint(2)
            _ = try await sender.cosign(unknown, from: 0, proof: [], at: witness.url, by: home.key)
        }
        try await submit(witness, 3, 4)
    }

    @Test func `what it remembers is what both signed`() async throws {
        let witness = try home.start()
        try await submit(witness, 0, 3)
        let name = Content.hash(Array(log.key.verifier.name.utf8))
        let note = try Note(reading: try String(contentsOfFile: home.folder + "/state/" + name, encoding: .utf8))
        #expect(try home.key.verify(note) != nil)
        #expect(try Checkpoint(note, by: log.key.verifier).size == 3)
    }

    @Test func `a memory that is lost, damaged, of another or in use keeps it from starting`() async throws {
        let witness = try home.start()
        try await submit(witness, 0, 3)
        let second = try Program.run(home.arguments)
        #expect(second.status == 1 && second.complaint.contains("runs on \(home.folder)/state already"))
        _ = try witness.end(SIGKILL)

        let file = home.folder + "/state/" + Content.hash(Array(log.key.verifier.name.utf8))
        let text = try String(contentsOfFile: file, encoding: .utf8)
        for damaged in ["", String(text.dropLast(60)), text.replacing("\n3\n", with: "\n2\n")] {
            try damaged.write(toFile: file, atomically: true, encoding: .utf8)
            let refused = try Program.run(home.arguments)
            #expect(refused.status == 1 && refused.complaint.contains("is not what this witness signed"))
        }

        let other = try WitnessHome(logs: [])
        let arguments = ["witness", "--key", home.folder + "/key", "--log", log.key.verifier.text, "--state"]
        let foreign = try Program.run(arguments + [other.folder + "/state"])
        #expect(foreign.status == 1 && foreign.complaint.contains("is the memory of another witness"))
        for lost in ["/nowhere", other.folder] {
            let refused = try Program.run(arguments + [lost])
            #expect(refused.status == 1 && refused.complaint.contains("If this key has never signed, add --new-state"))
        }
    }

    @Test func `what can't be kept is not signed`() async throws {
        let witness = try home.start()
        try await submit(witness, 0, 3)
        try FileManager.default.removeItem(atPath: home.folder + "/state")
        await #expect(throws: WitnessFault.refused(status: 500)) { try await submit(witness, 3, 4) }
        // What was kept before still counts.
        await #expect(throws: WitnessFault.behind(size: 3)) { try await submit(witness, 0, 4) }
        #expect(try witness.end(SIGTERM).log.contains("Not signed, since it can't be kept."))
    }

    @Test func `an empty memory is made when it is asked for, and once`() async throws {
        let arguments = [
            "witness", "--key", home.folder + "/key", "--state", home.folder + "/new", "--log", log.key.verifier.text,
            "--listen", "127.0.0.1:0", "--new-state",
        ]
        let witness = try Witnessing(arguments, log: home.folder + "/log")
        try await submit(witness, 0, 3)
        _ = try witness.end(SIGTERM)
        let again = try Program.run(arguments)
        #expect(again.status == 1 && again.complaint.contains("holds something already"))
    }

    @Test func `a key is made once, for its owner alone`() throws {
        let path = home.folder + "/key"
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        let before = try String(contentsOfFile: path, encoding: .utf8)
        #expect(try SignerKey(before.trimmingCharacters(in: .newlines)).verifier == home.key)
        let again = try Program.run(["witness", "--new-key", "w.example/2", "--key", path])
        #expect(again.status == 1 && again.complaint.contains("is there already"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == before)
        let bad = try Program.run(["witness", "--new-key", "a b", "--key", home.folder + "/other"])
        #expect(bad.status == 1 && bad.complaint.contains("can't be its name"))
        #expect(!FileManager.default.fileExists(atPath: home.folder + "/other"))
    }

    @Test func `logs come from a file too, and a wrong line is named`() throws {
        let arguments = ["witness", "--key", home.folder + "/key", "--state", home.folder + "/state", "--log"]
        try Program.withFile("logs", "# ours\n\n\(log.key.verifier.text)\nnonsense\n") { path in
            let refused = try Program.run(arguments + [path])
            #expect(refused.status == 1 && refused.complaint.contains("\(path):4: it does not read NAME+ID+KEY"))
        }
        try Program.withFile("logs", "# ours\n \(log.key.verifier.text) \n") { path in
            let witness = try Witnessing(arguments + [path, "--listen", "127.0.0.1:0"], log: home.folder + "/log")
            #expect(try witness.end(SIGINT).status == 0)
        }
        for (wrong, cause) in [("nonsense", "is no log's key"), (home.key.text, "is no log (type 01)")] {
            let refused = try Program.run(arguments + [wrong])
            #expect(refused.status == 1 && refused.complaint.contains(cause), "\(refused.complaint)")
        }
        let open = try Program.run(home.arguments + ["--listen", "0.0.0.0:0"])
        #expect(open.status == 1 && open.complaint.contains("set listen-beyond-loopback"))
    }

    @Test func `its help shows how to begin`() throws {
        let help = try Program.run(["witness", "--help"]).output
        for word in ["--new-key", "--state", "--log", "tlog-witness", "yinuo witness --new-key"] {
            #expect(help.contains(word))
        }
    }
}
