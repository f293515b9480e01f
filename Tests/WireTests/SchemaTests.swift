import Testing
import Wire

@Suite struct SchemaTests {
    private static let schema = Schema.object([
        Schema.must("id", .text(atLeast: 2, atMost: 4)), Schema.may("n", .integer(0...9)),
        Schema.may("list", .list(.object([Schema.must("a", .flag)]), atMost: 3)),
        Schema.may("map", .map(.words(["x", "y"]), keys: Schema.Text(atLeast: 1, atMost: 3), atMost: 2)),
        Schema.may("when", Schema.orNull(Schema.instant)),
    ])

    @Test(
        arguments: [
            (#"{"id":"ab"}"#, []), (#"{"id":"abcd","n":9,"when":null}"#, []),
            (#"{"id":"\u4e00\u4e00\u4e00\u4e00"}"#, []),
            (#"{"id":"a"}"#, ["/id"]), (#"{"id":"\u4e00"}"#, ["/id"]), (#"{"id":"\ud83d\ude00"}"#, ["/id"]),
            (#"{"id":"abcde"}"#, ["/id"]), (#"{"id":"ab","n":10}"#, ["/n"]), ("{}", ["/id"]), ("[]", [""]),
            (#"{"id":"ab","list":[{"a":true},{"a":1},{}]}"#, ["/list/1/a", "/list/2/a"]),
            (#"{"id":"ab","map":{"a/b":"z","long":"x"}}"#, ["/map/a~1b", "/map/long"]),
            (#"{"id":"ab","when":"2026-01-01"}"#, ["/when"]), (#"{"id":"ab","un~known":1}"#, ["/un~0known"]),
        ] as [(String, [String])])
    func `every fault is told with its place`(_ text: String, _ places: [String]) throws {
        let faults = Self.schema.faults(of: try JSONValue(text), named: [:])
        #expect(faults.map(\.pointer) == places)
    }

    @Test(arguments: ["a", "\u{4E00}", "\u{1F600}"], 0...6)
    func `a text's length is counted in scalars`(_ scalar: String, _ count: Int) {
        let text = JSONValue.string(String(repeating: scalar, count: count))
        let isShortOrLong = !Schema.text(atLeast: 2, atMost: 4).faults(of: text, named: [:]).isEmpty
        #expect(isShortOrLong == !(2...4).contains(count))
    }
}
