import Domain
import Support

/// Two grades and what happens to a ticket under them, made by chance.
struct AnyDesk {
    let grades: [Grade]
    let book: Book
    /// In order of time; some of them a ticket refuses.
    let commands: [(at: Instant, command: Ticket.Command)]
    let end: Instant

    /// - Parameter late: lets facts be told after they occurred, and be corrected.
    init(_ chance: inout Seed, late: Bool = false) {
        grades = [AnyDesk.grade("g", &chance), AnyDesk.grade("other", &chance)]
        book = Book([policy(grades)])
        var now = t("10:00")
        var commands: [(at: Instant, command: Ticket.Command)] = [(now, .grade(.of("g")))]
        for _ in 0..<chance.count(3...14) {
            now = now + AnyDesk.step(&chance)
            if chance.once(in: 9) {
                commands.append((now, .regrade(strand: 0, to: .of(chance.one(of: ["g", "other"])), reason: "chance")))
            } else if chance.once(in: 12) {
                commands.append((now, chance.one(of: [.engage, .endWait])))
            } else if late, chance.once(in: 6) {
                commands.append(
                    (
                        now,
                        .correct(
                            position: chance.count(1...12), occurred: t("10:00") + AnyDesk.step(&chance),
                            reason: "chance")
                    ))
            } else {
                let (name, detail) = AnyDesk.fact(now, &chance)
                let occurred = late && chance.once(in: 3) ? max(t("10:00"), now - AnyDesk.step(&chance)) : now
                commands.append((now, .record(name, occurred: occurred, detail: detail, source: .history)))
            }
        }
        self.commands = commands
        end = now + .hours(chance.integer(0...60))
    }

    func stage() -> Stage { Stage(book) }

    /// The ticket after all commands that it allowed.
    func played() -> Stage {
        var stage = stage()
        for (at, command) in commands { try? stage.perform(command, at: at) }
        return stage
    }

    /// Often on the half hours at which limits run out, or a millisecond beside them; sometimes no time at all.
    static func step(_ chance: inout Seed) -> Duration {
        if chance.once(in: 6) { return Duration(milliseconds: chance.integer(0...1)) }
        let halves = Duration.minutes(30 * chance.integer(0...12))
        return chance.once(in: 3) ? halves + Duration(milliseconds: chance.integer(0...2)) : halves
    }

    static func fact(_ now: Instant, _ chance: inout Seed) -> (EventName, Fact.Detail) {
        let names: [EventName] = [
            .engaged, .confirmed, .reported, .reported, .resolved, .reopened, .closed, .paused, .paused, .resumed,
            .customerMessage,
            .agentMessage, .defectFound, .correctionStarted, .agreed, .agreed, .delayAnnounced, .mobilised, .escalated,
        ]
        let name = chance.one(of: names)
        let detail: Fact.Detail =
            switch name {
            case .paused: .waiting(chance.one(of: [.customer, .evidence, .supplier]))
            case .agreed: .date(now + .hours(chance.integer(0...40)))
            case .agentMessage: chance.one(of: [.none, .none, .robot(accepted: false), .robot(accepted: true)])
            default: .none
            }
        return (name, detail)
    }

    static func grade(_ id: GradeID, _ chance: inout Seed) -> Grade {
        let ids: [CommitmentID] = chance.shuffled(["a", "b", "c", "d"])
        var commitments = (0..<chance.count(1...4)).map { commitment(ids[$0], &chance) }
        if let dated = commitments.first(where: { $0.limits.contains { $0 == .agreed } }), chance.once(in: 2) {
            commitments.append(
                promise(
                    "notice", .delayAnnounced, before: ("\(chance.integer(1...24))h", dated.id),
                    on: chance.one(of: calendars)))
        }
        return Grade(id: id, commitments: commitments)
    }

    static let calendars: [CalendarID] = ["always", "office"]

    static func limit(_ chance: inout Seed) -> Limit {
        switch chance.count(0...9) {
        case 0: .workingDays(chance.count(1...3))
        case 1: .nextDay(chance.integer(0...23) * 3_600_000)
        case 2: .months(1)
        case 3: .agreed
        case 4: .ahead(.hours(chance.integer(1...30)))
        default: .service(.minutes(30 * chance.integer(0...16)))
        }
    }

    private static func commitment(_ id: CommitmentID, _ chance: inout Seed) -> Commitment {
        let needs: [[EventName]] = [[.engaged], [.resolved], [.resolved, .engaged], [.closed], [.mobilised]]
        var commitment = promise(id, .engaged, within: "1h", on: chance.one(of: calendars))
        switch chance.count(0...5) {
        case 0:
            commitment.promise = .every(
                .minutes(30 * chance.integer(1...8)), until: chance.one(of: [.resolved, .closed]))
            commitment.needs = [.reported]
        case 1:
            (commitment.trigger, commitment.needs) = (.each(.defectFound), [.correctionStarted])
            commitment.promise = .within([.service(.minutes(30 * chance.integer(0...8)))])
        case 2:
            (commitment.trigger, commitment.needs) = (.unanswered(.customerMessage), [.agentMessage])
            commitment.promise = .within([.service(.minutes(30 * chance.integer(0...8)))])
        default:
            commitment.needs = chance.one(of: needs)
            commitment.trigger = .first(chance.one(of: [.received, .received, .confirmed]))
            commitment.promise = .within((0..<chance.count(1...2)).map { _ in limit(&chance) })
        }
        commitment.pauses = chance.one(of: [[], [.customer], [.customer, .evidence]])
        commitment.warnings = chance.one(of: [[], [.percent(50)], [.percent(50), .percent(80)]])
        let moments = ["due-30m", "due-2h elapsed", "breach", "breach+30m", "breach+4h elapsed"]
        commitment.ladder = moments.filter { _ in chance.once(in: 3) }.map { Rung(at: Rung.Moment($0)!, tell: "lead") }
        return commitment
    }
}
