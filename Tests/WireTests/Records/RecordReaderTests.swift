import Domain
import Support
import Testing
import Wire

struct RecordReaderTests {
    struct Told: Equatable {
        var rows: [RecordRow] = []
        var faults: [ImportFault] = []
    }

    /// Reads a text cut into chunks of a size.
    static func read(_ text: String, _ fields: [RecordField], chunk: Int = 1 << 20) -> Told {
        read(Array(text.utf8), fields, chunk: chunk)
    }

    static func read(_ bytes: [UInt8], _ fields: [RecordField], chunk: Int = 1 << 20) -> Told {
        var told = Told()
        var reader = RecordReader(fields)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            Array(bytes[start..<min(start + chunk, bytes.count)]).withUnsafeBufferPointer {
                reader.read($0, row: { told.rows.append($0) }, fault: { told.faults.append($0) })
            }
        }
        reader.finish(row: { told.rows.append($0) }, fault: { told.faults.append($0) })
        return told
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let title: String
        let text: String
        let rows: [RecordRow]
        let faults: [ImportFault]
        init(_ title: String, _ text: String, _ rows: [RecordRow] = [], _ faults: [ImportFault] = []) {
            (self.title, self.text, self.rows, self.faults) = (title, text, rows, faults)
        }
        var testDescription: String { title }
    }

    static func row(_ line: Int, _ id: RecordID, _ values: [String: String?] = [:]) -> RecordRow {
        RecordRow(line: line, id: id, values: values)
    }

    @Test(arguments: [
        Case(
            "rows", "id,name,level\nc1,王小明,gold\nc2,\"a,b\",\n",
            [
                row(2, "c1", ["name": "王小明", "level": "gold"]), row(3, "c2", ["name": "a,b", "level": nil]),
            ]),
        Case("the id may stand anywhere", "name, id \n王, c1 \n", [row(2, "c1", ["name": "王"])]),
        Case("a mark and line ends of Windows", "\u{FEFF}id,name\r\nc1,王\r\n", [row(2, "c1", ["name": "王"])]),
        Case(
            "shielded cells", "id,name\nc1,'=1+1\nc2,'tis\nc3,''x\n",
            [row(2, "c1", ["name": "=1+1"]), row(3, "c2", ["name": "'tis"]), row(4, "c3", ["name": "'x"])]),
        Case(
            "one bad row does not stop the others", "id,name\nc1\n../c2,b\nc3,\"x\"y\nc4,d\n",
            [row(5, "c4", ["name": "d"])],
            [
                ImportFault(line: 2, .fieldCount(1, header: 2)), ImportFault(line: 3, column: "id", .badID),
                ImportFault(line: 4, .strayQuote),
            ]),
        Case(
            "a quote that stays open", "id,name\nc1,\"x\nc2,b\n", [row(3, "c2", ["name": "b"])],
            [ImportFault(line: 2, .unclosedQuote)]),
        Case(
            "every fault of the header, and then nothing", "nmae,level,level,zzz\na,b,c,d\n", [],
            [
                ImportFault(line: 1, column: "nmae", .unknownColumn(nearest: "name")),
                ImportFault(line: 1, column: "level", .columnTwice),
                ImportFault(line: 1, column: "zzz", .unknownColumn(nearest: nil)), ImportFault(line: 1, .noIDColumn),
            ]),
        Case("an empty file", "", [], [ImportFault(line: 1, .noIDColumn)]),
        Case("no column but the id", "id\nc1\n", [row(2, "c1")]),
    ]) func `a table is read row by row`(_ c: Case) {
        let fields = RecordKind.customer.fields
        let told = Self.read(c.text, fields)
        #expect(told == Told(rows: c.rows, faults: c.faults))
        for chunk in 1...5 { #expect(Self.read(c.text, fields, chunk: chunk) == told, "in chunks of \(chunk)") }
    }

    @Test func `rows, columns and bytes are bounded`() {
        let fields = RecordKind.customer.fields
        let long = String(repeating: "a", count: RecordReader.longestRow)
        #expect(
            Self.read("id,name\nc1,\(long)\nc2,b\n", fields)
                == Told(
                    rows: [Self.row(3, "c2", ["name": "b"])], faults: [ImportFault(line: 2, .tooLong(bytes: 65_536))]))
        let wide = (0...200).map { "x\($0)" }.joined(separator: ",")
        #expect(Self.read(wide + "\na\n", fields).faults == [ImportFault(line: 1, .tooManyColumns(atMost: 200))])
        #expect(
            Self.read(Array("id,name\nc1,".utf8) + [0xFF, 0x0A], fields).faults == [ImportFault(line: 2, .notText)])
        #expect(Self.read(long + "b,c\nc1,d\n", fields).faults == [ImportFault(line: 1, .tooLong(bytes: 65_536))])
    }

    @Test(arguments: [
        (
            #"{"id": "c1", "name": "王", "level": null, "retention-days": 30}"#,
            row(7, "c1", ["name": "王", "level": nil, "retention-days": "30"])
        ),
        (#"{"name": "", "id": "c1"}"#, row(7, "c1", ["name": nil])),
        (#"{"id": "c1", "name": ["a", "b"], "level": true}"#, row(7, "c1", ["name": "a; b", "level": "yes"])),
        (#"{"id": 7}"#, row(7, "7")),
    ]) func `a line of JSON is a row`(line: String, row: RecordRow) {
        #expect(Self.json(line) == .success(row))
    }

    @Test(arguments: [
        (#"{"id": "c1""#, ImportFault(line: 7, .notJSON(byte: 12))),
        ("[]", ImportFault(line: 7, .notAnObject)),
        (#"{"id": "c1", "nmae": "x"}"#, ImportFault(line: 7, column: "nmae", .unknownColumn(nearest: "name"))),
        (#"{"name": "x"}"#, ImportFault(line: 7, .noIDColumn)),
        (#"{"id": null}"#, ImportFault(line: 7, column: "id", .badID)),
        (#"{"id": "c1", "name": {}}"#, ImportFault(line: 7, column: "name", .nested)),
        (#"{"id": "c1", "name": [1]}"#, ImportFault(line: 7, column: "name", .nested)),
    ]) func `a line of JSON that is none`(line: String, fault: ImportFault) {
        #expect(Self.json(line) == .failure([fault]))
    }

    @Test func `a refused put is told by column`() {
        let faults = ImportFault.refused(
            .faults([FieldFault("name", .missing), FieldFault("phone", .unreadable(.phone))]), line: 4)
        #expect(
            faults == [
                ImportFault(line: 4, column: "name", .field(.missing)),
                ImportFault(line: 4, column: "phone", .field(.unreadable(.phone))),
            ])
        #expect(
            ImportFault.refused(.retired(.team, "x"), line: 4)
                == [ImportFault(line: 4, .refused(.retired(.team, "x")))])
    }

    private static func json(_ line: String) -> Result<RecordRow, ImportFaults> {
        Array(line.utf8).withUnsafeBufferPointer { RecordReader.row(json: $0, line: 7, RecordKind.customer.fields) }
    }
}
