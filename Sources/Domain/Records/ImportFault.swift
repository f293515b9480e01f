/// Why a line of an import can't be taken. The other lines are.
public struct ImportFault: Error, Hashable, Sendable {
    /// From 1; where the row begins.
    public let line: Int
    /// Nil where the whole row is meant.
    public let column: String?
    public let cause: Cause

    public init(line: Int, column: String? = nil, _ cause: Cause) {
        self.line = line
        self.column = column
        self.cause = cause
    }

    public enum Cause: Hashable, Sendable {
        // Of the header, after which no row is read:
        case unknownColumn(nearest: String?)
        case columnTwice
        case noIDColumn
        case tooManyColumns(atMost: Int)
        // Of a row:
        case tooLong(bytes: Int)
        case strayQuote
        case unclosedQuote
        case notText
        case fieldCount(Int, header: Int)
        case notJSON(byte: Int)
        case notAnObject
        /// A list or an object where one value belongs.
        case nested
        case badID
        // Of what the row would do:
        case field(FieldFault.Cause)
        case refused(Record.Refusal)
    }

    /// What a refused put means for the row that asked for it, fault by fault.
    public static func refused(_ refusal: Record.Refusal, line: Int) -> [ImportFault] {
        guard case .faults(let faults) = refusal else { return [ImportFault(line: line, .refused(refusal))] }
        return faults.map { ImportFault(line: line, column: $0.field, .field($0.cause)) }
    }
}
