import Domain

/// What it costs to fold a journal into tickets, to judge a ticket's clocks, and to decide about a command.
struct JournalFigures {
    /// An event of the whole desk's journal, with its ticket's place.
    private struct Entry {
        let ticket: Int
        let event: Ticket.Event
    }

    private let desk: Desk
    /// In order of time, all tickets mixed.
    private let journal: [Entry]

    init(events: Int) throws {
        desk = try Desk(events: events, zones: try Shipped.zones())
        var places: [(at: Instant, ticket: Int, event: Int)] = []
        places.reserveCapacity(desk.events.count)
        for (ticket, stream) in desk.streams.enumerated() {
            for event in stream.events { places.append((desk.events[event].at, ticket, event)) }
        }
        // Nothing at this desk is dated back, so each ticket's events stay in their order.
        places.sort { ($0.at, $0.event) < ($1.at, $1.event) }
        let desk = desk
        journal = places.map { Entry(ticket: $0.ticket, event: desk.events[$0.event]) }
    }

    var mix: String {
        var counts: [String: Int] = [:]
        for event in desk.events { counts[word(event), default: 0] += 1 }
        let total = Double(desk.events.count)
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \((Double($0.value) / total * 1_000).rounded() / 10) %" }.joined(separator: ", ")
    }

    var size: String {
        "\(desk.events.count) events of \(desk.streams.count) tickets, \(MemoryLayout<Ticket.Event>.size) bytes each"
    }

    func figures(_ bench: Bench) -> [Figure] {
        var tickets: [Ticket?] = Array(repeating: nil, count: desk.streams.count)
        let judged = desk.steps.filter { (9...11).contains($0.before.course.facts.count) }
        let commands = desk.streams.prefix(5_000)
        let commandCount = commands.reduce(0) { $0 + $1.commands.count }
        return [
            bench.measure("fold-streams", "journal folded, ticket by ticket", .perSecond, per: desk.events.count) {
                var facts = 0
                for stream in desk.streams {
                    facts += Ticket(replaying: desk.events[stream.events])?.course.facts.count ?? 0
                }
                consume(facts)
            },
            bench.measure(
                "fold-journal", "journal folded in order of time, all tickets kept", .perSecond, per: journal.count,
                after: { for index in tickets.indices { tickets[index] = nil } },
                {
                    for entry in journal {
                        if case .opened(let opening) = entry.event {
                            tickets[entry.ticket] = Ticket(opening)
                        } else {
                            tickets[entry.ticket]?.evolve(entry.event)
                        }
                    }
                }),
            bench.measure("judge", "clocks judged of a ticket with about 10 facts", per: judged.count) {
                var clocks = 0
                for step in judged { clocks += Judge(step.before.course, book: desk.book, now: step.at).clocks().count }
                consume(clocks)
            },
            bench.measure("decide", "command decided, ticket left as it is", .microseconds, per: desk.steps.count) {
                var events = 0
                for step in desk.steps {
                    events += (try? step.before.decide(step.command, at: step.at, desk.book).count) ?? 0
                }
                consume(events)
            },
            bench.measure("perform", "command performed, ticket folded along", .microseconds, per: commandCount) {
                for stream in commands {
                    var ticket = Ticket(stream.opening)
                    for (command, at) in stream.commands {
                        consume(try? ticket.perform(command, at: at, desk.book).count)
                    }
                }
            },
        ]
    }

    private func word(_ event: Ticket.Event) -> String {
        switch event {
        case .opened: "opened"
        case .course(.happened(let name, _, _)): name.rawValue
        case .course(.graded): "graded"
        case .course(.warned): "warned"
        case .course(.breached): "breached"
        case .course(.rungReached): "rung-reached"
        case .course, .handOverOffered, .absorbed, .mergedInto, .changed: "other"
        }
    }
}
