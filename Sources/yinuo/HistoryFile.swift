import Domain
import Edges
import Foundation
import Phrases
import PolicyLanguage
import Wire

/// Reads a history file, CSV or JSON Lines, with the mapping that fits it.
struct HistoryFile {
    let path: String
    /// A mapping's id or path; nil to find it by the file's headers.
    let mapping: String?
    let zones: Zones
    /// Words that the policies add.
    let events: Set<EventName>

    /// - Throws: a complaint when the file or its mapping can't be used; rows that can't are told in the reader.
    func read() throws -> HistoryReader {
        var progress = ReadingProgress(total: File.size(path))
        defer { progress.end() }
        return try isJSONLines() ? try readJSONLines(&progress) : try readCSV(&progress)
    }

    private func readCSV(_ progress: inout ReadingProgress) throws -> HistoryReader {
        var reader: HistoryReader?
        var csv = CSVReader()
        var faults: [(CSVReader.Fault, Int)] = []
        func take(_ record: CSVReader.Record) throws {
            if reader == nil {
                reader = try makeReader(record.fields.indices.map { String(decoding: record[$0], as: UTF8.self) })
            } else {
                reader?.add(record)
            }
        }
        try File.chunks(path) { chunk in
            try csv.read(chunk, record: take) { faults.append(($0, $1)) }
            progress.advance(chunk.count)
        }
        try csv.finish(record: take) { faults.append(($0, $1)) }
        guard var reader else { throw Complaint("\(path) has no header line. The first line must name the columns.") }
        for (fault, line) in faults { reader.reject(line, fault.words) }
        return reader
    }

    private func readJSONLines(_ progress: inout ReadingProgress) throws -> HistoryReader {
        var reader: HistoryReader?
        var early: [(Int, String)] = []
        try File.lines(path) { number, line in
            progress.advance((line?.count ?? File.longestLine) + 1)
            guard let line else {
                early.append((number, "The line is longer than \(File.longestLine / 1024) kB."))
                return
            }
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return }
            let value: JSONValue
            do {
                value = try JSONValue(line)
            } catch let fault as JSONFault {
                early.append((number, "Column \(fault.column) is no JSON: \(fault.reason)."))
                return
            }
            if reader == nil, case .object(let members) = value { reader = try makeReader(members.map(\.key)) }
            if reader == nil { early.append((number, "The line is \(value.kind), not an object.")) }
            reader?.add(value, line: number)
        }
        guard var reader else {
            throw Complaint("\(path) holds no object that could be read. Write one JSON object a line.")
        }
        for (line, cause) in early { reader.reject(line, cause) }
        return reader
    }

    /// The first byte that is not white space tells: an object, or a header.
    private func isJSONLines() throws -> Bool {
        if path.hasSuffix(".csv") { return false }
        if path.hasSuffix(".jsonl") || path.hasSuffix(".ndjson") { return true }
        guard path != "-", let handle = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? handle.close() }
        let head = (try? handle.read(upToCount: 4096)) ?? Data()
        return head.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 } == UInt8(ascii: "{")
    }

    private func makeReader(_ names: [String]) throws -> HistoryReader {
        let mapping = try chosenMapping(names)
        let zone = try zones.zone(mapping.zone)
        var reader = HistoryReader(mapping, zone: zone, events: events)
        do throws(HistoryReader.MissingColumn) {
            // Of JSON the keys of each line count; columns that a line lacks are unknown there.
            try reader.header(names)
        } catch {
            let hint = error.nearest.map { " Did the mapping mean \"\($0)\"?" } ?? ""
            throw Complaint("\(path) has no column \"\(error.column)\", which the mapping \(mapping.id) reads.\(hint)")
        }
        return reader
    }

    private func chosenMapping(_ names: [String]) throws -> HistoryMapping {
        if let name = mapping {
            if let bytes = Shipped.bytes("mappings/\(name).yaml") { return try read(name + ".yaml", bytes) }
            return try read(name, try File.bytes(name, atMost: 1 << 20))
        }
        let shipped = try Shipped.files(in: "mappings/").map { try read($0.name, $0.bytes) }
        if let found = shipped.first(where: { $0.headers.allSatisfy(names.contains) }) { return found }
        let known = shipped.map { "\($0.id) (\($0.headers.joined(separator: ", ")))" }.joined(separator: "; ")
        throw Complaint(
            "The columns of \(path) fit no mapping that is known: \(known). Copy examples/mappings/servicenow.yaml, name your columns in it and pass it with --mapping."
        )
    }

    private func read(_ name: String, _ bytes: [UInt8]) throws -> HistoryMapping {
        let reading = HistoryMapping.read(bytes, zones: zones)
        if let mapping = reading.value { return mapping }
        throw Complaint(reading.faults.map { Finding(name, $0, wording(.en)).line }.joined(separator: "\n"))
    }
}

extension CSVReader.Fault {
    var words: String {
        switch self {
        case .recordTooLong: "The record is longer than a megabyte. A quote may never have been closed."
        case .strayQuote: "A quote stands inside a field. Double it, and quote the whole field."
        case .unclosedQuote: "A quote is never closed, so the rest of the file belongs to this field. Close it."
        }
    }
}

/// How far a long reading has come, told on a terminal about once per 64 MB.
struct ReadingProgress {
    let total: Int?
    private var done = 0
    private var told = 0
    private let isTerminal = isatty(2) == 1

    init(total: Int?) { self.total = total }

    mutating func advance(_ count: Int) {
        done += count
        guard isTerminal, done - told > 16 << 20 else { return }
        told = done
        let share = total.map { $0 > 0 ? " (\(min(100, done * 100 / $0)) %)" : "" } ?? ""
        Output.progress("read \(done >> 20) MB\(share)")
    }

    func end() { if told > 0 { Output.error("") } }
}
