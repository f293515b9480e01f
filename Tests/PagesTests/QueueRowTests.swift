import Domain
import Phrases
import Testing

@testable import Pages

/// A row of the queue, in what time alone makes of it.
struct QueueRowTests {
    private static var reader: Reader { Reader(.en, zone: .utc, now: Gallery.now) }

    private static func row(_ clocks: [ClockView]) -> QueueRow {
        QueueRow(
            id: "a1b2c3", risk: .fine, rank: 1, subject: nil, customer: "Example Ltd", category: nil,
            grades: ["Standard"], clocks: clocks, state: "open", team: nil, agent: nil, received: Gallery.now)
    }

    private static func notice(_ standing: ClockView.Standing) -> ClockView {
        ClockView(title: "Delay notice", standing: standing, isNotice: true)
    }

    private static func running(_ due: Instant) -> ClockView.Standing {
        .running(due: due, left: .minutes(1), open: nil, isWarned: false)
    }

    private static func html(_ row: QueueRow.Now) -> String {
        var html = Markup()
        row.write(&html, reader)
        return html.text
    }

    @Test func `a notice whose time went by is past, whether its row was spelled before or after`() {
        let due = Gallery.now - .minutes(5)
        let before = Self.row([Self.notice(Self.running(due))]).written(Self.reader)
        let stale = Self.html(QueueRow.Now(before, risk: .fine, counts: [.passed]))
        #expect(stale.contains("<li class=\"clock\"><b>past</b><span>Delay notice</span><small>was due "))
        #expect(!stale.contains("data-due"), "nothing counts on")
        #expect(Self.html(Self.row([Self.notice(.passed(due: due))]).now(Self.reader)) == stale)
    }

    /// A notice that is the nearest of all, and promises behind it: what a row has of them when its time has gone by.
    @Test(arguments: [1, 2, 3, 4])
    func `a row that was spelled before its notice's due has the order and the cut of one that is spelled after`(
        promises: Int
    ) {
        let due = Gallery.now - .minutes(5)
        let others = (1...promises).map { number in
            ClockView(title: "Promise \(number)", standing: Self.running(Gallery.now + .hours(Int64(number))))
        }
        let before = Self.row([Self.notice(Self.running(due))] + others).written(Self.reader)
        let after = Self.row([Self.notice(.passed(due: due))] + others)
        let shown = Array((Array(1...promises) + [0]).prefix(QueueRow.clocksAtMost))
        #expect(before.shown == shown)
        let counts = shown.map { place -> QueueRow.Count in place == 0 ? .passed : .counted(.fine, .minutes(1)) }
        let stale = Self.html(QueueRow.Now(before, risk: .fine, counts: counts))
        #expect(stale == Self.html(after.now(Self.reader)))
        #expect(stale.contains("<b>past</b>") == (promises < QueueRow.clocksAtMost))
    }

    @Test func `a notice that is counted down brings along what it comes to, and a promise does not`() {
        let due = Gallery.now + .minutes(5)
        let html = Self.html(Self.row([Self.notice(Self.running(due))]).now(Self.reader))
        let was = "was due \(Self.reader.moment(due))"
        let counted = "<b data-due=\"\(due.milliseconds)\" data-notice=\"past\" data-was=\"\(was)\">1:00</b>"
        #expect(html.contains("data-risk=\"fine\">" + counted))
        let promise = Self.html(Self.row([ClockView(title: "Solved", standing: Self.running(due))]).now(Self.reader))
        #expect(promise.contains("data-due") && !promise.contains("data-notice"))
    }

    @Test func `a notice that was given says when, in no colour, and counts nothing`() {
        let html = Self.html(Self.row([Self.notice(.given(at: Gallery.now))]).now(Self.reader))
        #expect(html.contains("<li class=\"clock\"><b>given</b><span>Delay notice</span><small>"))
        #expect(!html.contains("data-due") && !html.contains("was due"))
    }

    @Test func `a broken promise counts up, and one that rests stands still`() {
        let html = Self.html(
            Self.row([
                ClockView(title: "Solved", standing: .breached(due: Gallery.now - .minutes(2), ended: nil)),
                ClockView(title: "Called back", standing: .paused(left: .minutes(24))),
            ]).now(Self.reader))
        #expect(html.contains("data-risk=\"breached\"><b data-late="))
        #expect(html.contains(">+2:00</b>"))
        #expect(html.contains("data-risk=\"paused\"><b>24:00</b>"))
    }
}
