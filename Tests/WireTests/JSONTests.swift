import Support
import Testing

@testable import Wire

@Suite struct JSONTests {
    @Test(arguments: [
        ("{}", "{}"), ("[]", "[]"), (" [1, 2.50 ,-3e5]\n", "[1,2.50,-3e5]"),
        ("{\"b\":1,\"a\":[true,false,null]}", "{\"b\":1,\"a\":[true,false,null]}"),
        (#""\u4e00\u8bfa \ud83d\ude00 \" \\ \/ \n""#, #""一诺 😀 \" \\ / \n""#), ("\"一\u{1F600}\"", "\"一\u{1F600}\""),
    ]) func `values are read and written`(_ text: String, _ written: String) throws {
        #expect(try JSONValue(text).text == written)
    }

    @Test(arguments: [
        ("", 1), ("{", 2), ("{\"a\"}", 5), ("{\"a\":1,}", 8), ("[1,]", 4), ("[1 2]", 4), ("01", 2), ("1.", 3), ("-", 1),
        ("1e", 3),
        ("\"a", 3), ("\"\u{1}\"", 2), (#""\x""#, 4), (#""\ud800""#, 8), (#""\u12"#, 4), ("nul", 1), ("true false", 6),
        ("NaN", 1),
        ("{\"a\":1,\"a\":2}", 11), ("'a'", 1),
    ]) func `what is no JSON is told with its column`(_ text: String, _ column: Int) {
        #expect { try JSONValue(text) } throws: { ($0 as? JSONFault)?.column == column }
    }

    @Test(
        arguments: [
            ([0xC3, 0x28], 5), ([0x61, 0xFF], 5), ([0xC0, 0x80], 5), ([0xED, 0xA0, 0x80], 6),
            ([0xF4, 0x90, 0x80, 0x80], 7),
            ([0xE4, 0xB8], 5), (Array(#"\n"#.utf8) + [0x80], 6),
        ] as [([UInt8], Int)])
    func `a text that is no UTF-8 is told with the column behind it`(_ bytes: [UInt8], _ column: Int) {
        let sent = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
        #expect { try sent.withUnsafeBufferPointer(JSONValue.init) } throws: {
            $0 as? JSONFault == JSONFault(column: column, reason: "the text is not UTF-8")
        }
    }

    @Test func `a number is written the same whatever type it has`() {
        for number in [0, 7, -1, 1_000_000, Int64.max, Int64.min] {
            #expect(JSONValue.int(number) == .number("\(number)"))
            #expect(JSONValue.int(Int(number)) == .number("\(number)"))
        }
        #expect(JSONValue.int(UInt8(200)) == .number("200"))
    }

    @Test func `a bomb of brackets is a fault and no crash`() {
        #expect(throws: JSONFault.self) { try JSONValue(String(repeating: "[", count: 1_000_000)) }
        #expect(throws: JSONFault.self) { try JSONValue(String(repeating: "{\"a\":", count: 100_000)) }
    }

    @Test(arguments: Seed.some(300)) func `what is written is read back`(_ seed: Seed) throws {
        var chance = seed
        func any(_ depth: Int) -> JSONValue {
            switch chance.count(0...(depth > 3 ? 3 : 5)) {
            case 0: return .null
            case 1: return .bool(chance.once(in: 2))
            case 2: return .int(chance.integer(-1_000_000...1_000_000))
            case 3:
                let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\u{1}", "一", "😀", "/", "\u{7F}"]
                return .string(
                    String(String.UnicodeScalarView((0..<chance.count(0...8)).map { _ in chance.one(of: scalars) })))
            case 4: return .array((0..<chance.count(0...4)).map { _ in any(depth + 1) })
            default:
                return .object((0..<chance.count(0...4)).map { JSONValue.Member(key: "k\($0)", value: any(depth + 1)) })
            }
        }
        let value = any(0)
        #expect(try JSONValue(value.text) == value)
    }

    @Test(arguments: Seed.some(300)) func `random text never crashes the reader`(_ seed: Seed) {
        var chance = seed
        let alphabet = Array("{}[]\":,0123456789.eE+-\\utrfn \u{FF}a".utf8) + [0xC3, 0x28]
        let bytes = (0..<chance.count(0...60)).map { _ in chance.one(of: alphabet) }
        bytes.withUnsafeBufferPointer { _ = try? JSONValue($0) }
    }
}
