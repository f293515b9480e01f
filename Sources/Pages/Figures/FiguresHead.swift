import Domain
import Phrases

/// What stands above figures: where one is, of which tickets and time they are, and what else could be shown.
public struct FiguresHead: Sendable {
    public let view: FiguresView
    /// What each of the view's filters lets through, by name.
    public let filters: [[String]]
    /// The instant as of which the figures are.
    public let at: Instant
    /// What counts as prompt (C2).
    public let promptWithin: Duration?

    public init(view: FiguresView, filters: [[String]], at: Instant, promptWithin: Duration?) {
        self.view = view
        self.filters = filters
        self.at = at
        self.promptWithin = promptWithin
    }

    /// From all figures over each filter to where one is; each can be gone back to, and each filter taken away.
    func crumbs(_ html: inout Markup, _ reader: Reader, at here: String?) {
        if view.filters.isEmpty, here == nil { return }
        html.element("nav", .class("crumbs"), .text("aria-label", reader.figures(.title))) { html in
            html.element("ol") { html in
                html.element("li") { html in
                    let whole = view.with {
                        $0.filters = []
                        $0.by = nil
                    }
                    html.element("a", .href(.figures(whole)), text: reader.figures(.title))
                }
                for (index, filter) in view.filters.enumerated() {
                    let names = index < filters.count ? filters[index] : filter.words
                    let name = reader.figures(
                        .ofGroup, reader.heading(reader.words.name(of: filter.dimension)), reader.words.row(names))
                    html.element("li") { html in
                        let upToHere = view.with {
                            $0.filters = Array(view.filters[...index])
                            $0.by = nil
                        }
                        html.element("a", .href(.figures(upToHere)), .init("dir", "auto"), text: name)
                        html.element(
                            "a", .class("off"), .href(.figures(view.with { $0.filters.remove(at: index) })),
                            .text("aria-label", reader.figures(.takeAway) + ": " + name), text: "×")
                    }
                }
                if let here {
                    html.element("li") {
                        $0.element("span", .init("aria-current", "page"), .init("dir", "auto"), text: here)
                    }
                }
            }
        }
    }

    /// As of when, and compared with which time.
    func told(_ html: inout Markup, _ reader: Reader) {
        html.element("p", .class("told"), .id("figures-told")) { html in
            if view.at != nil {
                html.element("b", text: reader.figures(.asItStood, Moment(at, in: reader.zone).long))
                html.element("a", .href(.figures(view.with { $0.at = nil })), text: reader.figures(.backToNow))
            } else {
                html.element("span", text: reader.figures(.asOf, reader.moment(at)))
            }
            if let words = compared(view, reader) { html.element("span", text: words) }
        }
    }

    /// What a view is compared with; nil where it is compared with nothing.
    func compared(_ view: FiguresView, _ reader: Reader) -> String? {
        guard let before = view.spanBefore(at: at, in: reader.zone) else { return nil }
        // What lasts until now has come as far as it went by the same time of day.
        if view.span(at: at, in: reader.zone).to != nil { return reader.figures(.comparedWith, span(before, reader)) }
        let clock = Moment(before.upperBound, in: reader.zone).clock
        if view.period == .today { return reader.figures(.comparedDayBefore, clock) }
        return reader.figures(.comparedUpTo, span(before, reader), clock)
    }

    /// `02-02 – 02-08`
    private func span(_ span: Range<Instant>, _ reader: Reader) -> String {
        let last = Instant(milliseconds: span.upperBound.milliseconds - 1)
        let (from, to) = (reader.zone.day(of: span.lowerBound), reader.zone.day(of: last))
        return from == to ? day(from, reader) : day(from, reader) + " – " + day(to, reader)
    }

    private func day(_ day: Day, _ reader: Reader) -> String {
        let today = reader.zone.day(of: at)
        return day.date.year == today.date.year ? String(day.text.dropFirst(5)) : day.text
    }

    /// What a stretch of a picture is called.
    func stretch(_ point: FiguresAnswer.Point, _ reader: Reader) -> String {
        guard let from = point.from else { return reader.figures(.allTime) }
        let moment = Moment(from, in: reader.zone)
        return switch view.step {
        case .hour: moment.short
        case .day: day(moment.day, reader)
        case .week: day(moment.day, reader) + " –"
        case .month: String(moment.day.text.prefix(7))
        }
    }

    /// The same by its whole date, for who reads it alone: `2026-02-08`, `2026-02-08 14:00`, `2026-02-02 – 2026-02-08`.
    public func date(of point: FiguresAnswer.Point, _ reader: Reader) -> String {
        guard let from = point.from else { return reader.figures(.allTime) }
        let moment = Moment(from, in: reader.zone)
        switch view.step {
        case .hour: return moment.long
        case .day: return moment.day.text
        case .week:
            let last = point.to.map { reader.zone.day(of: Instant(milliseconds: $0.milliseconds - 1)) } ?? moment.day
            return last == moment.day ? moment.day.text : moment.day.text + " – " + last.text
        case .month: return String(moment.day.text.prefix(7))
        }
    }

    /// The same as a table for programs, and on paper.
    func tools(_ html: inout Markup, _ reader: Reader, sheet: Address) {
        html.element("p", .class("sheets")) { html in
            html.element("a", .class("button quiet"), .href(sheet), .init("download", ""), text: reader.figures(.sheet))
            html.element(
                "button", .init("type", "button"), .class("quiet only-script"), .init("data-prints", ""),
                text: reader.figures(.printed))
        }
    }

    /// The stretch of time, and what the tickets are told apart by.
    func choices(_ html: inout Markup, _ reader: Reader, _ address: (FiguresView) -> Address) {
        html.element("div", .class("filters periods")) { html in
            html.element("nav", .class("tabs"), .text("aria-label", reader.figures(.period))) { html in
                for period in FiguresView.Period.named {
                    html.element(
                        "a", .href(address(view.with { $0.period = period })),
                        .text("aria-current", view.period == period ? "true" : nil), text: name(of: period, reader))
                }
            }
            html.element("details", .class("own-days"), .flag("open", if: hasOwnDays)) { html in
                html.element("summary", text: reader.figures(.ownDays))
                html.element("form", .action(address(FiguresView()))) { html in
                    let (trouble, days) = (view.period.trouble(reader), shown(reader))
                    rest(&html, without: "period", "from", "to")
                    day(&html, "from", reader.figures(.from), days.from, trouble)
                    day(&html, "to", reader.figures(.to), days.to, trouble)
                    html.element("button", text: reader.figures(.show))
                }
            }
            html.element("form", .action(address(FiguresView())), .init("data-autosend", "")) { html in
                rest(&html, without: "by")
                choice(
                    &html, "by", reader.figures(.groupBy), view.by?.rawValue ?? "",
                    [("", reader.figures(.noGroups))]
                        + Dimension.allCases.map { ($0.rawValue, reader.heading(reader.words.name(of: $0))) })
                html.element("button", .class("quiet no-script"), text: reader(.apply))
            }
        }
    }

    private var hasOwnDays: Bool {
        switch view.period {
        case .between, .unclear: true
        case .today, .days, .all: false
        }
    }

    private func name(of period: FiguresView.Period, _ reader: Reader) -> String {
        switch period {
        case .today: reader.figures(.today)
        case .days(let days): reader.figures(.lastDays, String(days))
        case .all: reader.figures(.allTime)
        case .between, .unclear: reader.figures(.ownDays)
        }
    }

    /// What the view has besides, so that a form loses nothing of it.
    private func rest(_ html: inout Markup, without names: String...) {
        for (name, value) in view.query where !names.contains(name) { hidden(&html, name, value) }
    }

    private func day(_ html: inout Markup, _ name: String, _ label: String, _ value: String, _ trouble: Trouble?) {
        html.element("label") { html in
            html.element("span", text: label)
            html.open(
                "input", .init("type", "date"), .text("name", name), .text("value", value), .flag("required"),
                .flag("autofocus", if: trouble?.field == name), trouble.mark(name))
            trouble.write(&html, beside: name)
        }
    }

    private func shown(_ reader: Reader) -> (from: String, to: String) {
        let (from, _) = view.span(at: at, in: reader.zone)
        let today = reader.zone.day(of: at)
        return switch view.period {
        case .between(let first, let last): (first.text, last.text)
        // What is no day no browser shows; what is wrong with it names it.
        case .unclear(let first, let last): (first, last)
        case .today, .days, .all: ((from.map { reader.zone.day(of: $0) } ?? today - 30).text, today.text)
        }
    }
}
