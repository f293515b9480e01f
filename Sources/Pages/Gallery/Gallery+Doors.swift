import Domain
import Phrases

extension Gallery {
    static let matters = [
        ChoiceGroup(title: "咨询与支持", choices: [.init(id: "ordinary-fault", title: "一般故障")]),
        ChoiceGroup(title: hostile, choices: [.init(id: "feedback", title: "意见反馈"), .init(id: "other", title: long)]),
    ]

    static func customers(_ reader: Reader) -> [Piece] {
        var open = customer(reader, .open)
        open.answers = [
            reader.words.labelled(reader.name(of: .reach), reader.value(.reach, Reach.all.rawValue)),
            reader.words.labelled(reader.name(of: .urgency), reader.value(.urgency, "high")),
        ]
        var refused = open
        refused.trouble = Trouble(cause: "…", cure: hostile)
        refused.draft = hostile
        var byLink = customer(reader, .open, isByLink: true)
        byLink.isByLink = true
        var merged = customer(reader, .merged)
        merged.kin = [Kin(.mergedInto, "d4e5f6", subject: hostile + long)]
        var filled = SubmitPage.Filled()
        (filled.text, filled.subject, filled.reach, filled.urgency) = (hostile, long, "some", "high")
        let tooLong = Trouble(
            cause: reader.words.filled(.fieldLong, reader(.subject), "612"),
            cure: reader.words.filled(.fieldLongCure, "\(TextLength.subject)") + " " + reader(.filesAgain),
            field: "subject")
        let categories = matters
        let item = MyTicketsPage.Item(
            id: "a1b2c3", subject: "冷却泵漏油，产线已停", state: reader.words.state(.open), isOpen: true,
            received: now - .hours(3), clock: ClockView(title: "解决", standing: running(38, isWarned: true)))
        let over = MyTicketsPage.Item(
            id: "p4q5r6", subject: nil, state: reader.words.state(.closed), isOpen: false, received: now - .hours(90),
            clock: nil)
        return [
            Piece("mine", MyTicketsPage(items: [item, over]), as: .customer, at: .home),
            Piece("mine-empty", MyTicketsPage(items: []), as: .customer, at: .home),
            Piece("customer-open", open, as: .customer, at: .ticket("a1b2c3")),
            Piece("customer-waiting", customer(reader, .waiting(.customer)), as: .customer, at: .ticket("a1b2c3")),
            Piece("customer-resolved", customer(reader, .resolved), as: .customer, at: .ticket("a1b2c3")),
            Piece("customer-rated", customer(reader, .resolved, isRated: true), as: .customer, at: .ticket("a1b2c3")),
            Piece("customer-closed", customer(reader, .closed), as: .customer, at: .ticket("a1b2c3")),
            Piece("customer-merged", merged, as: .customer, at: .ticket("a1b2c3")),
            Piece("customer-refused", refused, as: .customer, at: .ticket("a1b2c3")),
            Piece("customer-link", byLink, as: nil, at: .ticketLink("abc")),
            Piece(
                "submit", SubmitPage(categories: categories, asksFor: false, once: "0"), as: .customer, at: .submit),
            Piece(
                "submit-again",
                SubmitPage(
                    categories: categories, asksFor: true, filled: filled, once: "0",
                    trouble: tooLong), at: .submit),
            Piece(
                "promises",
                PromisesPage(policies: [
                    .init(
                        title: "服务承诺标准框架", version: "2026.1",
                        grades: [
                            .init(
                                title: "一级服务", matters: ["系统运行", "数据安全"],
                                promises: [.init(title: "响应", sentence: "受理后 15 分钟内响应（全天候，计时不中断）")],
                                amends: "免收工时费")
                        ])
                ]), as: .customer, at: .promises),
        ]
    }

    private static func customer(
        _ reader: Reader, _ state: State, isByLink: Bool = false, isRated: Bool = false
    ) -> CustomerTicketPage {
        let reached: [Node: Int64] = [.submitted: 180, .graded: 180, .assigned: 150, .planReady: 40]
        var before = now - .minutes(180)
        let stations = Node.allCases.map { node -> CustomerTicketPage.Station in
            let minutes = state.isSettled && node == .solved ? 2 : reached[node]
            let at = minutes.map { now - .minutes($0) }
            defer { before = at ?? before }
            return .init(node: node, at: at, took: at.map { $0 - before })
        }
        let next: CustomerTicketPage.Next =
            switch state {
            case .waiting: .awaitsYou
            case .resolved: isRated ? .rated : .node(.verified)
            case .closed: .nothing
            case .merged: .merged
            default: .node(.atWork)
            }
        var page = CustomerTicketPage(
            id: "a1b2c3", subject: isByLink ? "a1b2c3" : "冷却泵漏油，产线已停",
            state: state.awaitsCustomer ? reader(.awaitsYou) : reader.words.state(state),
            received: now - .hours(3),
            stations: stations, next: next, promised: state == .open ? now + .minutes(38) : nil, isLate: state == .open,
            serving: ["400 热线组"], clocks: clocks(reader),
            messages: isByLink
                ? []
                : [
                    StreamItem(
                        id: 1, kind: .customer, at: now - .hours(3), who: "陈晨", title: reader(.opened),
                        text: "冷却泵接头处持续漏油。"),
                    StreamItem(
                        id: 3, kind: .desk, at: now - .minutes(150), who: nil, title: reader(.ourReply),
                        text: "收到，先请关闭进油阀。备件在路上。"),
                ], deeds: isByLink ? [] : isRated ? [.reply, .rate, .reopen] : deeds(state),
            marks: isRated ? [.efficiency: 4, .attitude: 5, .result: 3] : [:], hasCertificate: state.isSettled,
            once: "0")
        page.wasLate = state == .resolved || state == .closed
        if page.wasLate, !isByLink {
            let benefit = CertificateBenefit.labour(
                Money(currency: "CNY", minor: 45_000), .minutes(90), Share(millionths: 500_000))
            page.amends = [
                reader.words.certificate(benefit) + " · "
                    + reader.words.certificate(CertificateBenefit.Standing.pending, in: reader.zone)
            ]
        }
        return page
    }

    private static func deeds(_ state: State) -> Set<Deed> {
        switch state {
        case .resolved: [.reply, .rate, .reopen, .verifyCustomer]
        case .closed: [.rate, .reopen]
        case .merged: []
        default: [.reply]
        }
    }

    static func doors(_ reader: Reader) -> [Piece] {
        let trouble = Trouble(
            cause: reader.words.words(for: .unknownOrWrong, in: reader.zone).cause,
            cure: reader.words.words(for: .unknownOrWrong, in: reader.zone).cure)
        let taken = Trouble(reader.words.words(for: .loginTaken, in: reader.zone), field: "login")
        let used = Trouble(cause: reader(.linkUsed), cure: reader(.linkCure))
        let faults: [(String, FaultPage.Fault)] = [
            ("not-found", .notFound), ("forbidden", .forbidden), ("stale-form", .staleForm),
            ("too-many", .tooMany(seconds: 12)), ("away", .away(number: "3f9a")), ("broken", .broken(number: "3f9a")),
        ]
        return [
            Piece("sign-in", SignInPage(hasProvider: true), as: nil, at: .signIn()),
            Piece(
                "sign-in-wrong", SignInPage(login: hostile, hasMail: false, trouble: trouble), as: nil, at: .signIn()),
            Piece("sign-in-code", SignInPage(door: .code, login: "zhao"), as: nil, at: .signIn()),
            Piece("sign-in-change", SignInPage(door: .change, login: "zhao"), as: nil, at: .password),
            Piece("forgotten", AskPage(.forgotten), as: nil, at: .forgotten),
            Piece("forgotten-no-mail", AskPage(.forgottenWithoutMail), as: nil, at: .forgotten),
            Piece("reset-sent", AskPage(.resetSent), as: nil, at: .forgotten),
            Piece("sent", AskPage(.sent), as: nil, at: .entry),
            Piece("choose", AskPage(.choose(link: "abc")), as: nil, at: .link("abc")),
            Piece("administrator", AskPage(.administrator(link: "abc")), as: nil, at: .link("abc")),
            Piece(
                "administrator-refused",
                AskPage(.administrator(link: "abc"), trouble: taken, login: hostile, name: person), as: nil,
                at: .link("abc")),
            Piece("enter", AskPage(.enter(link: "abc")), as: nil, at: .link("abc")),
            Piece("spent", AskPage(.spent, trouble: used), as: nil, at: .link("abc")),
        ] + faults.map { Piece($0.0, FaultPage($0.1), at: .home) }
    }
}
