import Desk
import Domain
import Edges
import Foundation
import Support

/// A desk that holds something of everything: two policies and a second edition, broken promises with what they owe, an
/// incident, texts of every sort, somebody erased, a month's end.
enum RichDesk {
    /// Said by c2, who is erased.
    static let erasedText = "erase-me 请忘记我"
    static let keptText = "a \"quoted\" line\nand 三楼的打印机"

    static func play(_ desk: TestDesk) async throws {
        let service = desk.desk
        func put(_ kind: RecordKind, _ id: String, _ fields: [String: String?]) async throws {
            _ = try await service.perform(Request("agent:boss", .record(kind, RecordID(id), .put(fields))))
        }
        try await put(.contact, "p1", ["customer": "c1", "name": "Wang Fang", "email": "wang@example.com"])
        try await put(.customer, "c2", ["name": "Forgotten Ltd", "note": erasedText])
        try await put(.contact, "p2", ["customer": "c2", "name": "Zhao Lei"])
        try await put(.tag, "vip", ["title.en": "Important"])
        _ = try await service.perform(Request("agent:boss", .record(.tag, "vip", .retire)))
        desk.clock.pass(.hours(10))
        let opening = Ticket.Opening(
            id: "t1", customer: "c1", received: .onReceipt, attributes: [.contract: "k1", .contact: "p1"])
        _ = try await service.perform(
            Request(
                "edge:web", .open(opening, [Grading("standard", "tier-1")], source: .edge),
                texts: [.init("subject", keptText), .init("picture", bytes: [0xFF, 0xD8, 0x00, 0x80])]))
        _ = try await service.perform(
            Request(
                "edge:mail",
                .open(
                    Ticket.Opening(id: "t2", customer: "c2", received: .onReceipt), [Grading("standard", "tier-2")],
                    source: .edge), texts: [.init("text", erasedText)]))
        try await desk.open("t3", texts: [.init("text", "kept for a while")])
        _ = try await service.perform(Request("agent:a1", .ticket("t3", [.change(.eraseTexts)])))
        _ = try await service.perform(
            Request("agent:a1", .openIncident("i1", received: .onReceipt, [Grading("standard", "failure-1")])))
        _ = try await service.perform(Request("agent:a1", .incident("i1", [.link("t1"), .link("t3")])))
        desk.clock.pass(.hours(30))
        while try await Scheduler(service).fireDue() > 0 {}
        try await Followers(service).catchUp()
        let shipped = Shipped.files(policy: Fixture.bytes("policies/standard.yaml"))
        let cn = String(decoding: shipped.official["cn"]!, as: UTF8.self)
        let newer = Policy.Files(
            content: shipped.content, zones: shipped.zones,
            official: ["cn": Array((cn.dropLast() + ",{\"year\":2027,\"days\":[]}]").utf8)])
        _ = try await service.perform(Request("agent:boss", .activate(newer)))
        try await desk.open("t4")
        _ = try await desk.tell("t1", .engaged)
        _ = try await service.erase(customer: "c2", actor: "agent:boss")
        desk.clock.pass(.hours(24 * 31))
        while try await Scheduler(service).fireDue() > 0 {}
        try await Followers(service).catchUp()
    }
}

extension Place {
    func file(_ name: String) -> String { folder.appending(path: name).path }

    /// Whether bytes stand anywhere in the files whose names begin so.
    func holds(_ bytes: [UInt8], inFilesFrom prefix: String) throws -> Bool {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasPrefix(prefix) {
            let contents = FileManager.default.contents(atPath: file(name)) ?? Data()
            if contents.range(of: Data(bytes)) != nil { return true }
        }
        return false
    }
}
