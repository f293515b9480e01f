/// Columns for a terminal; Chinese, Japanese and Korean characters take two places.
struct Table {
    enum Heading {
        case left(String)
        case right(String)
        var text: String {
            switch self {
            case .left(let text), .right(let text): text
            }
        }
    }

    private let headings: [Heading]
    private var rows: [[String]] = []

    init(headings: [Heading]) { self.headings = headings }

    mutating func add(_ row: [String]) { rows.append(row) }

    /// Without the columns that say nothing in any row.
    func withoutSilentColumns() -> Table {
        let telling = headings.indices.filter { column in rows.contains { !["", "0", "–"].contains($0[column]) } }
        var table = Table(headings: telling.map { headings[$0] })
        for row in rows { table.add(telling.map { row[$0] }) }
        return table
    }

    func lines() -> [String] {
        let all = [headings.map(\.text)] + rows
        let widths = headings.indices.map { column in all.map { Table.width($0[column]) }.max() ?? 0 }
        var lines = all.map { row in
            zip(headings, zip(row, widths)).map { heading, cell in
                let padding = String(repeating: " ", count: cell.1 - Table.width(cell.0))
                if case .right = heading { return padding + cell.0 }
                return cell.0 + padding
            }.joined(separator: "  ").trimmingEnd
        }
        lines.insert(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), at: 1)
        return lines
    }

    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { width, scalar in
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3,
                0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
                width + 2
            default: width + 1
            }
        }
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
