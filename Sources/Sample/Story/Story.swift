import Desk
import Domain

/// What a company's customers and staff do, request by request in the order of time: the same seed tells the same story
/// for ever and on any machine.
///
/// Arrivals lie within the days; what follows from the last may reach beyond them, feedback by months. Duplicates and
/// split parts come on top of the tickets asked for. The company's records come first; a customer's just before its
/// first request. In memory are the tickets that are open, never those told.
public struct Story: Sequence, IteratorProtocol, Sendable {
    public let company: Company
    public let from: Instant
    public let days: Int
    private let seed: UInt64
    private var arrivals: Arrivals
    private var arrival: Instant?
    private var lives = Lives()
    private var chance: Chance
    private var number = 0
    private var outage: Outage?
    /// Tickets about it so far.
    private var reports = 0
    /// Records to be told next, in reverse, and when.
    private var contacts: AnsweredContacts
    private var records: [MasterRecord]
    private var recorded: Instant
    /// By number: whose records have been told.
    private var known: [Bool]

    public init(_ company: Company, seed: UInt64, tickets: Int, from: Instant, days: Int) {
        self.company = company
        self.seed = seed
        self.from = from
        self.days = days
        arrivals = Arrivals(seed, tickets: tickets, from: from, days: days)
        arrival = arrivals.next()
        contacts = AnsweredContacts(seed, tickets: tickets, from: from, days: days)
        chance = Chance(seed, "story")
        records = company.staff(from: from, days: days).reversed()
        recorded = from
        known = Array(repeating: false, count: company.size.customers)
    }

    public var end: Instant { from + .hours(Int64(days) * 24) }
    /// Tickets and incidents at hand.
    public var open: Int { lives.count }

    public mutating func next() -> (at: Instant, request: Request)? {
        while true {
            if let record = records.popLast() { return (recorded, record.request) }
            let next = [arrival, lives.first?.at].compactMap(\.self).min()
            if let told = contacts.next(before: next) { return told }
            guard let at = arrival, lives.first.map({ at <= $0.at }) ?? true else { return lives.next() }
            begin(at)
            arrival = arrivals.next()
        }
    }

    private mutating func introduce(_ number: Int, at: Instant) {
        if known[number] { return }
        known[number] = true
        records = company.records(customer: number).reversed()
        recorded = at
    }

    private mutating func begin(_ at: Instant) {
        var category = company.categories[chance.weighted(company.weights)]
        if let outage, at < outage.until, reports < outage.tickets, chance.percent(55) { category = outage.category }
        let isOutage = category.isOutage
        if isOutage, outage.map({ $0.until <= at }) ?? true {
            let outage = Outage(category, at: at, seed, number)
            lives.put(outage.life(company, number: number))
            number += 1
            self.outage = outage
            reports = 0
        }
        if isOutage { reports += 1 }
        let customer = chance.skewed(company.size.customers)
        introduce(customer, at: at)
        var script = Script(
            company, category, company.customer(customer), at: at, outage: isOutage ? outage : nil,
            Chance(seed, "ticket", number))
        script.play()
        lives.put(script.life(number: number))
        number += 1
    }
}
