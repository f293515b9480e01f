import Domain
import Phrases
import Support
import Testing

@testable import Pages

/// A line of a ticket's story: what it names is spelled as it is, and a ticket is a link.
struct SentenceTests {
    private static func written(_ sentence: Sentence, _ language: Language = .en) -> String {
        let reader = Reader(language, zone: .utc, now: Gallery.now)
        var html = Markup()
        StreamItem(id: 1, kind: .event, at: Gallery.now, who: nil, title: sentence).write(&html, reader)
        let text = html.text
        guard let from = text.firstRange(of: "<b"), let to = text.firstRange(of: "</b>") else { return text }
        return String(text[from.lowerBound..<to.upperBound])
    }

    @Test(
        arguments: [
            (
                .absorbed, .ticket("t-ab12"), .words(""),
                "<b class=\"as-is\"><a href=\"/tickets/t-ab12\">t-ab12</a> was merged into this</b>"
            ),
            (.splitInto, .ticket("t-ab12"), .words(""), "<b>Split into <a href=\"/tickets/t-ab12\">t-ab12</a></b>"),
            (.mergedInto, .ticket("<1>"), .words(""), "<b>Merged into <a href=\"/tickets/%3C1%3E\">&lt;1&gt;</a></b>"),
            (.setTo, .name("serial"), .name("<1>"), "<b class=\"as-is\">serial: &lt;1&gt;</b>"),
            (.warned, .words("response"), .words("80%"), "<b>response: 80% of the time is used</b>"),
        ] as [(PageWord, Sentence.Part, Sentence.Part, String)])
    func `a name keeps its first letter, and a ticket is a link`(
        _ word: PageWord, _ first: Sentence.Part, _ second: Sentence.Part, _ html: String
    ) {
        let reader = Reader(.en, zone: .utc, now: Gallery.now)
        #expect(Self.written(reader.sentence(word, first, second)) == html)
    }

    @Test(arguments: Language.allCases, [PageWord.absorbed, .mergedInto, .splitInto, .added, .removed])
    func `what is linked reads as it would without the link`(_ language: Language, _ word: PageWord) {
        let reader = Reader(language, zone: .utc, now: Gallery.now)
        let parts = reader.sentence(word, .ticket("t1"), .ticket("t2")).parts
        let text = parts.map { part in
            switch part {
            case .words(let text), .name(let text): text
            case .ticket(let id): id.rawValue
            }
        }
        #expect(text.joined() == reader.words.filled(word, "t1", "t2"))
        #expect(parts.contains(.ticket("t1")))
    }

    @Test func `the style leaves a name's first letter alone`() {
        let style = Fixture.text("Sources/Assets/pages/ticket.css")
        #expect(style.contains(".stream .head b:not(.as-is)::first-letter"))
    }
}
