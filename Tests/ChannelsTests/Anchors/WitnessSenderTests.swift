import Domain
import Evidence
import Support
import Testing

@testable import Channels

/// What a witness may answer that ours never would; how both of ours work together, the tests of the program say.
struct WitnessSenderTests {
    private static let log = try! SignerKey(name: "log.example/s", kind: .log, seed: Array(repeating: 1, count: 32))
    private static let key = try! SignerKey(name: "w.example/1", kind: .witness, seed: Array(repeating: 4, count: 32))
    private static let stranger = try! SignerKey(
        name: "w.example/1", kind: .witness, seed: Array(repeating: 5, count: 32))
    private static let note = Checkpoint(origin: log.verifier.name, size: 7, root: TreeHash(leaf: [1])).signed(by: log)

    private let receiver: Receiver
    private let sender = WitnessSender(
        toPrivateAddresses: true, limits: PostLimits(connect: .seconds(300), total: .seconds(300)))

    init() throws { receiver = try Receiver.shared.get() }

    private func cosign(
        _ status: Int, _ body: String, type: String = "text/plain", old: Int64 = 3,
        by key: VerifierKey = key.verifier
    ) async throws -> WitnessSender.Cosignature {
        try await sender.cosign(
            Self.note, from: old, proof: [], at: receiver.saying(status, type, Array(body.utf8)), by: key)
    }

    @Test func `of several signatures the witness's own is taken`() async throws {
        let lines = [Self.stranger, Self.key].map { $0.sign(Self.note.text, at: 1_800_000_000) }
        let answer = try await cosign(200, lines.map(\.line).joined())
        #expect(answer.signature == lines[1] && answer.time == 1_800_000_000)
        var note = Self.note
        note.signatures.append(answer.signature)
        #expect(try Self.key.verifier.verify(note) == 1_800_000_000)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let status: Int
        var type = "text/plain"
        let body: String
        let fault: WitnessFault

        init(_ name: String, _ status: Int, _ body: String, _ fault: WitnessFault, type: String = "text/plain") {
            (testDescription, self.status, self.type, self.body, self.fault) = (name, status, type, body, fault)
        }
    }

    private static let size = "text/x.tlog.size"
    private static let noSize = WitnessFault.unreadable("it names no size that it last signed")

    @Test(arguments: [
        Case("it has signed less", 409, "5\n", .behind(size: 5), type: size),
        Case("it has signed nothing", 409, "0\n", .behind(size: 0), type: size),
        Case("it has signed this size", 409, "7\n", .behind(size: 7), type: size),
        Case("it has signed more", 409, "8\n", .ahead(size: 8), type: size),
        Case("it contradicts itself", 409, "3\n", noSize, type: size),
        Case("a size below nothing", 409, "-1\n", noSize, type: size),
        Case("no size", 409, "many\n", noSize, type: size),
        Case("a size without an end", 409, "5", noSize, type: size),
        Case("another tree", 409, "{}", .otherTree),
        Case("an unknown log", 404, "", .refused(status: 404)),
        Case("a wrong proof", 422, "", .refused(status: 422)),
        Case("a redirect", 302, "", .refused(status: 302)),
        Case(
            "a false signature", 200, key.sign("other\n", at: 1).line, .unsigned(.falseSignature(name: "w.example/1"))),
        Case(
            "a stranger's signature", 200, stranger.sign(note.text, at: 1).line,
            .unsigned(.otherKey(name: "w.example/1", expected: "1bc2dcb1", found: ["32fb0f85"]))),
        Case("no signature", 200, "", .unsigned(.malformed("it is not signed"))),
        Case("a signature that is cut off", 200, String(key.sign(note.text, at: 1).line.dropLast()), cutOff),
        Case(
            "another note", 200, "x\n\n" + key.sign("x\n", at: 1).line,
            .unsigned(.malformed("more than signatures came back"))),
    ]) func `what a witness answers is told apart`(_ c: Case) async {
        await #expect(throws: c.fault) { try await cosign(c.status, c.body, type: c.type) }
        #expect(!c.fault.words.cause.isEmpty && !c.fault.words.cure.isEmpty)
    }

    private static let cutOff = WitnessFault.unsigned(
        .malformed("no empty line stands between text and signatures"))

    @Test func `a log's key is no witness's`() async {
        let log = Self.log
        await #expect(throws: WitnessFault.self) {
            try await cosign(200, log.sign(Self.note.text).line, by: log.verifier)
        }
    }

    @Test func `who can't be reached is told so`() async {
        await #expect(throws: WitnessFault.unreachable(.privateAddress)) {
            try await WitnessSender().cosign(
                Self.note, from: 0, proof: [], at: receiver.base, by: Self.key.verifier)
        }
        await #expect(throws: WitnessFault.self) {
            try await sender.cosign(Self.note, from: 0, proof: [], at: "http://127.0.0.1:1", by: Self.key.verifier)
        }
    }
}
