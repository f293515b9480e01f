import Domain
import Phrases

extension Gallery {
    static func queue(_ reader: Reader) -> [Piece] {
        var risky = QueueView()
        risky.risk = .breached
        risky.whose = .mine
        var second = QueueView()
        second.page = 2
        let rows = rows(reader)
        let counts: [Risk: Int] = [.breached: 1, .atRisk: 1, .paused: 1, .fine: 2]
        var keeping = QueuePage(view: risky, rows: rows, counts: counts, total: 5, teams: teams)
        _ = keeping.kept.keep(risky, as: "早班")
        _ = keeping.kept.keep(QueueView(), as: hostile)
        keeping.refused = (
            Trouble(
                cause: reader.words.filled(.fieldEmpty, reader(.viewName)), cure: reader(.fieldEmptyCure), field: "name"
            ),
            ""
        )
        return [
            Piece("queue-views", keeping),
            Piece("queue", QueuePage(view: QueueView(), rows: rows, counts: counts, total: 5, teams: teams)),
            Piece("queue-nothing", QueuePage(view: QueueView(), rows: [], counts: [:], total: 0, teams: teams)),
            Piece("queue-empty", QueuePage(view: risky, rows: [], counts: [:], total: 0, teams: teams)),
            Piece(
                "queue-one",
                QueuePage(view: risky, rows: Array(rows.prefix(1)), counts: [.breached: 1], total: 1, teams: teams)),
            Piece(
                "queue-many",
                QueuePage(
                    view: second, rows: rows, counts: [.breached: 48, .atRisk: 112, .paused: 390, .fine: 1_204],
                    total: 1_754, teams: teams, news: .nothingNext)),
            Piece(
                "queue-others",
                QueuePage(
                    view: QueueView(), rows: rows, counts: counts, total: 5, teams: teams,
                    news: .nothingForTeams(others: 3))),
            Piece(
                "queue-stale", QueuePage(view: QueueView(), rows: rows, counts: counts, total: 5, teams: teams), .from),
            Piece(
                "queue-reconnecting",
                QueuePage(view: QueueView(), rows: rows, counts: counts, total: 5, teams: teams), .reconnecting),
            Piece(
                "queue-auditor", QueuePage(view: QueueView(), rows: rows, counts: counts, total: 5), as: .auditor),
            Piece(
                "queue-long",
                QueuePage(view: QueueView(), rows: [hostileRow(reader)], counts: [.atRisk: 1], total: 1, teams: teams)),
            Piece(
                "queue-passed",
                QueuePage(view: QueueView(), rows: [passedRow(reader)], counts: [.fine: 1], total: 1, teams: teams)),
            Piece(
                "search",
                SearchPage(
                    words: hostile,
                    hits: [
                        .init(
                            address: .ticket("3k9xw2"),
                            title: [.init("VPN ", isMatch: true), .init("通道有数据外传告警", isMatch: false)],
                            snippet: [.init(hostile, isMatch: true)], aside: long, received: now)
                    ], total: 61, isMore: false, isCorrected: true, before: .search(hostile),
                    after: .search(hostile, from: 40)),
                at: .search(hostile, from: 20)),
        ]
    }

    static let teams: ChoiceList = [
        QueuePage.Choice(id: "hotline", title: "400 热线组"), QueuePage.Choice(id: "written", title: "书面受理组"),
    ]

    static func running(_ minutes: Int64, isWarned: Bool = false) -> ClockView.Standing {
        let due = now + .minutes(minutes)
        return .running(due: due, left: .minutes(minutes), open: nil, isWarned: isWarned)
    }

    static func rows(_ reader: Reader) -> [QueueRow.Now] {
        func row(
            _ id: TicketID, _ risk: Risk, _ rank: Int64, _ subject: String?, _ clocks: [ClockView], _ state: State,
            _ agent: String?, customerWrote: Bool = false, offered: String? = nil
        ) -> QueueRow {
            QueueRow(
                id: id, risk: risk, rank: rank, subject: subject, customer: "苏州建诺生物制药集团有限公司", category: "一般故障",
                grades: ["二级服务", "电话"], clocks: clocks, state: reader.words.state(state), team: "400 热线组",
                agent: agent, received: now - .hours(3), customerWrote: customerWrote, offered: offered)
        }
        let (respond, resolve) = ("响应", "解决")
        return [
            row(
                "a1b2c3", .breached, 1, "冷却泵漏油，产线已停",
                [
                    ClockView(title: respond, standing: .breached(due: now - .minutes(52), ended: nil)),
                    ClockView(title: resolve, standing: running(38, isWarned: true)),
                ], .open, "윤은지", customerWrote: true),
            row(
                "d4e5f6", .atRisk, 2, "The warranty policy differs from your last answer",
                [
                    ClockView(title: respond, standing: running(6, isWarned: true)),
                    ClockView(
                        title: resolve,
                        standing: .running(
                            due: now + .hours(14), left: .minutes(95),
                            open: [now..<now + .minutes(30), now + .hours(13)..<now + .hours(14)], isWarned: false)),
                    ClockView(title: "通报进展", standing: running(22)), ClockView(title: "回访", standing: .waiting),
                ], .new, nil),
            row(
                "g7h8j9", .paused, 3, "電子請求書の手順を教えてください",
                [ClockView(title: resolve, standing: .paused(left: .minutes(24)))],
                .waiting(.customer), "唐子轩"),
            row(
                "k1m2n3", .fine, 4, "보고서 내보내기가 승인되지 않습니다", [ClockView(title: resolve, standing: running(60 * 75))],
                .open, "马霞", offered: "书面受理组"),
            row("p4q5r6", .fine, 5, nil, [], .resolved, nil),
        ].map { $0.now(reader) }
    }

    /// Notices of promises that still run: one whose time went by, and one that was given.
    static func passedRow(_ reader: Reader) -> QueueRow.Now {
        QueueRow(
            id: "s7t8v9", risk: .fine, rank: 1, subject: "年度校准", customer: "苏州建诺生物制药集团有限公司", category: nil,
            grades: ["项目"],
            clocks: [
                ClockView(title: "延期告知", standing: .passed(due: now - .hours(2)), isNotice: true),
                ClockView(title: "完成", standing: running(60 * 22)),
                ClockView(title: "变更告知", standing: .given(at: now - .hours(3)), isNotice: true),
            ], state: reader.words.state(.open), team: "400 热线组", agent: "马霞", received: now - .hours(24 * 9)
        ).now(reader)
    }

    static func hostileRow(_ reader: Reader) -> QueueRow.Now {
        QueueRow(
            id: "zzzzzzzzzzzzzzzz", risk: .atRisk, rank: 9, subject: hostile + " " + long, customer: long,
            category: long,
            grades: [long, hostile], clocks: [ClockView(title: long, standing: running(7, isWarned: true))],
            state: hostile, team: long, agent: long, received: now - .hours(24 * 400)
        ).now(reader)
    }
}
