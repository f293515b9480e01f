import Desk
import Domain
import Edges
import Evidence
import Foundation
import GRDB
import Storage
import Support
import Synchronization
import Testing

/// The evidence log as the desk writes it, in both stores: every fact is in it once, and whoever has only its files and
/// its key can tell when that is not so.
@Suite(.serialized) struct SealTests {
    private static let key = try! SignerKey(name: "log.example/desk", kind: .log, seed: Array(repeating: 3, count: 32))

    /// What lies outside the desk.
    private final class Outside: Sendable {
        let note = Mutex<Note?>(nil)
    }

    private func sealer(_ store: Store, _ outside: Outside = Outside(), key: SignerKey = key) -> Sealer {
        Sealer(
            store: store, key: key, random: Machine.random, published: { outside.note.withLock { $0 } },
            publish: { note in outside.note.withLock { $0 = note } })
    }

    private func sealAll(_ sealer: Sealer) async throws {
        while try await sealer.step() > 0 {}
    }

    /// The log's files, fetched as an outsider would.
    private func files(_ store: Store) async throws -> [String: [UInt8]] {
        let log = try #require(try await store.seals.logs().last)
        var files: [String: [UInt8]] = [:]
        for path in try await LogFiles(store).paths(of: log) {
            files[path] = try await LogFiles(store).file(path, of: log.number)?.bytes
        }
        return files
    }

    @Test(arguments: Maker.allCases)
    func `every fact of the journal is the entry of its position, and opens to what it was`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let store = desk.desk.edges.store
        let sealer = sealer(store)
        for number in 0..<300 {
            try await desk.open(TicketID("t\(number)"), texts: [.init("subject", "Printer \(number)")])
            // In stretches of many sizes.
            if number % 37 == 0 { try await sealAll(sealer) }
        }
        try await sealAll(sealer)
        let journal = try await desk.journal()
        let files = try await files(store)
        var entries: [[UInt8]] = []
        let head = try LogWalk(key: Self.key.verifier) { files[$0] }.verify { _, entry in
            entries.append(Array(entry))
            return nil
        }
        #expect(head.checkpoint.size == Int64(journal.count) && entries.count == journal.count)
        let secret = EvidenceSecret(bytes: try await store.seals.secret([]))
        let facts = try await store.seals.facts(0, 10_000)
        for (entry, (fact, line)) in zip(entries, zip(facts, journal)) {
            let text = String(decoding: entry, as: UTF8.self)
            let hash = FieldCommitment.hash(
                field: "payload", salt: secret.salt(at: fact.position), payload: fact.shown)
            #expect(text.contains("\"payload\":\"\(Content.hex(hash))\""))
            #expect(text.contains("\"seq\":\(line.position),"))
            #expect(text.contains("\"step\":\"\(line.stream.kind.rawValue)."))
            for field in line.bound?.fields ?? [] { #expect(text.contains("\"\(field.name)\":\"\(field.hash)\"")) }
            #expect(
                !text.contains("\"c1\"") && !text.contains("customer/") && !text.contains("agent:")
                    && !text.contains("Printer")
            )
        }
        let log = try #require(try await store.seals.logs().last)
        for index in [0, 1, 255, 256, log.size - 1] {
            let receipt = try await LogFiles(store).receipt(index, in: log)
            let entry = try #require(try await LogFiles(store).entry(index, in: log))
            #expect(entry == entries[Int(index)])
            try receipt.verify(entry, by: Self.key.verifier)
        }
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `two that seal at once seal each fact once`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let store = desk.desk.edges.store
        let outside = Outside()
        let sealers = (0..<2).map { _ in sealer(store, outside) }
        for round in 0..<10 {
            for number in 0..<15 { try await desk.open(TicketID("t\(round)-\(number)")) }
            await withTaskGroup(of: Void.self) { group in
                for sealer in sealers {
                    group.addTask {
                        // Who comes second takes the log up again.
                        for _ in 0..<4 { _ = try? await sealer.step() }
                    }
                }
            }
        }
        try await sealAll(sealers[0])
        let files = try await files(store)
        let size = Int64(try await desk.journal().count)
        #expect(try LogWalk(key: Self.key.verifier) { files[$0] }.verify().checkpoint.size == size)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `an older desk than was told of is not sealed until somebody begins another log`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let store = desk.desk.edges.store
        let outside = Outside()
        try await sealAll(sealer(store, outside))
        let before = try #require(outside.note.withLock { $0 })
        // As it looks from a desk that was restored: more was published than it has.
        var edge = TreeEdge()
        _ = edge.append((0..<100).map { TreeHash(leaf: [UInt8($0)]) })
        let ahead = Checkpoint(origin: Self.key.verifier.name, size: 100, root: edge.root).signed(by: Self.key)
        outside.note.withLock { $0 = ahead }
        let fault = await #expect(throws: SealFault.self) { try await sealer(store, outside).step() }
        #expect(fault!.text.contains("and one of 100 was published") && fault!.text.contains("new-epoch"))
        // The same length, another log.
        var other = TreeEdge()
        let size = try Checkpoint(text: before.text).size
        _ = other.append((0..<size).map { TreeHash(leaf: [UInt8($0)]) })
        outside.note.withLock {
            $0 = Checkpoint(origin: Self.key.verifier.name, size: size, root: other.root).signed(by: Self.key)
        }
        let forked = await #expect(throws: SealFault.self) { try await sealer(store, outside).step() }
        #expect(forked!.text.contains("are not those that were published"))
        outside.note.withLock { $0 = ahead }
        let second = sealer(store, outside)
        let key = try await second.beginEpoch(reason: "restored", at: TestDesk.start).key
        #expect(key.name == "log.example/desk/2" && key.key == Self.key.verifier.key)
        try await desk.open("t1")
        try await sealAll(second)
        let files = try await files(store)
        var first = ""
        let head = try LogWalk(key: key) { files[$0] }.verify { index, entry in
            if index == 0 { first = String(decoding: entry, as: UTF8.self) }
            return nil
        }
        // One more than the journal: the entry that says which log it goes on from.
        #expect(head.checkpoint.size == Int64(try await desk.journal().count) + 1)
        #expect(first.contains("\"step\":\"log.epoch\"") && first.contains("log.example/desk\\n100\\n"))
        // Taken up again by another process.
        try await desk.open("t2")
        try await sealAll(sealer(store, outside))
        #expect(try Checkpoint(text: outside.note.withLock { $0!.text }).size == head.checkpoint.size + 2)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a person's id leads back to nobody once the person is erased`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let store = desk.desk.edges.store
        let sealer = sealer(store)
        try await sealAll(sealer)
        // The name that binds the entry itself is nobody's.
        await #expect(throws: Refusal.badField("payload")) { try await desk.open("t1", texts: [.init("payload", "x")]) }
        let known = try await store.seals.aliases(["case/customer/c1", "actor/agent:boss"])
        #expect(Set(known.keys) == ["case/customer/c1", "actor/agent:boss"] && Set(known.values).count == 2)
        _ = try await desk.desk.perform(Request("agent:boss", .record(.customer, "c1", .erase)))
        try await sealAll(sealer)
        #expect(try await store.seals.aliases(["case/customer/c1"]).isEmpty)
        let log = try #require(try await store.seals.logs().last)
        let last = String(decoding: try await LogFiles(store).entry(log.size - 1, in: log)!, as: UTF8.self)
        #expect(last.contains("\"step\":\"customer.erased\"") && last.contains(known["case/customer/c1"]!))
        let files = try await files(store)
        #expect(try LogWalk(key: Self.key.verifier) { files[$0] }.verify().checkpoint.size == log.size)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `an entry of the journal that was altered is named, and nothing more is sealed`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let store = desk.desk.edges.store
        let sealer = sealer(store)
        for number in 0..<200 { try await desk.open(TicketID("t\(number)")) }
        try await sealAll(sealer)
        let size = Int64(try await desk.journal().count)
        #expect(try await sealer.audit() == size)
        let change = "UPDATE entry SET occurred = occurred - 60000 WHERE position = 300"
        switch maker {
        case .sqlite: try await DatabaseQueue(path: place.path).write { db in try db.execute(sql: change) }
        case .postgres: try Cluster.shared.sql("SET search_path = yinuo; " + change, in: place.folder.lastPathComponent)
        }
        let fault = await #expect(throws: SealFault.self) { try await sealer.audit() }
        #expect(
            fault == .damaged(place: "position 300", cause: "the journal's entry is not the one that was sealed"))
        try await desk.open("more")
        await #expect(throws: SealFault.self) { try await sealer.step() }
        #expect(await sealer.trouble!.contains("position 300"))
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a log is signed by its own key alone, and a damaged one by none`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let store = desk.desk.edges.store
        try await sealAll(sealer(store))
        let other = try SignerKey(name: "log.example/other", kind: .log, seed: Array(repeating: 4, count: 32))
        let otherKey = await #expect(throws: SealFault.self) { try await sealer(store, key: other).step() }
        #expect(otherKey == .otherKey(expected: "log.example/other", found: "log.example/desk"))
        let log = try #require(try await store.seals.logs().last)
        var tile = try #require(try await store.seals.tile(1, 0, 0))
        tile[0] ^= 1
        _ = try await store.seals.seal(
            Seal(
                log: 1, from: log.size, to: log.size, tiles: [(0, 0, tile)], aliases: [:], forgotten: [],
                checkpoint: log.checkpoint))
        let damaged = await #expect(throws: SealFault.self) { try await sealer(store).step() }
        #expect(damaged == .damaged(place: "checkpoint", cause: "its root is not that of the tiles"))
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `once another log is begun, nobody goes on with the one before`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let store = desk.desk.edges.store
        let outside = Outside()
        // There is nothing yet that another could go on from.
        await #expect(throws: SealFault.nothingBefore) {
            try await sealer(store, outside).beginEpoch(reason: "none", at: TestDesk.start)
        }
        let running = sealer(store, outside)
        try await sealAll(running)
        let first = try #require(try await store.seals.logs().last)
        let told = outside.note.withLock { $0 }
        let key = try await sealer(store, outside).beginEpoch(reason: "asked", at: TestDesk.start).key
        try await desk.open("t1")
        try await sealAll(running)
        // It has the old log at hand, finds that it is over, and takes up the new one.
        try await sealAll(running)
        let logs = try await store.seals.logs()
        #expect(logs.count == 2 && logs[0] == first)
        #expect(logs[1].size == Int64(try await desk.journal().count) + 1)
        #expect(try Checkpoint(outside.note.withLock { $0! }, by: key).size == logs[1].size)
        // Where the new log could not be told of yet, the old checkpoint is no contradiction.
        outside.note.withLock { $0 = told }
        try await sealAll(sealer(store, outside))
        #expect(outside.note.withLock { $0!.text }.hasPrefix("log.example/desk/2\n"))
        // What anybody could have written is none.
        outside.note.withLock { $0 = Note(text: told!.text, signatures: []) }
        await #expect(throws: SealFault.self) { try await sealer(store, outside).step() }
        await #expect(throws: SealFault.self) {
            try await sealer(store, outside).beginEpoch(reason: "forged", at: TestDesk.start)
        }
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a checkpoint that can't be kept outside is told of, and kept as soon as it can be`(maker: Maker) async throws
    {
        struct Full: Error {}
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let outside = Outside()
        let isFull = Mutex(true)
        let sealer = Sealer(
            store: desk.desk.edges.store, key: Self.key, random: Machine.random,
            published: { outside.note.withLock { $0 } },
            publish: { note in
                if isFull.withLock({ $0 }) { throw Full() }
                outside.note.withLock { $0 = note }
            })
        await #expect(throws: SealFault.notKept("Full()")) { try await sealer.step() }
        await #expect(throws: SealFault.notKept("Full()")) { try await sealer.step() }
        #expect(await sealer.trouble!.contains("can't be kept outside"))
        isFull.withLock { $0 = false }
        try await sealAll(sealer)
        #expect(await sealer.trouble == nil)
        #expect(outside.note.withLock { $0!.whole } == (try await desk.desk.edges.store.seals.logs()[0].checkpoint))
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a journal with a hole is not sealed beyond it, and a secret that is none is not used`(maker: Maker)
        async throws
    {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let store = desk.desk.edges.store
        func change(_ sql: String) async throws {
            switch maker {
            case .sqlite: try await DatabaseQueue(path: place.path).write { db in try db.execute(sql: sql) }
            case .postgres:
                try Cluster.shared.sql("SET search_path = yinuo; " + sql, in: place.folder.lastPathComponent)
            }
        }
        try await change("DELETE FROM entry WHERE position = 3")
        let hole = await #expect(throws: SealFault.self) { try await sealer(store).step() }
        #expect(hole == .damaged(place: "position 3", cause: "the journal has no such entry"))
        try await change("UPDATE meta SET value = 'zz' WHERE name = 'evidence-secret'")
        await #expect(throws: StoreError.self) { try await sealer(store).step() }
        await desk.desk.close()
    }
}
