import Domain
import Foundation
import Support
import Testing

/// One line of `Golden/commitments.jsonl`: the input of `due --batch` and what it must come to.
struct Line: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let policy: String
    let grade: String
    let at: String
    let events: [String: OneOrMore]?
    let pauses: [[String?]]?
    let complex: Bool?
    let expect: [Expected]

    struct Expected: Decodable, Hashable, Sendable {
        var commitment: String
        var occurrence: Int?
        var due: String?
        var paused: Bool?
        var note: String?
    }

    struct OneOrMore: Decodable, Sendable {
        let values: [String]
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            values = try (try? container.decode(String.self)).map { [$0] } ?? container.decode([String].self)
        }
    }

    var testDescription: String { id }

    var query: DueQuery {
        var query = DueQuery(received: Support.at(at))
        for (name, instants) in events ?? [:] {
            if name == "agreed" {
                query.agreed = instants.values.last.map(Support.at)
            } else {
                query.events += instants.values.map { (EventName(rawValue: name), Support.at($0)) }
            }
        }
        query.pauses = Pauses((pauses ?? []).map { span($0[0]!, $0[1]) })
        query.complexity = complex ?? true ? .complex : .simple
        return query
    }

    static let all: [Line] = Fixture.lines("Tests/PolicyLanguageTests/Golden/commitments.jsonl").map {
        try! JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
}

extension DueQuery.Answer {
    func expected(in zone: Zone) -> Line.Expected {
        var expected = Line.Expected(commitment: term.commitment.id.rawValue, occurrence: occurrence, due: nil)
        switch due {
        case .at(let instant) where instant.isWritable(in: zone): expected.due = instant.text(in: zone)
        case .at, .beyond: expected.note = "beyond 2199"
        case .paused: expected.paused = true
        case .never, .undated: expected.note = "\(due)"
        }
        return expected
    }
}

/// POLICIES §3 row by row. The expected dues come from a model that walks from minute to minute, not from the engine.
struct TableTests {
    @Test(arguments: Line.all)
    func `every commitment is due when the law says`(_ line: Line) throws {
        let policy = try #require(Shipped.inForce[line.policy])
        #expect(
            line.query.answers(policy.terms(GradeID(line.grade))).map { $0.expected(in: policy.zone) } == line.expect)
    }

    @Test func `every commitment is asked about at three instants or more`() {
        var asked: [String: Set<String>] = [:]
        for line in Line.all {
            for expected in line.expect {
                asked["\(line.policy)/\(line.grade)/\(expected.commitment)", default: []].insert(line.at)
            }
        }
        for (id, policy) in Shipped.policies {
            for grade in policy.grades {
                for commitment in grade.commitments {
                    let name = "\(id)/\(grade.id)/\(commitment.id)"
                    #expect(asked[name, default: []].count >= 3, "\(name) is asked about too seldom")
                }
            }
        }
    }
}
