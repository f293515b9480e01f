import Desk
import Domain
import Evidence
import Support
import Testing

@testable import Storage

struct EntryLineTests {
    @Test(arguments: Seed.some(20))
    func `an entry comes back from its line, and the line from the entry`(_ seed: Seed) throws {
        var chance = seed
        for _ in 0..<10 {
            let any = anyLine(&chance)
            let text = try any.text()
            let read = try EntryLine(reading: text, number: 1)
            #expect(read.entry == kept(any.entry), "\(text)")
            #expect(read.texts == any.texts, "\(text)")
            #expect(Array(try read.text().utf8) == Array(text.utf8))
        }
    }

    @Test(arguments: Seed.some(20))
    func `a changed line is a fault or another line`(_ seed: Seed) throws {
        var chance = seed
        for _ in 0..<5 {
            let text = Array(try anyLine(&chance).text().utf8)
            for _ in 0..<20 {
                var bytes = text
                if chance.once(in: 3) {
                    bytes.removeLast(chance.count(1...bytes.count))
                } else {
                    for _ in 0..<chance.count(1...2) { damage(&bytes, &chance) }
                }
                let read = bytes.withUnsafeBufferPointer { try? EntryLine(reading: $0, number: 1) }
                guard let read else { continue }
                #expect(Array(try read.text().utf8) == bytes, "\(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    @Test func `the same entry gives the same bytes, whatever order its texts come in`() throws {
        let (text, name) = (sealed("text", "你好\n\"no\""), sealed("name", "王"))
        let line = try EntryLine(entry([text, name]), texts: [text, name]).text()
        #expect(line == (try EntryLine(entry([name, text]), texts: [name, text]).text()))
        #expect(
            line == """
                {"position":7,"stream":"ticket/3k9x","version":2,"occurred":1771101000000,"recorded":1771101000005,\
                "actor":"agent:7f3k","kind":"noted","payload":{"commit":{"name":"\(hash(name))","text":"\(hash(text))"},\
                "mentions":[],"person":"customer/c"},"texts":[\
                {"field":"name","salt":"\(salt)","text":"王"},{"field":"text","salt":"\(salt)","text":"你好\\n\\"no\\""}]}
                """)
    }

    @Test func `what is no text stands in base64`() throws {
        let picture = sealed("picture", [0xFF, 0x00, 0xFE])
        let line = try EntryLine(entry([picture]), texts: [picture]).text()
        #expect(line.hasSuffix(#""base64":"/wD+"}]}"#))
        #expect(try EntryLine(reading: line, number: 1).texts == [picture])
    }

    @Test func `an erased text leaves its commitment`() throws {
        let line = try EntryLine(entry([sealed("text", "gone")])).text()
        #expect(line.contains("commit") && !line.contains("texts"))
        #expect(try EntryLine(reading: line, number: 1).texts.isEmpty)
    }

    @Test(arguments: [
        ("{\"position\":7", "{\"position\":-7", "position"),
        ("{\"position\":7", "{\"position\":\"7\"", "position"),
        ("\"ticket/", "\"parcel/", "stream"), ("\"ticket/3k9x\"", "\"ticket\"", "stream"),
        ("\"version\":2", "\"version\":-2", "version"), ("\"occurred\":", "\"occured\":", "occurred"),
        ("\"recorded\":1", "\"recorded\":01", "recorded"), ("\"agent:7f3k\"", "7", "actor"),
        ("\"noted\"", "\"noted.2\"", "kind"), ("\"mentions\"", "\"mention\"", "payload"),
        ("\"text\":\"Hello\"", "\"text\":\"Hallo\"", "texts.text"),
        ("\"salt\":\"00", "\"salt\":\"01", "texts.text"), ("\"salt\":\"00", "\"salt\":\"", "texts"),
        ("\"field\":\"text\"", "\"field\":\"name\"", "texts.name"), ("\"Hello\"}]}", "\"Hello\"}]} ", "texts"),
        ("\"text\":\"Hello\"", "\"base64\":\"SGVsbG8=\"", "texts"),
        ("\"text\":\"Hello\"", "\"base64\":\"/w\"", "texts"),
    ])
    func `a fault names the line and the field`(_ from: String, _ to: String, _ field: String) throws {
        let text = sealed("text", "Hello")
        let line = try EntryLine(entry([text]), texts: [text]).text()
        try #require(line.contains(from))
        do {
            _ = try EntryLine(reading: line.replacing(from, with: to), number: 12)
            Issue.record("\(to) was read")
        } catch {
            #expect(error.line == 12)
            #expect(error.field == field, "\(error.text)")
            #expect(error.text.hasPrefix("Line 12, \(field): "))
        }
    }

    @Test func `a text that nothing binds is refused`() throws {
        let text = sealed("text", "Hello")
        let line = try EntryLine(entry([]), texts: [text]).text()
        #expect(throws: EntryLine.Fault(line: 3, field: "texts.text", cause: .unbound)) {
            try EntryLine(reading: line, number: 3)
        }
    }
}

private let salt = String(repeating: "00", count: FieldCommitment.saltBytes)

private func sealed(_ field: String, _ text: String) -> OpenText { sealed(field, Array(text.utf8)) }

private func sealed(_ field: String, _ payload: [UInt8]) -> OpenText {
    OpenText(
        position: 7, person: "customer/c", field: field,
        salt: [UInt8](repeating: 0, count: FieldCommitment.saltBytes), payload: payload)
}

private func hash(_ text: OpenText) -> String {
    Content.hex(FieldCommitment.hash(field: text.field, salt: text.salt, payload: text.payload))
}

private func entry(_ texts: [OpenText]) -> Journal.Entry {
    let occurred = at("2026-02-14T20:30:00Z")
    return Journal.Entry(
        position: 7, stream: .ticket("3k9x"), version: 2, occurred: occurred,
        recorded: occurred + Duration(milliseconds: 5), actor: "agent:7f3k",
        event: .ticket(.changed(.note(mentions: []), at: occurred)),
        bound: texts.isEmpty
            ? nil
            : Journal.Bound(
                person: "customer/c", fields: texts.map { .init(name: $0.field, hash: hash($0)) }))
}

private func anyLine(_ chance: inout Seed) -> EntryLine {
    let any = AnyEvent(&chance)
    let position = chance.integer(0 ... .max)
    let person = PersonID(rawValue: AnyEvent.text(&chance))
    let texts = ["name", "reason", "text"].filter { _ in chance.once(in: 2) }.map { field in
        OpenText(
            position: position, person: person, field: field,
            salt: (0..<FieldCommitment.saltBytes).map { _ in UInt8(truncatingIfNeeded: chance.next()) },
            payload: chance.once(in: 3)
                ? (0..<chance.count(0...9)).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
                : Array(AnyEvent.text(&chance).utf8))
    }
    let bound = Journal.Bound(person: person, fields: texts.map { .init(name: $0.field, hash: hash($0)) })
    return EntryLine(
        Journal.Entry(
            position: position, stream: any.stream, version: Int(chance.integer(0 ... .max)),
            occurred: any.event.occurred, recorded: AnyEvent.instant(&chance),
            actor: Actor(rawValue: AnyEvent.text(&chance)), event: any.event,
            bound: texts.isEmpty && chance.once(in: 2) ? nil : bound),
        texts: texts.filter { _ in !chance.once(in: 4) })
}

/// The entry as the journal keeps it.
private func kept(_ entry: Journal.Entry) -> Journal.Entry {
    Journal.Entry(
        position: entry.position, stream: entry.stream, version: entry.version, occurred: entry.occurred,
        recorded: entry.recorded, actor: entry.actor, event: entry.event.withoutFreeText, bound: entry.bound)
}
