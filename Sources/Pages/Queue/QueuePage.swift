import Domain
import Phrases

/// The queue: what presses most comes first.
public struct QueuePage: Page {
    public struct Choice: Hashable, Sendable {
        public let id: String
        public let title: String
        public init(id: String, title: String) {
            self.id = id
            self.title = title
        }
    }

    /// Why nobody was given a ticket.
    public enum News: Hashable, Sendable {
        case nothingNext
        /// None waits for one's own teams, but so many for others.
        case nothingForTeams(others: Int)
    }

    public let view: QueueView
    public let rows: [QueueRow.Now]
    /// Of the whole view, whatever its risk.
    public let counts: [Risk: Int]
    /// Of the view with its risk.
    public let total: Int
    public let teams: ChoiceList
    public let grades: ChoiceList
    public let news: News?
    public var kept = KeptViews()
    /// It is the view of one's own teams, of somebody who is in none.
    public var isInNoTeam = false
    /// Why a view was not kept, and by which name it should have been.
    public var refused: (trouble: Trouble, name: String)?

    public init(
        view: QueueView, rows: [QueueRow.Now], counts: [Risk: Int], total: Int, teams: ChoiceList = [],
        grades: ChoiceList = [], news: News? = nil
    ) {
        self.view = view
        self.rows = rows
        self.counts = counts
        self.total = total
        self.teams = teams
        self.grades = grades
        self.news = news
    }

    public func title(_ reader: Reader) -> String { reader(.queue) }

    private var pages: Int { max(1, (total + QueueView.rowsOfPage - 1) / QueueView.rowsOfPage) }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let reader = shell.reader
        html.element("h1", .class("unseen"), text: reader(.queue))
        if let news { told(&html, reader, news) }
        html.element("div", .class("queue-head")) { html in
            counters(&html, reader)
            if let who = shell.who, who.mayWrite { next(&html, reader, who) }
        }
        filters(&html, reader, shell.who)
        if rows.isEmpty { empty(&html, reader) } else { table(&html, reader) }
        if pages > 1 { turning(&html, reader) }
    }

    private func told(_ html: inout Markup, _ reader: Reader, _ news: News) {
        html.element("p", .class("news"), .init("role", "status")) { html in
            switch news {
            case .nothingNext: html.text(reader(.nothingNext))
            case .nothingForTeams(let others):
                html.text(reader(.nothingForTeams, String(others)) + " ")
                html.element("a", .href(.queue()), text: reader(.wholeQueue))
            }
        }
    }

    /// The counters alone, for a queue that changed.
    public func counters(_ html: inout Markup, _ reader: Reader) {
        html.element("nav", .class("risks"), .id("risks"), .text("aria-label", reader(.timeLeft))) { html in
            for risk in Risk.allCases {
                // The chosen one leads back to all.
                let isChosen = view.risk == risk
                html.element(
                    "a", .class("risk"), .href(.queue(view.with { $0.risk = isChosen ? nil : risk })),
                    .text("data-risk", risk.rawValue), .text("aria-current", isChosen ? "true" : nil)
                ) { html in
                    html.raw(Risk.shape)
                    html.element("span", text: reader(risk.word))
                    html.element("b", text: String(counts[risk] ?? 0))
                }
            }
            html.element(
                "a", .class("risk"), .href(.queue(view.with { $0.risk = nil })), .init("data-risk", "all"),
                .text("aria-current", view.risk == nil ? "true" : nil)
            ) { html in
                html.element("span", text: reader(.all))
                html.element("b", text: String(counts.values.reduce(0, +)))
            }
        }
    }

    private func next(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who) {
        html.element("form", .init("method", "post"), .action(.next)) { html in
            hidden(&html, "csrf", who.csrf)
            hidden(&html, "back", Address.queue(view).text)
            html.element("button", .class("main"), .init("data-key", "n"), text: reader(.nextTicket))
        }
    }

    private func filters(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who?) {
        html.element("div", .class("filters")) { html in
            html.element("nav", .class("tabs"), .text("aria-label", reader(.holder))) { html in
                for (whose, word) in [
                    (QueueView.Whose.everyone, PageWord.everyone), (.mine, .mine), (.myTeams, .myTeams),
                    (.nobodys, .nobodys),
                ] {
                    html.element(
                        "a", .href(.queue(view.with { $0.whose = whose })),
                        .text("aria-current", view.whose == whose ? "true" : nil), text: reader(word))
                }
            }
            html.element("form", .action(.queue()), .init("data-autosend", "")) { html in
                if view.whose != .everyone { hidden(&html, "whose", view.whose.rawValue) }
                if let risk = view.risk { hidden(&html, "risk", risk.rawValue) }
                choice(
                    &html, "team", reader(.team), view.team?.rawValue ?? "",
                    none: reader(.anyTeam), teams)
                choice(
                    &html, "grade", reader(.grade), view.grade ?? "",
                    none: reader(.anyGrade), grades)
                html.element("button", .class("quiet no-script"), text: reader(.apply))
                if view.team != nil || view.grade != nil || view.risk != nil {
                    html.element(
                        "a", .class("quiet"),
                        .href(
                            .queue(
                                view.with {
                                    $0.team = nil
                                    $0.grade = nil
                                    $0.risk = nil
                                })), text: reader(.clear))
                }
            }
            if let who { views(&html, reader, who) }
        }
    }

    private func views(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who) {
        html.element("div", .class("views")) { html in
            if !kept.views.isEmpty {
                html.element("ul", .text("aria-label", reader(.viewsKept))) { html in
                    for each in kept.views { item(&html, reader, who, each) }
                }
            }
            html.element("details", .flag("open", if: refused != nil)) { html in
                html.element("summary", text: reader(.keepView))
                html.element("form", .init("method", "post"), .action(.views)) { html in
                    refused?.trouble.write(&html)
                    hidden(&html, "csrf", who.csrf)
                    hidden(&html, "view", Address.queue(view).text)
                    field(
                        &html, "name", reader(.viewName), value: refused?.name, autocomplete: "off",
                        atMost: KeptViews.nameAtMost, trouble: refused?.trouble)
                    html.element("button", text: reader(.keep))
                }
            }
        }
    }

    private func item(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who, _ kept: KeptViews.View) {
        html.element("li") { html in
            html.element(
                "a", .href(.queue(kept.view)), .text("aria-current", kept.view == view ? "true" : nil),
                .init("dir", "auto"), text: kept.name)
            html.element("form", .init("method", "post"), .action(.views)) { html in
                hidden(&html, "csrf", who.csrf)
                hidden(&html, "view", Address.queue(view).text)
                html.element(
                    "button", .init("name", "drop"), .text("value", kept.name),
                    .text("aria-label", reader(.unlink, kept.name)), text: "×")
            }
        }
    }

    private func table(_ html: inout Markup, _ reader: Reader) {
        html.element("table", .class("queue"), .id("queue"), .address("data-rows", .queueRows(view, []))) { html in
            html.raw("<thead><tr>")
            for (name, word) in [
                ("clocks", PageWord.timeLeft), ("subject", .ticket), ("grade", .grade), ("state", .state),
                ("holder", .holder), ("received", .received),
            ] {
                html.element("th", .init("scope", "col"), .text("class", name), text: reader(word))
            }
            html.raw("</tr></thead><tbody>")
            for row in rows { row.write(&html, reader) }
            html.raw("</tbody>")
        }
    }

    private func empty(_ html: inout Markup, _ reader: Reader) {
        html.element("section", .class("empty"), .id("queue"), .address("data-rows", .queueRows(view, []))) { html in
            // Without any filter there is none to be chosen otherwise.
            if total == 0, view.with({ $0.page = 1 }) == QueueView() {
                html.element("h2", text: reader(.queueEmpty))
                html.element("p", text: reader(.queueEmptyHint))
                return
            }
            html.element("h2", text: isInNoTeam ? reader(.inNoTeam) : reader(.nothingHere))
            html.element("p", text: isInNoTeam ? reader(.inNoTeamHint) : reader(.nothingHereHint))
            html.element("a", .class("button"), .href(.queue()), text: reader(.all))
        }
    }

    private func turning(_ html: inout Markup, _ reader: Reader) {
        func turned(_ to: Int) -> Address {
            var view = view
            view.page = to
            return .queue(view)
        }
        html.element("nav", .class("turning")) { html in
            if view.page > 1 {
                html.element("a", .href(turned(view.page - 1)), .init("rel", "prev"), text: reader(.before))
            }
            html.element("span", text: reader(.page, String(view.page), String(pages)))
            if view.page < pages {
                html.element("a", .href(turned(view.page + 1)), .init("rel", "next"), text: reader(.after))
            }
        }
    }
}

/// Rows that changed, for a queue that is being looked at: what is not here any more is left out.
public struct QueueRows: Sendable {
    public let page: QueuePage
    public init(_ page: QueuePage) { self.page = page }

    public func html(_ reader: Reader) -> Markup {
        var html = Markup()
        page.counters(&html, reader)
        html.raw("<table><tbody>")
        for row in page.rows { row.write(&html, reader) }
        html.raw("</tbody></table>")
        return html
    }
}
