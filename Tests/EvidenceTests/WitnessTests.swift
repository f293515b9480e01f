import Evidence
import Testing

/// What a witness signs and what not, of a log of seven entries and of one that has forked from it.
@Suite struct WitnessTests {
    private static let log = try! SignerKey(name: "log.example/w", kind: .log, seed: Array(repeating: 1, count: 32))
    private static let stranger = try! SignerKey(
        name: "log.example/w", kind: .log, seed: Array(repeating: 2, count: 32))
    private static let other = try! SignerKey(name: "other.example", kind: .log, seed: Array(repeating: 3, count: 32))
    private static let key = try! SignerKey(name: "w.example/1", kind: .witness, seed: Array(repeating: 4, count: 32))
    private static let witness = try! Witness(key: key, logs: [log.verifier])

    private static func leaves(_ story: String) -> [TreeHash] {
        (0..<7).map { TreeHash(leaf: Array("\(story) \($0)".utf8)) }
    }

    private static func checkpoint(_ size: Int64, _ story: String = "true") -> Checkpoint {
        Checkpoint(origin: log.verifier.name, size: size, root: Array(leaves(story).prefix(Int(size))).root)
    }

    private static func proof(_ old: Int64, _ new: Int64, _ story: String = "true") -> [TreeHash] {
        try! Proof.consistency(from: old, to: new) { level, index in
            let first = Int(index) << level
            return Array(leaves(story)[first..<(first + 1 << level)]).root
        }
    }

    /// Proved from `old`; unless it is told otherwise the log signs it.
    private static func request(
        _ old: Int64, _ new: Int64, _ story: String = "true", proof: [TreeHash]? = nil, by signer: SignerKey = log
    ) -> String {
        let checkpoint = checkpoint(new, story)
        let signed = Checkpoint(origin: signer.verifier.name, size: new, root: checkpoint.root).signed(by: signer)
        let proof = proof ?? (old <= new ? Self.proof(old, new, story) : [])
        return WitnessRequest(old: old, proof: proof, note: signed).text
    }

    private static func judge(_ body: String, after latest: Checkpoint?) throws(WitnessRefusal) -> Witness.Cosigned {
        try witness.cosign(try witness.admit(Array(body.utf8)), after: latest, at: 1_800_000_000)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let latest: Int64?
        let body: String
        /// Nil if it signs.
        let refusal: WitnessRefusal?

        init(_ name: String, after latest: Int64?, _ body: String, _ refusal: WitnessRefusal? = nil) {
            (testDescription, self.latest, self.body, self.refusal) = (name, latest, body, refusal)
        }
    }

    @Test(arguments: [
        Case("the first of a log", after: nil, request(0, 3)),
        Case("an empty log", after: nil, request(0, 0)),
        Case("a first entry after none", after: 0, request(0, 1)),
        Case("a log that grew", after: 3, request(3, 7)),
        Case("a log that grew to a power of two", after: 1, request(1, 4)),
        Case("the same again", after: 7, request(7, 7)),
        Case("an empty log of another root", after: nil, emptyOfAnotherRoot, .otherTree(size: 0)),
        Case("a log that was cut back", after: 7, request(7, 5), .sizesReversed(old: 7, new: 5)),
        Case("a log that was cut back and says so", after: 7, request(5, 5), .otherSize(latest: 7)),
        Case("an old checkpoint, proved", after: 7, request(3, 5), .otherSize(latest: 7)),
        Case("a first request to a witness that knows more", after: 3, request(0, 7), .otherSize(latest: 3)),
        Case("a request that is ahead of the witness", after: nil, request(3, 7), .otherSize(latest: 0)),
        Case("a fork of the same size", after: 7, request(7, 7, "false"), .otherTree(size: 7)),
        Case("a longer fork", after: 3, request(3, 7, "false"), .badProof(.otherRoot)),
        Case(
            "a proof of the other history", after: 3, request(3, 7, proof: proof(3, 7, "false")), .badProof(.otherRoot)),
        Case(
            "no proof", after: 3, request(3, 7, proof: []), .badProof(.wrongLength(expected: 1, found: 0))),
        Case(
            "a proof of the first", after: nil, request(0, 3, proof: [.empty]),
            .badProof(.wrongLength(expected: 0, found: 1))),
        Case(
            "a proof of the same again", after: 7, request(7, 7, proof: [.empty]),
            .badProof(.wrongLength(expected: 0, found: 1))),
        Case(
            "somebody else under the log's name", after: nil, request(0, 3, by: stranger),
            .unsigned(origin: "log.example/w")),
        Case("a log that it does not know", after: nil, request(0, 3, by: other), .unknownLog),
        Case("a changed root", after: nil, forged, .unsigned(origin: "log.example/w")),
    ]) func `a witness signs what continues what it signed, and nothing else`(_ c: Case) throws {
        let latest = c.latest.map { Self.checkpoint($0) }
        let result = Result { () throws(WitnessRefusal) in try Self.judge(c.body, after: latest) }
        switch result {
        case .failure(let refusal): #expect(refusal == c.refusal)
        case .success(let cosigned):
            #expect(c.refusal == nil, "it signed")
            #expect(cosigned.checkpoint.size >= latest?.size ?? 0)
            #expect(cosigned.note.signatures.count == 2)
            #expect(try Self.key.verifier.verify(cosigned.note) == 1_800_000_000)
            #expect(try Checkpoint(cosigned.note, by: Self.log.verifier) == cosigned.checkpoint)
        }
    }

    private static let emptyOfAnotherRoot: String = {
        let checkpoint = Checkpoint(origin: log.verifier.name, size: 0, root: TreeHash(leaf: []))
        return WitnessRequest(old: 0, proof: [], note: checkpoint.signed(by: log)).text
    }()

    /// The log's signature under another text.
    private static let forged = {
        var note = checkpoint(3).signed(by: log)
        note.text = checkpoint(3, "false").text
        return WitnessRequest(old: 0, proof: [], note: note).text
    }()

    @Test func `the same again gets a signature of its own time and changes nothing`() throws {
        let first = try Self.judge(Self.request(0, 7), after: nil)
        let again = try Self.witness.admit(Array(Self.request(7, 7).utf8))
        let second = try Self.witness.cosign(again, after: first.checkpoint, at: 1_800_000_060)
        #expect(second.checkpoint == first.checkpoint && second.signature != first.signature)
    }

    @Test func `strangers' signatures are passed over and not kept`() throws {
        var note = Self.checkpoint(3).signed(by: Self.log)
        note.signatures.insert(Self.stranger.sign(note.text), at: 0)
        note.signatures.append(Self.other.sign("something else"))
        let cosigned = try Self.judge(WitnessRequest(old: 0, proof: [], note: note).text, after: nil)
        #expect(cosigned.note.signatures.map(\.keyID) == [Self.log.verifier.id, Self.key.verifier.id])
    }

    @Test func `a log that changes its key is known by both`() throws {
        let witness = try Witness(key: Self.key, logs: [Self.log.verifier, Self.stranger.verifier])
        for signer in [Self.log, Self.stranger] {
            let body = Array(Self.request(0, 3, by: signer).utf8)
            #expect(try witness.admit(body).note.signatures.map(\.keyID) == [signer.verifier.id])
        }
    }

    @Test func `only a witness's key signs, and only logs are witnessed`() {
        #expect(throws: NoteFault.self) { try Witness(key: Self.log, logs: []) }
        #expect(throws: NoteFault.self) { try Witness(key: Self.key, logs: [Self.key.verifier]) }
    }

    private static let good = request(3, 7)
    private static let note = checkpoint(7).signed(by: log).whole

    @Test(arguments: [
        "", "\n", "old 3", "old 3\n", "old 3\n\n", "old\n\n\(note)", "old \n\n\(note)", "old x\n\n\(note)",
        "old -1\n\n\(note)", "old +3\n\n\(note)", "old 03\n\n\(note)", "old 3 \n\n\(note)", "old  3\n\n\(note)",
        "new 3\n\n\(note)", "Old 3\n\n\(note)", "old 9223372036854775808\n\n\(note)", "old 3\r\n\r\n\(note)",
        "old 0\n\(note)", "old 3\nAAAA\n\n\(note)", "old 3\n \n\n\(note)", good.dropLast(1).description,
        "old 0\n\ntext\n\n— log.example/w AAAAAAA=\n", "old 0\n\n\(note.replacing("\n7\n", with: "\n07\n"))",
        "old 0\n\n\(note.replacing("\n7\n", with: "\n-7\n"))", "old 0\n\n\(checkpoint(7).text)\n", "\u{FEFF}" + good,
        "old 0\n" + String(repeating: TreeHash.empty.base64 + "\n", count: 64) + "\n\(note)",
        "old 0\n\n" + String(repeating: "x", count: WitnessRequest.longest) + "\n\(note)",
    ]) func `what is no request is told so`(_ body: String) {
        #expect {
            try Self.witness.admit(Array(body.utf8))
        } throws: { error in
            guard case WitnessRefusal.malformed(let what) = error else { return false }
            return !what.isEmpty
        }
    }

    @Test func `bytes that are no text are no request`() {
        let broken = Array(Self.good.utf8) + [0xFF]
        #expect(throws: WitnessRefusal.malformed("it is not UTF-8")) { try Self.witness.admit(broken) }
    }

    @Test func `a request is read as it was written`() throws {
        let request = try WitnessRequest(text: Array(Self.good.utf8))
        #expect(request.text == Self.good && request.old == 3 && request.proof == Self.proof(3, 7))
    }
}
