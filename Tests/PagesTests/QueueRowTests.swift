import Domain
import Phrases
import Testing

@testable import Pages

/// A row of the queue, in what time alone makes of it.
struct QueueRowTests {
    private static var reader: Reader { Reader(.en, zone: .utc, now: Gallery.now) }

    private static func row(_ standing: ClockView.Standing) -> QueueRow {
        QueueRow(
            id: "a1b2c3", risk: .fine, rank: 1, subject: nil, customer: "Example Ltd", category: nil,
            grades: ["Standard"],
            clocks: [ClockView(title: "Delay notice", standing: standing)], state: "open", team: nil, agent: nil,
            received: Gallery.now)
    }

    private static func html(_ row: QueueRow.Now) -> String {
        var html = Markup()
        row.write(&html, reader)
        return html.text
    }

    @Test func `a notice whose time went by is past, whether its row was spelled before or after`() {
        let due = Gallery.now - .minutes(5)
        let before = Self.row(.running(due: due, left: .minutes(1), open: nil, isWarned: false)).written(Self.reader)
        let stale = Self.html(QueueRow.Now(before, risk: .fine, counts: [.passed]))
        #expect(stale.contains("<li class=\"clock\"><b>past</b><span>Delay notice</span><small>was due "))
        #expect(!stale.contains("data-due"), "nothing counts on")
        #expect(Self.html(Self.row(.passed(due: due)).now(Self.reader)) == stale)
    }
}
