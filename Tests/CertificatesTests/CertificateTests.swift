import Domain
import Evidence
import Support
import Testing

@testable import Certificates

/// What a certificate says, that it comes back as it was, and that no change of it goes unseen.
struct CertificateTests {
    private static let late = Result { try Issued.late().certificate() }

    @Test func `it tells what was promised, what became of it, and what that costs`() throws {
        let certificate = try Self.late.get()
        #expect(certificate.state == .closed)
        #expect(certificate.nodes.map(\.node) == Node.allCases)
        let arrived = try #require(certificate.nodes.first { $0.node == .arrived })
        #expect(arrived.at == at("2026-03-02T11:08:00+08:00"), "the corrected instant")
        let verified = try #require(certificate.nodes.first { $0.node == .verified })
        #expect(verified.again == at("2026-03-02T11:55:00+08:00"))
        let outcomes = certificate.commitments.map {
            "\($0.key.commitment) \($0.outcome.rawValue) \($0.by?.rawValue ?? "–")"
        }
        #expect(outcomes == ["respond kept engaged", "resolve broken resolved"])
        guard case .breached(let breach)? = certificate.commitments.last?.progress else {
            Issue.record("\(certificate.commitments)")
            return
        }
        #expect(breach.due == at("2026-03-02T10:50:05+08:00"), "thirty minutes and a pause of twenty")
        let line = try #require(certificate.compensation.first)
        #expect(line.money == Money(currency: "CNY", minor: 27_000) && line.credited?.minor == 27_000)
    }

    @Test func `it is verified without a network, by a trusted key or its own, with the policy or without`() throws {
        let certificate = try Self.late.get()
        let own = try verify(certificate, key: nil)
        #expect(own.isKeyItsOwn && !own.isJudgedAnew && own.records == certificate.evidence.entries.count)
        let trusted = try verify(certificate, key: Issued.key.verifier, book: Issued.book)
        #expect(!trusted.isKeyItsOwn && trusted.isJudgedAnew)
        #expect(trusted.recordedThrough == at("2026-03-02T15:01:00+08:00"))
        #expect(trusted.checkpoint.size == Int64(2 * trusted.records))
    }

    @Test func `it comes back from JSON and from its page as it was`() throws {
        for issued in [try Issued.late(), try .kept(), try .late(#"T"\ü</script>"#)] {
            let certificate = try issued.certificate(company: "A & B \"<script>alert('1')</script>\"\n\u{1}\u{2028}")
            #expect(try Certificate(json: certificate.json) == certificate)
            #expect(try Certificate(json: certificate.json + "\n") == certificate)
            #expect(try Certificate(page: certificate.html(in: .ja, zone: .utc)) == certificate)
            try verify(certificate, key: Issued.key.verifier, book: Issued.book)
        }
    }

    @Test func `its JSON has one spelling`() throws {
        let certificate = try Self.late.get()
        try expectGolden(certificate.json.replacing(#"{"entry":"#, with: "\n{\"entry\":"), "certificate.json.txt")
        let json = certificate.json
        for (other, fault) in [
            (json.replacing(#"{"commitments""#, with: #"{ "commitments""#), CertificateFault.otherSpelling(byte: 2)),
            (
                json.replacing("yinuo-certificate/v1", with: "yinuo-certificate/v2"),
                .otherFormat("yinuo-certificate/v2")
            ),
            (String(repeating: " ", count: Certificate.longest + 1), .tooLarge(bytes: Certificate.longest + 1)),
        ] { #expect(throws: fault) { try Certificate(json: other) } }
        for (other, place) in [
            (json.replacing(#""made":"#, with: #""made":9"#), "made"),
            (json.replacing(#""salt":""#, with: #""salt":"x"#), "evidence.entries[0].salt"),
            (json.replacing(#""outcome":"kept""#, with: #""outcome":"mostly""#), "commitments[0].outcome"),
            // Without what it is counted from an amount could be any.
            (json.replacing(/"labour":\{[^}]*\},/, with: ""), "compensation[0].labour"),
            (json.replacing(/"currency":"CNY",/, with: ""), "compensation[0].currency"),
            (String(json.dropLast(9)), "the certificate"),
        ] {
            let fault = #expect(throws: CertificateFault.self) { try Certificate(json: other) }
            guard case .malformed(place, _)? = fault else {
                Issue.record("\(fault.map(\.text) ?? "none"), expected at \(place)")
                continue
            }
        }
    }

    @Test func `only a finished ticket has one, and only with all of its records`() throws {
        var issued = Issued()
        #expect(throws: CertificateFault.notFinished(.new)) { try issued.certificate() }
        issued = try .late()
        var evidence = try issued.evidence()
        evidence.entries.removeLast()
        let missing = evidence
        #expect(throws: CertificateFault.otherEntry(version: missing.entries.count)) {
            try issued.certificate(evidence: missing)
        }
        let ticket = try Issued.kept().ticket
        var mixed = try Issued.late()
        mixed.ticket = ticket
        #expect(throws: CertificateFault.self) { try mixed.certificate() }
    }

    // MARK: Tampering

    struct Tampering: CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout Certificate) throws -> Void
        let fault: @Sendable (Certificate) -> CertificateFault
        init(
            _ title: String, _ change: @escaping @Sendable (inout Certificate) throws -> Void,
            _ fault: @escaping @Sendable (Certificate) -> CertificateFault
        ) {
            testDescription = title
            self.change = change
            self.fault = fault
        }
    }

    private static func changed(_ payload: [UInt8], _ from: String, _ to: String) -> [UInt8] {
        Array(String(decoding: payload, as: UTF8.self).replacing(from, with: to).utf8)
    }

    @Test(arguments: [
        Tampering("a record changed") {
            $0.evidence.entries[4].payload = changed($0.evidence.entries[4].payload, "agent:7f3k", "agent:0000")
        } _: {
            .notBound(index: $0.evidence.entries[4].index)
        },
        Tampering("a salt changed") {
            $0.evidence.entries[2].salt[0] ^= 1
        } _: {
            .notBound(index: $0.evidence.entries[2].index)
        },
        Tampering("a leaf changed") {
            $0.evidence.entries[1].entry[20] ^= 1
        } _: {
            .receipt(index: $0.evidence.entries[1].index, .otherRoot)
        },
        Tampering("the receipt of another entry") {
            $0.evidence.entries[3].receipt = $0.evidence.entries[5].receipt
        } _: {
            .receipt(index: $0.evidence.entries[3].index, .otherRoot)
        },
        Tampering("the place of another entry") {
            $0.evidence.entries[3].index += 1
        } _: {
            .receipt(index: $0.evidence.entries[3].index, .otherRoot)
        },
        Tampering("a record dropped") {
            $0.evidence.entries.remove(at: 6)
        } _: {
            .gap(index: $0.evidence.entries[6].index, expected: 6, found: 7)
        },
        Tampering("two records changed places") {
            $0.evidence.entries.swapAt(6, 7)
        } _: {
            .gap(index: $0.evidence.entries[6].index, expected: 6, found: 7)
        },
        Tampering("the last records dropped") {
            $0.evidence.entries.removeLast(2)
        } _: { _ in
            .state(stated: .closed, recorded: .resolved)
        },
        Tampering("no record at all") {
            $0.evidence.entries = []
        } _: { _ in
            .record(index: 0, cause: "the first record does not open the ticket")
        },
        Tampering("the checkpoint of another key") {
            $0.evidence.checkpoint = try Issued.late().evidence(Issued.otherKey).checkpoint
        } _: { _ in
            .checkpoint(Issued.signedByOther)
        },
        Tampering("a checkpoint changed under its signature") {
            $0.evidence.checkpoint.text = $0.evidence.checkpoint.text.replacing("desk\n52", with: "desk\n53")
        } _: { _ in
            .checkpoint(.falseSignature(name: "log.example/desk"))
        },
        Tampering("another ticket's name on it") {
            $0.ticket = "T-other"
        } _: {
            .otherTicket(index: $0.evidence.entries[0].index, stream: "ticket/T-2026-0214")
        },
        Tampering("a station's time changed") {
            $0.nodes[7] = .init(node: .arrived, event: .arrived, at: $0.nodes[7].at - .minutes(30), again: nil)
        } _: {
            .node(.arrived, stated: $0.nodes[7].at, recorded: at("2026-03-02T11:08:00+08:00"))
        },
        Tampering("a station invented twice") {
            $0.nodes.append($0.nodes[0])
        } _: {
            .node(.submitted, stated: $0.nodes[0].at, recorded: $0.nodes[0].at)
        },
        Tampering("a station left out") {
            $0.nodes.remove(at: 4)
        } _: { _ in
            .node(.planReady, stated: nil, recorded: at("2026-03-02T10:12:00+08:00"))
        },
        Tampering("a broken promise told as kept") { certificate in
            let broken = certificate.commitments[1]
            certificate.commitments[1] = .init(
                key: broken.key, grade: broken.grade, title: broken.title, promise: broken.promise, due: broken.due,
                progress: .met(at: at("2026-03-02T11:25:30+08:00")), by: .resolved)
        } _: {
            .breach($0.commitments[1].key, stated: nil, recorded: at("2026-03-02T10:50:05.001+08:00"))
        },
        Tampering("a broken promise left out") {
            $0.commitments.removeLast()
        } _: { _ in
            .breach(
                ClockKey(strand: 0, commitment: "resolve", occurrence: 1), stated: nil,
                recorded: at("2026-03-02T10:50:05.001+08:00"))
        },
        Tampering("a promise told as kept earlier") { certificate in
            let kept = certificate.commitments[0]
            certificate.commitments[0] = .init(
                key: kept.key, grade: kept.grade, title: kept.title, promise: kept.promise, due: kept.due,
                progress: .met(at: at("2026-03-02T10:02:00+08:00")), by: .engaged)
        } _: {
            .noSuchEvent($0.commitments[0].key, .engaged, at: at("2026-03-02T10:02:00+08:00"))
        },
        Tampering("the amount changed") { certificate in
            let line = certificate.compensation[0]
            certificate.compensation[0] = .init(
                worth: .labour(Money(currency: "CNY", minor: 100), line.labour!), isEstimate: false,
                credited: line.credited)
        } _: { _ in
            .compensation(.labour, stated: 100, recorded: 27_000)
        },
        Tampering("the labour changed") { certificate in
            certificate.compensation[0] = .init(
                worth: .labour(
                    Money(currency: "CNY", minor: 9_000), .init(minutes: 30, hourlyRateMinor: 18_000, share: .whole)),
                isEstimate: false, credited: nil)
        } _: { _ in
            .compensation(.labour, stated: 30, recorded: 90)
        },
        Tampering("the state changed") {
            $0.state = .cancelled
        } _: { _ in
            .state(stated: .cancelled, recorded: .closed)
        },
    ]) func `is refused with a fault of its own`(_ tampering: Tampering) throws {
        var certificate = try Self.late.get()
        try tampering.change(&certificate)
        let expected = tampering.fault(certificate)
        #expect(throws: expected) { try verify(certificate, key: Issued.key.verifier) }
    }

    /// What stands outside of the records is the issuer's word: its name, titles, what was credited.
    @Test(arguments: Seed.some(60))
    func `no byte changed at random alters a fact unseen, or ends the program`(_ seed: Seed) throws {
        var chance = seed
        let certificate = try Self.late.get()
        var json = Array(certificate.json.utf8)
        json[Int(chance.integer(0...Int64(json.count - 1)))] = UInt8(chance.integer(0x20...0x7E))
        guard let changed = try? Certificate(json: String(decoding: json, as: UTF8.self)),
            (try? verify(changed, key: Issued.key.verifier)) != nil
        else { return }
        #expect(changed.evidence == certificate.evidence && changed.nodes == certificate.nodes)
        #expect(changed.ticket == certificate.ticket && changed.state == certificate.state)
        #expect(changed.commitments.map(\.outcome) == certificate.commitments.map(\.outcome))
        #expect(changed.compensation.map(\.money?.minor) == certificate.compensation.map(\.money?.minor))
    }

    @Test func `a due that the policy does not give is seen by whoever has the policy`() throws {
        var certificate = try Self.late.get()
        let kept = certificate.commitments[0]
        certificate.commitments[0] = .init(
            key: kept.key, grade: kept.grade, title: kept.title, promise: kept.promise,
            due: at("2026-03-02T12:00:00+08:00"), progress: kept.progress, by: kept.by)
        let changed = certificate
        try verify(changed, key: nil)
        #expect(throws: CertificateFault.judgement(kept.key)) { try verify(changed, key: nil, book: Issued.book) }
    }

    @Test func `a certificate under another log's key is only its own word`() throws {
        let issued = try Issued.late()
        let forged = try issued.certificate(evidence: issued.evidence(Issued.otherKey))
        #expect(try verify(forged, key: nil).isKeyItsOwn)
        #expect(throws: CertificateFault.checkpoint(Issued.signedByOther)) {
            try verify(forged, key: Issued.key.verifier)
        }
    }

    @Test func `a witness's key does not stand for the log's`() throws {
        let witness = VerifierKey(name: "log.example/desk", kind: .witness, key: Issued.key.verifier.key)
        let certificate = try Self.late.get()
        let fault = #expect(throws: CertificateFault.self) { try verify(certificate, key: witness) }
        guard case .checkpoint(.badKey)? = fault else {
            Issue.record("\(fault.map(\.text) ?? "none")")
            return
        }
    }

    @Test func `labour is rounded half up, once`() {
        func minor(_ minutes: Int, _ rate: Int64, _ share: Share) -> Int64 {
            Certificate.Labour(minutes: minutes, hourlyRateMinor: rate, share: share).minor
        }
        #expect(minor(90, 18_000, .whole) == 27_000)
        #expect(minor(1, 30, .whole) == 1 && minor(1, 29, .whole) == 0 && minor(-1, 30, .whole) == 0)
        #expect(minor(-1, 31, .whole) == -1)
        #expect(minor(.max - 1, .max - 1, Share(millionths: 100_000_000)) == .max)
    }
}
