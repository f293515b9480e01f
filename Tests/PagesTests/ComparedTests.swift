import Domain
import Phrases
import Support
import Testing

@testable import Pages

/// Figures say what they are compared with, and that it is as long and as far.
struct ComparedTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let period: FiguresView.Period
        let language: Language
        let words: String?
        init(_ period: FiguresView.Period, _ language: Language, _ words: String?) {
            self.period = period
            self.language = language
            self.words = words
        }
        var testDescription: String { "\(period) \(language)" }
    }

    /// A Saturday at half past eight in the evening.
    private static let now = at("2026-02-14T20:30:00+08:00")

    @Test(arguments: [
        Case(.today, .en, "Compared with the day before up to 20:30"), Case(.today, .zh, "对比 前一天，截至 20:30"),
        Case(.today, .ja, "前日の 20:30 までとの比較"), Case(.today, .ko, "전날 20:30까지와 비교"),
        Case(.days(7), .en, "Compared with 02-01 – 02-07 up to 20:30"),
        Case(.between(Day("2026-02-08")!, Day("2026-02-09")!), .en, "Compared with 02-06 – 02-07"),
        Case(.all, .en, nil),
    ]) func `a stretch of time is compared with as long a one before, up to the same time of day`(_ one: Case) {
        let view = FiguresView().with { $0.period = one.period }
        let head = FiguresHead(view: view, filters: [], at: Self.now, promptWithin: nil)
        let reader = Reader(one.language, zone: .shipped("Asia/Shanghai"), now: Self.now)
        #expect(head.compared(view, reader) == one.words)
    }

    private static func html(_ name: String, _ language: Language) throws -> String {
        let gallery = Gallery(language, zone: .shipped("Asia/Shanghai"))
        let files = Shell.Files(
            style: .file("a.css"), script: .file("a.js"), worker: .file("w.js"), icon: .file("i.svg"))
        return gallery.html(try #require(gallery.piece(name)), look: Look(), files: files).text
    }

    @Test(arguments: ["figures", "figures-alarm", "figures-empty"], Language.allCases)
    func `an alarm, raised or quiet, says that it is about something else than the figures`(
        name: String, language: Language
    ) throws {
        #expect(try Self.html(name, language).contains(wording(language).figure(.alarmApart)))
    }

    @Test func `an alarm leads to what came today or yesterday: who waits for hours came before midnight`() throws {
        let alarm = try #require(try Self.html("figures-alarm", .en).split(separator: "id=\"alarm\"").dropFirst().first)
        #expect(alarm.contains("href=\"/figures/first-response?period=2d"), "\(alarm.prefix(800))")
    }

    @Test(arguments: Language.allCases)
    func `what is live says since when it counts, and what it is compared with`(language: Language) throws {
        let html = try Self.html("figures", language)
        let told = try #require(html.split(separator: "id=\"live-told\"").dropFirst().first?.prefix(400))
        #expect(told.contains(wording(language).figure(.sinceMidnight)) && told.contains("20:30"), "\(told)")
    }
}
