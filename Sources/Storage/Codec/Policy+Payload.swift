import Domain

extension Activation: Payload {
    private enum Kind: String, CaseIterable { case activated }

    static var kinds: [String] { Kind.allCases.map(\.rawValue) }

    func write(to payload: inout PayloadWriter) -> String {
        payload.text("content", content)
        payload.integer("edition", version.edition)
        payload.list(
            "official",
            official.map(OfficialData.init).sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
        payload.text("version", version.version)
        payload.text("zones", zones)
        return Kind.activated.rawValue
    }

    static func read(
        _ kind: String, from payload: inout PayloadReader, of id: String, at: Instant
    ) throws(PayloadFault) -> Activation? {
        switch Kind(rawValue: kind) {
        case nil: return nil
        case .activated:
            let content = try payload.text("content")
            let edition: Int = try payload.integer("edition")
            var official: [String: String] = [:]
            var last: String?
            for data in try payload.list("official") as [OfficialData] {
                guard last.map({ $0.utf8.lexicographicallyPrecedes(data.name.utf8) }) ?? true,
                    official.updateValue(data.content, forKey: data.name) == nil
                else { throw payload.fault("the calendars do not ascend by name") }
                last = data.name
            }
            let version = PolicyVersion(
                id: PolicyID(rawValue: id), version: try payload.text("version"), edition: edition)
            return Activation(
                version: version, content: content, zones: try payload.text("zones"), official: official, at: at)
        }
    }
}

/// A calendar's name is data, and may be in any script: so it is no key.
private struct OfficialData: PayloadPart {
    let name: String
    let content: String

    init(name: String, content: String) {
        self.name = name
        self.content = content
    }

    func write(to payload: inout PayloadWriter) {
        payload.text("content", content)
        payload.text("name", name)
    }

    init(from payload: inout PayloadReader) throws(PayloadFault) {
        content = try payload.text("content")
        name = try payload.text("name")
    }
}
