import Desk
import Domain
import Edges
import Storage
import Support
import Synchronization
import Testing

/// How the index comes about, and how what is erased goes out of it, in both stores.
@Suite(.serialized) struct SearchFollowTests {
    private static let words = [
        "printer", "打印", "机", "noted", "vpn", "프린터", "t1", "t11", "worn", "muller", "c1", "number", "ordinary-fault",
        "zzz",
        "pri", "message 3", "\"message 3\"",
    ]
    private static let texts = [
        "The printer jams", "三楼打印机", "VPN drops", "프린터가 안 됩니다", "プリンター", "number 138-1234 5678",
    ]

    /// Something of everything that changes what is found, by chance.
    private func work(_ desk: TestDesk, _ chance: inout Seed, from: Int, count: Int) async throws {
        for number in from..<from + count {
            let id = TicketID("t\(number)")
            try await desk.ask(
                id, chance.one(of: Self.texts), chance.one(of: Self.texts), [.category: "ordinary-fault"])
            let other = TicketID("t\(chance.count(0...number))")
            switch chance.count(0...5) {
            case 0: try await desk.note(other, "noted \(chance.count(0...9))")
            case 1: try await desk.message(other, .agentMessage, "message \(chance.count(0...9)), a worn part")
            case 2:
                try await desk.put(
                    .contact, "p\(chance.count(0...3))",
                    ["customer": "c1", "name": chance.one(of: ["Müller", "Wang", "金"])])
            case 3: try await desk.put(.customer, "c1", ["note": chance.one(of: Self.texts)])
            case 4:
                let attribute = Ticket.Change.set(.channel, chance.one(of: ["web", "mail"]))
                _ = try await desk.desk.perform(Request("agent:a1", .ticket(other, [.change(attribute)])))
            default: _ = try await desk.desk.perform(Request("agent:a1", .ticket(other, [.change(.eraseTexts)])))
            }
        }
    }

    @Test(arguments: Maker.allCases, Seed.some(2))
    func `an index that grew, and one that was cut off again and again, are as one made anew`(
        maker: Maker, seed: Seed
    ) async throws {
        struct Cut: Error {}
        var chance = seed
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        let sound = desk.desk.edges.store.search
        // Every third step is not written, or is and nobody is told.
        let turn = Mutex(0)
        var edges = desk.desk.edges
        edges.store.search.put = { step throws(StoreError) in
            let number = turn.withLock { turn in
                turn += 1
                return turn
            }
            if number % 3 == 0 { throw .uncertain(operation: "before") }
            let isDone = try await sound.put(step)
            if number % 3 == 1 { throw .uncertain(operation: "after") }
            return isDone
        }
        let cut = SearchFollower(try await ServiceDesk.open(edges))
        for round in 0..<8 {
            try await work(desk, &chance, from: round * 6, count: 6)
            for _ in 0..<chance.count(0...3) { _ = try? await cut.step() }
        }
        try await desk.index()
        #expect(try await SearchFollower(desk.desk).lag() == 0)
        let grown = try await desk.answers(Self.words)
        #expect(grown.contains { $0.hasPrefix("printer: ") && !$0.hasPrefix("printer: 0") })
        try await ServiceDesk.rebuild(desk.desk.edges)
        #expect(try await desk.find("printer") == [])
        try await desk.index()
        #expect(try await desk.answers(Self.words) == grown)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `of two that follow at once each step is one's`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        for round in 0..<6 {
            for number in 0..<10 { try await desk.ask(TicketID("t\(round)-\(number)"), "Pump \(number)") }
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask { for _ in 0..<4 { _ = try? await SearchFollower(desk.desk).step() } }
                }
            }
        }
        try await desk.index()
        #expect(try await desk.desk.search(SearchQuery("pump ")).total == 60)
        #expect(try await desk.desk.search(SearchQuery("pump 3 ")).total == 6)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a step that begins elsewhere writes nothing`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.ask("t1", "Pump")
        let search = desk.desk.edges.store.search
        let documents = try await search.sources([.ticket("t1"): .max], [:]).compactMap { SearchDocument($0) }
        #expect(try await !search.put(IndexStep(from: 3, to: 5, documents: documents)))
        #expect(try await search.place() == 0)
        #expect(try await desk.find("pump") == [])
        #expect(try await search.put(IndexStep(from: 0, to: 2, documents: documents)))
        #expect(try await search.place() == 2)
        #expect(try await desk.find("pump") == ["t1"])
        // What is in it up to there is not read again.
        let last = try #require(documents.first).through
        #expect(try await search.sources([.ticket("t1"): last], [:]).isEmpty)
        #expect(try await search.sources([.ticket("t1"): last + 1], [:]).count == 1)
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `whoever is erased is found no more when that is answered`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.put(.customer, "c2", ["name": "Forgotten Ltd"])
        try await desk.put(.contact, "p2", ["customer": "c2", "name": "Zhao Lei"])
        try await desk.ask("t1", "The compressor", "It leaks oil", of: "c2", [.category: "ordinary-fault"])
        try await desk.ask("t2", "Another compressor", "of p2", of: "c2", [.contact: "p2"])
        try await desk.ask("t3", "The compressor of somebody else")
        try await desk.index()
        #expect(Set(try await desk.find("compressor")) == ["t1", "t2", "t3"])
        _ = try await desk.desk.perform(Request("agent:a1", .record(.contact, "p2", .erase)))
        #expect(try await desk.find("zhao") == [])
        #expect(Set(try await desk.find("compressor")) == ["t1", "t3"])
        _ = try await desk.desk.erase(customer: "c2", actor: "agent:boss")
        #expect(try await desk.find("compressor") == ["t3"])
        #expect(try await desk.find("forgotten") == [])
        #expect(try await desk.find("oil") == [])
        try await desk.index()
        // What is not personal is found again, without them.
        #expect(try await desk.find("compressor") == ["t3"])
        #expect(try await desk.find("ordinary-fault") == ["t1"])
        #expect(try await desk.find("t2 ") == ["t2"])
        var own = SearchQuery("")
        own.filters.customer = "c2"
        #expect(Set(try await desk.find(own)) == ["t1", "t2"])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `an erasure that was cut off before the index heard of it is made up for`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.put(.customer, "c2", ["name": "Forgotten Ltd"])
        try await desk.ask("t1", "The compressor", of: "c2")
        try await desk.index()
        var edges = desk.desk.edges
        edges.store.search.forget = { _ in }
        let deaf = try await ServiceDesk.open(edges)
        _ = try await deaf.perform(Request("agent:a1", .record(.customer, "c2", .erase)))
        // Nothing is shown of it even so: the texts are gone.
        #expect(try await desk.desk.search(SearchQuery("compressor")).hits.first?.title == nil)
        try await desk.index()
        #expect(try await desk.find("compressor") == [])
        #expect(try await desk.find("forgotten") == [])
        #expect(try await desk.find("t1 ") == ["t1"])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `what was read before an erasure is not written after it`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.put(.customer, "c2", ["name": "Forgotten Ltd"])
        let search = desk.desk.edges.store.search
        let stream = StreamID.record(.customer, "c2")
        let documents = try await search.sources([stream: .max], [:]).compactMap { SearchDocument($0) }
        #expect(documents.count == 1)
        _ = try await desk.desk.perform(Request("agent:a1", .record(.customer, "c2", .erase)))
        #expect(try await !search.put(IndexStep(from: 0, to: 4, documents: documents)))
        #expect(try await desk.find("forgotten") == [])
        #expect(try await search.place() == 0)
        try await desk.index()
        #expect(try await desk.find("forgotten") == [])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `texts whose time is up leave the index`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.ask("t1", "The compressor", "It leaks")
        try await desk.note("t1", "noted")
        try await desk.index()
        _ = try await desk.desk.perform(Request("agent:a1", .ticket("t1", [.change(.eraseTexts)])))
        try await desk.index()
        for word in ["compressor", "leaks", "noted"] { #expect(try await desk.find(word) == [], "\(word)") }
        #expect(try await desk.find("t1 ") == ["t1"])
        try await desk.message("t1", .customerMessage, "It leaks again")
        try await desk.index()
        #expect(try await desk.find("leaks") == ["t1"])
        #expect(try await desk.find("compressor") == [])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a record is found by what its fields say now`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.put(.customer, "c2", ["name": "Before Ltd", "note": "likes tea"])
        try await desk.index()
        #expect(try await desk.find("tea") == ["customer/c2"])
        try await desk.put(.customer, "c2", ["name": "After Ltd", "note": nil])
        try await desk.index()
        #expect(try await desk.find("before") == [])
        #expect(try await desk.find("tea") == [])
        #expect(try await desk.find("after") == ["customer/c2"])
        let hit = try #require(try await desk.desk.search(SearchQuery("c2")).hits.first)
        #expect(hit.title?.text == "After Ltd" && hit.snippet == nil)
        await desk.desk.close()
    }
}
