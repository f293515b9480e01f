/// What a cell of an answer adds up to.
struct FigureTally {
    var counts: [Int64]
    var responses: Histogram
    var resolutions: Histogram
    /// By currency.
    var owed: [UInt32: Int64]
    /// Contacts that became no ticket are known of it.
    var hasContacts: Bool

    subscript(_ quantity: Quantity) -> Int64 { counts[quantity.rawValue] }

    func figure(_ metric: Metric, _ words: FigureWords) -> Figure {
        switch metric.formula {
        case .mean(let sum, let over):
            guard self[over] > 0 else { return .absent }
            let percentiles: Figure.Percentiles? =
                switch sum {
                case .responseTime: Figure.Percentiles(responses)
                case .resolutionTime: Figure.Percentiles(resolutions)
                default: nil
                }
            return .mean(sum: self[sum], count: self[over], percentiles)
        case .share(let part, let whole):
            // Every contact a ticket: that would be said of a desk that only never told of the others.
            if metric == .conversion, !hasContacts { return .absent }
            let sum = whole.reduce(0) { $0 + self[$1] }
            return sum > 0 ? .share(self[part], of: sum) : .absent
        case .count(let quantity, let of):
            return self[of] > 0 ? .count(self[quantity], of: self[of]) : .absent
        case .ledgers:
            let amounts = owed.map { Money(currency: words[.currency][$0.key], minor: $0.value) }
            return amounts.isEmpty ? .absent : .money(amounts.sorted { $0.currency < $1.currency })
        }
    }

    /// How many tickets `FigureListing` has of the part that leads.
    func listed(_ metric: Metric) -> Int64 {
        switch metric {
        case .firstResponse: self[.responded]
        case .responseAttainment: self[.brokenResponses]
        case .resolution: self[.resolved]
        case .resolutionAttainment: self[.brokenResolutions]
        case .firstTimeFix: self[.resolved] - self[.fixedAtOnce]
        case .redispatch: self[.redispatched]
        case .conversion: hasContacts ? self[.arrived] : 0
        case .emotion: self[.mooded]
        case .satisfaction: self[.marked]
        case .complaints: self[.complaints]
        case .owed: self[.owing]
        case .atRisk: self[.atRisk]
        }
    }

    func point(_ query: FiguresQuery, from: Instant?, to: Instant?, promptly: Bool, _ words: FigureWords)
        -> FiguresAnswer.Point
    {
        var figures: [Metric: Figure] = [:]
        var listed: [Metric: Int64] = [:]
        for metric in query.metrics {
            figures[metric] = figure(metric, words)
            listed[metric] = self.listed(metric)
        }
        let prompt: Figure =
            promptly && self[.responded] > 0 ? .share(self[.promptly], of: self[.responded]) : .absent
        return FiguresAnswer.Point(
            from: from, to: to, tickets: self[.tickets], figures: figures, prompt: prompt, listed: listed)
    }
}
