import Domain
import Foundation
import Phrases
import Wire

/// An answer for a terminal: a line a figure where nothing is told apart, else a line a group and stretch of time.
struct FiguresPage {
    private let answer: FiguresAnswer
    private let words: any Wording
    private let zone: Zone

    init(_ answer: FiguresAnswer, _ words: any Wording, _ zone: Zone) {
        self.answer = answer
        self.words = words
        self.zone = zone
    }

    func lines() -> [String] {
        if answer.groups.count == 1, answer.groups[0].points.count == 1 { return single(answer.groups[0].points[0]) }
        let metrics = Metric.allCases.filter { answer.groups.first?.points.first?.figures[$0] != nil }
        var table = Table(
            headings: [.left("Group"), .left("From"), .right("Tickets")] + metrics.map { .right($0.rawValue) })
        for group in answer.groups {
            for point in group.points {
                table.add(
                    [group.key.word ?? group.key.kind, point.from?.shown(in: zone) ?? "–", "\(point.tickets)"]
                        + metrics.map { FiguresPage.text(point.figures[$0] ?? .absent, $0) })
            }
        }
        return table.lines()
    }

    private func single(_ point: FiguresAnswer.Point) -> [String] {
        var table = Table(headings: [
            .left("Figure"), .right("Value"), .right("Counted"), .right("Of"), .right("p50"), .right("p90"),
            .right("p95"), .right("p99"),
        ])
        for metric in Metric.allCases {
            guard let figure = point.figures[metric] else { continue }
            table.add([words.name(of: metric), FiguresPage.text(figure, metric)] + FiguresPage.made(figure))
            if metric == .responseAttainment, let within = answer.promptWithin {
                let name = words.aside(words.name(of: metric), "≤ \(words.duration(within))")
                table.add([name, FiguresPage.text(point.prompt, metric)] + FiguresPage.made(point.prompt))
            }
        }
        return ["\(point.tickets) tickets, as of \(answer.at.shown(in: zone))"] + table.lines()
    }

    private static func made(_ figure: Figure) -> [String] {
        let none = [String](repeating: "–", count: 4)
        switch figure {
        case .absent, .money: return ["–", "–"] + none
        case .share(let part, let whole), .count(let part, let whole): return ["\(part)", "\(whole)"] + none
        case .mean(_, let count, let percentiles):
            let told = percentiles.map { [$0.p50, $0.p90, $0.p95, $0.p99].map(time) } ?? none
            return ["\(count)", "–"] + told
        }
    }

    static func text(_ figure: Figure, _ metric: Metric) -> String {
        switch figure {
        case .absent: return "–"
        case .money(let amounts): return amounts.map(\.text).joined(separator: ", ")
        case .mean, .share, .count:
            let value = figure.value ?? 0
            switch metric.unit {
            case .milliseconds: return time(Int64(value.rounded()))
            case .share: return String(format: "%.1f %%", value * 100)
            case .index: return String(format: "%.1f", value)
            case .mark: return String(format: "%.2f", value)
            case .money, .tickets: return "\(Int64(value))"
            }
        }
    }

    /// `1:02:03`, hours as many as there are.
    private static func time(_ milliseconds: Int64) -> String {
        let seconds = (milliseconds + 500) / 1_000
        return String(format: "%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60)
    }
}
