// Records as a table: CSV with a header, or JSON Lines. One column, `id`, names the record; the others are fields. A row
// is a put: it makes the record or changes the fields that have a column, and an empty cell clears. A column that is not
// there changes nothing, so a file without personal columns leaves personal texts alone.
//
// In CSV a cell may begin with an apostrophe that protects it from being run as a formula; see `Cell`.

import Domain

/// One row of an import: what to put where.
public struct RecordRow: Hashable, Sendable {
    /// From 1.
    public let line: Int
    public let id: RecordID
    /// As typed; nil for an empty cell.
    public let values: [String: String?]

    public init(line: Int, id: RecordID, values: [String: String?]) {
        self.line = line
        self.id = id
        self.values = values
    }

    public var command: Record.Command { .put(values) }
}

/// Reads CSV in chunks. A bad row is told and left out; a bad header is told and ends the reading.
public struct RecordReader {
    public static let longestRow = 64 << 10
    public static let mostColumns = 200

    private let fields: [String]
    private var csv = CSVReader()
    private var header = Header.awaited

    private enum Header {
        case awaited
        case refused
        case columns([String], id: Int)
    }

    /// - Parameter fields: the kind's table and the company's own (`RecordBook.fields`).
    public init(_ fields: [RecordField]) { self.fields = fields.map(\.name) }

    public mutating func read(
        _ chunk: UnsafeBufferPointer<UInt8>, row: (RecordRow) -> Void, fault: (ImportFault) -> Void
    ) {
        var csv = csv
        csv.read(chunk, record: { take($0, row, fault) }, fault: { fault(RecordReader.fault($0, $1)) })
        self.csv = csv
    }

    /// The end of the file.
    public mutating func finish(row: (RecordRow) -> Void, fault: (ImportFault) -> Void) {
        var csv = csv
        csv.finish(record: { take($0, row, fault) }, fault: { fault(RecordReader.fault($0, $1)) })
        self.csv = csv
        if case .awaited = header { fault(ImportFault(line: 1, .noIDColumn)) }
    }

    private static func fault(_ fault: CSVReader.Fault, _ line: Int) -> ImportFault {
        switch fault {
        case .recordTooLong: ImportFault(line: line, .tooLong(bytes: longestRow))
        case .strayQuote: ImportFault(line: line, .strayQuote)
        case .unclosedQuote: ImportFault(line: line, .unclosedQuote)
        }
    }

    private mutating func take(
        _ record: CSVReader.Record, _ row: (RecordRow) -> Void, _ fault: (ImportFault) -> Void
    ) {
        if case .refused = header { return }
        do throws(ImportFault) {
            guard record.bytes.count <= RecordReader.longestRow else {
                throw ImportFault(line: record.line, .tooLong(bytes: RecordReader.longestRow))
            }
            var cells: [String] = []
            for index in record.fields.indices.prefix(RecordReader.mostColumns + 1) {
                guard let text = String(validating: record[index], as: UTF8.self) else {
                    throw ImportFault(line: record.line, .notText)
                }
                cells.append(text)
            }
            guard case .columns(let names, let id) = header else { return begin(cells, record.line, fault) }
            guard cells.count == names.count else {
                throw ImportFault(line: record.line, .fieldCount(record.fields.count, header: names.count))
            }
            row(try RecordReader.row(zip(names, cells.map(Cell.read)), cells[id], record.line))
        } catch {
            // Without a header no row means anything.
            if case .awaited = header { header = .refused }
            fault(error)
        }
    }

    private mutating func begin(_ cells: [String], _ line: Int, _ fault: (ImportFault) -> Void) {
        let names = cells.map { Cell.read(Cell.trimmed($0)) }
        let faults = RecordReader.faults(names, fields, line)
        faults.forEach(fault)
        header = .refused
        if faults.isEmpty, let id = names.firstIndex(of: "id") { header = .columns(names, id: id) }
    }

    /// Every fault of the names, whether of a header or of an object.
    static func faults(_ names: [String], _ fields: [String], _ line: Int) -> [ImportFault] {
        guard names.count <= mostColumns else {
            return [ImportFault(line: line, .tooManyColumns(atMost: mostColumns))]
        }
        var faults: [ImportFault] = []
        for (index, name) in names.enumerated() {
            let shown = String(name.prefix(40))
            if names[..<index].contains(name) {
                faults.append(ImportFault(line: line, column: shown, .columnTwice))
            } else if name != "id", !fields.contains(name) {
                let near = nearest(to: name, among: fields + ["id"])
                faults.append(ImportFault(line: line, column: shown, .unknownColumn(nearest: near)))
            }
        }
        if !names.contains("id") { faults.append(ImportFault(line: line, .noIDColumn)) }
        return faults
    }

    static func row(
        _ cells: some Sequence<(String, String?)>, _ id: String, _ line: Int
    ) throws(ImportFault) -> RecordRow {
        guard let id = RecordID(checking: Cell.trimmed(id)) else {
            throw ImportFault(line: line, column: "id", .badID)
        }
        var values: [String: String?] = [:]
        for (name, text) in cells where name != "id" { values[name] = .some(text.flatMap { $0.isEmpty ? nil : $0 }) }
        return RecordRow(line: line, id: id, values: values)
    }

    /// One line of JSON Lines: an object whose members are named like columns.
    ///
    /// Lists of texts are joined as the fields are typed; true, false and numbers are taken as they are written.
    public static func row(
        json bytes: UnsafeBufferPointer<UInt8>, line: Int, _ fields: [RecordField]
    ) -> Result<RecordRow, ImportFaults> {
        guard bytes.count <= longestRow else { return .failure([ImportFault(line: line, .tooLong(bytes: longestRow))]) }
        let value: JSONValue
        do throws(JSONFault) { value = try JSONValue(bytes) } catch {
            return .failure([ImportFault(line: line, .notJSON(byte: error.column))])
        }
        guard case .object(let members) = value else { return .failure([ImportFault(line: line, .notAnObject)]) }
        var faults = faults(members.map(\.key), fields.map(\.name), line)
        var cells: [(String, String?)] = []
        for member in members {
            switch text(member.value) {
            case .some(let text): cells.append((member.key, text))
            case .none: faults.append(ImportFault(line: line, column: member.key, .nested))
            }
        }
        guard faults.isEmpty else { return .failure(ImportFaults(faults)) }
        do throws(ImportFault) {
            return .success(try row(cells, cells.first { $0.0 == "id" }?.1 ?? "", line))
        } catch { return .failure([error]) }
    }

    /// Nil for what is no value, nil inside for null.
    private static func text(_ value: JSONValue) -> String?? {
        switch value {
        case .null: return .some(nil)
        case .bool(let flag): return flag ? "yes" : "no"
        case .number(let digits): return digits
        case .string(let text): return text
        case .array(let values):
            let texts = values.compactMap(\.string)
            return texts.count == values.count ? .some(texts.joined(separator: "; ")) : .none
        case .object: return .none
        }
    }
}

/// All faults of one line; never empty.
public struct ImportFaults: Error, Hashable, Sendable, ExpressibleByArrayLiteral {
    public let faults: [ImportFault]
    public init(_ faults: [ImportFault]) { self.faults = faults }
    public init(arrayLiteral faults: ImportFault...) { self.faults = faults }
}
