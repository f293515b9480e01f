import Desk
import Domain
import Evidence
import Synchronization

/// A request, and what must be there once it was answered.
struct Ask {
    var request: Request
    var streams: [StreamID]
    var textBytes = 0
}

/// What the callers know of the desk together.
final class Pool: Sendable {
    struct Known {
        var customers: [String] = []
        var tickets: [(id: TicketID, customer: String)] = []
        var incidents: [IncidentID] = []
    }
    private let known = Mutex(Known())
    /// Older things are left alone, so that the callers meet one another on the same streams.
    private static let atMost = 200

    init() {}

    func read<T>(_ body: (Known) -> sending T) -> T { known.withLock { body($0) } }

    func add(customer: String) { known.withLock { $0.customers.append(customer) } }
    func drop(customer: String) {
        known.withLock { known in
            known.customers.removeAll { $0 == customer }
            known.tickets.removeAll { $0.customer == customer }
        }
    }
    func add(ticket: TicketID, of customer: String) {
        known.withLock {
            $0.tickets.append((ticket, customer))
            if $0.tickets.count > Self.atMost { $0.tickets.removeFirst() }
        }
    }
    func drop(ticket: TicketID) { known.withLock { $0.tickets.removeAll { $0.id == ticket } } }
    func add(incident: IncidentID) {
        known.withLock {
            $0.incidents.append(incident)
            if $0.incidents.count > 20 { $0.incidents.removeFirst() }
        }
    }
}

/// What one caller asks, by chance: mostly what is allowed, on tickets that others work at too.
struct Mix {
    private var chance: Chance
    private let name: String
    private let actor: Actor
    private let pool: Pool
    private var count = 0

    init(seed: UInt64, caller: Int, pool: Pool) {
        chance = Chance(seed &* 1_000 &+ UInt64(caller))
        name = "\(seed)-\(caller)"
        actor = Actor(rawValue: "agent:a\(caller)")
        self.pool = pool
    }

    mutating func next() -> Ask {
        count += 1
        let id = "\(name)-\(count)"
        var ask = ask(id)
        let text = ask.textBytes > 0 ? [Request.Text("text", bytes: Told.text(id, bytes: ask.textBytes))] : []
        ask.request.texts = text
        ask.request.actor = actor
        let hash = Content.hash(Array("\(ask.request.command) \(ask.textBytes)".utf8))
        ask.request.key = Request.Key(id, requestHash: hash)
        return ask
    }

    private mutating func ask(_ id: String) -> Ask {
        let (customers, tickets, incidents) = pool.read { ($0.customers, $0.tickets, $0.incidents) }
        if customers.count < 6 || chance.once(in: 60) { return customer("c" + id) }
        if tickets.count < 8 { return open(id, chance.one(of: customers)) }
        let (ticket, holder) = chance.one(of: tickets)
        switch chance.below(100) {
        case 0..<22: return open(id, chance.one(of: customers))
        case 22..<34: return tell(ticket, [.engaged])
        case 34..<42: return tell(ticket, [.paused], .waiting(.customer))
        case 42..<47: return tell(ticket, [.resumed])
        case 47..<62: return tell(ticket, [chance.one(of: [.customerMessage, .agentMessage])], textBytes: 1 + size())
        case 62..<66: return tell(ticket, [.started, .resolved])
        case 66..<69: return tell(ticket, [.labourRecorded], .labour(minutes: 30, by: "a1"))
        case 69..<72: return tell(ticket, [.reopened])
        case 72..<77: return note(ticket)
        case 77..<80: return change(ticket, [.add(.tag, "vip"), .set(.urgency, "high")])
        case 80..<83: return change(ticket, [.remove(.tag, "vip"), .set(.urgency, nil)])
        case 83..<85:
            return Ask(
                request: Request(actor, .ticket(ticket, [.offer(to: chance.one(of: ["first-line", "second-line"]))])),
                streams: [.ticket(ticket)])
        case 85..<88: return split(ticket, "p" + id)
        case 88..<91:
            guard let other = tickets.first(where: { $0.customer == holder && $0.id != ticket })?.id else {
                return note(ticket)
            }
            return Ask(
                request: Request(actor, .merge(ticket, into: other)), streams: [.ticket(ticket), .ticket(other)])
        case 91..<93: return contract("k" + id, holder)
        case 93..<95: return incident(IncidentID("i" + id))
        case 95..<98:
            guard let incident = incidents.last else { return note(ticket) }
            return Ask(
                request: Request(actor, .incident(incident, [.link(ticket)])), streams: [.incident(incident)])
        case 98:
            guard let incident = incidents.first else { return note(ticket) }
            let restored = Incident.Command.record(.restored, occurred: .onReceipt, source: .person)
            return Ask(request: Request(actor, .incident(incident, [restored])), streams: [.incident(incident)])
        default:
            guard chance.once(in: 2), customers.count > 7 else { return note(ticket) }
            let gone = customers[customers.count / 2]
            return Ask(
                request: Request(actor, .record(.customer, RecordID(gone), .erase)),
                streams: [.record(.customer, RecordID(gone))])
        }
    }

    /// Mostly a line; now and then more than a page of the file, seldom more than a part of the vault.
    private mutating func size() -> Int {
        chance.once(in: 200) ? 200_000 : chance.once(in: 10) ? 4_000 + chance.below(9_000) : chance.below(300)
    }

    private func customer(_ id: String) -> Ask {
        Ask(
            request: Request(
                actor,
                .record(.customer, RecordID(id), .put(["name": "客户 \(id)", "note": "private \(id)", "level": "gold"]))),
            streams: [.record(.customer, RecordID(id))])
    }

    private func contract(_ id: String, _ customer: String) -> Ask {
        Ask(
            request: Request(
                actor,
                .record(
                    .contract, RecordID(id),
                    .put(["customer": .some(customer), "amount": "CNY 100000.00", "hourly-rate": "CNY 300.00"]))),
            streams: [.record(.contract, RecordID(id))])
    }

    private mutating func open(_ id: String, _ customer: String) -> Ask {
        let ticket = TicketID("t" + id)
        let grade = chance.one(of: ["tier-1", "tier-1", "tier-2", "tier-3"])
        let opening = Ticket.Opening(
            id: ticket, customer: CustomerID(rawValue: customer), received: .onReceipt, firstAsked: "first-line",
            attributes: [.channel: "web", .language: "zh"])
        return Ask(
            request: Request(actor, .open(opening, [Grading("standard", GradeID(rawValue: grade))], source: .edge)),
            streams: [.ticket(ticket)], textBytes: 1 + size())
    }

    private func tell(
        _ ticket: TicketID, _ names: [EventName], _ detail: Fact.Detail = .none, textBytes: Int = 0
    ) -> Ask {
        let commands = names.map { name in
            Ticket.Command.record(name, occurred: .onReceipt, detail: detail, source: .person)
        }
        return Ask(request: Request(actor, .ticket(ticket, commands)), streams: [.ticket(ticket)], textBytes: textBytes)
    }

    private mutating func note(_ ticket: TicketID) -> Ask {
        var ask = change(ticket, [.note(mentions: ["a1"])])
        ask.textBytes = 1 + size()
        return ask
    }

    private func change(_ ticket: TicketID, _ changes: [Ticket.Change]) -> Ask {
        Ask(request: Request(actor, .ticket(ticket, changes.map { .change($0) })), streams: [.ticket(ticket)])
    }

    private func split(_ ticket: TicketID, _ part: String) -> Ask {
        Ask(
            request: Request(
                actor, .split(ticket, into: TicketID(rawValue: part), [Grading("standard", "tier-2")])),
            streams: [.ticket(TicketID(rawValue: part)), .ticket(ticket)])
    }

    private func incident(_ id: IncidentID) -> Ask {
        Ask(
            request: Request(actor, .openIncident(id, received: .onReceipt, [Grading("standard", "failure-1")])),
            streams: [.incident(id)])
    }

    /// What the others may work at from now on.
    func learn(_ ask: Ask) {
        switch ask.request.command {
        case .open(let opening, _, _): pool.add(ticket: opening.id, of: opening.customer.rawValue)
        case .split(let whole, let part, _):
            let customer = pool.read { $0.tickets.first { $0.id == whole }?.customer }
            if let customer { pool.add(ticket: part, of: customer) }
        case .merge(let gone, _): pool.drop(ticket: gone)
        case .openIncident(let id, _, _): pool.add(incident: id)
        case .record(.customer, let id, .put): pool.add(customer: id.rawValue)
        case .record(.customer, let id, .erase): pool.drop(customer: id.rawValue)
        default: break
        }
    }
}
