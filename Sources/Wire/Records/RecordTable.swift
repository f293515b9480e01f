import Domain

/// A table as it is read: CSV, or JSON Lines if it begins like an object.
public struct RecordTable {
    private let fields: [RecordField]
    private var csv: RecordReader
    private var lines = LineSplitter(longest: RecordReader.longestRow)
    private var isJSON: Bool?
    private var rows: [RecordRow] = []
    private var faults: [ImportFault] = []

    public init(_ fields: [RecordField]) {
        self.fields = fields
        csv = RecordReader(fields)
    }

    public mutating func read(_ piece: UnsafeBufferPointer<UInt8>) {
        // A column can't be called that, so one byte tells.
        if isJSON == nil { isJSON = piece.first { ![0x20, 0x0A, 0x0D, 0x09, 0xEF, 0xBB, 0xBF].contains($0) } == 0x7B }
        var (rows, faults) = (rows, faults)
        if isJSON == true {
            // Only `take` throws, and this one does not.
            let fields = fields
            try? lines.read(piece) { RecordTable.line($0, $1, fields, &rows, &faults) }
        } else {
            csv.read(piece, row: { rows.append($0) }, fault: { faults.append($0) })
        }
        (self.rows, self.faults) = (rows, faults)
    }

    public mutating func finish() {
        var (rows, faults) = (rows, faults)
        if isJSON == true {
            let fields = fields
            try? lines.finish { RecordTable.line($0, $1, fields, &rows, &faults) }
        } else {
            csv.finish(row: { rows.append($0) }, fault: { faults.append($0) })
        }
        (self.rows, self.faults) = (rows, faults)
    }

    private static func line(
        _ number: Int, _ bytes: UnsafeBufferPointer<UInt8>?, _ fields: [RecordField], _ rows: inout [RecordRow],
        _ faults: inout [ImportFault]
    ) {
        guard let bytes else {
            return faults.append(ImportFault(line: number, .tooLong(bytes: RecordReader.longestRow)))
        }
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return }
        switch RecordReader.row(json: bytes, line: number, fields) {
        case .success(let row): rows.append(row)
        case .failure(let found): faults += found.faults
        }
    }

    /// What has been read since the last time.
    public mutating func take() -> (rows: [RecordRow], faults: [ImportFault]) {
        defer { (rows, faults) = ([], []) }
        return (rows, faults)
    }
}
