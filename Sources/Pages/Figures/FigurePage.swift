import Domain
import Phrases

/// One figure: how it moved, how it is made up of groups, and every ticket it is made of.
public struct FigurePage: Page {
    public let head: FiguresHead
    public let view: FigureView
    public let told: FiguresPage.Told
    public let series: [FiguresAnswer.Point]
    /// Of the period before.
    public let seriesBefore: [FiguresAnswer.Point]
    public let groups: [FigureGroup]
    /// What the group is called that the view is about, where no filter says so.
    public let group: String?
    public let counts: [FigurePart: Int]
    public let tickets: [FigureTicket]
    public let next: FigureListing.Place?

    public init(
        head: FiguresHead, view: FigureView, told: FiguresPage.Told, series: [FiguresAnswer.Point],
        seriesBefore: [FiguresAnswer.Point] = [], groups: [FigureGroup] = [], group: String? = nil,
        counts: [FigurePart: Int], tickets: [FigureTicket], next: FigureListing.Place? = nil
    ) {
        self.head = head
        self.view = view
        self.told = told
        self.series = series
        self.seriesBefore = seriesBefore
        self.groups = groups
        self.group = group
        self.counts = counts
        self.tickets = tickets
        self.next = next
    }

    private var metric: Metric { view.metric }
    private var figure: Figure { told.now.figures[metric] ?? .absent }
    private var count: Int { counts[view.listed] ?? 0 }

    public func title(_ reader: Reader) -> String { reader.words.name(of: metric) }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let reader = shell.reader
        head.crumbs(
            &html, reader, at: [reader.words.name(of: metric), group].compactMap(\.self).joined(separator: " · "))
        html.element("div", .class("figures-top")) { html in
            html.element("h1", text: reader.words.name(of: metric))
            head.told(&html, reader)
            head.tools(&html, reader, sheet: .figureSheet(view))
        }
        html.element("p", .class("meaning"), text: reader.words.meaning(of: metric))
        head.choices(&html, reader) { view in
            .figure(
                self.view.with {
                    $0.view = view
                    $0.group = .all
                })
        }
        html.element("div", .id("figures"), .flag("data-live", if: view.view.at == nil)) { html in
            picture(&html, reader)
            if !groups.isEmpty { breakdown(&html, reader) }
            list(&html, reader)
        }
    }

    private func picture(_ html: inout Markup, _ reader: Reader) {
        html.element("section", .class("one-figure"), .id("one")) { html in
            html.element("div") { html in
                html.element("p", .class("value"), text: reader.figure(figure, metric))
                FigureTile.change(&html, reader, metric, told)
                if let basis = FigureTile.basis(metric, told, reader) {
                    html.element("p", .class("made"), text: basis)
                }
                html.element(
                    "p", .class("made"), text: FigureTile.made(figure, metric, told.now, head.promptWithin, reader))
                if case .mean(_, _, let percentiles?) = figure {
                    html.element(
                        "p", .class("made"),
                        text: reader.figures(.halfWithin, reader.span(Duration(milliseconds: percentiles.p50))))
                }
            }
            if series.count > 1 {
                let picture = FigurePicture(metric, series, before: seriesBefore)
                html.element("figure") { html in
                    picture.write(&html, reader)
                    html.element("figcaption") { html in
                        html.element("span", text: head.stretch(series[0], reader))
                        html.element("span", text: head.stretch(series[series.count - 1], reader))
                        picture.legend(&html, reader)
                    }
                }
            }
        }
        if series.isEmpty { return }
        html.element("details", .class("twin")) { html in
            html.element("summary", text: reader.figures(.asTable))
            html.element("table", .class("figures short"), .id("series")) { html in
                headings(
                    &html, [reader.figures(.stretch), reader.words.name(of: metric), reader.figures(.ticketsReceived)])
                for point in series {
                    html.element("tr") { html in
                        html.element("th", .init("scope", "row"), text: head.stretch(point, reader))
                        html.element("td", text: reader.figure(point.figures[metric] ?? .absent, metric))
                        html.element("td", text: reader.count(point.tickets))
                    }
                }
                html.raw("</tbody>")
            }
        }
    }

    private func headings(_ html: inout Markup, _ words: [String]) {
        html.raw("<thead><tr>")
        for word in words {
            // What stands over bars needs no word.
            if word.isEmpty {
                html.element("td", .class("bar-of"), text: "")
            } else {
                html.element("th", .init("scope", "col"), text: word)
            }
        }
        html.raw("</tr></thead><tbody>")
    }

    // MARK: Groups

    private func breakdown(_ html: inout Markup, _ reader: Reader) {
        let by = view.view.by.map { reader.heading(reader.words.name(of: $0)) } ?? ""
        let largest = groups.compactMap { share(of: $0) }.max() ?? 0
        html.element("section", .class("groups")) { html in
            html.element("h2", text: by)
            html.element("table", .class("figures short"), .id("groups")) { html in
                headings(&html, [by, reader.words.name(of: metric), "", reader.figures(.ticketsReceived)])
                for group in groups {
                    let list = FigureView(metric, view.view, part: view.part, in: group.key)
                    html.element("tr") { html in
                        html.element("th", .init("scope", "row"), .init("dir", "auto")) {
                            $0.element("a", .href(.figure(list)), text: group.name)
                        }
                        html.element("td", text: reader.figure(group.point.figures[metric] ?? .absent, metric))
                        html.element("td", .class("bar-of")) { html in
                            guard let value = share(of: group), largest > 0 else { return }
                            html.element(
                                "svg", .init("viewBox", "0 0 100 8"), .init("preserveAspectRatio", "none"),
                                .init("aria-hidden", "true")
                            ) { html in
                                let width = Int((max(0, value) / largest * 100).rounded())
                                html.element("path", .class("bars"), .text("d", "M0 0h\(width)v8H0z")) { _ in }
                            }
                        }
                        html.element("td", text: reader.count(group.point.tickets))
                    }
                }
                html.raw("</tbody>")
            }
        }
    }

    private func share(of group: FigureGroup) -> Double? {
        switch group.point.figures[metric] ?? .absent {
        case .money(let amounts): amounts.first.map { Double($0.minor) }
        case let figure: figure.value
        }
    }

    // MARK: Tickets

    private func list(_ html: inout Markup, _ reader: Reader) {
        html.element("section", .class("behind-it"), .id("list")) { html in
            html.element("div", .class("list-head")) { html in
                html.element("h2", text: reader.figures(.behind, reader.count(count)))
                if metric.parts.count > 1 { parts(&html, reader) }
            }
            if tickets.isEmpty {
                html.element("p", .class("nothing"), text: reader(.nothingHere))
            } else {
                table(&html, reader)
            }
            turning(&html, reader)
        }
    }

    private func parts(_ html: inout Markup, _ reader: Reader) {
        html.element("nav", .class("tabs"), .text("aria-label", reader.figures(.narrow))) { html in
            for part in metric.parts {
                html.element(
                    "a", .href(.figure(view.with { $0.part = part == metric.leads ? nil : part })),
                    .text("aria-current", view.listed == part ? "true" : nil)
                ) { html in
                    html.text(reader.name(of: part, metric) + " ")
                    html.element("b", text: reader.count(counts[part] ?? 0))
                }
            }
        }
    }

    private func table(_ html: inout Markup, _ reader: Reader) {
        html.element("table", .class("behind-list")) { html in
            html.raw("<thead><tr>")
            for (name, text) in [
                ("subject", reader(.ticket)), ("gives", reader.words.name(of: metric)), ("state", reader(.state)),
                ("holder", reader(.holder)), ("received", reader(.received)),
            ] { html.element("th", .init("scope", "col"), .text("class", name), text: text) }
            html.raw("</tr></thead><tbody>")
            for ticket in tickets { ticket.write(&html, reader, metric) }
            html.raw("</tbody>")
        }
    }

    private func turning(_ html: inout Markup, _ reader: Reader) {
        if view.after == nil, next == nil { return }
        html.element("nav", .class("turning")) { html in
            if view.after != nil {
                html.element(
                    "a", .href(.figure(view.with { _ in })), .init("rel", "first"), text: reader.figures(.firstPage))
            }
            if let next {
                html.element(
                    "a", .href(.figure(view.with { $0.after = next })), .init("rel", "next"), text: reader(.after))
            }
        }
    }
}

/// A ticket behind a figure, with what it gives to it.
public struct FigureTicket: Hashable, Sendable {
    public let id: TicketID
    public let subject: String?
    public let customer: String
    public let grades: [String]
    public let state: String
    public let team: String?
    public let agent: String?
    public let row: FigureListing.Row

    public init(
        id: TicketID, subject: String?, customer: String, grades: [String], state: String, team: String?,
        agent: String?, row: FigureListing.Row
    ) {
        self.id = id
        self.subject = subject
        self.customer = customer
        self.grades = grades
        self.state = state
        self.team = team
        self.agent = agent
        self.row = row
    }

    func write(_ html: inout Markup, _ reader: Reader, _ metric: Metric) {
        html.element("tr") { html in
            html.element("th", .init("scope", "row")) { html in
                html.element("a", .href(.ticket(id)), .init("dir", "auto"), text: subject ?? reader(.noSubject))
                html.element("small") { html in
                    html.element("span", .init("dir", "auto"), text: customer)
                    for grade in grades { html.element("span", text: grade) }
                    html.element("code", text: id.rawValue)
                }
            }
            html.element("td", .class("gives"), text: gives(reader, metric))
            html.element("td", .class("state"), text: state)
            html.element("td", .class("holder")) { html in
                html.element("span", .init("dir", "auto"), text: agent ?? reader(.nobody))
                if let team { html.element("small", .init("dir", "auto"), text: team) }
            }
            html.element("td", .class("received")) { reader.time(&$0, row.received) }
        }
    }

    /// What it gives to the figure, in words.
    public func gives(_ reader: Reader, _ metric: Metric) -> String {
        switch metric.formula {
        case .mean:
            let value = Double(row.part) / Double(max(1, row.of))
            return reader.number(value, metric.unit)
        case .ledgers: return reader.words.row(row.owed.map { reader.words.grouped($0) })
        case .share(_, let whole) where whole.count == 2 && metric != .conversion:
            // Promises: a ticket may have several.
            let parts = [(row.part, FigurePart.part), (row.of - row.part, .rest)].filter { $0.0 > 0 }
            return reader.words.row(
                parts.map { count, part in
                    let name = reader.name(of: part, metric)
                    return count == 1 ? name : "\(name) ×\(count)"
                })
        case .share, .count: return reader.name(of: metric == .conversion ? .all : row.part > 0 ? .part : .rest, metric)
        }
    }
}
