import Domain
import Phrases

extension Ticket {
    /// A ticket as it stands, without anybody's texts.
    /// - Parameter isForCustomer: leaves out what is said of it among those who serve.
    public func json(clocks: [Clock], version: Int, isForCustomer: Bool = false) -> JSONValue {
        .members([
            "id": .string(id.rawValue), "customer": .string(customer.rawValue),
            "state": .string(course.state().word), "received": .string(course.received.text(in: .utc)),
            "holder": .name(holder), "offered": .name(offered),
            "attributes": .object(
                Attribute.allCases.compactMap { attribute in
                    isForCustomer && Attribute.ours.contains(attribute)
                        ? nil : attributes[attribute].map { .init(key: attribute.rawValue, value: .string($0)) }
                }),
            "fields": .object(
                isForCustomer
                    ? []
                    : fields.sorted { $0.key < $1.key }.map { name, value in
                        if case .word(let word) = value {
                            .init(key: name, value: .string(word))
                        } else {
                            .init(key: name, value: .null)
                        }
                    }),
            "lists": .object(
                isForCustomer
                    ? []
                    : Listing.allCases.compactMap { listing in
                        lists[listing].map { .init(key: listing.rawValue, value: .array($0.map(JSONValue.string))) }
                    }),
            "grades": .array(
                course.strands.enumerated().compactMap { strand, holdings in
                    holdings.last.map { $0.grade.json(strand: strand, $0.complexity) }
                }),
            "clocks": .array(clocks.map(\.json)), "nodes": .array(nodes),
            "labour": isForCustomer ? nil : .int(course.labourMinutes),
            "mergedInto": .name(mergedInto), "absorbed": .array(absorbed.map { .string($0.rawValue) }),
            "splitFrom": .name(splitFrom), "parts": .array(parts.map { .string($0.rawValue) }),
            "version": .int(version),
        ])
    }

    /// The twelve stations, those that were reached with their instants (B4).
    private var nodes: [JSONValue] {
        let reached = stations
        return Node.allCases.map { node in
            .members(["node": .string(node.word), "at": .instant(reached[node])])
        }
    }
}

extension Node {
    /// `plan-ready`
    public var word: String {
        switch self {
        case .submitted: "submitted"
        case .confirmed: "confirmed"
        case .graded: "graded"
        case .assigned: "assigned"
        case .planReady: "plan-ready"
        case .resourcesReady: "resources-ready"
        case .onTheWay: "on-the-way"
        case .arrived: "arrived"
        case .atWork: "at-work"
        case .solved: "solved"
        case .verified: "verified"
        case .followedUp: "followed-up"
        }
    }
}

extension GradeRef {
    public func json(strand: Int?, _ complexity: Complexity?) -> JSONValue {
        .members([
            "strand": strand.map(JSONValue.int), "policy": .string(policy.id.rawValue),
            "policyVersion": .string(policy.version), "edition": .int(policy.edition),
            "grade": .string(grade.rawValue), "variant": .name(variant),
            "complexity": complexity.map { .string($0 == .complex ? "complex" : "simple") },
        ])
    }
}

extension Clock {
    /// `{"commitment": …, "state": "running", "due": …}`; durations in milliseconds of service time.
    public var json: JSONValue { .object(members) }

    var members: [JSONValue.Member] {
        var members = JSONValue.members([
            "strand": .int(key.strand), "commitment": .string(key.commitment.rawValue),
            "occurrence": .int(key.occurrence), "policy": .string(grade.policy.id.rawValue),
            "grade": .string(grade.grade.rawValue), "start": .string(start.text(in: .utc)),
            "state": .string(progress.word),
        ]).members
        switch progress {
        case .waiting: break
        case .running(let due): members.append(.init(key: "due", value: .instant(due)))
        case .paused(let since, let left):
            members += [
                .init(key: "pausedSince", value: .instant(since)), .init(key: "leftMs", value: .int(left.milliseconds)),
            ]
        case .met(let at): members.append(.init(key: "metAt", value: .instant(at)))
        case .breached(let breach):
            members += [
                .init(key: "due", value: .instant(breach.due)), .init(key: "breachedAt", value: .instant(breach.at)),
                .init(key: "endedAt", value: .instant(breach.ended)),
                .init(key: "lateMs", value: .int(breach.late.milliseconds)),
            ]
        case .void(let at, let reason):
            members += [
                .init(key: "voidAt", value: .instant(at)), .init(key: "reason", value: .string(reason.rawValue)),
            ]
        }
        return members
    }

    /// With the account of its due, as data and in words.
    /// - Parameter zone: of the words' times.
    public func json(_ judge: Judge, in words: any Wording, _ zone: Zone) -> JSONValue {
        guard let why = judge.why(self) else { return json }
        let policy = judge.policy(of: self)
        let lines = words.lines(for: why, in: zone, of: policy, grade: grade.grade)
        return .object(members + why.json(in: .utc, words: lines))
    }
}

extension Progress {
    public var word: String {
        switch self {
        case .waiting: "waiting"
        case .running: "running"
        case .paused: "paused"
        case .met: "met"
        case .breached: "breached"
        case .void: "void"
        }
    }
}

extension JSONValue {
    /// Null for none.
    public static func name(_ name: (some Name)?) -> JSONValue { name.map { .string($0.rawValue) } ?? .null }
    public static func instant(_ instant: Instant?) -> JSONValue { instant.map { .string($0.text(in: .utc)) } ?? .null }

    public var members: [Member] { if case .object(let members) = self { members } else { [] } }
}
