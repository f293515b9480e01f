import Domain
import Support
import Testing
import Wire

@testable import Storage

struct JournalCodecTests {
    @Test(arguments: Seed.some(30))
    func `what is read is what was written, without free text`(_ seed: Seed) throws {
        var chance = seed
        for _ in 0..<50 {
            let any = AnyEvent(&chance)
            let bound = AnyEvent.bound(&chance)
            let (kind, payload) = try JournalCodec.encode(any.event, bound: bound)
            let read = try JournalCodec.decode(
                kind: kind, payload: payload, stream: any.stream, occurred: any.event.occurred)
            #expect(read.event == any.event.withoutFreeText, "\(kind) \(payload)")
            #expect(read.bound == bound, "\(kind) \(payload)")
            // Texts that only look alike are equal to Swift; bytes are not.
            let again = try JournalCodec.encode(read.event, bound: read.bound)
            #expect(again.kind == kind)
            #expect(Array(again.payload.utf8) == Array(payload.utf8))
        }
    }

    @Test(arguments: Seed.some(30))
    func `a payload is canonical`(_ seed: Seed) throws {
        var chance = seed
        for _ in 0..<50 {
            let payload = try JournalCodec.encode(AnyEvent(&chance).event, bound: AnyEvent.bound(&chance)).payload
            let tree = try JSONValue(payload)
            try expectPlain(tree)
            #expect(Array(sorted(tree).text.utf8) == Array(payload.utf8), "\(payload)")
        }
    }

    @Test func `chance reaches every kind, and every kind stands in its table`() throws {
        var chance = Seed(1)
        var written: [StreamID.Kind: Set<String>] = [:]
        for _ in 0..<5_000 {
            let any = AnyEvent(&chance)
            written[any.stream.kind, default: []].insert(try JournalCodec.encode(any.event, bound: nil).kind)
        }
        for (stream, kinds) in tables {
            #expect(written[stream] == Set(kinds), "\(stream)")
            #expect(kinds.count == Set(kinds).count, "a word stands twice among those of \(stream)")
            for kind in kinds { #expect(kind.utf8.allSatisfy { 0x61...0x7A ~= $0 || 0x2D...0x39 ~= $0 }, "\(kind)") }
        }
        // All kinds of records share one table.
        #expect(tables.count == StreamID.Kind.allCases.count - RecordKind.allCases.count + 1)
    }

    @Test(arguments: ["opened.2", "Opened", "opened ", "", "posted", "öffnete"])
    func `an unknown kind is refused by its name`(_ kind: String) {
        #expect(throws: CodecFault.unknownKind(.ticket, kind)) {
            try JournalCodec.decode(
                kind: kind, payload: "{}", stream: .ticket("t"), occurred: at("2026-02-14T20:30:00Z"))
        }
    }

    @Test func `only that there was a reason is kept`() throws {
        let grade = GradeRef(policy: PolicyVersion(id: "p", version: "1"), grade: "g")
        for (reason, kept) in [(nil, nil), ("", ""), ("He is angry.", "")] as [(String?, String?)] {
            let event = Journal.Event.ticket(
                .course(.regraded(strand: 0, grade, .simple, at: moment, reason: reason, down: true)))
            let (kind, payload) = try JournalCodec.encode(event, bound: nil)
            #expect(!payload.contains("angry"))
            let read = try JournalCodec.decode(kind: kind, payload: payload, stream: .ticket("t"), occurred: moment)
            guard case .ticket(.course(.regraded(_, _, _, _, let found, _))) = read.event, found == kept else {
                Issue.record("\(read.event)")
                continue
            }
        }
    }

    @Test func `the longest payload fits, and a byte more does not`() throws {
        func event(_ count: Int) -> Journal.Event {
            .ticket(.changed(.split(into: TicketID(rawValue: String(repeating: "x", count: count))), at: moment))
        }
        let room = JournalCodec.longest - #"{"into":""}"#.utf8.count
        let (kind, payload) = try JournalCodec.encode(event(room), bound: nil)
        #expect(payload.utf8.count == JournalCodec.longest)
        _ = try JournalCodec.decode(kind: kind, payload: payload, stream: .ticket("t"), occurred: moment)
        let fault = CodecFault.tooLong(kind: "split", bytes: JournalCodec.longest + 1)
        #expect(throws: fault) { try JournalCodec.encode(event(room + 1), bound: nil) }
        #expect(throws: fault) {
            try JournalCodec.decode(kind: kind, payload: payload + " ", stream: .ticket("t"), occurred: moment)
        }
    }

    @Test func `fields are bound in ascending order, however they come`() throws {
        let fields = ["text", "name"].map { Journal.Bound.Field(name: $0, hash: digits) }
        let payload = try JournalCodec.encode(
            .desk(.monthEnded(at: moment)), bound: Journal.Bound(person: "customer/c", fields: fields)
        ).payload
        #expect(payload == #"{"commit":{"name":"\#(digits)","text":"\#(digits)"},"person":"customer/c"}"#)
    }

    @Test(arguments: [
        [("", digits)], [("näme", digits)], [("a b", digits)], [("a\"b", digits)], [("name", "abc")],
        [("name", digits.uppercased())], [("name", digits), ("text", digits), ("name", digits)],
    ])
    func `a field that can't be bound is refused`(_ fields: [(String, String)]) {
        let bound = Journal.Bound(person: "customer/c", fields: fields.map { .init(name: $0, hash: $1) })
        #expect(throws: CodecFault.bound(kind: "month-ended", field: fields[0].0)) {
            try JournalCodec.encode(.desk(.monthEnded(at: moment)), bound: bound)
        }
    }
}

/// Every table of kinds, by its stream.
let tables: [(StreamID.Kind, [String])] = [
    (.desk, DeskEvent.kinds), (.policy, Activation.kinds), (.ticket, Ticket.Event.kinds),
    (.incident, Incident.Event.kinds), (.ledger, Ledger.Event.kinds),
    (.record(.contact), RecordHappening.kinds), (.contacts, AnsweredAtOnce.kinds), (.access, AccessEvent.kinds),
]

private let moment = at("2026-02-14T20:30:00Z")
private let digits = String(repeating: "0123456789abcdef", count: 4)

/// Texts and integers only, under keys of ASCII.
private func expectPlain(_ value: JSONValue) throws {
    switch value {
    case .null, .bool: Issue.record("\(value.text) in a payload")
    case .number(let digits): #expect(Int64(digits) != nil, "\(digits)")
    case .string: break
    case .array(let values): for value in values { try expectPlain(value) }
    case .object(let members):
        for member in members {
            #expect(member.key.utf8.allSatisfy { $0 < 0x80 }, "\(member.key)")
            try expectPlain(member.value)
        }
    }
}

private func sorted(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null, .bool, .number, .string: value
    case .array(let values): .array(values.map(sorted))
    case .object(let members):
        .object(
            members.map { .init(key: $0.key, value: sorted($0.value)) }
                .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    }
}
