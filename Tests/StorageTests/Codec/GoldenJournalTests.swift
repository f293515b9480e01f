import Desk
import Domain
import Evidence
import Foundation
import Support
import Testing

@testable import Storage

/// Every journal ever released is read for ever.
///
/// A release that writes a new kind adds `journal-<n>.jsonl`; those that stand are never edited. A kind that is no
/// longer written is read as what it became, and its line is compared with that.
struct GoldenJournalTests {
    private static let journals = ["journal-1.jsonl", "journal-2.jsonl", "journal-3.jsonl"]

    @Test(arguments: journals) func `a golden journal is read, and written as the same bytes`(name: String) throws {
        for (number, line) in try golden(name).enumerated() {
            let read = try EntryLine(reading: line, number: number + 1)
            #expect(read.entry.position == Int64(number))
            #expect(Array(try read.text().utf8) == Array(line.utf8))
        }
    }

    @Test func `today's entries are written as the golden journal has them`() throws {
        for (samples, name) in zip([Sample.first, Sample.ratings, Sample.second], Self.journals) {
            let lines = try Sample.entries(samples).map { entry throws in try entry.text() }
            try expectGolden(lines.joined(separator: "\n"), name)
        }
    }

    @Test func `the golden journals hold every kind`() throws {
        var found: [StreamID.Kind: Set<String>] = [:]
        for name in Self.journals {
            for (number, line) in try golden(name).enumerated() {
                let entry = try EntryLine(reading: line, number: number + 1).entry
                let kind = entry.stream.kind
                // Of records all kinds are spelled alike.
                guard ![.record(.account), .record(.token), .record(.session), .record(.link)].contains(kind) else {
                    continue
                }
                found[kind, default: []].insert(try JournalCodec.encode(entry.event, bound: entry.bound).kind)
            }
        }
        for (stream, kinds) in tables { #expect(found[stream] == Set(kinds), "\(stream)") }
    }

    private func golden(_ name: String) throws -> [String] {
        Fixture.text("Tests/StorageTests/Codec/Golden/\(name)").split(separator: "\n").map(String.init)
    }
}

/// One entry of every kind, and of every shape that a kind may have.
private enum Sample {
    static func entries(_ samples: [Line]) -> [EntryLine] {
        var versions: [StreamID: Int] = [:]
        return samples.enumerated().map { index, sample in
            let texts = sample.texts.map { field, text in
                OpenText(
                    position: Int64(index), person: sample.person, field: field,
                    salt: (0..<UInt8(FieldCommitment.saltBytes)).map { $0 &+ UInt8(index) }, payload: text)
            }
            let bound = Journal.Bound(
                person: sample.person,
                fields: texts.map {
                    .init(
                        name: $0.field,
                        hash: Content.hex(FieldCommitment.hash(field: $0.field, salt: $0.salt, payload: $0.payload)))
                })
            let version = versions[sample.stream, default: 0]
            versions[sample.stream] = version + 1
            return EntryLine(
                Journal.Entry(
                    position: Int64(index), stream: sample.stream, version: version, occurred: sample.event.occurred,
                    recorded: start + .minutes(Int64(index)), actor: sample.actor, event: sample.event,
                    bound: texts.isEmpty ? nil : bound),
                texts: texts)
        }
    }

    struct Line {
        let stream: StreamID
        let event: Journal.Event
        var actor: Actor = .desk
        var person: PersonID = "customer/8c1r"
        var texts: [(String, [UInt8])] = []
    }

    private static let start = at("2026-02-14T12:00:00.250Z")
    private static let hash = Content.hash([])
    private static let policy = PolicyVersion(id: "standard", version: "2026.1", edition: 2)
    private static let grade = GradeRef(policy: policy, grade: "urgent", variant: "night")
    private static let clock = ClockKey(strand: 0, commitment: "response", occurrence: 1)

    private static func desk(_ event: DeskEvent) -> Line { Line(stream: .desk, event: .desk(event)) }

    private static func ticket(
        _ event: Ticket.Event, _ actor: Actor = "agent:7f3k", _ texts: [(String, String)] = []
    ) -> Line {
        Line(
            stream: .ticket("3k9x7m2p"), event: .ticket(event), actor: actor,
            texts: texts.map { ($0, Array($1.utf8)) })
    }

    private static func changed(_ change: Ticket.Change, _ texts: [(String, String)] = []) -> Line {
        ticket(.changed(change, at: start), "agent:7f3k", texts)
    }

    private static func happened(
        _ name: EventName, _ detail: Fact.Detail = .none, _ texts: [(String, String)] = []
    ) -> Line {
        ticket(.course(.happened(name, at: start, detail)), "agent:7f3k", texts)
    }

    private static func incident(_ event: Incident.Event) -> Line {
        Line(stream: .incident("9d4t"), event: .incident(event))
    }

    private static func ledger(_ event: Ledger.Event) -> Line {
        Line(stream: .ledger("contract-77"), event: .ledger(event), actor: "follower:ledger")
    }

    private static let course: [Course.Event] = [
        .graded(GradeRef(policy: PolicyVersion(id: "standard", version: "1"), grade: "normal"), .simple, at: start),
        .dutyCalled(strand: 0, duty: "call-back", at: start),
        .warned(clock, .percent(50), at: start),
        .rungReached(clock, Rung(at: .init(anchor: .due, offset: .minutes(30)), tell: "team-lead"), at: start),
        .rungReached(
            clock,
            Rung(
                at: .init(anchor: .breach, offset: .hours(2), elapsed: true), tell: "service-manager",
                attach: .init(policy: "incidents", grade: "level-1"), wake: true), at: start),
        .breached(clock, due: start, at: start.next),
        .breachWithdrawn(clock, at: start),
        .budgetSpent(clock, "first-line", at: start),
        .happened(.escalated, at: start, .none),
    ]

    private static let records: [Line] = {
        let put = Record.Event.put(
            values: ["language": "zh", "department": String?.none], personal: ["name": true, "phone": false])
        let events: [Record.Event] = [put, .retired, .restored, .erased]
        return events.map { Line(stream: .record(.contact, "5m2q"), event: .record($0, at: start)) }
    }()

    /// What the figures added: ratings, moods, contacts that became no ticket.
    static let ratings: [Line] = [
        happened(.customerMessage, .mood(Mood(-40)!), [("text", "三天了！")]),
        changed(.rate(Rating(.customer, by: "contact/5m2q", [.efficiency: 4, .result: 5, .attitude: 5])!)),
        changed(.rate(Rating(.desk, by: "agent:7f3k", [.clarity: 1])!)),
        incident(.course(.happened(.customerMessage, at: start, .mood(Mood(100)!)))),
        Line(
            stream: StreamID(.contacts, "2026-02-14"),
            event: .contacts(AnsweredAtOnce(channel: "chat", language: "zh", count: 12, at: start)), actor: "edge:chat"),
        Line(
            stream: StreamID(.contacts, "2026-02-14"),
            event: .contacts(AnsweredAtOnce(channel: "hotline", language: nil, count: 1, at: start)),
            actor: "edge:telephone"),
    ]

    /// Who came in.
    static let second: [Line] = {
        func access(_ id: String, _ event: AccessEvent) -> Line {
            Line(stream: StreamID(.access, id), event: .access(event), actor: "edge:sign-in")
        }
        func link(_ purpose: AccessLink.Purpose, _ whom: StreamID) -> AccessLink {
            AccessLink(id: "3k9x7m2p3k9x7m2p", purpose: purpose, whom: whom, until: start + .minutes(15))
        }
        func put(_ kind: RecordKind, _ values: [String: String], sealed: [String]) -> Line {
            Line(
                stream: .record(kind, "7m2p"),
                event: .record(
                    .put(
                        values: values.mapValues { $0 },
                        personal: Dictionary(uniqueKeysWithValues: sealed.map { ($0, true) })), at: start),
                actor: "agent:7f3k", person: "agent/7f3k", texts: sealed.map { ($0, Array("\($0) 1".utf8)) })
        }
        return [
            access("aa", .failed(account: "7m2p", cause: .password, at: start)),
            access("ab", .failed(account: nil, cause: .unknown, at: start)),
            access("ac", .locked(account: "7m2p", until: start + .seconds(4), at: start)),
            access("ad", .locked(account: nil, until: start + .seconds(4), at: start)),
            access("ae", .linkMade(link(.entry, .record(.contact, "5m2q")), at: start)),
            access("af", .linkMade(link(.administrator, .desk), at: start)),
            access("ag", .read(by: "agent:7f3k", person: "customer/8c1r", purpose: .ownRequest, of: nil, at: start)),
            access(
                "ah",
                .read(
                    by: "agent:7f3k", person: "customer/8c1r", purpose: .serve, of: .ticket("3k9x7m2p"), at: start)),
            put(.account, ["agent": "7f3k", "has-totp": "yes"], sealed: ["login", "totp", "verifier"]),
            put(
                .token, ["account": "7m2p", "scopes": "tickets.read", "until": "2026-06-01T00:00:00Z"],
                sealed: ["title", "verifier"]),
            put(
                .session,
                [
                    "account": "7m2p", "how": "password", "role": "agent", "since": "2026-02-14T12:00:00Z",
                    "until": "2026-02-15T00:00:00Z",
                ], sealed: []),
            put(.link, ["turn": "2"], sealed: []),
        ]
    }()

    /// Those of the first journal; others came later and are held by the round trip of any event.
    private static let attributes = Attribute.allCases.filter { $0 != .reach }

    static let first: [Line] =
        [
            desk(.founded(zone: "Asia/Shanghai", at: start)),
            Line(
                stream: .policy("standard"),
                event: .policy(
                    Activation(
                        version: policy, content: hash, zones: hash, official: ["cn": hash, "节": hash], at: start)),
                actor: "agent:7f3k"),
            ticket(
                .opened(
                    Ticket.Opening(
                        id: "3k9x7m2p", customer: "8c1r", received: start, firstAsked: "first-line",
                        attributes: Dictionary(uniqueKeysWithValues: attributes.map { ($0, "\($0)-1") }),
                        splitFrom: "1a2b", promised: Promised(policy: policy, content: hash, arm: 4_211))),
                "edge:mail", [("text", "邮件打不开。\r\n\"Error 5\"\t\\o/"), ("title", "메일 / メール")]),
            Line(
                stream: .ticket("5m8w"),
                event: .ticket(.opened(Ticket.Opening(id: "5m8w", customer: "8c1r", received: start))),
                actor: "edge:telephone", texts: [("recording", [0x52, 0x49, 0x46, 0x46, 0xFF, 0x00])]),
            happened(.acknowledged),
            happened(.paused, .waiting(.supplier)),
            happened(.agreed, .date(start + .hours(48))),
            happened(.assigned, .team("network")),
            happened(.labourRecorded, .labour(minutes: 45, by: "agent:7f3k")),
            happened(.answered, .robot(accepted: false)),
            happened(.customerMessage, .none, [("text", "")]),
            ticket(
                .course(.regraded(strand: 0, grade, .complex, at: start, reason: "", down: true)), "agent:7f3k",
                [("reason", "王女士改主意了。")]),
            ticket(.course(.regraded(strand: 0, grade, .simple, at: start, reason: nil, down: false))),
            ticket(
                .course(.corrected(position: 3, occurred: start - .minutes(5), at: start, reason: "")), "agent:7f3k",
                [("reason", "Rang before.")]),
            ticket(.handOverOffered("network", at: start)),
            ticket(
                .absorbed(
                    "5m8w",
                    starts: [
                        Course.Origin(policy: "standard", commitment: "response"): start - .hours(3),
                        Course.Origin(policy: "standard", commitment: "repair"): start - .hours(2),
                        Course.Origin(policy: "incidents", commitment: "repair"): start - .hours(1),
                    ], at: start)),
            ticket(.mergedInto("9z", at: start)),
            changed(.set(.agent, "7f3k")), changed(.set(.urgency, nil)),
            changed(.field("cost-centre", .word("4711"))), changed(.field("cost-centre", nil)),
            changed(.field("serial", .personal), [("field.serial", "SN-1")]),
            changed(.add(.tag, "vip")), changed(.remove(.related, "5m8w")),
            changed(.note(mentions: ["agent:2b", "agent:1a"]), [("text", "Watch this one.")]),
            changed(.note(mentions: [])), changed(.split(into: "6n9v")), changed(.eraseTexts),
        ] + course.map { ticket(.course($0), .desk) } + [
            incident(.opened("9d4t", received: start)), incident(.linked("3k9x7m2p", at: start)),
            incident(.unlinked("3k9x7m2p", at: start)),
            incident(.course(.regraded(strand: 1, grade, .complex, at: start, reason: "", down: true))),
            incident(.course(.corrected(position: 1, occurred: start, at: start, reason: ""))),
        ] + course.map { incident(.course($0)) } + [
            ledger(
                .posted(
                    Ledger.Key(ticket: "3k9x7m2p", basis: .lateness(month: 1)),
                    Ledger.Posting(owed: 120_000, minor: 100_000), at: start)),
            ledger(
                .posted(
                    Ledger.Key(ticket: "3k9x7m2p", basis: .grant("free-month")), Ledger.Posting(owed: 0, minor: 0),
                    at: start)),
            ledger(
                .reversed(
                    Ledger.Key(ticket: "3k9x7m2p", basis: .labour), Ledger.Posting(owed: 500, minor: 500), at: start)),
            desk(.monthEnded(at: start)), desk(.clockLeapt(by: .minutes(-61), at: start)),
            desk(.clockTrusted(at: start)),
        ] + records
}
