import Desk
import Domain
import Edges
import Foundation
import Storage
import Support
import Synchronization
import Testing

/// Copies without keys, and desks made of them again.
@Suite(.serialized) struct BackupTests {
    @Test func `a backup of a desk that is written to comes back as it was, and holds no key`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        try await RichDesk.play(desk)
        try await desk.index()
        let found = try await desk.answers(["打印机", "quoted", "wang", "vip", "t4"])
        let report = try place.backup()
        let journal = try await desk.journal()
        // Words of people stand in the index without any key, so it stays where it is.
        for word in ["quoted", "打印"] {
            #expect(try place.holds(Array(word.utf8), inFilesFrom: "desk.sqlite"), "\(word)")
            #expect(!(try place.holds(Array(word.utf8), inFilesFrom: "b.sqlite")), "\(word)")
        }
        #expect(report.entries == Int64(journal.count) && report.head == Int64(journal.count) - 1)
        let keys = try place.keys()
        #expect(keys.count == report.people && report.people > 1)
        for (person, key) in keys { #expect(!(try place.holds(key, inFilesFrom: "b.sqlite")), "\(person)") }
        #expect(!(try place.holds(Array(RichDesk.keptText.utf8), inFilesFrom: "b.sqlite")))
        #expect(place.mode("b.keys") == 0o600 && place.mode("b.sqlite") == 0o600)
        #expect(!place.names.contains { $0.hasSuffix(".partial") })

        let texts = try await desk.desk.edges.store.texts(0..<report.entries)
        let projections = try await desk.desk.edges.store.projections()
        let lags = try await Followers(desk.desk).lags().map(\.entries)
        await desk.desk.close()
        _ = try Backup.restore(place.file("b.sqlite"), keys: place.file("b.keys"), to: place.file("r"), without: [])
        let restored = try await ServiceDesk.open(TestDesk.edges(try .sqlite(place.file("r")), desk.clock, Diary()))
        #expect(try await restored.edges.store.read(0, 100_000) == journal)
        #expect(try await restored.edges.store.texts(0..<report.entries) == texts)
        #expect(try await restored.edges.store.projections() == projections)
        #expect(try await Followers(restored).lags().map(\.entries) == lags)
        #expect(try await SearchFollower(restored).lag() == Int64(journal.count))
        try await SearchFollower(restored).catchUp()
        #expect(try await TestDesk(restored, desk).answers(["打印机", "quoted", "wang", "vip", "t4"]) == found)
        // Who was erased stays so.
        await #expect(throws: Refusal.self) {
            try await restored.perform(Request("agent:a1", .record(.customer, "c2", .put(["note": "again"]))))
        }
        await restored.close()
    }

    @Test func `a backup made in the midst of work is one instant of it`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        let service = desk.desk
        let made = Made()
        let report = try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    // However long it takes, they are at work before it and after it.
                    var (number, after) = (0, 0)
                    while after < 5 {
                        if made.isDone { after += 1 }
                        number += 1
                        let opening = Ticket.Opening(
                            id: TicketID("t\(writer)-\(number)"), customer: "c1", received: .onReceipt)
                        _ = try await service.perform(
                            Request(
                                "edge:web", .open(opening, [Grading("standard", "tier-2")], source: .edge),
                                texts: [.init("text", "\(writer) \(number)")]))
                    }
                }
            }
            defer { made.done() }
            while try await service.edges.store.head().next < 60 { try await Task.sleep(for: .milliseconds(2)) }
            let report = try place.backup()
            made.done()
            try await group.waitForAll()
            return report
        }
        let journal = try await desk.journal()
        #expect(report.entries >= 60 && report.entries < Int64(journal.count), "it was made before or after the work")
        let texts = try await service.edges.store.texts(0..<report.entries)
        await service.close()
        _ = try Backup.restore(place.file("b.sqlite"), keys: place.file("b.keys"), to: place.file("r"), without: [])
        let edges = TestDesk.edges(try .sqlite(place.file("r")), desk.clock, Diary())
        #expect(try await edges.store.read(0, 100_000) == Array(journal.prefix(Int(report.entries))))
        #expect(try await edges.store.texts(0..<10_000) == texts)
        let live = try await edges.store.projections()
        try await ServiceDesk.rebuild(edges)
        #expect(try await edges.store.projections() == live)
        await edges.store.close()
    }

    @Test func `whoever was erased after the backup is erased from what is restored`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        let request = Request(
            "agent:a1", .record(.customer, "c3", .put(["name": RichDesk.erasedText, "note": RichDesk.keptText])))
        _ = try await desk.desk.perform(request)
        _ = try place.backup()
        let keys = try place.keys()
        let register = ErasureRegister(beside: place.path)
        var edges = desk.desk.edges
        edges.registerErasures = { try register.append($0) }
        let erasing = try await ServiceDesk.open(edges)
        _ = try await erasing.erase(customer: "c3", actor: "agent:boss")
        await desk.desk.close()

        // Both ways: keys that never come, and keys that come and are overwritten.
        for (name, without) in [("r1", Set<PersonID>(["customer/c3"])), ("r2", [])] {
            _ = try Backup.restore(
                place.file("b.sqlite"), keys: place.file("b.keys"), to: place.file(name), without: without)
            let restored = try await ServiceDesk.open(
                TestDesk.edges(try .sqlite(place.file(name)), desk.clock, Diary()))
            let again = try await restored.eraseAgain(try register.read().erasures)
            #expect(again == ["customer/c3"])
            #expect(try await restored.eraseAgain(try register.read().erasures).isEmpty)
            let texts = try await restored.edges.store.texts(0..<1_000)
            #expect(texts.map(\.person).contains("customer/c1") && !texts.map(\.person).contains("customer/c3"))
            let last = try await restored.edges.store.read(0, 1_000).last
            #expect(last?.event == .record(.erased, at: desk.clock.now) && last?.actor == .desk)
            await restored.close()
            #expect(!(try place.holds(keys["customer/c3"]!, inFilesFrom: name)))
            #expect(try place.holds(keys["customer/c1"]!, inFilesFrom: name))
        }
    }

    @Test func `files that do not belong there are refused, and nothing is left`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        try await desk.open("t1", texts: [.init("text", "hello")])
        _ = try place.backup("b")
        _ = try place.backup("other")
        await desk.desk.close()
        func restore(_ copy: String, _ keys: String) -> String {
            do throws(StoreError) {
                _ = try Backup.restore(
                    place.file(copy), keys: place.file(keys), to: place.file("r"), without: [])
                return "restored"
            } catch { return error.text }
        }
        try Data("no database at all".utf8).write(to: place.folder.appending(path: "text"))
        try place.change("b.sqlite", to: "newer.sqlite") { $0[63] = 99 }
        try place.change("b.sqlite", to: "foreign.sqlite") { $0[68] = 1 }
        try place.change("b.sqlite", to: "torn.sqlite") { $0.removeLast($0.count / 2) }
        try place.change("b.keys", to: "short.keys") { $0 = Array($0.dropLast(30)) }
        try place.change("b.keys", to: "less.keys") { keys in
            keys = Array(keys.split(separator: 0x0A).dropLast().joined(separator: [0x0A])) + [0x0A]
        }
        for (copy, keys, words) in [
            ("text", "b.keys", "not an SQLite database"), ("nowhere", "b.keys", "can't be opened"),
            ("newer.sqlite", "b.keys", "a later one"), ("foreign.sqlite", "b.keys", "another program"),
            ("desk.sqlite", "b.keys", "a desk already"), ("torn.sqlite", "b.keys", "damaged"),
            ("b.sqlite", "other.keys", "keys of another backup"), ("b.sqlite", "text", "keys of a backup"),
            ("b.sqlite", "nowhere", "can't be opened"), ("b.sqlite", "short.keys", "is no key"),
            ("b.sqlite", "less.keys", "keys are missing"),
        ] {
            let answer = restore(copy, keys)
            #expect(answer.contains(words), "\(copy), \(keys): \(answer)")
            #expect(!place.names.contains { $0.hasPrefix("r") }, "\(copy), \(keys)")
        }
        #expect(restore("b.sqlite", "b.keys") == "restored")
        #expect(throws: StoreError.self) { try Store.sqlite(place.file("b.sqlite")) }
        #expect(throws: StoreError.self) { try place.backup("b") }
    }

    @Test func `a place is taken whole, and not while somebody writes there`() async throws {
        let place = try Place()
        var desk = try await TestDesk(try .sqlite(place.path))
        try await desk.open("t1")
        _ = try place.backup()
        #expect(throws: StoreError.self) { try DeskStaging(place.path) }
        await desk.desk.close()
        do {
            let staging = try DeskStaging(place.path)
            try Data("half".utf8).write(to: URL(fileURLWithPath: staging.partial))
        }
        #expect(!place.names.contains { $0.contains("partial") })
        let staging = try DeskStaging(place.path)
        #expect(try !staging.isEmpty())
        _ = try Backup.restore(place.file("b.sqlite"), keys: place.file("b.keys"), to: staging.partial, without: [])
        try staging.finish(keepingOldAs: place.file("old"))
        #expect(throws: StoreError.self) { try Store.sqlite(place.path) }
        desk = try await TestDesk(try .sqlite(place.file("old")), clock: desk.clock)
        #expect(try await desk.desk.ticket("t1") != nil)
        await desk.desk.close()
    }
}

extension Place {
    @discardableResult
    func backup(_ name: String = "b") throws -> Backup.Report {
        try Backup.make(of: path, to: file(name + ".sqlite"), keys: file(name + ".keys"), id: UUID().uuidString)
    }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] }

    func mode(_ name: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: file(name)))?[.posixPermissions] as? Int ?? 0
    }

    /// The file of keys, by person.
    func keys() throws -> [String: [UInt8]] {
        var keys: [String: [UInt8]] = [:]
        for line in try String(contentsOfFile: file("b.keys"), encoding: .utf8).split(separator: "\n")
        where line.contains("\"key\"") {
            let parts = line.split(separator: "\"")
            let digits = Array(parts[parts.count - 2])
            keys[String(parts[5])] = stride(from: 0, to: digits.count, by: 2).map {
                UInt8(String(digits[$0...$0 + 1]), radix: 16)!
            }
        }
        return keys
    }

    func change(_ name: String, to other: String, _ change: (inout [UInt8]) -> Void) throws {
        var bytes = Array(FileManager.default.contents(atPath: file(name))!)
        change(&bytes)
        try Data(bytes).write(to: folder.appending(path: other))
    }
}

extension BackupTests {
    /// A digit that became another is no fault of an SQLite page.
    @Test(arguments: Seed.some(6))
    func `a backup whose bytes changed is refused, whatever they are`(_ seed: Seed) async throws {
        var chance = seed
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        for number in 0..<30 { try await desk.open(TicketID("t\(number)"), texts: [.init("text", "卡纸 \(number)")]) }
        await desk.desk.close()
        let (copy, keys) = (place.folder.path + "/b.sqlite", place.folder.path + "/b.keys")
        _ = try Backup.make(of: place.path, to: copy, keys: keys, id: "b1")
        var bytes = try Data(contentsOf: URL(filePath: copy))
        let index = chance.count(200...bytes.count - 1)
        bytes[index] ^= 1 << UInt8(chance.count(0...7))
        try bytes.write(to: URL(filePath: copy))
        #expect(throws: StoreError.self, "byte \(index)") {
            try Backup.restore(copy, keys: keys, to: place.folder.path + "/r.sqlite", without: [])
        }
        #expect(!FileManager.default.fileExists(atPath: place.folder.path + "/r.sqlite"))
    }
}

/// Whether a backup is made.
private final class Made: Sendable {
    private let state = Mutex(false)
    var isDone: Bool { state.withLock { $0 } }
    func done() { state.withLock { $0 = true } }
}
