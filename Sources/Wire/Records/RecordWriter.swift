import Domain

/// Writes records as the CSV that `RecordReader` reads. It opens in a spreadsheet: a byte order mark says UTF-8, and no
/// cell is run as a formula.
public struct RecordWriter: Sendable {
    /// Behind `id`, in the order of the table.
    public let columns: [String]

    /// - Parameter personal: whether whoever asks may see personal texts. Secrets are never written.
    public init(_ fields: [RecordField], personal: Bool = false) {
        columns = fields.filter { personal ? !$0.isSecret : !$0.isSealed }.map(\.name)
    }

    public var header: String { "\u{FEFF}" + line(["id"] + columns) }

    /// - Parameter personal: opened texts of the personal columns, by field.
    public func line(_ record: Record, personal: [String: String] = [:]) -> String {
        line([record.id.rawValue] + columns.map { record.values[$0] ?? personal[$0] ?? "" })
    }

    private func line(_ cells: [String]) -> String { cells.map(Cell.text).joined(separator: ",") + "\r\n" }
}

/// A text in a cell of CSV.
///
/// A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return, which lets whoever typed a
/// name run a formula on the machine of whoever opens the export (OWASP, CSV injection). An apostrophe in front stops
/// that; and because a text may begin with an apostrophe too, that one is doubled. Reading takes one apostrophe off where
/// writing would have put one, so every text comes back as it was. A negative number is left as it is.
enum Cell {
    static func text(_ text: String) -> String {
        let shielded = needsShield(text.unicodeScalars[...]) ? "'" + text : text
        guard shielded.unicodeScalars.contains(where: { [",", "\"", "\n", "\r"].contains($0) }) else { return shielded }
        var quoted = "\""
        for scalar in shielded.unicodeScalars {
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    static func read(_ cell: String) -> String {
        guard cell.unicodeScalars.first == "'", needsShield(cell.unicodeScalars.dropFirst()) else { return cell }
        return String(cell.unicodeScalars.dropFirst())
    }

    /// Header and id are words: blanks round them are a slip of the keyboard.
    static func trimmed(_ text: String) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    private static func needsShield(_ text: Substring.UnicodeScalarView) -> Bool {
        switch text.first {
        case "=", "+", "@", "\t", "\r", "'", "＝", "＋", "－", "＠": true
        case "-": text.count == 1 || !text.dropFirst().allSatisfy { ("0"..."9").contains($0) }
        default: false
        }
    }
}
