import Desk
import Domain
import Foundation
import GRDB
import Storage
import Support
import Testing

/// What was erased is in no byte of any file of the desk, while the journal stands as it stood.
@Suite(.serialized) struct LeftoverTests {
    @Test(arguments: Seed.some(2))
    func `no text, no salt and no key of an erased customer is left in any file`(_ seed: Seed) async throws {
        var chance = seed
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        let customers = 200
        // Names and texts of many sizes, so that pages split and spill.
        // In one word each and without digits, so that they stand in the search index as they are, and from behind.
        func letters(_ number: some BinaryInteger) -> String {
            String(String.UnicodeScalarView("\(number)".unicodeScalars.compactMap { Unicode.Scalar($0.value + 0x31) }))
        }
        func word(_ number: Int, _ what: String) -> String {
            "secret\(what)\(letters(number))of\(letters(seed.number))"
        }
        for number in 0..<customers {
            let id = "p\(number)"
            let put = Record.Command.put(["name": word(number, "name"), "note": String(repeating: "n", count: number)])
            _ = try await desk.desk.perform(Request("agent:a1", .record(.customer, RecordID(id), .put(["name": "x"]))))
            _ = try await desk.desk.perform(Request("agent:a1", .record(.customer, RecordID(id), put)))
            let opening = Ticket.Opening(
                id: TicketID("t\(number)"), customer: CustomerID(id), received: .onReceipt)
            // Words that stand side by side in no other.
            let side = (0..<20).map { " " + letters(number * 20 + $0) }.joined()
            let text = word(number, "text") + side + String(repeating: " padding", count: chance.count(0...4_000))
            _ = try await desk.desk.perform(
                Request(
                    Actor("customer:\(id)"), .open(opening, source: .edge), key: .init("k\(number)", requestHash: "h"),
                    texts: [.init("text", text)]))
        }
        try await SearchFollower(desk.desk).catchUp()
        // Some of them once more, so that their lists and rows have been written over.
        for number in 0..<customers where number % 3 == 0 {
            let text = word(number, "text") + String(repeating: " padded", count: chance.count(0...40))
            try await desk.message(TicketID("t\(number)"), .customerMessage, text)
        }
        try await SearchFollower(desk.desk).catchUp()
        let erased = (0..<customers).filter { _ in chance.once(in: 4) }
        let journal = try await desk.journal()
        let keys = try keys(place.path)
        // Which words were neighbours.
        let filters = try filters(place.path)
        #expect(erased.allSatisfy { filters["t\($0)"]?.count ?? 0 >= 16 })
        var salts: [(person: String, salt: [UInt8])] = []
        for text in try await desk.desk.edges.store.texts(0..<Int64(journal.count)) {
            salts.append((text.person.rawValue, text.salt))
        }
        for number in erased {
            _ = try await desk.desk.perform(Request("agent:a1", .record(.customer, RecordID("p\(number)"), .erase)))
        }
        // Everything that was there before is there as it was.
        #expect(try await desk.journal().prefix(journal.count).elementsEqual(journal))
        let files = try place.files()
        #expect(files.count >= 2)
        for number in erased {
            let person = "customer/p\(number)"
            for what in ["name", "text"] {
                let word = word(number, what)
                #expect(!files.hold(word) && !files.hold(String(word.reversed())), "\(word) of \(person)")
            }
            #expect(!files.hold(try #require(keys[person])), "the key of \(person)")
            #expect(!files.hold(try #require(filters["t\(number)"])), "the neighbours in t\(number)")
            for one in salts where one.person == person { #expect(!files.hold(one.salt), "a salt of \(person)") }
        }
        // The search finds what was not erased: a key stands in its row.
        let kept = try #require((0..<customers).first { !erased.contains($0) })
        #expect(files.hold(try #require(keys["customer/p\(kept)"])))
        #expect(files.hold(word(kept, "name")) && files.hold(String(word(kept, "text").reversed())))
        #expect(try await desk.find(word(kept, "name")).count == 1)
        // Others are called nearly so.
        #expect(try await !desk.find(word(erased[0], "name")).contains("customer/p\(erased[0])"))
        #expect(
            try await desk.desk.edges.store.texts(0..<Int64(journal.count)).allSatisfy { text in
                !erased.contains { "customer/p\($0)" == text.person.rawValue }
            })
        // Boxes that no key opens go when the house is kept, the others stay.
        let before = try texts(place.path)
        try await desk.desk.edges.store.forget(Instant(milliseconds: 0))
        let after = try texts(place.path)
        let people = Set(erased.map { "customer/p\($0)" })
        #expect(before.contains { people.contains($0) } && after == before.filter { !people.contains($0) })
        await desk.desk.close()
        #expect(try place.files().hold(try #require(keys["customer/p\(kept)"])))
        for number in erased { #expect(try !place.files().hold(try #require(keys["customer/p\(number)"]))) }
    }

    /// Whose the boxes are, in the journal's order.
    private func texts(_ path: String) throws -> [String] {
        try DatabaseQueue(path: path).read { db in
            try String.fetchAll(
                db,
                sql: "SELECT name FROM text JOIN person ON person.id = text.person ORDER BY position, part")
        }
    }

    /// Of tickets which words are neighbours in them.
    private func filters(_ path: String) throws -> [String: [UInt8]] {
        try DatabaseQueue(path: path).read { db in
            var filters: [String: [UInt8]] = [:]
            let sql = """
                SELECT name, pairs FROM search_pairs JOIN search_document ON number = document
                JOIN stream ON stream.id = search_document.stream
                """
            for row in try Row.fetchAll(db, sql: sql) {
                let name: String = row[0]
                guard let stream = StreamID(name), stream.kind == .ticket else { continue }
                filters[stream.id] = Array(row[1] as Data)
            }
            return filters
        }
    }

    private func keys(_ path: String) throws -> [String: [UInt8]] {
        try DatabaseQueue(path: path).read { db in
            var keys: [String: [UInt8]] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT name, key FROM person") {
                keys[row[0]] = (row[1] as Data?).map { Array($0) }
            }
            return keys
        }
    }
}

extension Place {
    /// The bytes of everything in the folder.
    func files() throws -> Files {
        Files(
            all: try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .map { try Data(contentsOf: $0) })
    }

    struct Files {
        let all: [Data]
        var count: Int { all.count }
        func hold(_ text: String) -> Bool { hold(Array(text.utf8)) }
        func hold(_ bytes: [UInt8]) -> Bool { all.contains { $0.range(of: Data(bytes)) != nil } }
    }
}
