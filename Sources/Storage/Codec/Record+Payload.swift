import Domain

/// What happened to a record, and when: the event itself does not say.
struct RecordHappening: Payload {
    let event: Record.Event
    let at: Instant

    private enum Kind: String, CaseIterable { case put, retired, restored, erased }

    static var kinds: [String] { Kind.allCases.map(\.rawValue) }

    func write(to payload: inout PayloadWriter) -> String {
        let kind: Kind
        switch event {
        case .put(let values, let personal):
            kind = .put
            payload.list("cleared", values.keys.filter { values[$0] == .some(nil) }.sorted())
            payload.list("emptied", personal.keys.filter { personal[$0] == false }.sorted())
            payload.list("sealed", personal.keys.filter { personal[$0] == true }.sorted())
            let given = values.compactMap { name, value in value.map { NamedValue(name: name, value: $0) } }
            payload.list("values", given.sorted { $0.name < $1.name })
        case .retired: kind = .retired
        case .restored: kind = .restored
        case .erased: kind = .erased
        }
        return kind.rawValue
    }

    static func read(
        _ kind: String, from payload: inout PayloadReader, of id: String, at: Instant
    ) throws(PayloadFault) -> RecordHappening? {
        let event: Record.Event
        switch Kind(rawValue: kind) {
        case nil: return nil
        case .put:
            var values: [String: String?] = [:]
            var personal: [String: Bool] = [:]
            for name in try payload.texts("cleared") { values[name] = .some(nil) }
            for name in try payload.texts("emptied") { personal[name] = false }
            for name in try payload.texts("sealed") { personal[name] = true }
            let given: [NamedValue] = try payload.list("values")
            for one in given { values[one.name] = one.value }
            event = .put(values: values, personal: personal)
        case .retired: event = .retired
        case .restored: event = .restored
        case .erased: event = .erased
        }
        return RecordHappening(event: event, at: at)
    }
}

/// `{"name":…,"value":…}`
private struct NamedValue: PayloadPart {
    let name: String
    let value: String

    init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    func write(to payload: inout PayloadWriter) {
        payload.text("name", name)
        payload.text("value", value)
    }

    init(from payload: inout PayloadReader) throws(PayloadFault) {
        name = try payload.text("name")
        value = try payload.text("value")
    }
}
