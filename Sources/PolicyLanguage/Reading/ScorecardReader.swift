import Domain
import Yams

extension PolicyReader {
    func scorecard(_ node: Node) -> ScorecardTerms {
        var terms = ScorecardTerms()
        let keys = ["weights", "complaints", "cards", "bonus", "steps", "targets", "reports"]
        guard let fields = Fields(node, "scorecard", keys: keys, findings) else { return terms }
        if let node = fields["weights"] { terms.weights = weights(node) }
        if let node = fields["complaints"] {
            terms.complaints = findings.filledList(node, "complaints", in: "scorecard").compactMap { findings.id($0) }
        }
        if let node = fields["cards"],
            let cards = Fields(node, "cards", keys: ScorecardTerms.Colour.allCases.map(\.rawValue), findings)
        {
            terms.cards = ScorecardTerms.Colour.allCases.compactMap { colour in
                cards[colour.rawValue].flatMap { card(colour, $0) }
            }
        }
        if let node = fields["bonus"], let bonus = Fields(node, "bonus", keys: ["metric", "over"], findings) {
            let metric: EventName? = bonus.required("metric").flatMap { findings.id($0) }
            if let metric, let over = bonus.required("over").flatMap(share) {
                terms.bonus = ScorecardTerms.Bonus(metric: metric.rawValue, over: over)
            }
        }
        if let node = fields["steps"] { terms.steps = findings.values(node, .text) { $0 } }
        let targets: [(id: EventName, key: Node, value: Node)] = findings.entries(fields["targets"], "targets")
        terms.targets = targets.compactMap { entry in
            guard let fields = Fields(entry.value, "target", keys: ["at-least", "within"], findings),
                let atLeast = fields.required("at-least").flatMap(share)
            else { return nil }
            let within = fields["within"].flatMap { findings.value($0, .duration) { Duration(spelled: $0) } }
            return ScorecardTerms.Target(id: entry.id.rawValue, atLeast: atLeast, within: within)
        }
        let reports: [(id: EventName, key: Node, value: Node)] = findings.entries(fields["reports"], "reports")
        terms.reports = reports.compactMap { entry in
            guard let fields = Fields(entry.value, "report", keys: ["every", "top"], findings),
                let every = fields.required("every").flatMap(window),
                let top = fields.required("top").flatMap({ findings.count($0) })
            else { return nil }
            return ScorecardTerms.Report(id: entry.id.rawValue, every: every, top: top)
        }
        return terms
    }

    private func weights(_ node: Node) -> [ScorecardTerms.Dimension: Share] {
        guard let fields = Fields(node, "weights", keys: ScorecardTerms.Dimension.allCases.map(\.rawValue), findings)
        else { return [:] }
        var weights: [ScorecardTerms.Dimension: Share] = [:]
        for dimension in ScorecardTerms.Dimension.allCases {
            weights[dimension] = fields[dimension.rawValue].flatMap(share)
        }
        let sum = Share(millionths: weights.values.reduce(0) { $0 + $1.millionths })
        if sum != .whole { findings.add(node, .weightsDoNotAddUp(sum)) }
        return weights
    }

    /// `{breaches: 2, in: quarter, then: training}` or `{top: 10%, of: […], in: year, then: review}`.
    private func card(_ colour: ScorecardTerms.Colour, _ node: Node) -> ScorecardTerms.Card? {
        let counts = ScorecardTerms.Count.allCases.map(\.rawValue)
        guard let fields = Fields(node, "card", keys: counts + ["top", "of", "in", "then"], findings) else {
            return nil
        }
        let kinds = counts + ["top"]
        guard kinds.filter({ fields[$0] != nil }).count == 1 else {
            findings.add(node, .exactlyOne(of: kinds, in: "card"))
            return nil
        }
        var rule: ScorecardTerms.Card.Rule?
        if let node = fields["top"] {
            let nodes = fields.required("of").map { findings.filledList($0, "of", in: "card") } ?? []
            let of = nodes.compactMap { findings.value($0, .counted) { ScorecardTerms.Count(rawValue: $0) } }
            rule = share(node).map { .top($0, of) }
        }
        for count in ScorecardTerms.Count.allCases {
            if let node = fields[count.rawValue] { rule = findings.count(node).map { .reaches($0, count) } }
        }
        let window = fields.required("in").flatMap(window)
        let then: EventName? = fields.required("then").flatMap { findings.id($0) }
        guard let rule, let window, let then else { return nil }
        return ScorecardTerms.Card(colour: colour, rule: rule, window: window, then: then.rawValue)
    }

    private func window(_ node: Node) -> ScorecardTerms.Window? {
        findings.value(node, .window) { ScorecardTerms.Window(rawValue: $0) }
    }
}
