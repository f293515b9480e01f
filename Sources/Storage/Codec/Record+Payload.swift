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
            let (cleared, emptied) = (try payload.texts("cleared"), try payload.texts("emptied"))
            let sealed = try payload.texts("sealed")
            let given: [NamedValue] = try payload.list("values")
            for name in cleared { values[name] = .some(nil) }
            for name in emptied { personal[name] = false }
            for name in sealed { personal[name] = true }
            for one in given { values[one.name] = one.value }
            // An event has one spelling: what was written stands in order, each name once.
            guard [cleared, emptied, sealed, given.map(\.name)].allSatisfy({ zip($0, $0.dropFirst()).allSatisfy(<) }),
                values.count == cleared.count + given.count, personal.count == emptied.count + sealed.count
            else { throw payload.fault("names out of order, or twice") }
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
