import Domain

/// A row that could not be read.
public struct RejectedRow: Hashable, Sendable {
    /// From 1; of a record over several lines its first.
    public let line: Int
    public let cause: String
    public init(line: Int, cause: String) {
        self.line = line
        self.cause = cause
    }
}

extension ReplayReport {
    /// - Parameter rejected: rows that were left out, in the order of the file.
    public func json(rejected: [RejectedRow]) -> JSONValue {
        .members([
            "tickets": .int(tickets), "ungraded": .int(ungraded), "ignored": .int(ignored),
            "rejected": .array(rejected.map { .members(["line": .int($0.line), "cause": .string($0.cause)]) }),
            "grades": .array(grades.map(\.json)),
        ])
    }
}

extension ReplayReport.GradeRow {
    fileprivate var json: JSONValue {
        .members([
            "policy": .string(policy.rawValue), "grade": .string(grade.rawValue), "tickets": .int(tickets),
            "commitments": .array(commitments.map(\.json)), "escalations": .int(escalations),
            "compensation": .array(
                compensation.sorted { $0.key < $1.key }.map {
                    .members(["currency": .string($0.key), "minor": .int($0.value), "assumed": .bool(true)])
                }),
            "grants": .array(
                grants.sorted { $0.key < $1.key }.map { .members(["grant": .string($0.key), "count": .int($0.value)]) }),
        ])
    }
}

extension ReplayReport.CommitmentRow {
    fileprivate var json: JSONValue {
        .members([
            "commitment": .string(commitment.rawValue), "met": .int(met), "breached": .int(breached),
            "void": .int(void),
            "running": .int(running), "late_ms_mean": .int(lateMean.milliseconds),
            "late_ms_max": .int(lateMost.milliseconds),
            "paused_ms": .int(paused.milliseconds),
        ])
    }
}
