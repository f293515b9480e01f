import Domain
import Support
import Testing

/// What holds of every limit, whatever its kind.
struct DueLaws {
    private static let calendars = policy([]).calendars

    private struct Question {
        let calendar: Calendar
        let start: Instant
        let date: Instant?
        let spans: [Span]

        init(_ chance: inout Seed) {
            calendar = calendars[chance.one(of: AnyDesk.calendars)]!
            start = t("10:00") + AnyDesk.step(&chance)
            date = chance.once(in: 4) ? nil : start + .hours(chance.integer(0...60))
            spans = (0..<chance.count(0...4)).map { _ in Question.pause(&chance) }
        }

        static func pause(_ chance: inout Seed) -> Span {
            let from = t("08:00") + .minutes(30 * chance.integer(0...140))
            return Span(from: from, to: chance.once(in: 8) ? nil : from + .minutes(30 * chance.integer(0...40)))
        }

        func due(_ limits: [Limit], _ spans: [Span]? = nil) -> Due {
            Term(
                commitment: Commitment(id: "c", needs: [.resolved], promise: .within(limits), calendar: "always"),
                calendar: calendar, grade: .of("g")
            )
            .due(from: start, date: date, pauses: Pauses(spans ?? self.spans))
        }
    }

    /// Whether a due is no earlier than another: a pause without an end is later than any instant.
    private func isNoEarlier(_ a: Due, than b: Due) -> Bool {
        switch (a, b) {
        case (.at(let a), .at(let b)): a >= b
        case (.paused(_, let a), .paused(_, let b)): a >= b
        case (.paused, .at), (.beyond, _), (.never, _): true
        case (.undated, _), (_, .undated): a == b
        default: false
        }
    }

    @Test(arguments: Seed.some(300))
    func `a longer limit is never due earlier`(_ seed: Seed) {
        var chance = seed
        let question = Question(&chance)
        let limit = AnyDesk.limit(&chance)
        let longer: Limit =
            switch limit {
            case .service(let span): .service(span + .minutes(chance.integer(1...500)))
            case .workingDays(let count): .workingDays(count + chance.count(1...5))
            case .months(let count): .months(count + chance.count(1...5))
            case .nextDay(let time): .nextDay(min(time + 1_800_000, 86_399_999))
            case .ahead(let span): .ahead(span - .minutes(chance.integer(0...60)))
            case .agreed: .agreed
            }
        #expect(isNoEarlier(question.due([longer]), than: question.due([limit])))
    }

    @Test(arguments: Seed.some(300))
    func `pausing never makes due earlier`(_ seed: Seed) {
        var chance = seed
        let question = Question(&chance)
        let limits = (0..<chance.count(1...3)).map { _ in AnyDesk.limit(&chance) }
        let more = question.spans + [Question.pause(&chance)]
        #expect(isNoEarlier(question.due(limits, more), than: question.due(limits)))
    }

    @Test(arguments: Seed.some(300))
    func `each limit moves first, then the earliest is taken`(_ seed: Seed) {
        var chance = seed
        let question = Question(&chance)
        let limits = (0..<chance.count(2...3)).map { _ in AnyDesk.limit(&chance) }
        let all = limits.map { question.due([$0]) }.filter { $0 != .undated }
        let due = question.due(limits)
        #expect(all.allSatisfy { isNoEarlier($0, than: due) })
        #expect(all.isEmpty ? due == .undated : all.contains(due))
    }

    @Test(arguments: Seed.some(300))
    func `what is left when a pause is open runs when it ends`(_ seed: Seed) {
        var chance = seed
        let question = Question(&chance)
        let limit = AnyDesk.limit(&chance)
        guard case .paused(let since, let left) = question.due([limit]) else { return }
        let open = Pauses(question.spans).spans.last!
        let end = since + .minutes(30 * chance.integer(1...90))
        let ended = Pauses(question.spans).spans.dropLast() + [Span(from: open.from, to: end)]
        // A base that lies before the new end is the one that the open pause held; a later one was never reached.
        let due = question.due([limit], Array(ended))
        let then = question.calendar.due(after: left, from: end)
        if case .service = limit {
            #expect(due.instant == then)
        } else {
            #expect(due.instant.map { $0 <= then! } ?? false)
        }
    }

    @Test(arguments: Seed.some(150))
    func `why has no gaps and its counted pieces add up to the limit`(_ seed: Seed) throws {
        var chance = seed
        let desk = AnyDesk(&chance)
        let stage = desk.played()
        let judge = stage.judge(at: desk.end)
        for clock in judge.clocks() {
            let why = try #require(judge.why(clock))
            var position = clock.start
            for piece in why.pieces {
                #expect(piece.from == position && piece.from < piece.to, "\(clock.words)")
                position = piece.to
                let open = clock.term.calendar.serviceTime(from: piece.from, to: piece.to)
                let paused = clock.term.calendar.pausedTime(from: piece.from, to: piece.to, in: clock.pauses)
                switch piece.kind {
                case .counted: #expect(open == piece.to - piece.from && paused == .zero, "\(clock.words)")
                case .paused: #expect(paused == piece.to - piece.from, "\(clock.words)")
                case .closed: #expect(open == .zero, "\(clock.words)")
                case .void:
                    if case .void(let at, _) = clock.progress {
                        #expect(piece.from >= at)
                    } else {
                        Issue.record("\(clock.words)")
                    }
                }
            }
            if let due = why.due.instant, clock.start < due { #expect(position == due, "\(clock.words)") }
            if case .void = clock.progress { continue }
            guard clock.term.commitment.limits.count == 1,
                case .service(let span)? = clock.term.commitment.limits.first,
                why.due.instant != nil
            else { continue }
            let counted = why.pieces.filter { $0.kind == .counted }.reduce(Duration.zero) { $0 + ($1.to - $1.from) }
            #expect(counted == span, "\(clock.words)")
        }
    }
}
