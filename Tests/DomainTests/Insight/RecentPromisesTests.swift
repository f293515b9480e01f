import Support
import Testing

@testable import Domain

/// The numbers of promises that tickets share.
struct RecentPromisesTests {
    /// More kinds than are remembered, so that some are spelled again.
    @Test(arguments: [1, 3, 16, 17, 40])
    func `what is promised alike has one number, however much else was promised meanwhile`(kinds: Int) {
        var table = FigureTable()
        let now = at("2026-03-02T12:00:00Z")
        let changes = (0..<3 * kinds).map { number -> (recorded: Instant, change: FigureChange) in
            var row = FigureRow(opened: Int64(number), received: now)
            var promise = FigureRow.Promise(.of("g"), isHeld: true)
            promise.responsesKept = number % kinds
            row.promises = [promise]
            return (now, .row(row))
        }
        let rows = table.code(changes, to: Int64(3 * kinds), recorded: now, mark: 0).rows
        #expect(rows.map(\.promises) == (0..<3 * kinds).map { UInt32($0 % kinds) })
        #expect(table.words[.promises].count == kinds)
    }
}
