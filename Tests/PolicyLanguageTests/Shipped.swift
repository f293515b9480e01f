import Domain
import Foundation
import PolicyLanguage
import Support
import Testing

/// The policies and data that the product carries, read as the product reads them.
enum Shipped {
    static let ids = ["standard", "after-sales", "service-rules", "experience"]

    static func bytes(_ id: String) -> [UInt8] { Fixture.bytes("policies/\(id).yaml") }

    static let policies: [String: Policy] = Dictionary(
        uniqueKeysWithValues: ids.map { id in
            let reading = Policy.read(bytes(id), zones: .shipped, official: official)
            guard let policy = reading.value else { fatalError("\(id): \(reading.faults)") }
            return (id, policy)
        })

    static let inForce: [String: PolicyInForce] = policies.mapValues { force($0) }

    static func force(_ policy: Policy) -> PolicyInForce {
        try! PolicyInForce(policy, zones: .shipped, official: official)
    }

    /// `cn`, decoded here once more: the product's own decoder is not in this module.
    static let official: [String: OfficialCalendar] = {
        struct Year: Decodable {
            struct Entry: Decodable {
                let date: String
                let isOffDay: Bool
            }
            let year: Int
            let days: [Entry]
        }
        let years = (2019...2026).map { year in
            try! JSONDecoder().decode(Year.self, from: Data(Fixture.bytes("Sources/Assets/calendars/cn/\(year).json")))
        }
        let days = years.flatMap(\.days)
        let cn = OfficialCalendar(
            name: "cn", years: years.first!.year...years.last!.year,
            holidays: Set(days.filter(\.isOffDay).map { day($0.date) }),
            workdays: Set(days.filter { !$0.isOffDay }.map { day($0.date) }))
        return ["cn": cn]
    }()
}

/// Reads a policy from text, as `policy check` would.
func reading(_ text: String) -> Reading<Policy> {
    Policy.read(Array(text.utf8), zones: .shipped, official: Shipped.official)
}

/// A policy that must be readable; a fault fails the test and says where it is.
func policy(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Policy {
    let reading = reading(text)
    for fault in reading.faults { Issue.record("\(spelled(fault))", sourceLocation: sourceLocation) }
    return try #require(reading.value, sourceLocation: sourceLocation)
}

/// `4:7 missing(key: "needs", in: "commitment")`
func spelled(_ fault: Fault) -> String { "\(fault.place.line):\(fault.place.column) \(spelled(fault.problem))" }

func spelled(_ problem: Problem) -> String {
    var text = String(describing: problem)
    for noise in [
        "PolicyLanguage.Problem.Expected", "PolicyLanguage.Problem.NameKind", "Domain.WallInterval.Fault",
        "Domain.Share", "Domain.Duration",
    ] {
        text = text.replacing(noise, with: "")
    }
    return text.replacing("Optional(", with: "some(")
}
