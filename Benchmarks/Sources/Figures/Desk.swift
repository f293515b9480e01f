import Domain

/// A desk's year, made up: tickets of three tiers, played through the engine, so that warnings, breaches and rungs stand
/// in the journal where time put them.
struct Desk {
    /// A command as it met a ticket.
    struct Step {
        let before: Ticket
        let command: Ticket.Command
        let at: Instant
    }

    struct Stream {
        let events: Range<Int>
        let opening: Ticket.Opening
        let commands: [(command: Ticket.Command, at: Instant)]
    }

    let book: Book
    /// Stream after stream.
    private(set) var events: [Ticket.Event] = []
    private(set) var streams: [Stream] = []
    /// The first tickets' commands, each with the ticket it met.
    private(set) var steps: [Step] = []
    private let policy: PolicyInForce
    private static let year = Instant(milliseconds: Day(year: 2026, month: 1, day: 1).localMilliseconds)

    /// - Parameter count: at least so many events.
    init(events count: Int, zones: Zones) throws {
        policy = try PolicyInForce(Desk.terms(), zones: zones, official: [:])
        book = Book([policy])
        var chance = Chance(1)
        events.reserveCapacity(count + 100)
        while events.count < count { play(&chance) }
    }

    private mutating func play(_ chance: inout Chance) {
        var now = Desk.year + .seconds(chance.integer(0...365 * 86_400))
        let number = streams.count
        let opening = Ticket.Opening(
            id: TicketID(rawValue: "T\(number)"), customer: CustomerID(rawValue: "C\(number % 5_000)"), received: now)
        var ticket = Ticket(opening)
        let first = events.count
        events.append(.opened(opening))
        var commands: [(command: Ticket.Command, at: Instant)] = []
        for (minutes, command) in script(&chance) {
            now = now + .seconds(chance.integer(1...minutes * 60))
            let command =
                if case .record(let name, _, let detail, _) = command {
                    Ticket.Command.record(name, occurred: now, detail: detail, source: .person)
                } else { command }
            if number < 1_500 { steps.append(Step(before: ticket, command: command, at: now)) }
            do { events += try ticket.perform(command, at: now, book) } catch {
                preconditionFailure("the script is refused: \(error)")
            }
            commands.append((command, now))
        }
        streams.append(Stream(events: first..<events.count, opening: opening, commands: commands))
    }

    /// Commands, each some minutes at most after the one before.
    private func script(_ chance: inout Chance) -> [(minutes: Int64, Ticket.Command)] {
        func record(_ minutes: Int64, _ name: EventName, _ detail: Fact.Detail = .none) -> (Int64, Ticket.Command) {
            (minutes, .record(name, occurred: Desk.year, detail: detail, source: .person))
        }
        let tier = chance.integer(1...100)
        let grade = GradeRef(policy: policy.version, grade: tier <= 10 ? "tier-1" : tier <= 60 ? "tier-2" : "tier-3")
        var script: [(Int64, Ticket.Command)] = [
            (1, .grade(grade)), record(2, .acknowledged), record(10, .assigned, .team("first-line")),
            record(60, .engaged),
        ]
        for _ in 0..<chance.integer(0...2) { script += [record(60, .agentMessage), record(120, .customerMessage)] }
        if chance.percent(50) {
            script += [record(60, .paused, .waiting(.customer)), record(1_000, .customerMessage), record(30, .resumed)]
        }
        script += [record(60, .agentMessage), record(300, .resolved)]
        if chance.percent(5) { script += [record(600, .reopened), record(60, .engaged), record(200, .resolved)] }
        return script + [record(10, .labourRecorded, .labour(minutes: 45, by: "first-line")), record(1_500, .closed)]
    }

    /// Tiers like those of the shipped standard, written out here so that the benchmark reads no policy file.
    private static func terms() throws -> Policy {
        func ladder(_ rungs: (at: String, tell: RoleID)...) -> [Rung] {
            rungs.map { Rung(at: Rung.Moment($0.at)!, tell: $0.tell) }
        }
        func commitment(
            _ id: CommitmentID, _ needs: EventName, _ limits: [Limit], _ calendar: CalendarID, _ warnings: [Share],
            _ ladder: [Rung]
        ) -> Commitment {
            Commitment(
                id: id, needs: [needs], promise: .within(limits), calendar: calendar,
                pauses: needs == .resolved ? [.customer, .evidence] : [], warnings: warnings, ladder: ladder)
        }
        let urgent = ladder(("due-5m", "team-lead"), ("breach", "manager"), ("breach+30m", "director"))
        let ordinary = ladder(("breach", "team-lead"), ("breach+1h", "manager"))
        let patient = ladder(("breach", "team-lead"), ("breach+4h", "manager"))
        let both = [Share.percent(50), .percent(80)]
        func grade(
            _ id: GradeID, _ respond: [Limit], _ resolve: Duration, _ calendar: CalendarID, _ warn: [Share],
            _ ladder: [Rung]
        ) -> Grade {
            Grade(
                id: id,
                commitments: [
                    commitment("respond", .engaged, respond, calendar, warn, ladder),
                    commitment("resolve", .resolved, [.service(resolve)], calendar, warn, ladder),
                ])
        }
        return Policy(
            id: "desk", version: "1", zone: "Asia/Shanghai",
            calendars: [
                CalendarTerms(id: "always", week: Array(repeating: [.wholeDay], count: 7)),
                CalendarTerms(id: "daytime", week: Array(repeating: [try WallInterval("09:00", "21:00")], count: 7)),
            ],
            grades: [
                grade("tier-1", [.service(.minutes(15))], .minutes(30), "always", both, urgent),
                grade("tier-2", [.service(.minutes(45))], .hours(2), "daytime", both, ordinary),
                grade(
                    "tier-3", [.service(.hours(4)), .nextDay(9 * 3_600_000)], .hours(8), "daytime", [.percent(80)],
                    patient),
            ])
    }
}
