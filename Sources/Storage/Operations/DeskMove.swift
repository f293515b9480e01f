// A desk moves from one store to another in this order, so that at every instant at most one of the two can be written to:
//
//     the target is empty, and filled by this program alone
//     the source is fenced: whoever writes there is told where the desk goes
//     the journal, as an export that is read while it is written; people get new keys
//     receipts, messages, dead letters, followers' places
//     queues, rows and the due list, made anew from the journal
//     the comparison: the head, every byte of an export, every row of the work in hand
//     the target is opened to all
//
// What fails before the last step leaves the target empty and takes the fence off again.

import Crypto
import Desk
import Evidence
import Foundation

public struct DeskMove {
    public enum Stage: String, Sendable { case journal, work, projections, comparison }

    public struct Report: Hashable, Sendable {
        public var entries: Int64 = 0
        /// Rows of each table of the work in hand.
        public var work: [String: WorkTally] = [:]
        /// SHA-256 of the export, the same of source and target.
        public var digest = ""
    }

    private let source: DeskPlace
    private let target: DeskPlace
    private let rebuild: (Store) async throws -> Void
    private let progress: (Stage, Int64, Int64) -> Void

    /// - Parameters:
    ///   - rebuild: makes the projections of a store anew.
    ///   - progress: what is being done, how much of it is done, and how much there is (0: not known).
    public static func run(
        from source: DeskPlace, to target: DeskPlace, rebuild: @escaping (Store) async throws -> Void,
        progress: @escaping (Stage, Int64, Int64) -> Void = { _, _, _ in }
    ) async throws -> Report {
        let store = try await Store.open(source)
        let move = DeskMove(source: source, target: target, rebuild: rebuild, progress: progress)
        let work = WorkInHand(source)
        do {
            let report = try await move.run(store, work)
            await work.close()
            await store.close()
            return report
        } catch {
            await work.close()
            await store.close()
            throw error
        }
    }

    private func run(_ store: Store, _ work: WorkInHand) async throws -> Report {
        guard let filling = try await DeskFilling.begin(target) else { throw DeskMoveFault.taken(target.name) }
        var (isFenced, isWhole) = (false, false)
        do {
            // Also if it fails: it may have been put up before it did.
            isFenced = true
            try await DeskFence.put(source, to: target.name)
            let report = try await fill(filling, store, work)
            isWhole = true
            try await filling.finish()
            return report
        } catch {
            // It may stand already, so to open the source again could make two desks of one.
            if isWhole { throw DeskMoveFault.unsure(source.name, target.name, cause: "\(error)") }
            await filling.abandon()
            if isFenced {
                do throws(StoreError) { try await DeskFence.takeOff(source, to: target.name) } catch let second {
                    throw DeskMoveFault.stillFenced(source.name, cause: second.text)
                }
            }
            throw error
        }
    }

    private func fill(_ filling: DeskFilling, _ store: Store, _ work: WorkInHand) async throws -> Report {
        var report = Report()
        (report.entries, report.digest) = try await copyJournal(store, filling.store)
        for (index, table) in WorkTable.all.enumerated() {
            progress(.work, Int64(index), Int64(WorkTable.all.count))
            var tally = WorkTally()
            try await work.each(table) { rows in
                for row in rows { tally.add(row) }
                try await filling.work.put(rows, table)
            }
            report.work[table.name] = tally
        }
        progress(.projections, 0, 0)
        try await rebuild(filling.store)
        try await compare(report, store, filling)
        return report
    }

    private func copyJournal(_ store: Store, _ target: Store) async throws -> (Int64, String) {
        var bringing = DeskImport(into: target)
        var sha = SHA256()
        var number = 0
        let entries = try await DeskExport.write(
            store, progress: { progress(.journal, $0, $1) },
            to: { bytes in
                sha.update(data: bytes)
                for line in bytes.split(separator: 0x0A) {
                    number += 1
                    try line.withUnsafeBufferPointer { try bringing.take($0, number: number) }
                }
                if bringing.wantsToWrite { try await bringing.write() }
            })
        // Followers' places come with the work in hand.
        try await bringing.finish(followers: [])
        return (entries, Content.hex(Array(sha.finalize())))
    }

    private func compare(_ report: Report, _ store: Store, _ filling: DeskFilling) async throws {
        let (here, there) = (try await store.head(), try await filling.store.head())
        guard here == there else { throw DeskMoveFault.differs("the head is \(there.next) instead of \(here.next)") }
        var sha = SHA256()
        try await DeskExport.write(
            filling.store, progress: { progress(.comparison, $0, $1) }, to: { sha.update(data: $0) })
        let digest = Content.hex(Array(sha.finalize()))
        guard digest == report.digest else {
            throw DeskMoveFault.differs("its export has the SHA-256 \(digest) instead of \(report.digest)")
        }
        for table in WorkTable.all where try await filling.work.tally(table) != report.work[table.name] {
            throw DeskMoveFault.differs("its \(table.name)s are not those of the source")
        }
    }

    /// After a move that was cut off: empties the target and opens the source again.
    /// - Throws: when the target is a whole desk.
    public static func takeBack(_ source: DeskPlace, from target: DeskPlace) async throws {
        guard let filling = try await DeskFilling.begin(target) else { throw DeskMoveFault.arrived(target.name) }
        await filling.abandon()
        switch source {
        case .file(let path):
            let lock = try DeskFile.locked(path)
            defer { DeskFile.unlock(lock) }
            try DeskFile(path, .read, readers: 1).shut()
            try await DeskFence.takeOff(source, to: target.name)
        case .database: try await DeskFence.takeOff(source, to: target.name)
        }
    }
}

/// Why a desk was not moved.
public enum DeskMoveFault: Error, Hashable, Sendable {
    case taken(String)
    case arrived(String)
    case differs(String)
    case stillFenced(String, cause: String)
    case unsure(String, String, cause: String)

    /// Cause and cure, in one line.
    public var text: String {
        switch self {
        case .taken(let target): "\(target) holds a desk already. Move to an empty place; the source was left as it is."
        case .arrived(let target): "\(target) holds a whole desk, so nothing is taken back. Use that one."
        case .differs(let what): "The new desk is not the old one: \(what). The source can be used; please report this."
        case .stillFenced(let source, let cause):
            "The move failed, and \(source) is still closed to writing: \(cause). Say the same again with --take-back."
        case .unsure(let source, let target, let cause):
            "The last step failed: \(cause). Look at \(target) with yinuo status. If the desk is there, use it; else open "
                + "\(source) again by saying the same with --take-back."
        }
    }
}
