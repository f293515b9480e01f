import Desk
import Domain
import Storage
import Support
import Testing

/// What every store promises of a commit.
@Suite(.serialized) struct CommitTests {
    @Test(arguments: Maker.allCases)
    func `what is acknowledged is read back, in commit order and without a gap`(maker: Maker) async throws {
        let place = try Place()
        let desk = try await TestDesk(try maker.store(place))
        let opened = try await desk.open("t1", texts: [.init("subject", "打印机坏了"), .init("text", "三楼")])
        desk.clock.pass(.minutes(10))
        let engaged = try await desk.tell("t1", .engaged)
        let journal = try await desk.journal()
        #expect(journal.map(\.position) == Array(0..<Int64(journal.count)))
        #expect(journal[Int(opened.positions.lowerBound)].stream == "ticket/t1")
        #expect(engaged.positions.upperBound == Int64(journal.count))
        #expect(zip(journal, journal.dropFirst()).allSatisfy { $0.recorded <= $1.recorded })
        let texts = try await desk.desk.edges.store.texts(opened.positions)
        #expect(texts.map { String(decoding: $0.payload, as: UTF8.self) } == ["打印机坏了", "三楼"])
        await desk.desk.close()
    }
}

extension StreamID: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value)! }
}
