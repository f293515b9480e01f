import Domain
import Phrases

/// Figures as a table for a spreadsheet: a line a group or stretch of time, a column a figure. Numbers are plain, with their
/// unit in the heading; times are those of ISO 8601, with their offset.
public struct FiguresSheet: Sendable {
    private let zone: Zone
    private let metrics: [Metric]
    private let currencies: [String]
    private var sheet: Sheet

    /// - Parameter points: all that will be added, for the currencies among them.
    public init(
        _ metrics: [Metric], _ points: some Sequence<FiguresAnswer.Point>, named first: String, _ words: any Wording,
        _ zone: Zone
    ) {
        self.zone = zone
        self.metrics = metrics
        var currencies: Set<String> = []
        for point in points {
            if case .money(let amounts)? = point.figures[.owed] { currencies.formUnion(amounts.map(\.currency)) }
        }
        let all = currencies.sorted()
        self.currencies = all
        var headings = [first, words.figure(.from), words.figure(.to), words.figure(.ticketsReceived)]
        for metric in metrics {
            let name = words.name(of: metric)
            switch metric.unit {
            case .milliseconds: headings.append(name + " (s)")
            case .share: headings.append(name + " (%)")
            case .money: headings += (all.isEmpty ? [""] : all).map { $0.isEmpty ? name : "\(name) (\($0))" }
            case .index, .mark, .tickets: headings.append(name)
            }
        }
        sheet = Sheet(headings: headings)
    }

    public var text: String { sheet.text }

    public mutating func add(_ name: String, _ point: FiguresAnswer.Point) {
        var fields: [Sheet.Field] = [
            .text(name), time(point.from), time(point.to), .number("\(point.tickets)"),
        ]
        for metric in metrics {
            let figure = point.figures[metric] ?? .absent
            switch metric.unit {
            case .money:
                for currency in currencies.isEmpty ? [""] : currencies { fields.append(owed(figure, currency)) }
            default: fields.append(figure.value.map { number($0, metric.unit) } ?? .nothing)
            }
        }
        sheet.add(fields)
    }

    private func time(_ instant: Instant?) -> Sheet.Field {
        instant.map { .text($0.text(in: zone)) } ?? .nothing
    }

    private func owed(_ figure: Figure, _ currency: String) -> Sheet.Field {
        guard case .money(let amounts) = figure, let own = amounts.first(where: { $0.currency == currency }) else {
            return .nothing
        }
        return .number(own.number)
    }

    /// As much of it as says something: whole seconds, hundredths of a percent, of a mark and of a mood.
    private func number(_ value: Double, _ unit: Metric.Unit) -> Sheet.Field {
        switch unit {
        case .milliseconds: .rounded(value / 1_000, decimals: 0)
        case .share: .rounded(value * 100, decimals: 2)
        case .tickets: .rounded(value, decimals: 0)
        case .index, .mark, .money: .rounded(value, decimals: 2)
        }
    }
}

extension Money {
    /// Without its currency.
    public var number: String { String(text.dropFirst(currency.count + 1)) }
}
