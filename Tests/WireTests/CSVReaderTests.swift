import Support
import Testing
import Wire

@Suite struct CSVReaderTests {
    struct Told: Equatable {
        var records: [[String]] = []
        var lines: [Int] = []
        var faults: [String] = []
    }

    /// Reads a text cut into chunks of a size.
    private func read(_ text: [UInt8], chunk: Int) -> Told {
        var told = Told()
        var reader = CSVReader()
        func take(_ record: CSVReader.Record) {
            told.records.append(record.fields.indices.map { String(decoding: record[$0], as: UTF8.self) })
            told.lines.append(record.line)
        }
        func fault(_ fault: CSVReader.Fault, _ line: Int) { told.faults.append("\(line) \(fault)") }
        for start in stride(from: 0, to: text.count, by: chunk) {
            Array(text[start..<min(start + chunk, text.count)]).withUnsafeBufferPointer {
                reader.read($0, record: take, fault: fault)
            }
        }
        reader.finish(record: take, fault: fault)
        return told
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let what: String
        let text: String
        let records: [[String]]
        var lines: [Int]?
        var faults: [String] = []
        var testDescription: String { what }
    }

    @Test(arguments: [
        Case(what: "plain rows", text: "a,b\nc,d\n", records: [["a", "b"], ["c", "d"]], lines: [1, 2]),
        Case(what: "a last row without line end", text: "a,b\nc,d", records: [["a", "b"], ["c", "d"]]),
        Case(what: "line ends of Windows", text: "a,b\r\nc,d\r\n", records: [["a", "b"], ["c", "d"]]),
        Case(what: "a byte order mark", text: "\u{FEFF}a,b\n", records: [["a", "b"]]),
        Case(what: "empty fields", text: ",\na,,\n", records: [["", ""], ["a", "", ""]]),
        Case(
            what: "empty lines are passed over and counted", text: "a\n\n\nb\n", records: [["a"], ["b"]], lines: [1, 4]),
        Case(what: "a comma in quotes", text: "\"a,b\",c\n", records: [["a,b", "c"]]),
        Case(what: "a doubled quote", text: "\"a\"\"b\",\"\"\n", records: [["a\"b", ""]]),
        Case(
            what: "a line end in quotes", text: "\"a\nb\",c\nd,e\n", records: [["a\nb", "c"], ["d", "e"]],
            lines: [1, 3]),
        Case(
            what: "a stray quote costs its row", text: "d\"e\"f,g\n\"x\"y,z\nh\n", records: [["h"]], lines: [3],
            faults: ["1 strayQuote", "2 strayQuote"]),
        Case(
            what: "two stray quotes cost their two rows", text: "a\nb\"\nc,d\ne\"\nf\n",
            records: [["a"], ["c", "d"], ["f"]],
            lines: [1, 3, 5], faults: ["2 strayQuote", "4 unclosedQuote"]),
        Case(
            what: "a quote that is never closed costs its row", text: "a\n\"b\nc\n", records: [["a"], ["c"]],
            lines: [1, 3],
            faults: ["2 unclosedQuote"]),
        Case(what: "Chinese", text: "工单,二级\n", records: [["工单", "二级"]]),
    ]) func `records come out whole however the stream is cut`(_ c: Case) {
        let whole = read(Array(c.text.utf8), chunk: 1 << 20)
        #expect(whole.records == c.records)
        #expect(whole.faults == c.faults)
        if let lines = c.lines { #expect(whole.lines == lines) }
        for chunk in 1...7 { #expect(read(Array(c.text.utf8), chunk: chunk) == whole, "in chunks of \(chunk)") }
    }

    @Test(arguments: Seed.some(200)) func `random bytes never crash and are read alike in any chunks`(_ seed: Seed) {
        var chance = seed
        let alphabet: [UInt8] = Array("ab,,\"\"\n\r\n".utf8) + [0xEF, 0xBB, 0xBF, 0, 0xFF]
        let bytes = (0..<chance.count(0...400)).map { _ in chance.one(of: alphabet) }
        let whole = read(bytes, chunk: 1 << 20)
        #expect(read(bytes, chunk: chance.count(1...50)) == whole)
    }

    @Test func `a record beyond a megabyte costs itself and not the file`() {
        let long = Array("a,".utf8) + Array(repeating: UInt8(ascii: "x"), count: (1 << 20) + 10) + Array("\nb,c\n".utf8)
        let told = read(long, chunk: 4096)
        #expect(told.records == [["b", "c"]])
        #expect(told.lines == [2])
        #expect(told.faults == ["1 recordTooLong"])
    }
}
