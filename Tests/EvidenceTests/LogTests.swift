import Evidence
import Foundation
import Support
import Testing

/// Whole logs: of another program, of ours, and what tampering with one looks like.
@Suite struct LogTests {
    private static let data = Fixture.root.appending(path: "Tests/EvidenceTests/Data")

    private func fetch(_ folder: URL) -> LogWalk.Fetch {
        { path in FileManager.default.contents(atPath: folder.appending(path: path).path).map { Array($0) } }
    }

    private func text(_ path: String) -> String { Fixture.text("Tests/EvidenceTests/Data/" + path) }

    @Test func `the log that another program wrote is what its checkpoints say, all of them`() throws {
        let folder = Self.data.appending(path: "third-party-log")
        let key = try VerifierKey(text("third-party-log/vkey").trimmingCharacters(in: .whitespacesAndNewlines))
        let old = try (0...15).map {
            try Checkpoint(Note(reading: text("third-party-log/checkpoint.\($0)")), by: key)
        }
        let result = try LogWalk(key: key, fetch: fetch(folder)).verify(old: old)
        #expect(result.checkpoint.size == 15 && old.map(\.size) == Array(0...15))
    }

    @Test func `the sample log, its receipt, its witness and the opening of a field`() throws {
        let keys = try text("sample-log/vkeys").split(separator: "\n").map { try VerifierKey($0) }
        let folder = Self.data.appending(path: "sample-log")
        let old = try [1, 255, 256, 300].map {
            try Checkpoint(Note(reading: text("sample-log/checkpoints/\($0)")), by: keys[0])
        }
        var entries: [[UInt8]] = []
        let head = try LogWalk(key: keys[0], fetch: fetch(folder)).verify(old: old) { _, entry in
            entries.append(Array(entry))
            return nil
        }
        #expect(head.checkpoint.size == 300 && entries.count == 300)
        #expect(try keys[1].verify(head.note) == 1_767_300_000)
        let receipt = try Receipt(text: text("sample-log/p256.tlog-proof"))
        try receipt.verify(entries[256], by: keys[0])
        #expect(receipt.text == text("sample-log/p256.tlog-proof"))
        #expect(throws: ProofFault.otherRoot) { try receipt.verify(entries[255], by: keys[0]) }
        struct Reveal: Decodable { let field, saltHex, payloadB64: String }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let reveal = try decoder.decode(Reveal.self, from: Data(text("sample-log/reveal256.json").utf8))
        let hash = FieldCommitment.hash(
            field: reveal.field, salt: Content.bytes(hex: reveal.saltHex)!,
            payload: Array(Data(base64Encoded: reveal.payloadB64)!))
        #expect(String(decoding: entries[256], as: UTF8.self).contains("\"payload\":\"\(Content.hex(hash))\""))
    }

    // MARK: Tampering

    private static let key = try! SignerKey(name: "log.example/t", kind: .log, seed: Array(repeating: 7, count: 32))

    /// A log of entries as its files.
    private static func files(_ entries: [String]) -> [String: [UInt8]] {
        var edge = TreeEdge()
        var files: [String: [UInt8]] = [:]
        let leaves = entries.map { TreeHash(leaf: Array($0.utf8)) }
        let tiles = edge.append(leaves).tiles
        for tile in Tile.all(of: edge.size) {
            files[tile.path] = Array(tiles[Tile(level: tile.level, number: tile.number)]!.prefix(tile.count)).bytes
        }
        for tile in Tile.bundles(of: edge.size) {
            var bytes: [UInt8] = []
            for entry in entries[Int(tile.number * 256)...].prefix(tile.count) {
                Bundle.append(Array(entry.utf8), to: &bytes)
            }
            files[tile.path] = bytes
        }
        let checkpoint = Checkpoint(origin: key.verifier.name, size: edge.size, root: edge.root)
        files["checkpoint"] = Array(checkpoint.signed(by: key).whole.utf8)
        return files
    }

    private static func bundle(_ entries: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries { Bundle.append(Array(entry.utf8), to: &bytes) }
        return bytes
    }

    private static let entries = (0..<300).map { "entry \($0)" }
    private static let first = Array(entries[..<256])

    /// Seven ways, each with what it is told by.
    private static let tampered: [(name: String, files: [String: [UInt8]], place: String, cause: String)] = {
        var all: [(String, [String: [UInt8]], String, String)] = []
        func add(_ name: String, _ place: String, _ cause: String, _ change: (inout [String: [UInt8]]) -> Void) {
            var files = files(entries)
            change(&files)
            all.append((name, files, place, cause))
        }
        add("entry changed", "tile/0/000", "its hash of entry 5 is another") { files in
            var changed = first
            changed[5] = "entry V"
            files["tile/entries/000"] = bundle(changed)
        }
        add("entry removed", "tile/entries/000", "does not hold 256 entries") { files in
            files["tile/entries/000"] = bundle(Array(first.dropLast()))
        }
        add("entry inserted", "tile/entries/000", "does not hold 256 entries") { files in
            files["tile/entries/000"] = bundle(first + ["one more"])
        }
        add("entries reordered", "tile/0/000", "its hash of entry 8 is another") { files in
            var changed = first
            changed.swapAt(8, 9)
            files["tile/entries/000"] = bundle(changed)
        }
        add("tile changed", "tile/0/001.p/44", "its hash of entry 266 is another") { files in
            files["tile/0/001.p/44"]![10 * 32] ^= 1
        }
        add("log cut", "checkpoint", "has 200 entries, and had 257 before: it was cut") { files in
            files = Self.files(Array(entries.prefix(200)))
        }
        add("log rewritten and signed again", "the checkpoint at 257", "the log was rewritten") { files in
            var changed = entries
            changed[5] = "entry V"
            files = Self.files(changed)
        }
        return all
    }()

    @Test(arguments: tampered.map(\.name)) func `tampering is seen, and where`(_ name: String) throws {
        let (_, files, place, cause) = Self.tampered.first { $0.name == name }!
        let before = Self.files(Array(Self.entries.prefix(257)))["checkpoint"]!
        let old = try Checkpoint(Note(reading: String(decoding: before, as: UTF8.self)), by: Self.key.verifier)
        let walk = LogWalk(key: Self.key.verifier) { files[$0] }
        let fault = #expect(throws: LogFault.self) { try walk.verify(old: [old]) }
        #expect(fault?.place == place && fault!.cause.contains(cause), "\(fault?.text ?? "")")
    }

    @Test func `a log that was only added to passes, with partial files replaced by whole ones`() throws {
        let before = Self.files(Array(Self.entries.prefix(257)))["checkpoint"]!
        let old = try Checkpoint(Note(reading: String(decoding: before, as: UTF8.self)), by: Self.key.verifier)
        let files = Self.files(Self.entries)
        #expect(try LogWalk(key: Self.key.verifier) { files[$0] }.verify(old: [old]).checkpoint.size == 300)
        // Whoever reads an older checkpoint finds its partial tiles in what has grown since.
        var grown = Self.files(Self.entries + (300..<600).map { "entry \($0)" })
        for path in ["checkpoint", "tile/1/000.p/1"] { grown[path] = files[path] }
        #expect(grown["tile/0/001.p/44"] == nil)
        #expect(try LogWalk(key: Self.key.verifier) { grown[$0] }.verify().checkpoint.size == 300)
    }

    @Test(arguments: [
        "", "\n", "text", "text\n", "text\n\n", "text\n\n— name AAAAAAA=", "text\n\n-- name AAAAAAA=\n",
        "text\n\n— na me AAAAAAA=\n", "te\u{1}xt\n\n— name AAAAAAA=\n", "text\n\n— name AAAA\n",
    ]) func `what is no note is refused`(_ text: String) {
        #expect(throws: NoteFault.self) { try Note(reading: text) }
    }

    @Test func `a key is written and read as other tools do`() throws {
        let key = try SignerKey(Self.key.text)
        #expect(key.text == Self.key.text && key.text.hasPrefix("PRIVATE+KEY+log.example/t+"))
        let witness = try SignerKey(name: "w.example", kind: .witness, seed: Array(repeating: 9, count: 32))
        let note = Checkpoint(origin: "o", size: 0, root: .empty).signed(by: key)
        var seen = note
        seen.signatures.append(witness.sign(note.text, at: 1_800_000_000))
        #expect(try witness.verifier.verify(seen) == 1_800_000_000)
        #expect(try VerifierKey(witness.verifier.text) == witness.verifier)
        #expect(throws: NoteFault.unsigned(name: "w.example")) { try witness.verifier.verify(note) }
        seen.text = "other\n"
        #expect(throws: NoteFault.falseSignature(name: "w.example")) { try witness.verifier.verify(seen) }
        for bad in ["w.example+00000000+AAAA", "w.example", key.verifier.text.dropLast(4) + "AAA=", ""] {
            #expect(throws: NoteFault.self) { try VerifierKey(bad) }
        }
    }

    @Test(arguments: [1 << 40, Int64.max]) func `a log that says it has more than it shows costs nothing`(_ size: Int64)
    {
        let note = Checkpoint(origin: "log.example/t", size: size, root: .empty).signed(by: Self.key)
        let walk = LogWalk(key: Self.key.verifier) { $0 == "checkpoint" ? Array(note.whole.utf8) : nil }
        #expect(throws: LogFault(place: "tile/entries/000", cause: "it is missing")) { try walk.verify() }
    }

    @Test(arguments: [
        (Int64.min, "0000-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"), (0, "1970-01-01T00:00:00.000Z"),
        (1_709_210_096_007, "2024-02-29T12:34:56.007Z"), (.max, "9999-12-31T23:59:59.999Z"),
    ]) func `every instant can be written`(_ at: Int64, _ text: String) {
        let entry = EvidenceEntry(sequence: 0, at: at, subject: "a", step: "b", actor: "c\n\"", commits: [])
        let expected = #"{"actor":"c\n\"","case":"a","commit":{},"seq":0,"step":"b","ts":"\#(text)","v":1}"#
        #expect(String(decoding: entry.bytes, as: UTF8.self) == expected)
    }
}
