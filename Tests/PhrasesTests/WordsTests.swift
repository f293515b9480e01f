import Domain
import Phrases
import PolicyLanguage
import Support
import Testing

struct WordsTests {
    @Test(arguments: Language.allCases)
    func `every event of the vocabulary has words of its own`(language: Language) {
        let words = wording(language)
        let names = EventName.vocabulary.map(\.name)
        for name in names {
            let text = words.event(name, in: nil)
            expectReadable(text, name.rawValue)
            // An English word may be the id itself.
            if language != .en { #expect(text.unicodeScalars.contains { $0.value > 0x2E7F }, "\(name): \(text)") }
            #expect(text != name.rawValue || language == .en && !name.rawValue.contains("-"), "\(name)")
        }
        #expect(Set(names.map { words.event($0, in: nil) }).count == names.count, "two events share their words")
    }

    @Test(arguments: Language.allCases)
    func `small words are there and differ`(language: Language) {
        let words = wording(language)
        let states: [State] =
            [.new, .open, .resolved, .closed, .cancelled, .merged] + Waiting.allCases.map(State.waiting)
        let lists = [
            ReportLabel.allCases.map(words.label), Waiting.allCases.map(words.waiting), states.map(words.state),
            [VoidReason.regraded, .seriesEnded, .cancelled, .merged, .superseded, .promiseKept].map(words.voidReason),
        ]
        for list in lists {
            for text in list { expectReadable(text) }
            #expect(Set(list).count == list.count, "\(list)")
        }
    }

    @Test(arguments: [
        (Language.zh, "2 小时 15 分", "45 分钟", "30 秒", "0 分钟"), (.en, "2 h 15 min", "45 min", "30 s", "0 min"),
        (.ja, "2時間15分", "45分", "30秒", "0分"), (.ko, "2시간 15분", "45분", "30초", "0분"),
    ])
    func `lengths of time`(language: Language, long: String, minutes: String, seconds: String, none: String) {
        let words = wording(language)
        #expect(words.duration(.minutes(135)) == long)
        #expect(words.duration(.minutes(45)) == minutes)
        #expect(words.duration(.seconds(30)) == seconds)
        #expect(words.duration(.zero) == none)
        // Parts of a second are told only of what would be nothing without them.
        #expect(words.duration(Duration(milliseconds: 30_877)) == seconds)
        #expect(words.duration(Duration(milliseconds: 1)) != none)
    }

    @Test(arguments: Language.allCases)
    func `limits read like this`(language: Language) throws {
        let limits = [
            "45m", "2h", "1 working-day", "3 working-days", "1 month", "3 months", "next-day 09:00", "agreed",
        ]
        let lines = limits.compactMap { Limit($0) } + [.ahead(.hours(24))]
        try expectGolden(lines.map(wording(language).limit).joined(separator: "\n"), "limits.\(language.rawValue).txt")
    }
}
