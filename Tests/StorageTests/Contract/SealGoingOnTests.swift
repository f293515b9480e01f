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

/// Whether a log may be gone on with: after a restore, after its key was lost, and what outsiders have signed of it.
@Suite(.serialized) struct SealGoingOnTests {
    private static let key = try! SignerKey(name: "log.example/desk", kind: .log, seed: Array(repeating: 3, count: 32))
    private static let mark = "INSERT INTO meta (name, value) VALUES ('restored', '1')"

    private final class Outside: Sendable {
        let note = Mutex<Note?>(nil)
        func set(_ new: Note?) { note.withLock { $0 = new } }
        var now: Note? { note.withLock { $0 } }
    }

    private func sealer(_ store: Store, _ outside: Outside, key: SignerKey = key) -> Sealer {
        Sealer(
            store: store, key: key, random: Machine.random, published: { outside.now },
            publish: { outside.set($0) })
    }

    private func sealAll(_ sealer: Sealer) async throws {
        while try await sealer.step() > 0 {}
    }

    private func walk(_ store: Store, _ key: VerifierKey) async throws -> (size: Int64, first: String) {
        let log = try #require(try await store.seals.logs().last)
        var files: [String: [UInt8]] = [:]
        for path in try await LogFiles(store).paths(of: log) {
            files[path] = try await LogFiles(store).file(path, of: log.number)?.bytes
        }
        var first = ""
        let head = try LogWalk(key: key) { files[$0] }.verify { index, entry in
            if index == 0 { first = String(decoding: entry, as: UTF8.self) }
            return nil
        }
        return (head.checkpoint.size, first)
    }

    @Test(arguments: Maker.allCases)
    func `a restored desk is sealed once it is sure that nobody has seen its log longer`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let store = desk.desk.edges.store
        let outside = Outside()
        try await sealAll(sealer(store, outside))
        let older = try #require(outside.now)
        try await desk.open("t1")
        try await sealAll(sealer(store, outside))
        let newest = try #require(outside.now)
        let log = try #require(try await store.seals.logs().last)
        let restored = SealFault.restored(origin: log.origin, size: log.size)
        try await maker.run(Self.mark, at: place)
        try await desk.open("t2")
        // What is not there, or is older than the backup, says nothing of what came after it.
        for note in [nil, older] {
            outside.set(note)
            await #expect(throws: restored) { try await sealer(store, outside).step() }
            #expect(try await LogStanding(store, key: Self.key).trouble(note) == restored)
        }
        #expect(try await store.seals.logs().last == log, "nothing was sealed")
        outside.set(newest)
        #expect(try await LogStanding(store, key: Self.key).trouble(newest) == nil)
        try await sealAll(sealer(store, outside))
        #expect(try await !store.seals.isRestored())

        // On somebody's word.
        try await maker.run(Self.mark, at: place)
        outside.set(nil)
        let resumed = sealer(store, outside)
        await #expect(throws: SealFault.self) { try await resumed.step() }
        #expect(try await resumed.resume() == store.seals.logs().last)
        try await desk.open("t3")
        try await sealAll(resumed)
        await #expect(throws: SealFault.notRestored) { try await resumed.resume() }
        // No word goes against what was published.
        try await maker.run(Self.mark, at: place)
        var edge = TreeEdge()
        _ = edge.append((0..<100).map { TreeHash(leaf: [UInt8($0)]) })
        outside.set(Checkpoint(origin: log.origin, size: 100, root: edge.root).signed(by: Self.key))
        await #expect(throws: SealFault.self) { try await sealer(store, outside).resume() }
        #expect(try await store.seals.isRestored())
        let epoch = try await sealer(store, outside).beginEpoch(reason: "restored", at: TestDesk.start)
        #expect(epoch.former.size == 100 && epoch.formerNumber == 1)
        #expect(try await !store.seals.isRestored())
        try await sealAll(sealer(store, outside))
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a restored desk without a log begins none under a key that may have signed one`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let store = desk.desk.edges.store
        try await maker.run(Self.mark, at: place)
        let outside = Outside()
        await #expect(throws: SealFault.restored(origin: nil, size: 0)) { try await sealer(store, outside).step() }
        #expect(try await store.seals.logs().isEmpty)
        let resumed = sealer(store, outside)
        #expect(try await resumed.resume() == nil)
        try await sealAll(resumed)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases, ["log.example/new", "log.example/desk"])
    func `a log whose key is lost is followed by one of a new key`(maker: Maker, name: String) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let store = desk.desk.edges.store
        let outside = Outside()
        try await sealAll(sealer(store, outside))
        let told = outside.now
        let new = try SignerKey(name: name, kind: .log, seed: Array(repeating: 8, count: 32))
        await #expect(throws: SealFault.keyNotLost("log.example/desk")) {
            try await sealer(store, outside).beginEpoch(reason: "lost", at: TestDesk.start, lostKey: true)
        }
        for act in ["step", "epoch"] {
            let sealer = sealer(store, outside, key: new)
            let fault = await #expect(throws: SealFault.self, "\(act)") {
                if act == "step" {
                    _ = try await sealer.step()
                } else {
                    _ = try await sealer.beginEpoch(reason: "lost", at: TestDesk.start)
                }
            }
            guard case .otherKey = fault else {
                Issue.record("\(act): \(fault?.text ?? "")")
                continue
            }
            #expect(fault!.text.contains("new-epoch --lost-key"))
        }
        let epoch = try await sealer(store, outside, key: new).beginEpoch(
            reason: "lost", at: TestDesk.start, lostKey: true)
        #expect(epoch.key.name == name + "/2" && epoch.key.key == new.verifier.key)
        #expect(epoch.former.origin == "log.example/desk" && epoch.formerNumber == 1)
        // As if the program had ended before it could tell of the new log.
        outside.set(told)
        try await desk.open("t1")
        try await sealAll(sealer(store, outside, key: new))
        let (size, first) = try await walk(store, epoch.key)
        #expect(size == Int64(try await desk.journal().count) + 1)
        #expect(first.contains("\"predecessor\":\"log.example/desk\\n"), "\(first)")
        #expect(try await LogStanding(store, key: new).trouble(outside.now) == nil)
        // The lost key comes back too late.
        await #expect(throws: SealFault.self) { try await sealer(store, outside).step() }
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a proof is of the newest checkpoint that a witness has signed, if that covers the entry`(
        maker: Maker
    ) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let store = desk.desk.edges.store
        let sealer = sealer(store, Outside())
        for number in 0..<300 { try await desk.open(TicketID("t\(number)")) }
        try await sealAll(sealer)
        let before = try #require(try await store.seals.logs().last)
        let witnesses = try (1...2).map { number in
            try SignerKey(name: "w.example/\(number)", kind: .witness, seed: Array(repeating: UInt8(number), count: 32))
        }
        for witness in witnesses {
            var note = try Note(reading: before.checkpoint)
            note.signatures.append(witness.sign(note.text, at: 1_700_000_000))
            try await store.seals.anchor(
                Anchor(
                    log: 1, size: before.size, kind: .witness, by: witness.verifier.name, bytes: Array(note.whole.utf8))
            )
        }
        try await desk.open("later")
        try await sealAll(sealer)
        let now = try #require(try await store.seals.logs().last)
        let files = LogFiles(store)
        for (index, size, isSeen) in [
            (0, before.size, true), (before.size - 1, before.size, true), (before.size, now.size, false),
        ] {
            let receipt = try await files.receipt(index, in: now)
            let entry = try #require(try await files.entry(index, in: now))
            #expect(try receipt.verify(entry, by: Self.key.verifier).size == size)
            for witness in witnesses {
                #expect(((try? witness.verifier.verify(receipt.checkpoint)) != nil) == isSeen, "entry \(index)")
            }
        }
        await desk.desk.close()
    }

    @Test func `a dossier carries what a witness has signed`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        let store = desk.desk.edges.store
        let sealer = sealer(store, Outside())
        try await desk.open("t1")
        try await sealAll(sealer)
        let log = try #require(try await store.seals.logs().last)
        let witness = try SignerKey(name: "w.example/1", kind: .witness, seed: Array(repeating: 1, count: 32))
        var note = try Note(reading: log.checkpoint)
        note.signatures.append(witness.sign(note.text, at: 1))
        try await store.seals.anchor(
            Anchor(log: 1, size: log.size, kind: .witness, by: "w.example/1", bytes: Array(note.whole.utf8)))
        try await desk.open("t2")
        try await sealAll(sealer)
        let old = try await desk.desk.dossier("t1")
        #expect(old.checkpoint == note && old.log.size == log.size)
        for one in old.proofs {
            try Receipt(index: one.index, hashes: one.hashes, checkpoint: old.checkpoint).verify(
                one.entry, by: Self.key.verifier)
        }
        let new = try await desk.desk.dossier("t2")
        #expect(new.log.size > log.size && new.checkpoint.signatures.count == 1)
        await desk.desk.close()
    }

    @Test func `a log that is not gone on with is not called whole, and a stop is no fault`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        let store = desk.desk.edges.store
        let refused = sealer(store, Outside())
        try await sealAll(refused)
        await refused.stop(.otherLog("One of 100 entries was published."))
        func audit(_ sealer: Sealer, until isEnough: () -> Bool) async {
            let task = Task { await Sealing(desk.desk, sealer).audit(after: .zero) }
            while !isEnough() { try? await Task.sleep(for: .milliseconds(2)) }
            task.cancel()
            await task.value
        }
        func lines() -> [LogLine] { desk.diary.lines.withLock { $0.filter { $0.text.contains("evidence log") } } }
        await audit(refused) { !lines().isEmpty }
        #expect(lines().map(\.text) == ["The evidence log was looked through, and is not gone on with."])
        #expect(lines()[0].facts["cause"]!.contains("One of 100 entries was published."))

        let isAsked = Mutex(false)
        var ending = store
        ending.seals.facts = { _, _ throws(StoreError) in
            isAsked.withLock { $0 = true }
            while !Task.isCancelled { try? await Task.sleep(for: .milliseconds(2)) }
            throw StoreError.failed(operation: "Reading the journal", cause: "CancellationError()")
        }
        await audit(sealer(ending, Outside())) { isAsked.withLock { $0 } }
        #expect(lines().count == 1, "\(lines().map(\.text))")
        await desk.desk.close()
    }
}

extension Maker {
    /// Changes a desk's tables behind its back.
    func run(_ sql: String, at place: Place) async throws {
        switch self {
        case .sqlite: try await DatabaseQueue(path: place.path).write { db in try db.execute(sql: sql) }
        case .postgres: try Cluster.shared.sql("SET search_path = yinuo; " + sql, in: place.folder.lastPathComponent)
        }
    }
}
