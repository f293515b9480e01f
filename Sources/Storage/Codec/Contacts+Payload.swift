import Domain

extension AnsweredAtOnce: Payload {
    private enum Kind: String, CaseIterable { case answered }

    static var kinds: [String] { Kind.allCases.map(\.rawValue) }

    func write(to payload: inout PayloadWriter) -> String {
        payload.text("channel", channel)
        payload.integer("count", count)
        if let language { payload.text("language", language) }
        return Kind.answered.rawValue
    }

    static func read(
        _ kind: String, from payload: inout PayloadReader, of id: String, at: Instant
    ) throws(PayloadFault) -> AnsweredAtOnce? {
        guard Kind(rawValue: kind) != nil else { return nil }
        let channel = try payload.text("channel")
        let count: Int = try payload.integer("count")
        return AnsweredAtOnce(
            channel: channel, language: try payload.has("language") ? payload.string() : nil, count: count, at: at)
    }
}
