import Desk
import Domain
import Foundation
import GRDB

/// A desk that is made beside its place and moved there whole. While it is being made nobody else may write to the
/// place; what is left of one that was cut off is made anew.
public final class DeskStaging {
    public let place: String
    /// Where the desk is made.
    public let partial: String
    private let lock: Int32
    private var isDone = false

    /// - Throws: when another program serves the place.
    public init(_ place: String) throws(StoreError) {
        self.place = place
        partial = place + ".partial"
        lock = try DeskFile.locked(place)
        clear()
    }

    deinit {
        if !isDone { clear() }
        DeskFile.unlock(lock)
    }

    public var isTaken: Bool { FileManager.default.fileExists(atPath: place) }

    /// Whether what is there holds nothing yet; a file that is not there holds nothing either.
    public func isEmpty() throws(StoreError) -> Bool {
        guard isTaken else { return true }
        let file = try DeskFile(place, .read, readers: 1)
        defer { file.shut() }
        return try storing(place, "looking at the desk") {
            try file.pool.read { db in
                // A file that nobody has written to yet has no tables.
                guard try db.tableExists("entry") else { return true }
                return try Reader.head(db).next == 0
            }
        }
    }

    /// People whose keys are gone from the desk that is there, also if no register tells of them.
    public func erasedThere() throws(StoreError) -> [PersonID] {
        guard isTaken else { return [] }
        let file = try DeskFile(place, .read, readers: 1)
        defer { file.shut() }
        return try storing(place, "looking for erased people") {
            try file.pool.read { db in
                try String.fetchAll(db, sql: "SELECT name FROM person WHERE key IS NULL ORDER BY id")
            }
        }.map(PersonID.init(rawValue:))
    }

    /// - Parameter old: what the desk that was there is called from now on; nil: it goes.
    public func finish(keepingOldAs old: String?) throws(StoreError) {
        try DeskLog.empty(partial)
        for suffix in ["-wal", "-shm"] { Disk.remove(partial + suffix) }
        try Disk.sync(partial)
        if isTaken {
            // So that nothing is lost if this ends between two of the moves. A damaged desk has to go too.
            try? DeskLog.empty(place)
            for suffix in ["-wal", "-shm", ""] {
                let path = place + suffix
                guard FileManager.default.fileExists(atPath: path) else { continue }
                if let old { try Disk.move(path, old + suffix) } else { Disk.remove(path) }
            }
        }
        try Disk.move(partial, place)
        isDone = true
        Disk.remove(partial + ".lock")
    }

    private func clear() {
        for suffix in ["", "-wal", "-shm", "-journal", ".lock"] { Disk.remove(partial + suffix) }
    }
}
