import Domain
import PolicyLanguage
import Support
import Testing
import Wire

@Suite struct HistoryReaderTests {
    private static let mapping = HistoryMapping.read(
        Fixture.bytes("examples/mappings/servicenow.yaml"), zones: .shipped
    ).value!
    private static let policy: PolicyInForce = {
        let cn = OfficialCalendar(name: "cn", years: 2026...2026, holidays: [], workdays: [])
        let read = Policy.read(Fixture.bytes("policies/standard.yaml"), zones: .shipped, official: ["cn": cn])
        return try! PolicyInForce(read.value!, zones: .shipped, official: ["cn": cn])
    }()
    /// The header and the first rows of the example.
    private static let example: [UInt8] = {
        let lines = Fixture.text("examples/itsm/incidents.csv").split(whereSeparator: \.isNewline)
        return Array(lines.prefix(61).joined(separator: "\n").utf8)
    }()

    private func read(_ bytes: [UInt8]) throws -> HistoryReader {
        var reader = HistoryReader(Self.mapping, zone: .shipped(Self.mapping.zone))
        var csv = CSVReader()
        var isHeader = true
        func take(_ record: CSVReader.Record) throws {
            if isHeader {
                try reader.header(record.fields.indices.map { String(decoding: record[$0], as: UTF8.self) })
            } else {
                reader.add(record)
            }
            isHeader = false
        }
        var faults: [Int] = []
        try bytes.withUnsafeBufferPointer { try csv.read($0, record: take) { faults.append($1) } }
        try csv.finish(record: take) { faults.append($1) }
        for line in faults { reader.reject(line, "quote") }
        return reader
    }

    @Test func `every row of the example is read`() throws {
        let reader = try read(Self.example)
        #expect(reader.rows == 60)
        #expect(reader.rejected.isEmpty)
    }

    @Test(arguments: Seed.some(300)) func `a damaged history loses rows and never the run`(_ seed: Seed) throws {
        var chance = seed
        var bytes = Self.example
        let body = bytes.firstIndex(of: 0x0A)! + 1
        for _ in 0...chance.count(0...12) {
            let index = chance.count(body...bytes.count - 1)
            switch chance.count(0...3) {
            case 0: bytes[index] = UInt8(chance.count(0...255))
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(chance.one(of: Array("\",\n\r?:-9".utf8)), at: index)
            default: bytes.removeSubrange(index..<min(bytes.count, index + chance.count(1...400)))
            }
            guard bytes.count > body + 1 else { break }
        }
        let reader = try read(bytes)
        let lines = bytes.count { $0 == 0x0A } + 1
        #expect(reader.rejected.allSatisfy { (2...lines).contains($0.line) && !$0.cause.isEmpty })
        let replay = Replay([Self.policy], mapping: Self.mapping, end: reader.end ?? .tablesBegin)
        for ticket in reader.tickets {
            let played = replay.play(ticket)
            #expect(played?.clocks.allSatisfy { $0.key.occurrence >= 1 } ?? ticket.rows.isEmpty)
        }
    }

    @Test(arguments: [
        (#"{"ticket":"T","event":"paused","at":"2026-02-14T09:00:00Z"}"#, "whom it waits for"),
        (#"{"ticket":"T","event":"agreed","at":"2026-02-14T09:00:00Z"}"#, "date"),
        (#"{"ticket":"T","event":"labour-recorded","at":"2026-02-14T09:00:00Z","minutes":"many"}"#, "minutes"),
        (#"{"ticket":"T","event":"engagd","at":"2026-02-14T09:00:00Z"}"#, "\"engaged\""),
        (#"{"ticket":"T","event":"engaged","at":"yesterday"}"#, "RFC 3339"),
        (#"{"ticket":"","event":"engaged","at":"2026-02-14T09:00:00Z"}"#, "name is missing"),
        (#"{"event":"engaged","at":"2026-02-14T09:00:00Z"}"#, "\"ticket\" is missing"),
        (#"[1]"#, "not an object"),
    ]) func `a row says what it lacks`(_ line: String, _ words: String) throws {
        let mapping = HistoryMapping.read(Fixture.bytes("examples/mappings/events.yaml"), zones: .shipped).value!
        var reader = HistoryReader(mapping, zone: .utc)
        reader.add(try JSONValue(line), line: 7)
        #expect(reader.rows == 0)
        #expect(reader.rejected.first?.line == 7)
        #expect(reader.rejected.first?.cause.contains(words) == true, "\(reader.rejected)")
    }
}
