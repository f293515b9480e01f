import Domain
import Phrases

/// One figure on the dashboard: what it is, how it moved, what it is made of, and the way to its tickets.
struct FigureTile {
    let metric: Metric
    let told: FiguresPage.Told
    let series: [FiguresAnswer.Point]
    let promptWithin: Duration?
    /// Its alarm is raised.
    let isAlarmed: Bool
    let view: FiguresView

    private var figure: Figure { told.now.figures[metric] ?? .absent }
    private var listed: Int64 { told.now.listed[metric] ?? 0 }

    func write(_ html: inout Markup, _ reader: Reader) {
        html.element(
            "article", .class("tile"), .text("id", "tile-" + metric.rawValue),
            .text("data-risk", isAlarmed ? Risk.atRisk.rawValue : nil)
        ) { html in
            html.element("h3") { html in
                if isAlarmed { html.raw(Risk.shape) }
                html.element(
                    "a", .href(.figure(FigureView(metric, view))), .text("title", reader.words.meaning(of: metric)),
                    text: reader.words.name(of: metric))
            }
            let value = reader.figure(figure, metric)
            // Amounts in several currencies.
            html.element("p", .class("value"), .flag("data-long", if: value.count > 16), text: value)
            FigureTile.change(&html, reader, metric, told)
            html.element("p", .class("made"), text: made(reader))
            FigurePicture(metric, series).write(&html, reader)
            html.element("p", .class("behind")) { html in
                html.element("span", text: reader.name(of: metric.leads, metric))
                html.element("b", text: reader.figures(.behind, reader.count(listed)))
            }
        }
    }

    private func made(_ reader: Reader) -> String { FigureTile.made(figure, metric, told.now, promptWithin, reader) }

    /// What a figure is made of, in a line.
    static func made(
        _ figure: Figure, _ metric: Metric, _ point: FiguresAnswer.Point, _ promptWithin: Duration?, _ reader: Reader
    ) -> String {
        var parts: [String] = []
        switch figure {
        case .absent: parts.append(reader.figures(.nothing))
        case .mean(_, let count, let percentiles):
            if let percentiles {
                parts.append(reader.figures(.nineWithin, reader.span(Duration(milliseconds: percentiles.p90))))
            }
            parts.append(reader.figures(over(metric), reader.count(count)))
        case .share(let part, let whole): parts.append(reader.figures(.partOf, reader.count(part), reader.count(whole)))
        case .count(let count, let all):
            parts.append(reader.figures(.partOf, reader.count(count), reader.count(all)))
            parts.append(reader.figures(.riskHint))
        case .money: break
        }
        if metric == .responseAttainment, let promptWithin, point.prompt != .absent {
            parts.append(
                reader.figures(.promptWithin, reader.figure(point.prompt, metric), reader.words.duration(promptWithin)))
        }
        return parts.joined(separator: " · ")
    }

    /// What a mean is made of, where a ticket can have several.
    private static func over(_ metric: Metric) -> FigureWord {
        switch metric {
        case .satisfaction: .overMarks
        case .emotion: .overMessages
        default: .over
        }
    }

    /// Arrow, number and word: the arrow says where to, the word whether that is good. Of too few neither is said: chance
    /// moves them more than anybody's work.
    static func change(_ html: inout Markup, _ reader: Reader, _ metric: Metric, _ told: FiguresPage.Told) {
        let now = told.now.figures[metric] ?? .absent
        // Who is at risk is known of this instant alone.
        guard metric != .atRisk, let before = told.before else {
            html.element("p", .class("change"), text: "\u{A0}")
            return
        }
        guard let change = FigureChange(metric, now, before.figures[metric] ?? .absent, reader) else {
            html.element("p", .class("change"), text: now == .absent ? "\u{A0}" : reader.figures(.nothingBefore))
            return
        }
        let rests = basis(metric, told, reader)
        let fewest = min(told.now.cases(of: metric), before.cases(of: metric))
        if fewest < FigureChange.fewest {
            html.element(
                "p", .class("change"), .flag("data-few"), .text("title", rests),
                text: reader.figures(.tooFew, reader.count(fewest)))
            return
        }
        html.element(
            "p", .class("change"), .text("data-better", change.isBetter.map { $0 ? "yes" : "no" }),
            .text("title", rests)
        ) { html in
            html.element(
                "span", .init("aria-hidden", "true"), text: change.way == .up ? "↑" : change.way == .down ? "↓" : "→")
            if change.way != .level { html.element("b", text: change.text) }
            html.text(" " + reader.figures(change.isBetter.map { $0 ? .better : .worse } ?? .same))
        }
    }

    /// On how many cases a comparison rests, or would; nil where nothing is compared.
    static func basis(_ metric: Metric, _ told: FiguresPage.Told, _ reader: Reader) -> String? {
        guard metric != .atRisk, let before = told.before else { return nil }
        let (cases, casesBefore) = (told.now.cases(of: metric), before.cases(of: metric))
        guard cases > 0, casesBefore > 0 else { return nil }
        let words = reader.figures(.comparedCases, reader.count(cases), reader.count(casesBefore))
        if min(cases, casesBefore) >= FigureChange.fewest { return words }
        return words + " · " + reader.figures(.comparedFrom, reader.count(FigureChange.fewest))
    }
}
