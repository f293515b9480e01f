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
        Case(.today, .en, "Compared with the day before up to 20:30"), Case(.today, .zh, "对比前一天，截至 20:30"),
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

    /// So many first responses, of so many milliseconds each.
    private static func point(_ count: Int64, _ each: Int64) -> FiguresAnswer.Point {
        FiguresAnswer.Point(
            from: nil, to: nil, tickets: count, figures: [.firstResponse: .mean(sum: count * each, count: count, nil)],
            prompt: .absent)
    }

    @Test(arguments: Language.allCases)
    func `of fewer cases than the alarm asks for nothing is better or worse, and of enough it says of how many`(
        language: Language
    ) {
        let reader = Reader(language, zone: .shipped("Asia/Shanghai"), now: Self.now)
        func change(_ now: Int64, _ before: Int64) -> String {
            var html = Markup(capacity: 256)
            let told = FiguresPage.Told(now: Self.point(now, 60_000), before: Self.point(before, 600_000))
            FigureTile.change(&html, reader, .firstResponse, told)
            return html.text
        }
        for (now, before, few) in [(5, 400, "5"), (400, 19, "19")] as [(Int64, Int64, String)] {
            let html = change(now, before)
            #expect(html.contains(reader.figures(.tooFew, few)) && html.contains(reader.figures(.comparedFrom, "20")))
            #expect(!html.contains("data-better") && !html.contains("%"), "\(html)")
        }
        let html = change(AlarmTerms.standard.fewest, 1_204)
        #expect(html.contains("data-better=\"yes\"") && html.contains(reader.figures(.comparedCases, "20", "1,204")))
    }

    @Test func `who gives five marks is one who was asked`() {
        let point = FiguresAnswer.Point(
            from: nil, to: nil, tickets: 40, figures: [.satisfaction: .mean(sum: 100, count: 25, nil)], prompt: .absent,
            listed: [.satisfaction: 5])
        #expect(point.cases(of: .satisfaction) == 5 && point.cases(of: .owed) == 0)
    }

    @Test(arguments: Language.allCases)
    func `a picture says which of its lines is which, and where its values stand`(language: Language) throws {
        let html = try Self.html("figure", language)
        for word in [FigureWord.thisPeriod, .periodBefore, .valuesBelow] {
            #expect(html.contains(wording(language).figure(word)), "\(word)")
        }
    }

    @Test(arguments: Language.allCases)
    func `what is wrong with days stands beside its field, with the days as they were written`(language: Language) {
        let reader = Reader(language, zone: .shipped("Asia/Shanghai"), now: Self.now)
        func fields(_ from: String, _ to: String) -> [String?] {
            let trouble = FiguresView.Period.unclear(from: from, to: to).trouble(reader)
            return ([trouble].compactMap(\.self) + (trouble?.others ?? [])).map(\.field)
        }
        #expect(fields("2026-02-20", "2026-02-10") == ["to"])
        #expect(fields("2026-02-30", "x") == ["from", "to"] && fields("2026-02-01", "") == ["to"])
        #expect(fields("1990-01-01", "2026-01-01") == ["to"])
        #expect(FiguresView.Period.days(7).trouble(reader) == nil)
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
