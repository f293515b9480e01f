import Wire

/// What the doctor found of one thing.
struct Observation: Hashable, Sendable {
    enum State: String, Sendable, CaseIterable {
        case ok
        /// Nothing is wrong, and it is worth knowing.
        case note
        case trouble
        /// It could not be looked at.
        case unchecked
    }

    let name: String
    let state: State
    /// What is so. Cause and cure where it is trouble; no secret, whatever it is.
    let found: String

    static func ok(_ name: String, _ found: String) -> Observation {
        Observation(name: name, state: .ok, found: found)
    }
    static func note(_ name: String, _ found: String) -> Observation {
        Observation(name: name, state: .note, found: found)
    }
    static func trouble(_ name: String, _ found: String) -> Observation {
        Observation(name: name, state: .trouble, found: found)
    }
    static func unchecked(_ name: String, _ found: String) -> Observation {
        Observation(name: name, state: .unchecked, found: found)
    }
}

/// Everything that was found.
struct Diagnosis: Hashable, Sendable {
    let findings: [Observation]

    /// The worst of them, trouble before what could not be checked.
    var state: Observation.State {
        for state in [Observation.State.trouble, .unchecked] where findings.contains(where: { $0.state == state }) {
            return state
        }
        return .ok
    }

    var exitStatus: Int32 {
        switch state {
        case .ok, .note: 0
        case .trouble: 1
        case .unchecked: 2
        }
    }

    var lines: [String] {
        var table = Table(headings: [.left("State"), .left("Of"), .left("Found")])
        for finding in findings { table.add([finding.state.rawValue, finding.name, finding.found]) }
        return table.lines()
    }

    var json: JSONValue {
        .members([
            "status": .string(state.rawValue),
            "checks": .array(
                findings.map {
                    .members([
                        "name": .string($0.name), "state": .string($0.state.rawValue), "found": .string($0.found),
                    ])
                }),
        ])
    }
}
