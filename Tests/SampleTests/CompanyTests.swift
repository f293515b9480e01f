import Desk
import Domain
import Sample
import Support
import Testing

struct CompanyTests {
    @Test func `a company's records never change`() throws {
        let records = Company(seed: 1, size: .small, policies: StoryTests.policies).records.map(\.line)
        let customers = records.filter { $0.hasPrefix("customer ") || $0.hasPrefix("contact ") }
        let golden =
            records.filter { !$0.hasPrefix("agent ") && !$0.hasPrefix("roster ") }.prefix(90) + customers.prefix(30)
        try expectGolden(
            (golden + ["all \(records.count): \(Print(records).hex)"]).joined(separator: "\n"), "company.txt")
    }

    @Test func `what a record refers to stands before it`() {
        let refers: [String: [String: String]] = [
            "queue": ["team": "team"], "category": ["team": "team"], "agent": ["team": "team", "site": "site"],
            "roster": ["team": "team", "shift": "shift"], "contact": ["customer": "customer"],
            "contract": ["customer": "customer"],
        ]
        var seen: Set<String> = []
        for record in Company(seed: 3, size: .small, policies: StoryTests.policies).records {
            #expect(seen.insert("\(record.kind)/\(record.id)").inserted, "\(record.kind) \(record.id) stands twice")
            for (field, kind) in refers[record.kind] ?? [:] {
                #expect(seen.contains("\(kind)/\(record.fields[field] ?? "")"), "\(record.line)")
            }
        }
        let kinds = [
            "agent", "category", "contact", "contract", "customer", "provider", "queue", "roster", "shift", "site",
            "tag", "team",
        ]
        #expect(Set(seen.map { String($0.prefix { $0 != "/" }) }).sorted() == kinds)
    }

    @Test func `a million customers are read one by one`() {
        var records = Company(seed: 1, size: .large, policies: StoryTests.policies).records.makeIterator()
        var customers: Set<String> = []
        while customers.count < 20_000, let record = records.next() {
            if record.kind == "customer" { customers.insert(record.id) }
        }
        #expect(customers.count == 20_000)
    }

    @Test func `nobody can be called or written to`() {
        for record in Company(seed: 2, size: .small, policies: StoryTests.policies).records {
            if let mail = record.fields["mail"] { #expect(mail.hasSuffix(".example")) }
            if let phone = record.fields["phone"] {
                #expect(phone.contains(" 000-") || phone.contains(" 00-0000-") || phone.contains("-555-01"), "\(phone)")
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
