import Domain
import Phrases

/// The dashboard: how the promises are kept, and where somebody should look.
public struct FiguresPage: Page {
    /// A figure's stretch of time with the one before.
    public struct Told: Sendable {
        public let now: FiguresAnswer.Point
        /// Nil where there is nothing to compare with.
        public let before: FiguresAnswer.Point?
        public init(now: FiguresAnswer.Point, before: FiguresAnswer.Point?) {
            self.now = now
            self.before = before
        }
    }

    /// An alarm and whose it is.
    public struct Alarm: Sendable {
        /// Nil for all tickets.
        public let grade: QueuePage.Choice?
        public let alarm: FiguresAlarm
        public init(grade: QueuePage.Choice?, alarm: FiguresAlarm) {
            self.grade = grade
            self.alarm = alarm
        }
    }

    public let head: FiguresHead
    public let whole: Told
    public let today: Told
    /// What the pictures show.
    public let series: [FiguresAnswer.Point]
    public let groups: [FigureGroup]
    /// That of all tickets first.
    public let alarms: [Alarm]

    public init(
        head: FiguresHead, whole: Told, today: Told, series: [FiguresAnswer.Point], groups: [FigureGroup],
        alarms: [Alarm]
    ) {
        self.head = head
        self.whole = whole
        self.today = today
        self.series = series
        self.groups = groups
        self.alarms = alarms
    }

    private var view: FiguresView { head.view }

    public func title(_ reader: Reader) -> String { reader.figures(.title) }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let reader = shell.reader
        head.crumbs(&html, reader, at: nil)
        html.element("div", .class("figures-top")) { html in
            html.element("h1", text: reader.figures(.title))
            head.told(&html, reader)
            head.tools(&html, reader, sheet: .figuresSheet(view))
        }
        head.choices(&html, reader) { .figures($0) }
        html.element("div", .id("figures"), .flag("data-live", if: view.at == nil)) { html in
            html.element("div", .id("alarm"), .class("alarms")) { alarm(&$0, reader) }
            live(&html, reader)
            html.element("section", .class("twelve")) { html in
                html.element("h2", text: reader.figures(.theTwelve))
                if whole.now.tickets == 0 { empty(&html, reader) }
                html.element("div", .class("tiles")) { html in
                    for metric in Metric.allCases { tile(metric).write(&html, reader) }
                }
            }
            if !groups.isEmpty { groupTable(&html, reader) }
            twin(&html, reader)
        }
    }

    private func tile(_ metric: Metric) -> FigureTile {
        FigureTile(
            metric: metric, told: whole, series: series, promptWithin: head.promptWithin,
            isAlarmed: metric == .firstResponse && alarms.contains { $0.alarm.isRaised }, view: view)
    }

    private func empty(_ html: inout Markup, _ reader: Reader) {
        html.element("p", .class("nothing")) { html in
            html.element("b", text: reader.figures(.emptyTitle))
            html.text(" " + reader.figures(.emptyHint))
        }
    }

    // MARK: Live

    /// The five of today (A20): small, and the first to move.
    private func live(_ html: inout Markup, _ reader: Reader) {
        html.element("section", .class("live")) { html in
            html.element("h2", text: reader.figures(.liveToday))
            let compared = head.compared(view.with { $0.period = .today }, reader)
            html.element("p", .class("told"), .id("live-told")) { html in
                html.element("span", text: reader.figures(.sinceMidnight))
                if let compared { html.element("span", text: compared) }
            }
            html.element("ul") { html in
                for metric in Metric.live {
                    let figure = today.now.figures[metric] ?? .absent
                    html.element("li", .text("id", "live-" + metric.rawValue)) { html in
                        html.element(
                            "a", .href(.figure(FigureView(metric, view.with { $0.period = .today }))),
                            text: reader.words.name(of: metric))
                        html.element("b", text: reader.figure(figure, metric))
                        FigureTile.change(&html, reader, metric, today)
                    }
                }
            }
        }
    }

    // MARK: Alarm

    private func alarm(_ html: inout Markup, _ reader: Reader) {
        let raised = alarms.filter(\.alarm.isRaised)
        if raised.isEmpty {
            html.element("p", .class("quiet"), .text("data-risk", Risk.fine.rawValue)) { html in
                html.raw(Risk.shape)
                let isKnown = alarms.first.map { $0.alarm.baseline != .absent && $0.alarm.hasEnough } ?? false
                html.text(reader.figures(isKnown ? .alarmQuiet : .alarmFew))
                if let told = alarms.first, told.alarm.current != .absent {
                    html.element("small", text: means(told.alarm, reader))
                }
                apart(&html, reader)
            }
            return
        }
        html.element("section", .class("alarm"), .init("data-risk", "at-risk"), .init("role", "group")) { html in
            for told in raised { one(told, &html, reader) }
            html.element("small", text: reader.figures(.alarmRule))
            apart(&html, reader)
        }
    }

    /// Alarm and tiles ask different things, so that one may be quiet while the other says "worse": each says what of.
    private func apart(_ html: inout Markup, _ reader: Reader) {
        html.element("small", .class("apart"), text: reader.figures(.alarmApart))
    }

    private func one(_ told: Alarm, _ html: inout Markup, _ reader: Reader) {
        // What the last hour's responses were given to came today, or before midnight; slow ones come first.
        var lately = view.with {
            $0.period = .days(2)
            $0.by = nil
        }
        if let grade = told.grade {
            lately.filters = [.init(.grade, [grade.id])]
        }
        html.element("div") { html in
            html.raw(Risk.shape)
            html.element("p") { html in
                html.element("a", .class("strong"), .href(.figure(FigureView(.firstResponse, lately)))) { html in
                    html.text(told.grade.map { reader.figures(.alarmOfGrade, $0.title) } ?? reader.figures(.alarmTitle))
                }
                if let since = told.alarm.since {
                    let when = reader.moment(since)
                    // How much slower it is nobody knows while too few are answered.
                    let words =
                        told.alarm.hasEnough
                        ? reader.figures(.alarmSince, when, excess(told.alarm)) : reader.figures(.alarmUnsure, when)
                    html.element("span", text: words)
                }
                html.element("span", text: means(told.alarm, reader))
            }
        }
    }

    private func excess(_ alarm: FiguresAlarm) -> String {
        guard let now = alarm.current.value, let usual = alarm.baseline.value, usual > 0 else { return "" }
        return Digits.fixed((now / usual - 1) * 100, 0) + "%"
    }

    private func means(_ alarm: FiguresAlarm, _ reader: Reader) -> String {
        func told(_ word: FigureWord, _ figure: Figure) -> String? {
            guard case .mean(_, let count, _) = figure else { return nil }
            return reader.figures(word, reader.figure(figure, .firstResponse), reader.count(count))
        }
        return [told(.alarmNow, alarm.current), told(.alarmUsual, alarm.baseline)].compactMap(\.self)
            .joined(separator: " · ")
    }

    // MARK: Tables

    private func groupTable(_ html: inout Markup, _ reader: Reader) {
        let by = view.by.map { reader.heading(reader.words.name(of: $0)) } ?? ""
        html.element("section", .class("groups")) { html in
            html.element("h2", text: by)
            FigureTable.write(&html, reader, label: by, .id("groups"), first: by) { html in
                for group in groups {
                    html.element("tr") { html in
                        html.element("th", .init("scope", "row"), .init("dir", "auto")) { html in
                            if let narrower = view.narrowed(to: group.key) {
                                html.element("a", .href(.figures(narrower)), text: group.name)
                            } else {
                                html.text(group.name)
                            }
                        }
                        cells(&html, reader, group.point) { FigureView($0, view, part: $1, in: group.key) }
                    }
                }
            }
        }
    }

    private func twin(_ html: inout Markup, _ reader: Reader) {
        if series.isEmpty { return }
        html.element("details", .class("twin")) { html in
            html.element("summary", text: reader.figures(.asTable))
            FigureTable.write(
                &html, reader, label: reader.figures(.asTable), .id("series"), first: reader.figures(.stretch)
            ) { html in
                for point in series {
                    html.element("tr") { html in
                        html.element("th", .init("scope", "row"), text: head.stretch(point, reader))
                        cells(&html, reader, point, nil)
                    }
                }
            }
        }
    }

    private func cells(
        _ html: inout Markup, _ reader: Reader, _ point: FiguresAnswer.Point,
        _ lists: ((Metric, FigurePart?) -> FigureView)?
    ) {
        func cell(_ text: String, _ view: FigureView?) {
            html.element("td") { html in
                if let view { html.element("a", .href(.figure(view)), text: text) } else { html.text(text) }
            }
        }
        cell(reader.count(point.tickets), point.tickets > 0 ? lists?(.complaints, .all) : nil)
        for metric in Metric.allCases {
            let figure = point.figures[metric] ?? .absent
            cell(reader.figure(figure, metric), figure == .absent ? nil : lists?(metric, nil))
        }
    }
}

extension FiguresAlarm {
    /// Whether the last hour has enough responses for the alarm to conclude anything.
    fileprivate var hasEnough: Bool {
        if case .mean(_, let count, _) = current { count >= AlarmTerms.standard.fewest } else { false }
    }
}

/// A group of tickets, by what it is called.
public struct FigureGroup: Sendable {
    public let key: FiguresAnswer.Group.Key
    public let name: String
    public let point: FiguresAnswer.Point
    public init(key: FiguresAnswer.Group.Key, name: String, point: FiguresAnswer.Point) {
        self.key = key
        self.name = name
        self.point = point
    }

    public static let atMost = 50
}

/// The twelve figures as columns.
enum FigureTable {
    static func write(
        _ html: inout Markup, _ reader: Reader, label: String, _ id: Markup.Attribute, first: String,
        rows: (inout Markup) -> Void
    ) {
        html.element(
            "div", .class("scrolls"), .init("role", "region"), .init("tabindex", "0"), .text("aria-label", label)
        ) {
            html in
            html.element("table", .class("figures"), id) { html in
                html.raw("<thead><tr>")
                for text in [first, reader.figures(.ticketsReceived)] + Metric.allCases.map(reader.words.name(of:)) {
                    html.element("th", .init("scope", "col"), text: text)
                }
                html.raw("</tr></thead><tbody>")
                rows(&html)
                html.raw("</tbody>")
            }
        }
    }
}
