import Desk
import Domain
import Edges
import Foundation
import GRDB
import Storage
import Support
import Testing

/// That a phrase opens hardly any text in vain, and misses none: by what a document says of words that are neighbours.
@Suite(.serialized) struct PhraseTests {
    private func index(_ desk: TestDesk) async throws -> IndexInMemory {
        let streams = Set(try await desk.journal().map(\.stream))
        return try await IndexInMemory(desk.desk.edges.store, Array(streams))
    }

    @Test func `texts that hold the words apart are not opened`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        for number in 10..<12 { try await desk.ask(TicketID("t-2\(number)"), "A paper jam") }
        for number in 10..<50 { try await desk.ask(TicketID("t-3\(number)"), "The jam has no paper") }
        let index = try await index(desk)
        let query = SearchQuery("\"paper jam\"")
        let page = try index.find(query)
        #expect(page.hits.map(\.stream.id) == ["t-211", "t-210"])
        #expect(page.hits.allSatisfy { $0.title?.text == "A paper jam" })
        // Those of the hits, once for the phrase and for the page.
        #expect(index.opened == 2)
        index.knowsPairs = false
        #expect(try index.find(query).hits == page.hits)
        #expect(index.opened == 2 + 42)
        await desk.desk.close()
    }

    @Test func `no text is opened behind the one that says that there is another page`() async throws {
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        for number in 10..<50 { try await desk.ask(TicketID("t-3\(number)"), "A paper jam") }
        let index = try await index(desk)
        let page = try index.find(SearchQuery("\"paper jam\"", limit: 3))
        #expect(page.hits.map(\.stream.id) == ["t-349", "t-348", "t-347"] && page.total == 4 && page.isMore)
        #expect(index.opened == 4)
        await desk.desk.close()
    }

    private static let words = [
        "paper", "jam", "no", "卡", "纸", "机", "프린터", "가", "502", "x-y", "thermodynamically", ".",
    ]

    private func text(_ chance: inout Seed) -> String {
        let words = (0..<chance.count(1...12)).map { _ in chance.one(of: Self.words) }
        return words.joined(separator: chance.one(of: [" ", "-"]))
    }

    @Test(arguments: Seed.some(4))
    func `what documents say of neighbours changes no answer`(seed: Seed) async throws {
        var chance = seed
        let place = try Place()
        let desk = try await TestDesk(try .sqlite(place.path))
        for number in 0..<30 {
            try await desk.ask(TicketID("t\(number)-paper-jam"), text(&chance), text(&chance))
            let other = TicketID("t\(chance.count(0...number))-paper-jam")
            switch chance.count(0...3) {
            case 0: try await desk.note(other, text(&chance))
            case 1: try await desk.message(other, .agentMessage, text(&chance))
            default:
                try await desk.put(
                    .customer, "c\(chance.count(2...5))", ["name": text(&chance), "note": text(&chance)])
            }
        }
        let index = try await index(desk)
        for _ in 0..<100 {
            let phrase = (0..<chance.count(2...4)).map { _ in chance.one(of: Self.words) }
            let customer: CustomerID? = chance.once(in: 3) ? "c1" : nil
            let query = SearchQuery("\"\(phrase.joined(separator: " "))\"", customer: customer, limit: 50)
            index.knowsPairs = true
            let page = try index.find(query)
            index.knowsPairs = false
            let slow = try index.find(query)
            #expect(page.hits == slow.hits && page.total == slow.total, "\(query.text)")
        }
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `a phrase is not found in what a record no longer says`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.put(.customer, "c2", ["name": "Paper mill", "note": "likes green tea"])
        try await desk.put(.customer, "c2", ["note": "tea that is green, and likes it"])
        try await desk.index()
        #expect(try await desk.find("\"green tea\"") == [])
        #expect(try await desk.find("\"paper mill\"") == ["customer/c2"])
        #expect(try await desk.find("\"is green\"") == ["customer/c2"])
        await desk.desk.close()
    }

    @Test(arguments: Maker.allCases)
    func `an erasure leaves nothing of who stood beside whom`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.put(.customer, "c2", ["name": "Forgotten Ltd"])
        try await desk.ask("t1", "The compressor leaks", of: "c2")
        try await desk.ask("t2", "A paper jam")
        try await desk.index()
        let known = try await place.answer(Self.documentsWithPairs, maker)
        _ = try await desk.desk.erase(customer: "c2", actor: "agent:boss")
        // Before the follower comes: the customer's and the ticket's.
        let left = try await place.answer(Self.documentsWithPairs, maker)
        #expect(Int(known) ?? 0 >= 3 && Int(left) == (Int(known) ?? 0) - 2)
        let emptied = """
            SELECT CAST(count(*) AS text) FROM search_pairs
            WHERE document IN (SELECT number FROM search_document WHERE through < 0)
            """
        #expect(try await place.answer(emptied, maker) == "0")
        #expect(try await desk.find("\"paper jam\"") == ["t2"])
        try await desk.index()
        #expect(try await desk.find("\"paper jam\"") == ["t2"])
        #expect(try await desk.find("\"compressor leaks\"") == [])
        await desk.desk.close()
    }

    private static let documentsWithPairs = "SELECT CAST(count(*) AS text) FROM search_pairs WHERE length(pairs) > 0"

    @Test(arguments: Maker.allCases)
    func `a desk whose index knew no neighbours gets another`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try await maker.store(place))
        try await desk.ask("t1", "A paper jam")
        try await desk.ask("t2", "The jam has no paper")
        try await desk.index()
        await desk.desk.close()
        // As the release before had it.
        let before = "DROP TABLE search_pairs;"
        switch maker {
        case .sqlite:
            try await DatabaseQueue(path: place.path).write { db in
                try db.execute(sql: before + "PRAGMA user_version = 3")
            }
        case .postgres:
            try Cluster.shared.sql(
                "SET search_path = yinuo;" + before + "ALTER TABLE search_document DROP COLUMN is_paired;"
                    + "UPDATE meta SET value = '3' WHERE name = 'schema'",
                in: place.folder.lastPathComponent)
        }
        let edges = TestDesk.edges(try await maker.store(place), desk.clock, desk.diary)
        let again = TestDesk(try await ServiceDesk.open(edges), desk)
        #expect(try await edges.store.search.place() == 0)
        // What its rows say of when they are due is made anew as well, once.
        #expect(try await edges.store.isRebuildUnfinished())
        try await ServiceDesk.rebuild(edges)
        #expect(try await !edges.store.isRebuildUnfinished())
        #expect(try await again.find("jam") == [])
        try await again.index()
        #expect(try await again.find("\"paper jam\"") == ["t1"])
        #expect(Set(try await again.find("jam")) == ["t1", "t2"])
        #expect(Int(try await place.answer(Self.documentsWithPairs, maker)) ?? 0 >= 2)
        await again.desk.close()
    }
}

extension Place {
    /// The text that a statement answers, asked beside the desk.
    func answer(_ sql: String, _ maker: Maker) async throws -> String {
        switch maker {
        case .sqlite: try await DatabaseQueue(path: path).read { db in try String.fetchOne(db, sql: sql) ?? "" }
        case .postgres: try Cluster.shared.sql("SET search_path = yinuo; " + sql, in: folder.lastPathComponent)
        }
    }
}
