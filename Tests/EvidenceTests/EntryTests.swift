import Evidence
import Testing

/// An entry has one spelling, however it is put together.
@Suite struct EntryTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var fields: [String] = []
        var stream = "ticket/t1"
        var kind = "opened"
        var actor = "agent:a1"
        var at: Int64 = 1_772_000_000_125
    }

    @Test(arguments: [
        Case(testDescription: "nothing bound besides"),
        Case(testDescription: "fields on both sides of the payload", fields: ["body", "pay", "subject"]),
        Case(testDescription: "only fields before it", fields: ["a", "b"]),
        Case(testDescription: "what has to be escaped", stream: "cust\"/x/y", kind: "a\nb\\", actor: "é\u{1}日本"),
        Case(testDescription: "a stream without an id", stream: "desk"),
        Case(testDescription: "before 1970", at: -86_399_999),
        Case(testDescription: "before all years", at: .min),
        Case(testDescription: "after all years", at: .max),
    ])
    func `a fact's entry is the same behind others as by itself`(_ c: Case) {
        let secret = EvidenceSecret(bytes: Array(repeating: 7, count: EvidenceSecret.byteCount))
        let payload = Array("{\"a\":1}".utf8)
        let shown = EvidencePayload.bytes(
            stream: c.stream, version: 3, kind: c.kind, occurred: c.at, recorded: c.at, actor: c.actor, payload: payload
        )
        let commits = c.fields.map { (field: $0, hash: Content.hash(Array($0.utf8))) }
        let own = FieldCommitment.hash(field: "payload", salt: secret.salt(at: 12), payload: shown)
        let all = (commits + [("payload", Content.hex(own))]).sorted { $0.0 < $1.0 }
        let step = c.stream.prefix { $0 != "/" } + "." + c.kind
        let alone = EvidenceEntry(
            sequence: 12, at: c.at, subject: "s", step: String(step), actor: c.actor, commits: all
        ).bytes

        var room = Array("what was there".utf8)
        FieldCommitment.begin(EvidenceEntry.payloadField, secret, at: 12, in: &room)
        EvidencePayload.append(
            stream: c.stream, version: 3, kind: c.kind, occurred: c.at, recorded: c.at, actor: c.actor,
            payload: payload, to: &room)
        var bundle: [UInt8] = []
        Bundle.append(Array("first".utf8), to: &bundle)
        let start = Bundle.begin(&bundle)
        EvidenceEntry.append(
            sequence: 12, at: c.at, subject: "s", stream: c.stream, kind: c.kind, actor: c.actor, commits: commits,
            bound: room, to: &bundle)
        let leaf = Bundle.end(start, &bundle)
        #expect(Bundle.entry(bundle, 1).map { Array($0) } == alone)
        #expect(leaf == TreeHash(leaf: alone))
    }

    @Test func `what has to be escaped is found wherever it stands`() {
        for byte in UInt8(0)..<0x80 {
            let isPlain = byte >= 0x20 && byte != 0x22 && byte != 0x5C
            for (before, after) in (0..<20).map({ ($0, 19 - $0) }) {
                let (head, tail) = (String(repeating: "é", count: before), String(repeating: "~", count: after))
                var bytes: [UInt8] = []
                CanonicalText.append(head + String(UnicodeScalar(byte)) + tail, &bytes)
                let plain = Array("\"\(head)".utf8) + [byte] + Array("\(tail)\"".utf8)
                #expect((bytes == plain) == isPlain, "\(byte) after \(before)")
                #expect(bytes.count == plain.count || !isPlain)
            }
        }
    }
}
