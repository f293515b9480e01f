import Domain
import Foundation
import PolicyLanguage
import Support
import Testing

/// Whatever stands in a file, reading it ends with a value or with a place to look at.
struct FuzzTests {
    private static let policies = Shipped.ids.map { Shipped.bytes($0) }
    private static let mapping = Fixture.bytes("examples/mappings/servicenow.yaml")

    @Test(arguments: Seed.some(40))
    func `a damaged policy is read or told where it is wrong`(_ seed: Seed) {
        var chance = seed
        for _ in 0..<25 {
            let bytes = damaged(chance.one(of: Self.policies), &chance)
            let reading = Policy.read(bytes, zones: .shipped, official: Shipped.official)
            check(bytes, isRead: reading.value != nil, reading.faults, reading.notes)
            if let policy = reading.value {
                _ = try? PolicyInForce(policy, zones: .shipped, official: Shipped.official)
            }
        }
    }

    @Test(arguments: Seed.some(20))
    func `a damaged mapping is read or told where it is wrong`(_ seed: Seed) {
        var chance = seed
        for _ in 0..<25 {
            let bytes = damaged(Self.mapping, &chance)
            let reading = HistoryMapping.read(bytes, zones: .shipped)
            check(bytes, isRead: reading.value != nil, reading.faults, reading.notes)
        }
    }

    @Test(arguments: Seed.some(24))
    func `something like YAML is read or told where it is wrong`(_ seed: Seed) {
        var chance = seed
        for _ in 0..<25 {
            let bytes = Array(anyText(&chance).utf8)
            let policy = Policy.read(bytes, zones: .shipped, official: Shipped.official)
            check(bytes, isRead: policy.value != nil, policy.faults, policy.notes)
            let mapping = HistoryMapping.read(bytes, zones: .shipped)
            check(bytes, isRead: mapping.value != nil, mapping.faults, mapping.notes)
        }
    }

    private func check(_ bytes: [UInt8], isRead: Bool, _ faults: [Fault], _ notes: [Note]) {
        guard isRead == faults.isEmpty, zip(faults, faults.dropFirst()).allSatisfy({ $0.place <= $1.place }) else {
            Issue.record(
                "read: \(isRead), faults: \(faults.map(spelled)) in\n\(String(decoding: bytes, as: UTF8.self))")
            return
        }
        let text = String(decoding: bytes, as: UTF8.self)
        for place in faults.map(\.place) + notes.map(\.place) where !isInside(place, text) {
            Issue.record("\(place) is not in the file: \(faults.map(spelled))\n\(text)")
        }
    }

    private func damaged(_ bytes: [UInt8], _ chance: inout Seed) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<chance.count(1...4) {
            guard !bytes.isEmpty else { return bytes }
            let at = chance.count(0...bytes.count - 1)
            switch chance.count(0...9) {
            case 0: bytes[at] = UInt8(truncatingIfNeeded: chance.next())
            case 1: bytes[at] ^= 1 << UInt8(chance.count(0...6))
            case 2: bytes.removeSubrange(at..<min(bytes.count, at + chance.count(1...12)))
            case 3: bytes.insert(contentsOf: chance.one(of: Self.pieces).utf8, at: at)
            case 4: bytes.removeSubrange(at...)
            case 5: bytes.replaceSubrange(at...at, with: chance.one(of: Self.pieces).utf8)
            default:
                var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
                let (a, b) = (chance.count(0...lines.count - 1), chance.count(0...lines.count - 1))
                switch chance.count(0...3) {
                case 0: lines.swapAt(a, b)
                case 1: lines.insert(lines[a], at: b)
                case 2: lines.remove(at: a)
                default: lines.insert(contentsOf: lines[min(a, b)...max(a, b)].prefix(20), at: a)
                }
                bytes = Array(lines.joined(separator: [0x0A]))
            }
        }
        return bytes
    }

    private static let pieces = [
        ": ", "- ", "[", "]", "{", "}", ",", "\n", "\r\n", "\r", "\t", "  ", "#", " #", "&a ", "*a ", "&", "*", "!",
        "!!binary ", "|\n",
        ">\n", "\"", "'", "%", "@", "`", "? ", "---\n", "...\n", "<<: ", "null", "~", "\u{FEFF}", "\u{85}", "\u{2028}",
        "\u{7}", "题",
        "👩‍👩‍👧", "e\u{301}", "999999999999999999999", "-1", "0", "00:00-24:00", "2026-02-30", "3 working-days", "agreed",
        "true", "120%",
    ]

    private static let words = [
        "policy", "version", "title", "time-zone", "calendars", "events", "roles", "ladders", "grades", "guarantees",
        "scorecard",
        "commitments", "needs", "within", "every", "until", "before", "of", "from", "open", "daily", "mapping", "times",
        "columns",
        "engaged", "resolved", "1h", "30m", "agreed", "Asia/Shanghai", "a", "b", "50%", "waiting-customer", "variants",
        "workdays",
    ]

    /// Lines of keys, values and scraps at any indentation.
    private func anyText(_ chance: inout Seed) -> String {
        var text = ""
        for _ in 0..<chance.count(0...40) {
            text += String(repeating: "  ", count: chance.count(0...4))
            for _ in 0..<chance.count(1...4) {
                text +=
                    chance.once(in: 3)
                    ? chance.one(of: Self.pieces)
                    : chance.one(of: Self.words) + chance.one(of: [": ", ", ", "", ": {", "]", "}"])
            }
            text += "\n"
        }
        return text
    }
}
