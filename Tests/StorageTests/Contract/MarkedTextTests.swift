import Language
import Testing

@testable import Desk

/// What is shown of a text, cut by bytes, against the same said by scalars.
struct MarkedTextTests {
    private static let long = String(repeating: "é漢字 — word\r\n“quoted” 프린터 🙂 ", count: 30)

    @Test(
        arguments: [
            "", "x", "\n", "Printer jams\nagain", "The printer, the PRINTER and the printers",
            "三楼打印机卡纸，打印机又坏了", "プリンターが動かない", "프린터가 안 돼요\u{2028}프린터", "138-1234 5678 or +86 138 1234 5678",
            "\r\nprinter\r\n", "e\u{301}printer", "printer\u{301} cafe\u{301}", long, long + "printer",
            "printer" + long,
            long + "打印机 printer" + long, String(repeating: "printer ", count: 300),
            String(repeating: "a", count: 159) + "é", String(repeating: "é", count: 80),
            String(repeating: "漢", count: 161),
        ])
    func `the same piece is shown as when it is cut scalar by scalar`(text: String) {
        for terms in [
            [], ["printer"], ["printer", "打印", "印机"], ["프린", "13812345678"], ["リ", "プリ", "word", "quoted"],
        ] {
            let marks = Set(terms.map { TermKey($0) })
            var tokenizer = Tokenizer()
            let found = MarkedText(text, marks: TermMarks(marks), &tokenizer)
            let expected = slowly(text, marks)
            #expect(found.matches == expected.matches)
            #expect(found.snippet == expected.snippet)
            // Comparing strings would pass over how a letter is spelled.
            #expect(Array(found.snippet.text.utf8) == Array(expected.snippet.text.utf8))
        }
    }

    @Test func `terms too many to be gone through one by one are marked likewise`() {
        let words = (0..<100).map { "word\($0)" }
        let marks = Set(words.map { TermKey($0) })
        let text = words.joined(separator: " ") + " none " + words.reversed().joined(separator: ", ")
        var tokenizer = Tokenizer()
        let found = MarkedText(text, marks: TermMarks(marks), &tokenizer)
        let expected = slowly(text, marks)
        #expect(found.matches == expected.matches)
        #expect(found.snippet == expected.snippet)
    }

    private func slowly(_ text: String, _ marks: Set<TermKey>) -> (snippet: Snippet, matches: Int) {
        var places: [(place: Range<Int>, term: TermKey)] = []
        var tokenizer = Tokenizer()
        for token in tokenizer.tokens(text) where places.count < 256 && marks.contains(token.key) {
            places.append((token.place, token.key))
        }
        places.sort { ($0.place.lowerBound, $0.place.upperBound) < ($1.place.lowerBound, $1.place.upperBound) }
        var best = (start: 0, matches: 0)
        for (index, (place, _)) in places.enumerated() {
            let end = place.lowerBound + 120
            let matches = Set(places[index...].prefix { $0.place.upperBound <= end }.prefix(32).map(\.term)).count
            if matches > best.matches { best = (place.lowerBound, matches) }
        }
        return (cut(text, at: best.start, places.map(\.place)), best.matches)
    }

    private func cut(_ text: String, at start: Int, _ places: [Range<Int>]) -> Snippet {
        let scalars = text.unicodeScalars
        var (from, to) = (text.startIndex, text.endIndex)
        if text.utf8.count > 160 {
            let middle = text.utf8.index(text.startIndex, offsetBy: start)
            from = scalars.index(middle, offsetBy: -40, limitedBy: text.startIndex) ?? text.startIndex
            to = scalars.index(from, offsetBy: 160, limitedBy: text.endIndex) ?? text.endIndex
            if to == text.endIndex {
                from = scalars.index(to, offsetBy: -160, limitedBy: text.startIndex) ?? text.startIndex
            }
        }
        var parts: [Snippet.Part] = []
        var done = text.utf8.distance(from: text.startIndex, to: from)
        let end = text.utf8.distance(from: text.startIndex, to: to)
        func piece(_ range: Range<Int>, isMatch: Bool) {
            if range.isEmpty { return }
            let utf8 = text.utf8
            let lower = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
            let upper = utf8.index(utf8.startIndex, offsetBy: range.upperBound)
            let shown = String(text[lower..<upper].map { $0.isNewline ? " " : $0 })
            if isMatch, let last = parts.last, last.isMatch {
                parts[parts.count - 1] = Snippet.Part(last.text + shown, isMatch: true)
            } else {
                parts.append(Snippet.Part(shown, isMatch: isMatch))
            }
        }
        for place in places where place.upperBound > done && place.lowerBound < end {
            if place.lowerBound > done { piece(done..<place.lowerBound, isMatch: false) }
            let upper = min(end, place.upperBound)
            piece(max(done, place.lowerBound)..<upper, isMatch: true)
            done = upper
        }
        piece(done..<max(done, end), isMatch: false)
        return Snippet(parts: parts, isCutBefore: from > text.startIndex, isCutAfter: to < text.endIndex)
    }
}
