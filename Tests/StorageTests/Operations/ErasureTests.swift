import Desk
import Domain
import Edges
import Foundation
import Storage
import Support
import Synchronization
import Testing

/// Who is erased, and the register that remembers it outside the desk.
@Suite(.serialized) struct ErasureTests {
    private let some = [
        Erasure(person: "customer/c1", at: TestDesk.start, position: 7),
        Erasure(person: "contact/p1", at: TestDesk.start, position: 7),
    ]

    @Test func `what is noted down is read back`() throws {
        let place = try Place()
        let register = ErasureRegister(beside: place.path)
        #expect(try register.read().erasures.isEmpty && !register.exists)
        try register.append([some[0]], reason: "asked \"twice\"")
        try register.append([some[1]])
        #expect(try register.read().erasures == some)
        #expect(place.mode("desk.sqlite.erasures") == 0o600)
    }

    @Test func `a torn last line is told, left out, and gone with the next one`() throws {
        let place = try Place()
        let register = ErasureRegister(beside: place.path)
        try register.append([some[0]])
        let whole = FileManager.default.contents(atPath: register.path)!
        for cut in 1..<whole.count {
            try whole.prefix(cut).write(to: URL(fileURLWithPath: register.path))
            let reading = try register.read()
            // Only the line break is missing.
            let isWhole = cut == whole.count - 1
            #expect(reading.isTorn == !isWhole && reading.erasures == (isWhole ? [some[0]] : []))
            try register.append([some[1]])
            #expect(try register.read().erasures == (isWhole ? some : [some[1]]))
            #expect(try !register.read().isTorn)
        }
    }

    @Test func `of those who note down at once nobody writes over another`() async throws {
        let place = try Place()
        let register = ErasureRegister(beside: place.path)
        let people = (0..<400).map {
            Erasure(person: PersonID(rawValue: "customer/c\($0)"), at: TestDesk.start, position: 7)
        }
        await withTaskGroup { group in
            for part in 0..<4 {
                group.addTask {
                    for person in people where person.person.rawValue.utf8.last! % 4 == part {
                        try? register.append([person])
                    }
                }
            }
        }
        #expect(Set(try register.read().erasures.map(\.person)) == Set(people.map(\.person)))
    }

    @Test func `a line in the midst that is none stops everything`() throws {
        let place = try Place()
        let register = ErasureRegister(beside: place.path)
        try register.append(some)
        try place.change("desk.sqlite.erasures", to: "desk.sqlite.erasures") { $0[0] = 0x20 }
        #expect(throws: ErasureRegisterFault.damaged(path: register.path, line: 1)) { try register.read() }
    }

    @Test func `a customer goes with its contacts in one transaction, noted down before`() async throws {
        let place = try Place()
        let base = try await TestDesk(try .sqlite(place.path))
        let noted = Mutex<[Erasure]>([])
        var edges = base.desk.edges
        edges.registerErasures = { erasures in noted.withLock { $0 += erasures } }
        let desk = try await ServiceDesk.open(edges)
        for id in ["p1", "p2"] {
            let fields = ["customer": "c1", "name": "\(id) of c1"]
            _ = try await desk.perform(Request("agent:a1", .record(.contact, RecordID(id), .put(fields))))
        }
        let head = try await edges.store.head().next
        let receipt = try await desk.erase(customer: "c1", actor: "agent:boss")
        #expect(receipt.positions == head..<head + 3)
        #expect(noted.withLock { $0.map(\.person) } == ["customer/c1", "contact/p1", "contact/p2"])
        #expect(noted.withLock { $0.map(\.position) } == [head, head, head])
        #expect(try await edges.store.texts(0..<head + 3).isEmpty)
        #expect(try await desk.erase(customer: "c1", actor: "agent:boss").positions.isEmpty)
        #expect(noted.withLock { $0.count } == 3)
        await #expect(throws: Refusal.noSuch("customer/c9")) {
            try await desk.erase(customer: "c9", actor: "agent:boss")
        }
        await desk.close()
    }

    @Test func `nobody is erased who could not be noted down`() async throws {
        struct Full: Error {}
        let place = try Place()
        let base = try await TestDesk(try .sqlite(place.path))
        var edges = base.desk.edges
        edges.registerErasures = { _ in throw Full() }
        let desk = try await ServiceDesk.open(edges)
        let head = try await edges.store.head()
        await #expect(throws: Full.self) { try await desk.erase(customer: "c1", actor: "agent:boss") }
        #expect(try await edges.store.head() == head)
        await desk.close()
    }
}
