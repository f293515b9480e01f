/// What a window's work of one person adds up to.
public struct Tally: Hashable, Sendable {
    public let person: String
    public let breaches: Int
    public let complaints: Int
    public init(person: String, breaches: Int, complaints: Int) {
        self.person = person
        self.breaches = breaches
        self.complaints = complaints
    }

    func count(_ what: ScorecardTerms.Count) -> Int {
        switch what {
        case .breaches: breaches
        case .complaints: complaints
        }
    }
}

extension ScorecardTerms {
    /// The weighted score of a person (A15); a dimension without a mark counts nothing.
    public func score(_ marks: [Dimension: Share]) -> Share {
        var millionths = Ratio(0)
        for (dimension, weight) in weights {
            millionths = millionths.plus(weight.millionths, times: marks[dimension]?.millionths ?? 0)
        }
        return Share(millionths: millionths.over(1_000_000).rounded)
    }

    /// Who gets which card, by the tallies of one window (A16). Ties at the border of a top share all get it; nobody
    /// without a count does.
    public func cards(_ tallies: [Tally], window: Window) -> [(person: String, card: Card)] {
        cards.filter { $0.window == window }.flatMap { card -> [(person: String, card: Card)] in
            let people: [Tally]
            switch card.rule {
            case .reaches(let number, let what): people = tallies.filter { $0.count(what) >= number }
            case .top(let share, let what):
                func total(_ tally: Tally) -> Int { what.reduce(0) { $0 + tally.count($1) } }
                let places = share.of(Int64(tallies.count))
                let ranked = tallies.map(total).sorted(by: >)
                guard places > 0, ranked.count >= places else { return [] }
                let border = max(1, ranked[Int(places) - 1])
                people = tallies.filter { total($0) >= border }
            }
            return people.map { ($0.person, card) }
        }
    }
}
