import Foundation

/// Measures the engine: due times, folding, judging, deciding.
///
///     Figures [--quick] [--json] [--cases FILE]
///
/// `--cases` writes the due times of New York for the peers. README.md tells how to read the result.
@main
enum Figures {
    static func main() throws {
        var arguments = CommandLine.arguments.dropFirst()
        var (isQuick, isJSON) = (false, false)
        var cases: String?
        while let argument = arguments.popFirst() {
            switch argument {
            case "--quick": isQuick = true
            case "--json": isJSON = true
            case "--cases" where !arguments.isEmpty: cases = arguments.removeFirst()
            default:
                FileHandle.standardError.write(
                    Data("Figures: \"\(argument)\" is unknown. Use --quick, --json, --cases FILE.\n".utf8))
                exit(64)
            }
        }
        Bench.checkCounter()
        let bench = Bench(repetitions: isQuick ? 5 : 11)
        let due = try DueFigures(cases: isQuick ? 50_000 : 200_000)
        if let cases { try due.casesForPeers.write(toFile: cases, atomically: true, encoding: .utf8) }
        let dues = try due.figures(bench)
        let journal = try JournalFigures(events: isQuick ? 300_000 : 1_000_000)
        let figures = [bench.yardstick()] + dues + journal.figures(bench)
        isJSON ? try print(json: figures) : print(table: figures, journal)
    }

    private static func print(json figures: [Figure]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        Swift.print(String(decoding: try encoder.encode(figures), as: UTF8.self))
    }

    private static func print(table figures: [Figure], _ journal: JournalFigures) {
        let rows = figures.map { figure in
            [
                figure.title, "\(text(figure.cpu.median)) \(figure.unit)",
                "\(text(figure.cpu.min))–\(text(figure.cpu.max))",
                text(figure.wall.median), figure.mallocs.map { text($0) } ?? "",
            ]
        }
        let table = [["figure", "CPU time", "min–max", "wall", "mallocs"]] + rows
        let widths = table[0].indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        for row in table {
            let cells = zip(row, widths).enumerated().map { column, cell in
                let space = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 ? cell.0 + space : space + cell.0
            }
            Swift.print(cells.joined(separator: "  "))
        }
        Swift.print("\njournal: \(journal.size): \(journal.mix)")
    }

    /// Three digits that count; large numbers whole.
    private static func text(_ value: Double) -> String {
        if value >= 100 { return String(format: "%.0f", value) }
        return String(format: value >= 10 ? "%.1f" : "%.2f", value)
    }
}
