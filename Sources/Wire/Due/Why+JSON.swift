import Domain

extension Why {
    /// The account of a due: limits, data, and pieces of time without gaps.
    /// - Parameter words: the same as sentences; left out where there are none.
    public func json(in zone: Zone, words: [String] = []) -> [JSONValue.Member] {
        let account = JSONValue.members([
            "start": .string(start.text(in: zone)), "calendar": .string(calendar.rawValue),
            "policy": .string(policy.id.rawValue), "version": .string(policy.version), "zones": .string(data.zones),
            "official": data.official[calendar].map { .string($0) },
            "limits": .array(
                limits.map { limit in
                    JSONValue.members(["limit": .string(limit.limit.spelled), "decides": .bool(limit.decides)])
                        .appending(DueWords.members(limit.due, in: zone))
                }),
            "pieces": .array(
                pieces.map {
                    .members([
                        "kind": .string($0.kind.rawValue), "from": .string($0.from.text(in: zone)),
                        "to": .string($0.to.text(in: zone)),
                        "ms": .int(($0.to - $0.from).milliseconds),
                    ])
                }),
            "omitted": omitted > 0 ? .int(omitted) : nil,
            "words": words.isEmpty ? nil : .array(words.map(JSONValue.string)),
        ])
        return [JSONValue.Member(key: "why", value: account)]
    }
}
