import Desk
import Domain
import Edges
import Sample
import Support
import Testing

struct CompanyTests {
    static func records(_ seed: UInt64, customers: Int = 30) -> [MasterRecord] {
        let company = Company(seed: seed, size: .small, policies: StoryTests.policies)
        return company.staff(from: StoryTests.monday, days: 7)
            + (0..<customers).flatMap { company.records(customer: $0) }
    }

    @Test func `a company's records never change`() throws {
        let records = CompanyTests.records(1)
        let (people, others) = (Self.split(records.filter { $0.kind == .agent || $0.kind == .shift }, records))
        let golden = (others + people.prefix(20)).map(\.line)
        let print = Print(records.map(\.line)).hex
        try expectGolden((golden + ["all \(records.count): \(print)"]).joined(separator: "\n"), "company.txt")
    }

    private static func split(
        _ people: [MasterRecord], _ all: [MasterRecord]
    ) -> (people: [MasterRecord], others: [MasterRecord]) {
        (people, all.filter { !people.contains($0) && $0.kind != .contact })
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `every record is accepted, and what it refers to stands before it`(seed: UInt64) {
        let book = Book(CompanyTests.records(seed))
        #expect(book.refusals.isEmpty, "\(book.refusals)")
        let kinds = Set(book.live.values.map(\.kind))
        #expect(kinds == Set(RecordKind.masterData).subtracting([.webhook]))
    }

    @Test func `a large company's lists are not too long, and its customers are read one by one`() {
        let company = Company(seed: 1, size: .large, policies: StoryTests.policies)
        let book = Book(
            company.staff(from: StoryTests.monday, days: 7)
                + [0, 500_000, 999_999].flatMap { company.records(customer: $0) })
        #expect(book.refusals.isEmpty, "\(book.refusals)")
        #expect(book.live.values.count { $0.kind == .agent } == 3_000)
    }

    @Test(arguments: [Company.Size.small, .medium, Company.Size(customers: 1, agents: 1, sites: 1, providers: 1)])
    func `somebody is on duty by day and by night`(_ size: Company.Size) throws {
        let company = Company(seed: 1, size: size, policies: StoryTests.policies)
        let records = Book(company.staff(from: StoryTests.monday, days: 7)).live.values
        let plan = try DutyPlan(
            rosters: records.compactMap { Roster($0) }.sorted { $0.id < $1.id },
            shifts: records.compactMap { DutyShift($0) }, zones: .shipped, official: try Shipped().official)
        let roles = Set(StoryTests.policies.flatMap { $0.policy.roles.map(\.id) })
        #expect(roles.count == 7, "\(roles)")
        for role in roles {
            for hour in stride(from: Int64(0), to: 7 * 24, by: 3) {
                let duty = plan.nextDuty(role: role, team: "hotline", from: StoryTests.monday + .hours(hour))
                guard case .now(let agents) = duty else {
                    Issue.record("\(role) at hour \(hour): \(duty)")
                    continue
                }
                #expect(agents.allSatisfy { records.contains { $0.kind == .agent } && !$0.rawValue.isEmpty })
            }
        }
        let saturday = at("2026-03-07T12:00:00+08:00")
        #expect(plan.nextDuty(role: "team-lead", team: "legal", from: saturday) == .from(saturday + .hours(8)))
    }

    @Test func `teams, queues and categories are called something in every language`() {
        for record in CompanyTests.records(1) where [.team, .queue, .category].contains(record.kind) {
            // What is said of a team later is no name.
            guard record.fields["lead"] == nil else { continue }
            let names = Language.allCases.map { record.fields["title.\($0.rawValue)"] ?? "" }
            #expect(Set(names).count == Language.allCases.count && !names.contains(""), "\(record.id): \(names)")
        }
    }

    @Test func `some are away, and a colleague stands in for a lead`() {
        let shifts = CompanyTests.records(1).filter { $0.kind == .shift }
        #expect((3...60).contains(shifts.count), "\(shifts.count)")
        #expect(Set(shifts.map { $0.fields["kind"] }) == ["on", "off"])
    }

    @Test func `nobody can be called or written to`() {
        for record in CompanyTests.records(2, customers: 400) {
            if let mail = record.fields["email"] { #expect(mail.hasSuffix(".example")) }
            if let phone = record.fields["phone"] {
                #expect(phone.contains(" 000-") || phone.contains(" 00-0000-") || phone.contains("-555-01"), "\(phone)")
            }
        }
    }
}

/// Records put one after another, as a desk would.
private struct Book {
    private(set) var live: [StreamID: Record] = [:]
    private(set) var refusals: [String] = []

    init(_ records: [MasterRecord]) {
        for entered in records {
            let known = Set(live.keys)
            let book = RecordBook(zones: .shipped) { known.contains(.record($0, $1)) }
            var record = live[.record(entered.kind, entered.id)] ?? Record(kind: entered.kind, id: entered.id)
            do {
                for event in try record.decide(.put(entered.fields), book).events { record.evolve(event) }
                live[.record(entered.kind, entered.id)] = record
            } catch {
                refusals.append("\(entered.line): \(error)")
            }
        }
    }
}

extension MasterRecord {
    var line: String {
        let fields = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return "\(kind) \(id) \(fields.joined(separator: "|"))"
    }
}

/// FNV-1a, 64 bits: to tell whether two long texts are the same.
struct Print {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325
    init(_ lines: [String] = []) { for line in lines { add(line) } }
    mutating func add(_ line: String) {
        for byte in line.utf8 { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        state = (state ^ 10) &* 0x0000_0100_0000_01B3
    }
    var hex: String { String(state, radix: 16) }
}
