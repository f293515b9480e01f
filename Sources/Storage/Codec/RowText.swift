import Desk
import Domain
import Wire

/// Parts of a projection's row that no query looks into, as compact JSON.
enum RowText {
    struct Fault: Error {
        let text: String
    }

    /// Written by hand, like every row: a tree costs more than the row's other columns together.
    static func attributes(_ attributes: [Attribute: String]) -> String {
        var text = "{"
        for name in Attribute.allCases {
            guard let value = attributes[name] else { continue }
            text += text.utf8.count > 1 ? ",\"" : "\""
            text += name.rawValue
            text += "\":"
            quote(value, &text)
        }
        return text + "}"
    }

    /// Most values are plain words, which need no escape.
    private static func quote(_ value: String, _ text: inout String) {
        if value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
            text += "\""
            text += value
            text += "\""
        } else {
            text += JSONValue.string(value).text
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
    static func grades(_ grades: [GradeRef]) -> String {
        var text = "["
        for grade in grades {
            text += text.utf8.count > 1 ? ",[" : "["
            quote(grade.policy.id.rawValue, &text)
            text += ","
            quote(grade.policy.version, &text)
            text += ",\(grade.policy.edition),"
            quote(grade.grade.rawValue, &text)
            text += ","
            if let variant = grade.variant { quote(variant.rawValue, &text) } else { text += "null" }
            text += "]"
        }
        return text + "]"
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

    /// `[strand,"resolve",occurrence,"running",due]`
    static func clocks(_ clocks: [ClockRow]) -> String {
        var text = "["
        for clock in clocks {
            if text.utf8.count > 1 { text += "," }
            text += "["
            text += String(clock.key.strand)
            text += ","
            quote(clock.key.commitment.rawValue, &text)
            text += ","
            text += String(clock.key.occurrence)
            switch clock.standing {
            case .waiting: text += ",\"waiting\"]"
            case .running(let due):
                text += ",\"running\","
                text += due.map { String($0.milliseconds) } ?? "null"
                text += "]"
            case .paused(let left): text += ",\"paused\",\(left.milliseconds)]"
            case .breached(let due, let ended):
                text += ",\"breached\",\(due.milliseconds),\(ended.map { String($0.milliseconds) } ?? "null")]"
            }
        }
        return text + "]"
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
            return ClockRow(key: key, standing: standing)
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
