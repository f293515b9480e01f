import Foundation

/// What may happen to the files of a desk besides the end of its process. None of it touches what was synced, so none
/// may cost an acknowledged command.
enum Damage: String, CaseIterable {
    case none
    /// Unsynced sectors of the file and the log come out new, torn or as rubbish, and an unsynced end is missing.
    case powerCut = "power cut"
    /// Rubbish behind the last committed frame.
    case rubbish = "rubbish behind the log"
    /// Half a frame that looks like one of this log.
    case tornFrame = "a torn frame"
    /// The log ends in the middle of what was not committed.
    case cutTail = "a cut tail"
    case indexGone = "the index is gone"
    case indexRubbish = "the index is rubbish"

    /// - Returns: what was done, for the report.
    func befall(_ folder: String, _ chance: inout Chance) throws -> String {
        let log = Desks.path(folder) + "-wal"
        let index = Desks.path(folder) + "-shm"
        switch self {
        case .none: return rawValue
        case .powerCut: return try cutPower(folder, &chance)
        case .rubbish:
            try change(log) { bytes in
                let end = WriteAheadLog(bytes).committedEnd
                bytes = bytes.prefix(end) + chance.bytes(1 + chance.below(20_000))
            }
        case .tornFrame:
            try change(log) { bytes in
                let known = WriteAheadLog(bytes)
                guard known.committedEnd > 0 else { return }
                // Page 2 and a size after commit, as if it ended a transaction.
                let head = [0, 0, 0, 2, 0, 0, 0, 40] + known.salts + chance.bytes(8)
                bytes = bytes.prefix(known.committedEnd) + head + chance.bytes(chance.below(known.pageSize))
            }
        case .cutTail:
            try change(log) { bytes in
                let end = WriteAheadLog(bytes).committedEnd
                bytes = Array(bytes.prefix(end + chance.below(bytes.count - end + 1)))
            }
        case .indexGone: try? FileManager.default.removeItem(atPath: index)
        case .indexRubbish:
            try change(index) { bytes in bytes = chance.bytes(bytes.count) }
        }
        return rawValue
    }

    private func change(_ path: String, _ body: (inout [UInt8]) -> Void) throws {
        guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else { return }
        var bytes = Array(data)
        body(&bytes)
        try Data(bytes).write(to: URL(filePath: path))
    }

    private static let sector = 512

    private func cutPower(_ folder: String, _ chance: inout Chance) throws -> String {
        var sectors = 0
        let unsynced = PowerCut.unsynced(folder)
        for file in PowerCut.File.allCases {
            let path = Desks.path(folder) + (file == .log ? "-wal" : "")
            let extents = unsynced.filter { $0.file == file }
            if extents.isEmpty { continue }
            try change(path) { bytes in
                for (_, offset, length) in extents {
                    for from in stride(from: offset, to: offset + length, by: Self.sector) {
                        // A sector is old or new, never torn within (SQLite's own assumption); the old one is not at
                        // hand here. For a page or a frame any rubbish is as good, for the file's header it is not.
                        if file == .desk, from < Self.sector { continue }
                        let to = min(from + Self.sector, offset + length, bytes.count)
                        guard from < to, chance.once(in: 2) else { continue }
                        sectors += 1
                        let isZero = chance.once(in: 3)
                        for place in from..<to { bytes[place] = isZero ? 0 : UInt8(truncatingIfNeeded: chance.next()) }
                    }
                }
                // What made the file longer may be missing as a whole. Of the desk's own file no length is known to be
                // unsynced: a page that is beyond its end is in the log.
                guard file == .log, let last = extents.max(by: { $0.offset < $1.offset }) else { return }
                if last.offset + last.length >= bytes.count, chance.once(in: 2) {
                    bytes = Array(bytes.prefix(last.offset + chance.below(last.length)))
                }
            }
        }
        return "\(rawValue), \(sectors) sectors of \(unsynced.count) writes"
    }
}
