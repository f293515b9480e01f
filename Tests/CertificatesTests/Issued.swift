import Certificates
import Domain
import Evidence
import Foundation
import PolicyLanguage
import Storage
import Support
import Testing

/// A ticket played to its end under the shipped policy, its journal in a small log among entries of others, and the
/// certificate of it.
struct Issued {
    static let zone = Zone.shipped("Asia/Shanghai")
    static let key = try! SignerKey(name: "log.example/desk", kind: .log, seed: Array(repeating: 7, count: 32))
    static let otherKey = try! SignerKey(name: "log.example/desk", kind: .log, seed: Array(repeating: 8, count: 32))
    /// What is said of a checkpoint that the other key has signed.
    static let signedByOther = NoteFault.otherKey(
        name: "log.example/desk", expected: Content.hex(key.verifier.id), found: [Content.hex(otherKey.verifier.id)])
    static let contract = Contract(id: "K1", amount: Money(currency: "CNY", minor: 40_000_000), hourlyRateMinor: 18_000)

    static let book: Book = {
        let reading = Policy.read(Fixture.bytes("policies/standard.yaml"), zones: .shipped, official: official)
        return Book([try! PolicyInForce(reading.value!, zones: .shipped, official: official)])
    }()
    private static let official = [
        "cn": OfficialCalendar(name: "cn", years: 2026...2026, holidays: [], workdays: [])
    ]

    var ticket: Ticket
    var entries: [Journal.Entry] = []
    var ledger: [Ledger.Event] = []
    private(set) var now: Instant

    init(_ id: TicketID = "T-2026-0214") {
        now = at("2026-03-02T10:00:05+08:00")
        let opening = Ticket.Opening(id: id, customer: "C1", received: now)
        ticket = Ticket(opening)
        record([.opened(opening)])
    }

    /// Promise of a first response kept; solved late, in spite of a pause; a fact dated anew; everything up to the call.
    static func late(_ id: TicketID = "T-2026-0214") throws -> Issued {
        var issued = try Issued(id).graded("tier-1")
        try issued.play([
            ("10:04:00", .confirmed, .none), ("10:06:00", .assigned, .team("team-7")), ("10:09:30", .engaged, .none),
            ("10:12:00", .planned, .none), ("10:20:00", .paused, .waiting(.customer)), ("10:40:00", .resumed, .none),
            ("10:41:00", .resourcesReady, .none), ("10:52:00", .departed, .none), ("11:10:00", .arrived, .none),
            ("11:12:00", .started, .none), ("11:25:30", .resolved, .none),
        ])
        let arrived = try #require(issued.ticket.course.facts.first { $0.name == .arrived }).mark.position
        try issued.perform(
            .correct(position: arrived, occurred: at("2026-03-02T11:08:00+08:00"), reason: "clock of the van"),
            at: "11:30:00")
        try issued.play([
            ("11:31:00", .labourRecorded, .labour(minutes: 90, by: "E7")), ("11:40:00", .verifiedTechnical, .none),
            ("11:55:00", .verifiedCustomer, .none), ("15:00:00", .followedUp, .none), ("15:01:00", .closed, .none),
        ])
        issued.settle()
        return issued
    }

    /// Everything in time, nothing owed.
    static func kept(_ id: TicketID = "T-2026-0301") throws -> Issued {
        var issued = try Issued(id).graded("tier-2")
        try issued.play([
            ("10:10:00", .engaged, .none), ("10:50:00", .resolved, .none), ("10:51:00", .closed, .none),
        ])
        return issued
    }

    /// What happens happens in the midst of a second.
    static func toTheMillisecond() throws -> Issued {
        var issued = try Issued("T-2026-0303").graded("tier-2")
        try issued.play([
            ("10:10:03.123", .engaged, .none), ("10:50:00.250", .resolved, .none), ("10:51:00", .closed, .none),
        ])
        return issued
    }

    private func graded(_ grade: GradeID) throws -> Issued {
        var copy = self
        let version = try #require(Issued.book.all.first).version
        try copy.perform(.grade(GradeRef(policy: version, grade: grade)), at: "10:00:05")
        return copy
    }

    mutating func play(_ lines: [(String, EventName, Fact.Detail)]) throws {
        for (time, name, detail) in lines {
            let at = at("2026-03-02T\(time)+08:00")
            try perform(.record(name, occurred: at, detail: detail, source: .person), at: time)
        }
    }

    mutating func perform(_ command: Ticket.Command, at time: String) throws {
        now = at("2026-03-02T\(time)+08:00")
        record(try ticket.perform(command, at: now, Issued.book))
    }

    private mutating func record(_ events: [Ticket.Event]) {
        for event in events {
            entries.append(
                Journal.Entry(
                    position: Int64(entries.count), stream: .ticket(ticket.id), version: entries.count,
                    occurred: event.at, recorded: now, actor: "agent:7f3k", event: .ticket(event)))
        }
    }

    private mutating func settle() {
        let judge = Judge(ticket.course, book: Issued.book, now: now)
        let owed = judge.owed(judge.clocks(), under: Issued.contract, Issued.book)
        ledger = Ledger(contract: "K1").decide(settle: owed, of: ticket.id, at: now)
    }

    // MARK: Evidence

    /// One entry of another ticket before each of ours.
    func evidence(_ signer: SignerKey = key) throws -> CertificateEvidence {
        var leaves: [[UInt8]] = []
        var ours: [(index: Int64, payload: [UInt8], salt: [UInt8])] = []
        for entry in entries {
            leaves.append(Array("{\"seq\":\(leaves.count),\"v\":1}".utf8))
            let salt = Content.digest(Array("salt \(entry.version)".utf8))
            let payload = try Issued.payload(entry)
            let index = Int64(leaves.count)
            leaves.append(
                try Issued.leaf(index, entry, FieldCommitment.hash(field: "payload", salt: salt, payload: payload)))
            ours.append((index, payload, salt))
        }
        var edge = TreeEdge()
        let tiles = edge.append(leaves.map { TreeHash(leaf: $0) }).tiles
        let source = TileSource(size: edge.size) { tiles[Tile(level: $0.level, number: $0.number)] }
        let checkpoint = Checkpoint(origin: signer.verifier.name, size: edge.size, root: edge.root)
        return CertificateEvidence(
            entries: try ours.map { index, payload, salt in
                EvidencedEntry(
                    index: index, entry: leaves[Int(index)],
                    receipt: try Proof.inclusion(of: index, in: edge.size, source.hash), payload: payload, salt: salt)
            },
            checkpoint: checkpoint.signed(by: signer), key: signer.verifier)
    }

    private static func payload(_ entry: Journal.Entry) throws -> [UInt8] {
        let (kind, payload) = try JournalCodec.encode(entry.event, bound: entry.bound)
        return EvidencePayload.bytes(
            stream: entry.stream.description, version: entry.version, kind: kind,
            occurred: entry.occurred.milliseconds, recorded: entry.recorded.milliseconds,
            actor: entry.actor.rawValue, payload: Array(payload.utf8))
    }

    private static func leaf(_ index: Int64, _ entry: Journal.Entry, _ commitment: [UInt8]) throws -> [UInt8] {
        let kind = try JournalCodec.encode(entry.event, bound: entry.bound).kind
        return EvidenceEntry(
            sequence: index, at: entry.recorded.milliseconds, subject: "9c44e0", step: "ticket.\(kind)", actor: "b3d1",
            commits: [(EvidenceEntry.payloadField, Content.hex(commitment))]
        ).bytes
    }

    func certificate(
        company: String = "一诺服务有限公司 Yinuo Service Ltd.", evidence: CertificateEvidence? = nil
    ) throws -> Certificate {
        try Certificate(
            of: ticket, entries: entries, book: Issued.book, contract: Issued.contract, ledger: ledger,
            company: company, zone: Issued.zone, made: at("2026-03-03T09:00:00+08:00"),
            evidence: try evidence ?? self.evidence())
    }
}
