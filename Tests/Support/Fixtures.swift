import Domain
import Foundation

/// Files of the repository, by paths relative to its root.
public enum Fixture {
    public static let root = URL(filePath: #filePath)  // Tests/Support/Fixtures.swift
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    public static func bytes(_ path: String) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: root.appending(path: path).path) else {
            fatalError("\(path) is missing below \(root.path)")
        }
        return Array(data)
    }

    public static func text(_ path: String) -> String { String(decoding: bytes(path), as: UTF8.self) }

    /// The lines of a text file without the empty ones and those that begin with `#`.
    public static func lines(_ path: String) -> [String] {
        text(path).split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }
}

extension Zones {
    /// The table that the product carries.
    public static let shipped = try! Zones(Fixture.bytes("Sources/Assets/zones/zones.bin"))
}

extension Zone {
    /// A shipped zone; a misspelt name ends the test run.
    public static func shipped(_ name: String) -> Zone { try! Zones.shipped.zone(name) }
}

extension Fixture {
    /// A zone's bytes as the table holds them: header, 64-bit data, footer.
    public static func tzif(_ name: String) -> [UInt8] {
        let table = bytes("Sources/Assets/zones/zones.bin")
        let blob = table.indices.first { table[$0] == 0x0A && table[$0 + 1] == 0x0A }! + 2
        let line = String(decoding: table[..<blob], as: UTF8.self).split(separator: "\n").first {
            $0.hasPrefix(name + " ")
        }!
        let words = line.split(separator: " ")
        let (offset, length) = (Int(words[1])!, Int(words[2])!)
        return Array(table[(blob + offset)..<(blob + offset + length)])
    }
}
