import Domain
import Phrases

extension Gallery {
    static func tickets(_ reader: Reader) -> [Piece] {
        let open = ticket(reader)
        var conflict = open
        conflict.draft = TicketPage.Draft(
            deed: .reply, text: "已安排工程师，预计 21:30 到场。", act: "paused/customer", hadFiles: true)
        conflict.meanwhile = [
            StreamItem(id: 9, kind: .customer, at: now - .minutes(1), who: "陈晨", title: "客户来信", text: "已经好了，不用来了。")
        ]
        var refused = open
        refused.trouble = Trouble(cause: "Resolved at 2026-02-14 20:10.", cure: "Reopen the ticket to add to it.")
        refused.draft = TicketPage.Draft(deed: .note, text: hostile)
        var unsolved = open
        unsolved.trouble = Trouble(
            cause: reader.words.filled(.fieldLong, reader(.text), "65537"),
            cure: reader.words.filled(.fieldLongCure, "\(TextLength.text)"), field: "text")
        unsolved.draft = TicketPage.Draft(deed: .resolve, text: hostile)
        var merged = ticket(reader, state: .merged, deeds: [.note])
        merged.kin = [Kin(.mergedInto, "d4e5f6", subject: hostile + long)]
        merged.trouble = Trouble(
            reader.words.words(for: Ticket.Refusal.mergedInto("d4e5f6"), in: reader.zone))
        merged.draft = TicketPage.Draft(deed: .reply, text: hostile)
        var part = ticket(reader, words: nil, isErased: false)
        part.kin = [
            Kin(.splitFrom, "d4e5f6", subject: long), Kin(.splitInto, "g7h8i9", subject: hostile),
            Kin(.splitInto, "j1k2l3", subject: nil),
        ]
        part.trouble = Trouble(
            cause: reader.words.filled(.fieldEmpty, reader(.text)), cure: reader(.fieldEmptyCure), field: "text")
        part.draft = TicketPage.Draft(deed: .split, text: "", fields: ["subject": hostile])
        return [
            Piece("ticket", open, at: .ticket("a1b2c3")),
            Piece("ticket-part", part, at: .ticket("a1b2c3")),
            Piece("ticket-merged", merged, at: .ticket("a1b2c3")),
            Piece("ticket-conflict", conflict, at: .ticket("a1b2c3")),
            Piece("ticket-refused", refused, at: .ticket("a1b2c3")),
            Piece("ticket-deed-refused", unsolved, at: .ticket("a1b2c3")),
            Piece("ticket-auditor", open, as: .auditor, at: .ticket("a1b2c3")),
            Piece(
                "ticket-long", ticket(reader, subject: hostile + long, words: hostile + "\n" + long),
                at: .ticket("a1b2c3")),
            Piece("ticket-erased", ticket(reader, subject: nil, words: nil), at: .ticket("a1b2c3")),
        ]
    }

    private static func ticket(
        _ reader: Reader, subject: String? = "冷却泵漏油，产线已停",
        words: String? = "冷却泵接头处持续漏油，产线已经停下来了。\n昨天刚保养过。请尽快派人。", isErased: Bool = true,
        state: State = .open,
        deeds: Set<Deed> = [
            .reply, .note, .take, .accept, .engage, .wait, .handOver, .escalate, .resolve, .labour, .link, .split,
            .merge, .grade,
        ]
    ) -> TicketPage {
        let first = StreamItem(
            id: 1, kind: .customer, at: now - .hours(3), who: "陈晨", title: reader(.opened), text: words,
            isErased: words == nil && isErased,
            attachments: words == nil
                ? [] : [.init(name: "pump.jpg", address: .attachment("a1b2c3", position: 1, name: "pump.jpg"))])
        let word = reader.words
        var page = TicketPage(
            id: "a1b2c3", subject: subject, customer: "苏州建诺生物制药集团有限公司", state: word.state(state),
            risk: .breached, received: now - .hours(3), words: first,
            stream: [
                first.withoutText,
                StreamItem(
                    id: 2, kind: .event, at: now - .hours(3), who: nil,
                    title: word.filled(.gradedAs, "二级服务")),
                StreamItem(
                    id: 3, kind: .desk, at: now - .minutes(150), who: "윤은지", title: word.event(.agentMessage, in: nil),
                    text: words == nil ? nil : "收到，先请关闭进油阀。备件在路上。", isErased: words == nil && isErased),
                StreamItem(
                    id: 4, kind: .time, risk: .paused, at: now - .minutes(120), who: "윤은지",
                    title: word.waiting(.customer) + " · " + word.filled(.pausedClocks, "解决")),
                StreamItem(
                    id: 5, kind: .note, at: now - .minutes(90), who: "唐子轩", title: reader(.note),
                    text: "@zhao 备件库存只剩一件，已锁定。"),
                StreamItem(
                    id: 6, kind: .time, risk: .atRisk, at: now - .minutes(70), who: nil,
                    title: word.filled(.warned, "响应", "80%")),
                StreamItem(
                    id: 7, kind: .time, risk: .breached, at: now - .minutes(52), who: nil,
                    title: word.filled(.brokeNow, "响应")),
                StreamItem(
                    id: 8, kind: .event, at: now - .minutes(40), who: "唐子轩",
                    title: reader.sentence(.absorbed, .ticket("d4e5f6"))),
            ], clocks: clocks(reader),
            facts: [
                .init(reader(.customer), "苏州建诺生物制药集团有限公司"), .init(reader(.grade), word.row(["二级服务", "电话"])),
                .init(reader(.team), "400 热线组"), .init(reader(.channel), reader(.channelHotline)),
            ], offered: "现场工程组", lookers: ["唐子轩"],
            deeds: deeds,
            acts: [
                .init("estimated", words: word.filled(.keeps, word.event(.estimated, in: nil), "预估")),
                .init("paused/customer", words: reader(.replyWait, reader(.reply))),
                .init("resolved", words: reader(.replyResolve, reader(.reply))),
            ],
            teams: teams, version: 7, once: "0000000000000000")
        page.colleagues = [.init(id: "lin", title: person), .init(id: "zhao", title: "赵敏")]
        page.own = "lin"
        page.grades = [.init(id: "company/second", title: "二级服务")]
        page.categories = matters
        page.category = "ordinary-fault"
        page.isGraded = true
        page.links = [
            .init(.related, "d4e5f6", subject: "冷却泵有异响"), .init(.related, "e5f6a7", subject: nil, inverse: .blocks),
        ]
        page.owed = ["CNY 75（工时费 1 小时 30 分的 50%）", "CNY 25"]
        page.evidence = .init(
            log: "desk.example/log-1", facts: 7, sealed: words == nil ? 5 : 7, proof: .proof(position: 7),
            certificate: words == nil ? nil : .certificate("a1b2c3"))
        return page
    }

    static func clocks(_ reader: Reader) -> [ExplainedClock] {
        // As an account reads that the words of a policy were put into.
        let why = [
            "“响应”自 2026-02-14 17:30 起计时，服务时间采用“每日 9 至 21 点”，时限为 45 分钟。", "2026-02-14 17:30 → 18:00  30 分钟 计入",
            "2026-02-14 18:00 → 19:23  1 小时 23 分 暂停", "2026-02-14 19:23 → 19:38  15 分钟 计入",
            "合计计入 45 分钟，暂停 1 小时 23 分，2026-02-14 19:38 到期。", "依据《服务承诺标准框架》2026.1 版，时区数据 2026a。",
        ]
        return [
            ExplainedClock(
                clock: ClockView(title: "响应", standing: .breached(due: now - .minutes(52), ended: nil)), grade: "二级服务",
                account: ExplainedClock.account(id: "0-respond-1", promise: nil, why: why, reader)),
            ExplainedClock(clock: ClockView(title: "解决", standing: running(38, isWarned: true)), grade: "二级服务"),
            ExplainedClock(clock: ClockView(title: "响应", standing: .kept(at: now - .minutes(178))), grade: "电话"),
            ExplainedClock(clock: ClockView(title: "回访", standing: .paused(left: .minutes(24))), grade: "电话"),
            ExplainedClock(
                clock: ClockView(title: "延期告知", standing: running(90), isNotice: true), grade: "电话"),
            ExplainedClock(
                clock: ClockView(title: "变更告知", standing: .given(at: now - .hours(3)), isNotice: true), grade: "电话"),
            ExplainedClock(
                clock: ClockView(title: "通报", standing: .void(reader.words.voidReason(.regraded))), grade: "电话"),
        ]
    }
}
