import Desk
import Domain
import Edges
import Foundation
import Storage
import Support
import Testing

/// Whole desks as lines, out and in.
@Suite(.serialized) struct ExportTests {
    @Test(arguments: Maker.allCases)
    func `what is exported, imported and exported again is the same, byte for byte`(maker: Maker) async throws {
        let (one, two) = (try Place(), try Place())
        let desk = try await TestDesk(try await maker.store(one))
        try await RichDesk.play(desk)
        let store = desk.desk.edges.store
        let lines = try await exported(store)
        #expect(try await exported(store) == lines, "the same desk gives the same bytes")
        let text = String(decoding: lines, as: UTF8.self)
        #expect(text.contains("三楼的打印机") && !text.contains("请忘记我") && text.contains("\"base64\":\"/9gAgA==\""))

        let other = try await maker.store(two)
        try await bring(lines, into: other)
        #expect(try await exported(other) == lines)
        try await ServiceDesk.rebuild(TestDesk.edges(other, desk.clock, Diary()))
        let journal = try await store.read(0, 100_000)
        #expect(try await other.read(0, 100_000) == journal)
        #expect(Set(try await other.projections().map(tail)) == Set(try await store.projections().map(tail)))
        for follower in Follower.all { #expect(try await other.place(follower.name) == Int64(journal.count)) }

        // The desk goes on, with its policies and without those who were erased.
        let fresh = try await ServiceDesk.open(TestDesk.edges(other, desk.clock, Diary()))
        #expect(await fresh.policies.count == 3)
        let next = try await TestDesk(other, clock: desk.clock)
        try await next.open("t9", texts: [.init("text", "new")])
        await #expect(throws: Refusal.self) {
            try await next.desk.perform(Request("agent:a1", .record(.customer, "c2", .put(["note": "again"]))))
        }
        await next.desk.close()
        await desk.desk.close()
    }

    @Test func `a desk without an entry is exported and imported too`() async throws {
        let (one, two) = (try Place(), try Place())
        let (store, other) = (try Store.sqlite(one.path), try Store.sqlite(two.path))
        let lines = try await exported(store)
        #expect(
            String(decoding: lines, as: UTF8.self)
                == "{\"format\":\"yinuo-desk\",\"version\":1,\"entries\":0,\"documents\":0}\n")
        try await bring(lines, into: other)
        #expect(try await exported(other) == lines)
        await store.close()
        await other.close()
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// 0 is the header; from it on three documents, then the entries.
        let change: @Sendable (inout [String]) -> Void
        let line: Int
        let words: String
        init(_ what: String, line: Int, _ words: String, _ change: @escaping @Sendable (inout [String]) -> Void) {
            testDescription = what
            self.change = change
            self.line = line
            self.words = words
        }
    }

    @Test(arguments: [
        Damage("no header", line: 1, "no export of a desk") { $0.removeFirst() },
        Damage("a later format", line: 1, "later release") {
            $0[0] = $0[0].replacing("\"version\":1", with: "\"version\":2")
        },
        Damage("a changed document", line: 2, "are not those of the document") {
            $0[1] = $0[1].replacing("base64\":\"", with: "base64\":\"AAAA")
        },
        Damage("a document twice", line: 3, "stands there twice") { $0[2] = $0[1] },
        Damage("a document left out", line: 4, "a document is missing here") { $0.remove(at: 3) },
        Damage("an entry left out", line: 6, "position") { $0.remove(at: 5) },
        Damage("two entries exchanged", line: 6, "position") { $0.swapAt(5, 6) },
        Damage("an unknown kind", line: 5, "kind") { $0[4] = $0[4].replacing("founded", with: "founded.7") },
        Damage("a text that was not bound", line: 6, "not the one that the entry binds") {
            $0[5] = $0[5].replacing("Example Ltd", with: "Example AG")
        },
        Damage("a version that does not continue", line: 6, "does not continue customer/c1") {
            $0[5] = $0[5].replacing("\"version\":0", with: "\"version\":1")
        },
        Damage("recorded before the line above", line: 6, "before the line above") {
            $0[5] = $0[5].replacing("\"recorded\":1", with: "\"recorded\":0.1")
                .replacing("\"recorded\":0.1", with: "\"recorded\":")
        },
        Damage("the end cut off", line: 8, "ends after 3 of 4 entries") { $0.removeLast() },
        Damage("a line too many", line: 9, "position") { $0.append($0[7]) },
        Damage("no JSON", line: 7, "position") { $0[6] = "{" },
    ])
    func `a bad line is named, and nothing is to be trusted`(_ damage: Damage) async throws {
        let (one, two) = (try Place(), try Place())
        let store = try Store.sqlite(one.path)
        let desk = try await ServiceDesk.open(TestDesk.edges(store, HandClock(TestDesk.start), Diary()))
        let standard = Shipped.files(policy: Fixture.bytes("policies/standard.yaml"))
        for command in [
            Command.found(zone: "Asia/Shanghai"), .record(.customer, "c1", .put(["name": "Example Ltd"])),
            .record(.customer, "c1", .put(["level": "gold"])), .activate(standard),
        ] {
            _ = try await desk.perform(Request("agent:boss", command))
        }
        var lines = String(decoding: try await exported(store), as: UTF8.self).split(separator: "\n").map(String.init)
        await desk.close()
        #expect(lines.count == 8)
        damage.change(&lines)
        let other = try Store.sqlite(two.path)
        do {
            try await bring(Array(lines.joined(separator: "\n").utf8), into: other)
            Issue.record("it was imported")
        } catch let fault as DeskImportFault {
            #expect(fault.line == damage.line, "\(fault.text)")
            #expect(fault.text.contains(damage.words) && fault.text.hasPrefix("Line \(fault.line)"), "\(fault.text)")
        }
        await other.close()
    }

    @Test(arguments: ["1e300", "-1", "0.5"]) func `a header of numbers that are no counts is none`(count: String) throws
    {
        let place = try Place()
        var bringing = DeskImport(into: try .sqlite(place.path))
        for (version, entries, documents) in [("1", count, "0"), ("1", "0", count), (count, "0", "0")] {
            let line = Array(
                #"{"format":"yinuo-desk","version":\#(version),"entries":\#(entries),"documents":\#(documents)}"#
                    .utf8)
            #expect(throws: DeskImportFault.self) {
                try line.withUnsafeBufferPointer { try bringing.take($0, number: 1) }
            }
        }
    }

    private func exported(_ store: Store) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await DeskExport.write(store) { bytes += $0 }
        return bytes
    }

    private func bring(_ bytes: [UInt8], into store: Store) async throws {
        var bringing = DeskImport(into: store)
        for (index, line) in bytes.split(separator: 0x0A).enumerated() {
            try line.withUnsafeBufferPointer { try bringing.take($0, number: index + 1) }
            if bringing.wantsToWrite { try await bringing.write() }
        }
        try await bringing.finish(followers: Follower.all.map(\.name))
    }

    /// A row without the number of its stream, which is the store's own business.
    private func tail(_ row: String) -> String {
        row.hasPrefix("posting") ? row : String(row.drop { $0 != "," })
    }
}
