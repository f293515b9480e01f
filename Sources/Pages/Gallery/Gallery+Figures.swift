import Domain
import Phrases

extension Gallery {
    static func figures(_ reader: Reader) -> [Piece] {
        let narrow = FiguresView().with {
            $0.filters = [.init(.team, ["hotline"]), .init(.category, ["ordinary-fault"])]
            $0.by = .grade
        }
        let days = FiguresView().with { $0.period = .days(30) }
        func piece(_ name: String, _ page: FiguresPage, as role: Role = .manager, _ state: Shell.Connection = .live)
            -> Piece
        {
            Piece(name, page, as: role, at: .figures(page.head.view), state)
        }
        let responses = FigureView(.firstResponse)
        let turned = FiguresView().with { $0.period = .unclear(from: "2026-02-20", to: "2026-02-10") }
        let whole = FigureView(.responseAttainment, narrow)
        let broken = FigureView(.responseAttainment, narrow.with { $0.by = nil })
        return [
            piece("figures", dashboard(FiguresView(), reader)),
            piece("figures-alarm", dashboard(days, reader, alarms: [alarm(nil, 24), alarm(grade("一级服务"), 61)])),
            piece("figures-empty", dashboard(FiguresView().with { $0.period = .today }, reader, scale: 0)),
            piece("figures-one", dashboard(FiguresView(), reader, scale: 1)),
            piece("figures-groups", dashboard(narrow, reader, names: [["400 热线组"], ["一般故障"]], groups: some)),
            piece(
                "figures-long",
                dashboard(narrow, reader, names: [[long], [hostile]], groups: [long, hostile], scale: 1_000_000)),
            piece("figures-stale", dashboard(FiguresView(), reader), .from),
            piece(
                "figures-past", dashboard(FiguresView().with { $0.at = now - .hours(72) }, reader), as: .auditor),
            Piece("figures-unclear", UnclearDaysPage(head: head(turned, [])), as: .manager, at: .figures(turned)),
            Piece("figure", figure(responses, reader, tickets: tickets(reader)), as: .manager, at: .figure(responses)),
            Piece(
                "figure-part", figure(broken, reader, names: [["400 热线组"], ["一般故障"]], tickets: tickets(reader)),
                as: .lead,
                at: .figure(broken)),
            Piece(
                "figure-empty", figure(FigureView(.owed), reader, tickets: [], scale: 0), as: .director,
                at: .figure(FigureView(.owed))),
            Piece(
                "figure-long",
                figure(whole, reader, names: [[long], [hostile]], tickets: [hostileTicket], groups: [long, hostile]),
                as: .manager, at: .figure(whole)),
        ]
    }

    private static let some = ["一级服务", "二级服务", "三级服务"]
    private static func grade(_ title: String) -> QueuePage.Choice { .init(id: "standard/first", title: title) }

    private static func dashboard(
        _ view: FiguresView, _ reader: Reader, names: [[String]] = [], groups: [String] = [],
        alarms: [FiguresPage.Alarm]? = nil,
        scale: Int64 = 40
    ) -> FiguresPage {
        let whole = point(scale, 7)
        return FiguresPage(
            head: head(view, names),
            whole: .init(now: whole, before: view.at == nil && scale > 1 ? point(scale - scale / 5, 5) : nil),
            today: .init(now: point(scale / 4, 3), before: scale > 1 ? point(scale / 4 + 2, 4) : nil),
            series: scale > 0 ? series(reader, scale) : [], groups: named(groups, scale),
            alarms: alarms ?? [alarm(nil, nil)])
    }

    private static func head(_ view: FiguresView, _ names: [[String]]) -> FiguresHead {
        FiguresHead(view: view, filters: names, at: view.at ?? now, promptWithin: .minutes(15))
    }

    private static func named(_ groups: [String], _ scale: Int64) -> [FigureGroup] {
        if groups.isEmpty { return [] }
        return groups.enumerated().map { place, name in
            FigureGroup(
                key: .word("standard/grade-\(place + 1)"), name: name,
                point: point(scale / Int64(place + 2), Int64(place)))
        } + [FigureGroup(key: .others, name: "…", point: point(0, 0))]
    }

    private static func series(_ reader: Reader, _ scale: Int64) -> [FiguresAnswer.Point] {
        (Int64(0)..<7).map { day in
            let from = now - .hours(24 * (6 - day))
            let part = point(day == 3 ? 0 : scale / 7 + day % 3, day)
            return FiguresAnswer.Point(
                from: from, to: from + .hours(24), tickets: part.tickets, figures: part.figures, prompt: part.prompt)
        }
    }

    /// Figures that belong to so many tickets, a little different by the number given.
    private static func point(_ tickets: Int64, _ turn: Int64) -> FiguresAnswer.Point {
        var figures: [Metric: Figure] = [:]
        for metric in Metric.allCases { figures[metric] = .absent }
        if tickets > 0 {
            let (most, some) = (max(1, tickets - tickets / 8), max(1, tickets / 9))
            var times = Histogram()
            for place in 0..<min(most, 50) { times.add(300_000 + (place + turn) % 17 * 77_000) }
            figures[.firstResponse] = .mean(sum: most * (540_000 + turn * 31_000), count: most, .init(times))
            figures[.responseAttainment] = .share(most - some / 2, of: most)
            figures[.resolution] = .mean(sum: most * (7_400_000 - turn * 500_000), count: most, .init(times))
            figures[.resolutionAttainment] = .share(max(0, most - some), of: most)
            figures[.firstTimeFix] = .share(max(1, most - some - turn % 3), of: most)
            figures[.redispatch] = .share(some, of: most)
            figures[.conversion] = .share(tickets, of: tickets * 3 + turn)
            figures[.emotion] = .mean(sum: turn * 53 - 118, count: most, nil)
            figures[.satisfaction] = .mean(sum: some * 4 + 1, count: some, nil)
            figures[.complaints] = .share(some / 2, of: tickets)
            figures[.owed] = .money([
                Money(currency: "CNY", minor: tickets * 22_550), Money(currency: "JPY", minor: tickets * 90),
            ])
            figures[.atRisk] = .count(some, of: most)
        }
        let listed = figures.mapValues { figure -> Int64 in
            switch figure {
            case .absent: 0
            case .mean(_, let count, _): count
            case .share(let part, let whole): whole - part
            case .count(let count, _): count
            case .money: 3
            }
        }
        return FiguresAnswer.Point(
            from: nil, to: nil, tickets: tickets, figures: figures,
            prompt: tickets > 0 ? .share(tickets, of: tickets + 3) : .absent,
            listed: listed)
    }

    private static func alarm(_ grade: QueuePage.Choice?, _ minutes: Int64?) -> FiguresPage.Alarm {
        func mean(_ minutes: Int64, _ count: Int64) -> Figure {
            .mean(sum: minutes * 60_000 * count, count: count, nil)
        }
        return FiguresPage.Alarm(
            grade: grade,
            alarm: FiguresAlarm(
                grade: grade?.id, since: minutes.map { _ in now - .minutes(25) }, at: now,
                current: mean(minutes ?? 14, 34),
                baseline: mean(14, 2_304)))
    }

    private static func figure(
        _ view: FigureView, _ reader: Reader, names: [[String]] = [], tickets: [FigureTicket], groups: [String] = [],
        scale: Int64 = 40
    ) -> FigurePage {
        let whole = point(scale, 7)
        return FigurePage(
            head: head(view.view, names), view: view,
            told: .init(now: whole, before: scale > 1 ? point(scale, 5) : nil),
            series: scale > 0 ? series(reader, scale) : [], seriesBefore: scale > 0 ? series(reader, scale + 4) : [],
            groups: named(groups, scale),
            counts: scale > 0 ? [.all: 1_204, .part: 1_150, .rest: 62] : [:], tickets: tickets,
            next: tickets.count > 2 ? .init(rank: -9, opened: 44) : nil)
    }

    private static func row(_ part: Int64, _ of: Int64, _ hours: Int64) -> FigureListing.Row {
        FigureListing.Row(
            opened: hours, received: now - .hours(hours), part: part, of: of,
            owed: [Money(currency: "CNY", minor: 45_000)], place: .init(rank: 0, opened: hours))
    }

    private static func tickets(_ reader: Reader) -> [FigureTicket] {
        func ticket(_ id: TicketID, _ subject: String?, _ state: State, _ agent: String?, _ row: FigureListing.Row)
            -> FigureTicket
        {
            FigureTicket(
                id: id, subject: subject, customer: "苏州建诺生物制药集团有限公司", grades: ["二级服务", "电话"],
                state: reader.words.state(state), team: "400 热线组", agent: agent, row: row)
        }
        return [
            ticket("a1b2c3", "冷却泵漏油，产线已停", .open, "윤은지", row(1, 3, 3)),
            ticket("d4e5f6", "The warranty policy differs from your last answer", .resolved, nil, row(0, 1, 30)),
            ticket("g7h8j9", nil, .closed, "唐子轩", row(0, 2, 75)),
        ]
    }

    private static let hostileTicket = FigureTicket(
        id: "zzzzzzzzzzzzzzzz", subject: hostile + " " + long, customer: long, grades: [long, hostile], state: hostile,
        team: long, agent: long, row: row(7, 9, 24 * 400))
}
