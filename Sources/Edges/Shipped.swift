import Assets
import Domain
import Wire

/// What the binary carries: policies, zones, official calendars, mappings.
public struct Shipped: Sendable {
    public let zones: Zones
    public let official: [String: OfficialCalendar]

    /// - Throws: only when the program was built with damaged assets.
    public init() throws {
        guard let zones = Shipped.bytes("zones.bin") else {
            throw Missing(asset: "zones.bin")
        }
        self.zones = try Zones(zones)
        official = ["cn": try OfficialCalendar(name: "cn", files: Shipped.files(in: "calendars/cn/"))]
    }

    struct Missing: Error, CustomStringConvertible {
        let asset: String
        var description: String { "\(asset) is not in this program. Build it again." }
    }

    public static let policyIDs = files(in: "policies/").map {
        String($0.name.dropFirst("policies/".count).dropLast(".yaml".count))
    }

    public static func bytes(_ name: String) -> [UInt8]? { all.first { $0.name == name }?.bytes() }

    public static func files(in folder: String) -> [(name: String, bytes: [UInt8])] {
        all.filter { $0.name.hasPrefix(folder) }.map { ($0.name, $0.bytes()) }
    }

    private struct File: Sendable {
        let name: String
        let index: UInt
        func bytes() -> [UInt8] {
            guard let asset = yinuo_asset(index) else { return [] }
            return Array(UnsafeBufferPointer(start: asset.pointee.bytes, count: Int(asset.pointee.count)))
        }
    }

    private static let all: [File] = {
        var files: [File] = []
        while let asset = yinuo_asset(UInt(files.count)) {
            files.append(File(name: String(cString: asset.pointee.name), index: UInt(files.count)))
        }
        return files
    }()
}
