import Domain
import Foundation

/// The data that the product ships: zones and official holidays, read from the source tree.
enum Shipped {
    private static let root = URL(filePath: #filePath)  // Benchmarks/Sources/Figures/Data.swift
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func zones() throws -> Zones {
        try Zones([UInt8](Data(contentsOf: root.appending(path: "Sources/Assets/zones/zones.bin"))))
    }

    static func chinese() throws -> OfficialCalendar {
        struct Year: Decodable {
            struct Entry: Decodable {
                let date: String
                let isOffDay: Bool
            }
            let days: [Entry]
        }
        let years = 2019...2026
        var days: [Year.Entry] = []
        for year in years {
            let file = root.appending(path: "Sources/Assets/calendars/cn/\(year).json")
            days += try JSONDecoder().decode(Year.self, from: Data(contentsOf: file)).days
        }
        return OfficialCalendar(
            name: "cn", years: years, holidays: Set(days.filter(\.isOffDay).compactMap { Day($0.date) }),
            workdays: Set(days.filter { !$0.isOffDay }.compactMap { Day($0.date) }))
    }
}
