import Desk
import Domain
import Wire

/// Parts of a projection's row that no query looks into, as compact JSON.
enum RowText {
    struct Fault: Error {
        let text: String
    }

    /// Straight into bytes: a tree of values, or texts that grow, cost more than the row's other columns together.
    private static func written(_ write: (inout PayloadWriter) -> Void) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(200)
        var row = PayloadWriter(taking: &bytes)
        write(&row)
        return row.bytes
    }

    private static let order = Attribute.allCases

    static func attributes(_ attributes: [Attribute: String]) -> [UInt8] {
        written { row in
            row.open()
            for name in order {
                guard let value = attributes[name] else { continue }
                row.key(name.rawValue)
                row.string(value)
            }
            row.close()
        }
    }

    static func attributes(_ text: String) throws -> [Attribute: String] {
        guard case .object(let members) = try JSONValue(text) else { throw Fault(text: text) }
        var attributes: [Attribute: String] = [:]
        for member in members {
            if let name = Attribute(rawValue: member.key) { attributes[name] = member.value.string }
        }
        return attributes
    }

    /// `["standard","2026.1",1,"tier-2",null]`
    static func grades(_ grades: [GradeRef]) -> [UInt8] {
        written { row in
            row.array(grades) { row, grade in
                row.item(grade.policy.id.rawValue)
                row.item(grade.policy.version)
                row.item(Int64(grade.policy.edition))
                row.item(grade.grade.rawValue)
                row.item(grade.variant?.rawValue)
            }
        }
    }

    static func grades(_ text: String) throws -> [GradeRef] {
        guard case .array(let grades) = try JSONValue(text) else { throw Fault(text: text) }
        return try grades.map { value in
            guard case .array(let parts) = value, parts.count == 5, let policy = parts[0].string,
                let version = parts[1].string, let edition = parts[2].number, let grade = parts[3].string
            else { throw Fault(text: text) }
            return GradeRef(
                policy: PolicyVersion(id: PolicyID(policy), version: version, edition: Int(edition)),
                grade: GradeID(grade), variant: parts[4].string.map { VariantID($0) })
        }
    }

    /// `[strand,"resolve",occurrence,"running",due]`; of a quiet one `"quiet"` comes last.
    static func clocks(_ clocks: [ClockRow]) -> [UInt8] {
        written { row in
            row.array(clocks) { row, clock in
                row.item(Int64(clock.key.strand))
                row.item(clock.key.commitment.rawValue)
                row.item(Int64(clock.key.occurrence))
                switch clock.standing {
                case .waiting: row.item("waiting")
                case .running(let due):
                    row.item("running")
                    row.item(due?.milliseconds)
                case .paused(let left):
                    row.item("paused")
                    row.item(left.milliseconds)
                case .breached(let due, let ended):
                    row.item("breached")
                    row.item(due.milliseconds)
                    row.item(ended?.milliseconds)
                }
                if clock.isQuiet { row.item("quiet") }
            }
        }
    }

    static func clocks(_ text: String) throws -> [ClockRow] {
        guard case .array(let clocks) = try JSONValue(text) else { throw Fault(text: text) }
        func whole(_ value: JSONValue?) -> Int64? {
            if case .number(let digits)? = value { Int64(digits) } else { nil }
        }
        return try clocks.map { value in
            guard case .array(let parts) = value, parts.count >= 4, let strand = whole(parts[0]),
                let commitment = parts[1].string, let occurrence = whole(parts[2])
            else { throw Fault(text: text) }
            let first = whole(parts.count > 4 ? parts[4] : nil)
            let second = whole(parts.count > 5 ? parts[5] : nil)
            let standing: ClockRow.Standing
            switch (parts[3].string, first) {
            case ("waiting", _): standing = .waiting
            case ("running", _): standing = .running(due: first.map(Instant.init(milliseconds:)))
            case ("paused", let left?): standing = .paused(left: Duration(milliseconds: left))
            case ("breached", let due?):
                standing = .breached(
                    due: Instant(milliseconds: due), ended: second.map(Instant.init(milliseconds:)))
            default: throw Fault(text: text)
            }
            let key = ClockKey(strand: Int(strand), commitment: CommitmentID(commitment), occurrence: Int(occurrence))
            return ClockRow(key: key, standing: standing, isQuiet: parts.last?.string == "quiet")
        }
    }

    static func record(_ record: Record) -> String {
        let values = record.values.sorted { $0.key < $1.key }.map {
            JSONValue.Member(key: $0.key, value: .string($0.value))
        }
        return JSONValue.members([
            "sealed": .array(record.personal.sorted().map(JSONValue.string)), "values": .object(values),
        ]).text
    }

    static func state(_ record: Record) -> String {
        switch record.state {
        case .absent: "absent"
        case .live: "live"
        case .retired: "retired"
        case .erased: "erased"
        }
    }

    static func basis(_ basis: Owed.Basis) -> String {
        switch basis {
        case .labour: "labour"
        case .lateness(let month): "lateness/\(month)"
        case .grant(let benefit): "grant/\(benefit)"
        }
    }
}

extension Message {
    /// Those who deliver, as a list in SQL: what a newer program has written waits for that.
    static let makers = Maker.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
}
