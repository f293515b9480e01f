import Domain
import Support
import Testing

/// A15, A16: marks of a person and the cards that follow.
struct ScorecardTests {
    static let terms: ScorecardTerms = {
        var terms = ScorecardTerms()
        terms.weights = [.timeliness: .percent(40), .quality: .percent(30), .satisfaction: .percent(30)]
        terms.cards = [
            .init(colour: .yellow, rule: .reaches(2, .breaches), window: .quarter, then: "training"),
            .init(colour: .blue, rule: .reaches(3, .complaints), window: .quarter, then: "reassignment"),
            .init(colour: .red, rule: .top(.percent(10), [.breaches, .complaints]), window: .year, then: "review"),
        ]
        return terms
    }()

    @Test(
        arguments: [
            ([.timeliness: 100, .quality: 100, .satisfaction: 100], "100%"),
            ([.timeliness: 100, .quality: 0, .satisfaction: 0], "40%"),
            ([.timeliness: 0, .quality: 100, .satisfaction: 0], "30%"),
            ([.timeliness: 80, .quality: 90, .satisfaction: 95], "87.5%"),
            ([.quality: 90, .satisfaction: 90], "54%"),
        ] as [([ScorecardTerms.Dimension: Int64], String)])
    func `a score is weighed`(_ marks: [ScorecardTerms.Dimension: Int64], _ score: String) {
        #expect(Self.terms.score(marks.mapValues(Share.percent)).text == score)
    }

    private func cards(_ counts: [(Int, Int)], _ window: ScorecardTerms.Window) -> [String] {
        let tallies = counts.enumerated().map {
            Tally(person: "\($0.offset)", breaches: $0.element.0, complaints: $0.element.1)
        }
        return Self.terms.cards(tallies, window: window).map { "\($0.card.colour.rawValue) \($0.person)" }
    }

    @Test func `two breaches a quarter are yellow, three complaints blue`() {
        #expect(cards([(1, 2), (2, 0), (0, 3), (5, 5)], .quarter) == ["yellow 1", "yellow 3", "blue 2", "blue 3"])
        #expect(cards([(2, 3)], .month) == [])
    }

    @Test func `the tenth with most breaches and complaints is red`() {
        #expect(cards([(1, 0), (0, 4), (3, 0)] + Array(repeating: (0, 0), count: 7), .year) == ["red 1"])
        #expect(
            cards([(2, 2), (0, 4), (3, 0)] + Array(repeating: (0, 0), count: 7), .year) == ["red 0", "red 1"],
            "ties all get it")
        #expect(cards(Array(repeating: (0, 0), count: 20), .year) == [], "nobody without a count does")
        #expect(cards([(1, 0)] + Array(repeating: (0, 0), count: 29), .year) == ["red 0"], "places are not filled up")
        #expect(cards([(9, 9), (0, 0), (0, 0), (0, 0)], .year) == [], "a tenth of four is nobody")
        #expect(cards([], .year) == [])
    }
}
