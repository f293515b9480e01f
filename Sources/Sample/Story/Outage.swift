import Desk
import Domain

/// A failure that many tickets share: an incident with a course of its own.
struct Outage: Sendable {
    let id: IncidentID
    let category: Category
    let opened: Instant
    /// New tickets are about it until then.
    let until: Instant
    /// So many of them at most, however busy the desk is.
    let tickets: Int
    let restored: Instant
    let resolved: Instant
    private let chance: Chance

    init(_ category: Category, at: Instant, _ seed: UInt64, _ number: Int) {
        var chance = Chance(seed, "outage", number)
        id = IncidentID(rawValue: chance.id())
        self.category = category
        opened = at + .seconds(chance.within(60...240))
        let limit = Int64(category.resolve) * 60
        let restored = at + .seconds(limit * chance.within(chance.percent(20) ? 110...200 : 25...85) / 100)
        self.restored = restored
        resolved = restored + .minutes(chance.within(20...90))
        until = at + .seconds(chance.within(Int64(1_200)...min(7_200, limit / 4)))
        tickets = chance.within(4...30)
        self.chance = chance
    }

    func life(_ company: Company, number: Int) -> Life {
        var chance = chance
        let actor: Actor =
            company.agent("systems", .zh, hour: Local(opened).hour, &chance).map { Actor("agent:\($0.id)") }
            ?? "edge:monitoring"
        let isWartime = category.id == "failure-all-users"
        var gradings = company.promises.gradings[category.id] ?? []
        if isWartime, let emergency = company.promises.emergency { gradings.append(emergency) }
        var steps: [Life.Step] = []
        func add(_ at: Instant, _ command: Command) {
            steps.append(Life.Step(at: at, actor: actor, command: command, word: nil))
        }
        func tell(_ at: Instant, _ name: EventName) {
            add(at, .incident(id, [.record(name, occurred: .onReceipt, source: .person)]))
        }
        add(opened, .openIncident(id, received: .onReceipt, gradings))
        let rest = (restored - opened).milliseconds
        func share(_ percent: Int64) -> Instant { opened + Duration(milliseconds: rest * percent / 100) }
        tell(min(share(10), opened + .minutes(chance.within(8...28))), .mobilised)
        tell(min(share(20), opened + .minutes(50)), .announced)
        tell(min(share(45), opened + .minutes(chance.within(60...115))), .located)
        if isWartime {
            var hour = opened + .minutes(chance.within(52...59))
            while hour < restored {
                tell(hour, .reported)
                hour = hour + .minutes(chance.within(50...62))
            }
        }
        tell(restored, .restored)
        tell(resolved, .resolved)
        if isWartime { tell(restored + .minutes(chance.within(100...300)), .reviewed) }
        tell(restored + .hours(chance.within(6...30)), .closed)
        steps = steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        return Life(number: number, language: .zh, topic: .failure, steps: steps.reversed(), chance: chance)
    }
}
