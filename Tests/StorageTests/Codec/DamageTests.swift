import Domain
import Support
import Testing

@testable import Storage

/// Whatever the bytes are, reading ends in a fault or in an event that is written as exactly those bytes.
struct DamageTests {
    @Test(arguments: Seed.some(20))
    func `a payload cut off anywhere is a fault`(_ seed: Seed) throws {
        var chance = seed
        for _ in 0..<5 {
            let any = AnyEvent(&chance)
            let (kind, payload) = try JournalCodec.encode(any.event, bound: AnyEvent.bound(&chance))
            let bytes = Array(payload.utf8)
            for count in 0..<bytes.count {
                #expect(throws: CodecFault.self, "\(kind) \(payload) cut at \(count)") {
                    try decode(kind, Array(bytes[..<count]), any)
                }
            }
        }
    }

    @Test(arguments: Seed.some(30))
    func `a changed payload is a fault or another payload`(_ seed: Seed) throws {
        var chance = seed
        for _ in 0..<20 {
            let any = AnyEvent(&chance)
            let (kind, payload) = try JournalCodec.encode(any.event, bound: AnyEvent.bound(&chance))
            for _ in 0..<20 {
                var bytes = Array(payload.utf8)
                for _ in 0..<chance.count(1...3) { damage(&bytes, &chance) }
                // Some of them under another kind's name.
                let kind = chance.once(in: 4) ? chance.one(of: tables.first { $0.0 == any.stream.kind }!.1) : kind
                guard let read = try? decode(kind, bytes, any) else { continue }
                let again = try JournalCodec.encode(read.event, bound: read.bound)
                #expect(again.kind == kind)
                #expect(Array(again.payload.utf8) == bytes, "\(kind) \(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    @Test(arguments: [
        ("merged", #"{"into":"a" }"#), ("merged", #" {"into":"a"}"#), ("merged", #"{"into":"a"}x"#),
        ("merged", #"{"into": "a"}"#), ("merged", #"{"into":"a",}"#), ("merged", #"{,"into":"a"}"#),
        ("merged", #"{"into":"a","into":"a"}"#), ("merged", #"{"into":null}"#), ("merged", #"{"into":"\u0041"}"#),
        ("merged", #"{"into":"\/"}"#), ("merged", #"{"into":"\u000a"}"#), ("merged", #"{"into":"\u001F"}"#),
        ("merged", "{\"into\":\"\n\"}"), ("merged", "{}"), ("merged", "[]"), ("merged", ""),
        ("duty", #"{"duty":"d","strand":01}"#), ("duty", #"{"duty":"d","strand":-0}"#),
        ("duty", #"{"duty":"d","strand":-}"#), ("duty", #"{"duty":"d","strand":1.0}"#),
        ("duty", #"{"duty":"d","strand":9223372036854775808}"#),
        ("duty", #"{"duty":"d","strand":-9223372036854775809}"#), ("duty", #"{"strand":1,"duty":"d"}"#),
        ("field", #"{"name":"f","personal":0}"#), ("field", #"{"name":"f","personal":1,"word":"w"}"#),
        ("happened", #"{"date":1,"event":"agreed","team":"t"}"#), ("happened", #"{"event":"x","robot":2}"#),
        ("happened", #"{"event":"x","waiting":"nobody"}"#),
        ("opened", #"{"attributes":{"site":"s","agent":"a"},"customer":"c"}"#),
        ("opened", #"{"attributes":{"colour":"red"},"customer":"c"}"#),
        (
            "absorbed",
            #"{"starts":[{"at":1,"commitment":"b","policy":"p"},{"at":1,"commitment":"a","policy":"p"}],"ticket":"t"}"#
        ),
        ("erased", #"{"commit":{}}"#), ("erased", #"{"person":"p"}"#), ("erased", #"{"person":"p","commit":{}}"#),
        ("merged", #"{"into":"a","commit":{},"person":"p"}"#), ("merged", #"{"commit":{},"person":"p","into":"a"}"#),
        ("erased", #"{"commit":{"a":"b"},"person":"p"}"#),
    ])
    func `another spelling is a fault`(_ kind: String, _ payload: String) {
        #expect(throws: CodecFault.self) {
            try JournalCodec.decode(
                kind: kind, payload: payload, stream: .ticket("t"), occurred: at("2026-02-14T20:30:00Z"))
        }
    }

    @Test func `text that is not UTF-8 is a fault`() {
        let bytes = Array(#"{"into":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
        let fault = CodecFault.malformed(kind: "merged", column: 13, reason: "the text is not UTF-8")
        #expect(throws: fault) {
            try bytes.withUnsafeBufferPointer {
                try JournalCodec.decode(
                    kind: "merged", payload: $0, stream: .ticket("t"), occurred: at("2026-02-14T20:30:00Z"))
            }
        }
    }
}

@discardableResult
private func decode(
    _ kind: String, _ bytes: [UInt8], _ any: AnyEvent
) throws -> (event: Journal.Event, bound: Journal.Bound?) {
    // A buffer of just these bytes, so that a step beyond it is one that a sanitizer sees.
    try bytes.withUnsafeBufferPointer {
        try JournalCodec.decode(kind: kind, payload: $0, stream: any.stream, occurred: any.event.occurred)
    }
}

/// One byte changed, left out, doubled or put in; often one that means something to JSON.
func damage(_ bytes: inout [UInt8], _ chance: inout Seed) {
    guard !bytes.isEmpty else { return }
    let place = chance.count(0...bytes.count - 1)
    let byte =
        chance.once(in: 2)
        ? chance.one(of: Array("{}[]\",:\\0-1u".utf8)) : UInt8(truncatingIfNeeded: chance.next())
    switch chance.count(0...3) {
    case 0: bytes[place] = byte
    case 1: bytes.remove(at: place)
    case 2: bytes.insert(bytes[place], at: place)
    default: bytes.insert(byte, at: place)
    }
}
