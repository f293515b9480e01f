import Evidence
import Testing

/// Whose log is whose: later logs of one desk, and others of the same name.
struct LogNameTests {
    private static let key = try! SignerKey(name: "log.example/d", kind: .log, seed: Array(repeating: 7, count: 32))
    private static let other = try! SignerKey(name: "log.example/d", kind: .log, seed: Array(repeating: 8, count: 32))

    @Test(arguments: [
        ("log.example/d", "log.example/d", 1), ("log.example/d/2", "log.example/d", 2),
        ("log.example/d/1", "log.example/d/1", 1), ("log.example/d/02", "log.example/d/02", 1), ("/3", "/3", 1),
        ("log.example/d/2/2", "log.example/d/2", 2),
    ])
    func `a name says which log of a desk it is`(_ origin: String, _ first: String, _ number: Int) throws {
        let name = try #require(LogName(origin))
        #expect(name.first == first && name.number == number && name.text == origin)
    }

    @Test func `a key of the same name that is another is told with both ids`() throws {
        let note = Checkpoint(origin: "log.example/d", size: 0, root: .empty).signed(by: Self.other)
        let fault = #expect(throws: NoteFault.self) { try Self.key.verifier.verify(note) }
        let ids = (Content.hex(Self.key.verifier.id), Content.hex(Self.other.verifier.id))
        #expect(fault == .otherKey(name: "log.example/d", expected: ids.0, found: [ids.1]))
        #expect(fault!.text.contains(ids.0) && fault!.text.contains(ids.1))
    }

    @Test func `a later log of the same desk is told as one, with its key`() throws {
        let later = try Self.key.named("log.example/d/2")
        let note = Checkpoint(origin: "log.example/d/2", size: 0, root: .empty).signed(by: later)
        #expect(Self.key.verifier.mismatch(note)!.contains("is a later log of the same desk"))
        #expect(Self.key.verifier.mismatch(note)!.contains(later.verifier.text))
        #expect(later.verifier.mismatch(note) == nil)
        // Anybody can call a log so.
        let forged = Checkpoint(origin: "log.example/d/2", size: 0, root: .empty)
            .signed(by: try Self.other.named("log.example/d/2"))
        #expect(!Self.key.verifier.mismatch(forged)!.contains("same desk"))
    }

    @Test func `no log, and one of another key, is no proof that something was altered`() throws {
        let none = #expect(throws: LogFault.self) { try LogWalk(key: Self.key.verifier) { _ in nil }.verify() }
        #expect(none?.isProof == false)
        let strange = Checkpoint(origin: "log.example/x", size: 0, root: .empty)
            .signed(by: try Self.key.named("log.example/x"))
        let other = #expect(throws: LogFault.self) {
            try LogWalk(key: Self.key.verifier) { $0 == "checkpoint" ? Array(strange.whole.utf8) : nil }.verify()
        }
        #expect(other?.isProof == false)
        let forged = Checkpoint(origin: "log.example/d", size: 0, root: .empty).signed(by: Self.other)
        let forgery = #expect(throws: LogFault.self) {
            try LogWalk(key: Self.key.verifier) { $0 == "checkpoint" ? Array(forged.whole.utf8) : nil }.verify()
        }
        #expect(forgery?.isProof == true)
    }
}
