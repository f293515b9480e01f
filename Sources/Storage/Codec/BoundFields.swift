import Domain

/// What a payload binds, found without reading the rest: the members of its `commit`, as they stand, ascending.
enum BoundFields {
    static func of(_ payload: UnsafeBufferPointer<UInt8>) -> [(field: String, hash: String)] {
        guard var place = start(payload) else { return [] }
        var fields: [(field: String, hash: String)] = []
        // `"field":"hash"` each; neither holds an escape, which the codec sees to.
        while place < payload.count, payload[place] == UInt8(ascii: "\"") {
            guard let name = text(payload, &place), place < payload.count else { return fields }
            place += 1
            guard let hash = text(payload, &place), place < payload.count else { return fields }
            fields.append((name, hash))
            place += 1
        }
        return fields
    }

    /// The same of what a payload was just written with.
    static func of(_ bound: Journal.Bound?) -> [(field: String, hash: String)] {
        guard let bound else { return [] }
        if bound.fields.count == 1 { return [(bound.fields[0].name, bound.fields[0].hash)] }
        return bound.fields.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map { ($0.name, $0.hash) }
    }

    private static let member = Array("\"commit\":{".utf8)

    /// Behind the bracket that opens `commit`, a member of the payload itself.
    private static func start(_ payload: UnsafeBufferPointer<UInt8>) -> Int? {
        var (depth, place) = (0, 0)
        while place < payload.count {
            switch payload[place] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""):
                if depth == 1, payload[place...].starts(with: member) { return place + member.count }
                place += 1
                while place < payload.count, payload[place] != UInt8(ascii: "\"") {
                    place += payload[place] == UInt8(ascii: "\\") ? 2 : 1
                }
            default: break
            }
            place += 1
        }
        return nil
    }

    private static func text(_ payload: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> String? {
        guard payload[place] == UInt8(ascii: "\"") else { return nil }
        guard let end = payload[(place + 1)...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        defer { place = end + 1 }
        return String(decoding: payload[(place + 1)..<end], as: UTF8.self)
    }
}
