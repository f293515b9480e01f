import Desk
import Domain
import PolicyLanguage
import Synchronization
import Wire

extension Shipped {
    /// A shipped policy's file with the data this program carries.
    public static func files(policy content: [UInt8]) -> Policy.Files {
        Policy.Files(
            content: content, zones: bytes("zones.bin") ?? [],
            official: ["cn": OfficialCalendar.document(files(in: "calendars/cn/").map(\.bytes))])
    }

    /// Reads policy files on the data that comes with them, which need not be this program's.
    public static let makePolicy: PolicyMaker = { files, edition in
        let zones = try tables.zones(files.zones)
        var official: [String: OfficialCalendar] = [:]
        for (name, bytes) in files.official { official[name] = try OfficialCalendar(name: name, document: bytes) }
        let reading = Policy.read(files.content, zones: zones, official: official)
        guard let policy = reading.value else {
            let fault = reading.faults.first.map { "line \($0.place.line): \($0.problem)" } ?? "it is empty"
            throw PolicyFault(fault)
        }
        return try PolicyInForce(policy, edition: edition, zones: zones, official: official)
    }

    /// Zone tables are read once each: hundreds of kilobytes, and every policy names the same.
    private static let tables = Tables()

    private final class Tables: Sendable {
        private let read = Mutex<[(bytes: [UInt8], zones: Zones)]>([])

        func zones(_ bytes: [UInt8]) throws -> Zones {
            try read.withLock { read in
                if let known = read.first(where: { $0.bytes == bytes }) { return known.zones }
                let zones = try Zones(bytes)
                read.append((bytes, zones))
                return zones
            }
        }
    }
}
