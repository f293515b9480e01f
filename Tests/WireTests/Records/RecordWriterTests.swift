import Domain
import Support
import Testing
import Wire

struct RecordWriterTests {
    private static let fields = RecordKind.customer.fields

    /// A customer as a fold of events: any texts at all, also those that no put would keep.
    private static func customer(_ id: RecordID, _ values: [String: String]) -> Record {
        var record = Record(kind: .customer, id: id)
        record.evolve(.put(values: values, personal: ["name": true]))
        return record
    }

    @Test func `an export leaves sealed columns out unless they are asked for`() {
        let record = Self.customer("c1", ["level": "gold"])
        let plain = RecordWriter(Self.fields)
        #expect(plain.columns == ["number", "level", "language", "region", "site", "retention-days"])
        #expect(plain.header == "\u{FEFF}id,number,level,language,region,site,retention-days\r\n")
        #expect(plain.line(record, personal: ["name": "王"]) == "c1,,gold,,,,\r\n")
        let whole = RecordWriter(Self.fields, personal: true)
        #expect(whole.columns == Self.fields.map(\.name))
        #expect(whole.line(record, personal: ["name": "王"]).hasPrefix("c1,王,,gold,"))
        #expect(!RecordWriter(RecordKind.webhook.fields, personal: true).columns.contains("secret"))
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+8613800138000", "'+8613800138000"), ("-1", "-1"), ("-", "'-"), ("-1+1", "'-1+1"),
        ("@x", "'@x"), ("\tx", "'\tx"), ("'", "''"), ("'=1", "''=1"), ("''", "'''"), ("＝1", "'＝1"), ("a=1", "a=1"),
        ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("=\"a\"", "\"'=\"\"a\"\"\""), ("a\nb", "\"a\nb\""),
        ("\r", "\"'\r\""),
        (" a ", " a "), ("", ""),
    ]) func `a cell is never run as a formula`(text: String, cell: String) {
        let columns = RecordWriter([RecordField("level", .id)])
        #expect(columns.line(Self.customer("c1", ["level": text])) == "c1,\(cell)\r\n")
    }

    @Test(arguments: Seed.some(200))
    func `what was written is read`(_ seed: Seed) {
        var chance = seed
        let pieces = [
            "=", "+", "-", "@", "'", "\"", ",", "\n", "\r", "\t", " ", "7", "一诺", "é", "👩‍👧", "＝", "\u{FEFF}", "\u{301}",
        ]
        let writer = RecordWriter(Self.fields, personal: true)
        let records = (0..<5).map { index in
            let values = Self.fields.map { field in
                (field.name, (0..<chance.count(0...4)).map { _ in chance.one(of: pieces) }.joined())
            }
            return Self.customer(RecordID("c\(index)"), Dictionary(uniqueKeysWithValues: values))
        }
        let file = writer.header + records.map { writer.line($0) }.joined()
        let told = RecordReaderTests.read(file, Self.fields, chunk: chance.count(1...50))
        #expect(told.faults.isEmpty)
        #expect(told.rows.map(\.id) == records.map(\.id))
        for (row, record) in zip(told.rows, records) {
            for field in Self.fields {
                let read = row.values[field.name].flatMap(\.self) ?? ""
                #expect(Array(read.utf8) == Array(record.values[field.name]!.utf8), "\(field.name)")
            }
        }
    }
}
