import Domain
import Evidence
import Wire

extension Certificate {
    /// Reads what `json` writes, a line break behind it or none. Nothing is believed yet: `verify` does that.
    ///
    /// - Throws: `tooLarge`, `otherFormat`, `malformed` with the place, or `otherSpelling`.
    public init(json: some StringProtocol) throws(CertificateFault) {
        var bytes = Array(json.utf8)
        if bytes.last == 0x0A { bytes.removeLast() }
        guard bytes.count <= Certificate.longest else { throw .tooLarge(bytes: bytes.count) }
        try self.init(FactFields(try JSONValue(bytes, in: "the certificate"), ""))
        let written = Array(self.json.utf8)
        guard written == bytes else {
            let same = zip(written, bytes).prefix { $0 == $1 }.count
            throw .otherSpelling(byte: same + 1)
        }
    }

    /// Takes the certificate out of the page that `html` makes.
    public init(page: some StringProtocol) throws(CertificateFault) {
        let page = Array(page.utf8)
        guard page.count <= 2 * Certificate.longest else { throw .tooLarge(bytes: page.count) }
        let opening = Array(CertificatePage.dataOpening.utf8)
        guard let start = page.firstPlace(of: opening, from: 0),
            let end = page.firstPlace(of: Array("</script>".utf8), from: start + opening.count)
        else { throw .malformed(place: "the page", cause: "no certificate is embedded") }
        // Only the escapes that a page needs differ, so writing it anew gives the one spelling.
        let value = try JSONValue(Array(page[(start + opening.count)..<end]), in: "the certificate")
        try self.init(json: value.text)
    }

    private init(_ fields: FactFields) throws(CertificateFault) {
        let format = try fields.text("format")
        guard format == Certificate.format else { throw .otherFormat(String(format.prefix(40))) }
        guard let state = State(word: try fields.text("state")) else { throw fields.fault("state", "it is unknown") }
        self.init(
            ticket: TicketID(try fields.text("ticket")), company: try fields.text("company"),
            zone: try fields.text("zone"), made: try fields.instant("made"), state: state,
            grades: try fields.list("grades").map { given throws(CertificateFault) in
                Given(grade: try given.grade(), title: try given.title("title"))
            },
            nodes: try fields.list("nodes").map { node throws(CertificateFault) in try Reached(node) },
            commitments: try fields.list("commitments").map { one throws(CertificateFault) in try Judged(one) },
            compensation: try fields.list("compensation").map { line throws(CertificateFault) in try Line(line) },
            evidence: try CertificateEvidence(try fields.object("evidence")))
    }
}

extension CertificateEvidence {
    fileprivate init(_ fields: FactFields) throws(CertificateFault) {
        do throws(NoteFault) {
            checkpoint = try Note(reading: try fields.given("checkpoint"))
        } catch { throw fields.fault("checkpoint", error.text) }
        do throws(NoteFault) {
            key = try VerifierKey(try fields.given("key"))
        } catch { throw fields.fault("key", error.text) }
        entries = try fields.list("entries").map { entry throws(CertificateFault) in try EvidencedEntry(entry) }
    }
}

extension EvidencedEntry {
    fileprivate init(_ fields: FactFields) throws(CertificateFault) {
        var hashes: [TreeHash] = []
        for text in try fields.texts("proof") {
            guard let hash = TreeHash(base64: text) else {
                throw fields.fault("proof", "what should be a hash is none")
            }
            hashes.append(hash)
        }
        guard let salt = Content.bytes(hex: try fields.text("salt")), salt.count == FieldCommitment.saltBytes else {
            throw fields.fault("salt", "\(FieldCommitment.saltBytes * 2) small hex digits are missing")
        }
        self.init(
            index: try fields.integer("index", in: 0...Int64.max), entry: Array(try fields.text("entry").utf8),
            receipt: hashes, payload: Array(try fields.text("payload").utf8), salt: salt)
    }
}

extension Certificate.Reached {
    fileprivate init(_ fields: FactFields) throws(CertificateFault) {
        guard let node = Node(rawValue: Int(try fields.integer("node"))) else {
            throw fields.fault("node", "there are twelve")
        }
        self.init(
            node: node, event: EventName(try fields.text("event")), at: try fields.instant("at"),
            again: try fields.instant(ifAny: "again"))
    }
}

extension Certificate.Judged {
    fileprivate init(_ fields: FactFields) throws(CertificateFault) {
        let due = try fields.instant(ifAny: "due")
        let progress: Progress
        switch Outcome(rawValue: try fields.text("outcome")) {
        case nil: throw fields.fault("outcome", "it is unknown")
        case .waiting: progress = .waiting
        case .running: progress = .running(due: due)
        case .paused: progress = .paused(since: try fields.instant("since"), left: try fields.duration("left"))
        case .kept: progress = .met(at: try fields.instant("at"))
        case .void:
            guard let reason = VoidReason(rawValue: try fields.text("reason")) else {
                throw fields.fault("reason", "it is unknown")
            }
            progress = .void(at: try fields.instant("at"), reason)
        case .broken:
            progress = .breached(
                Breach(
                    due: try fields.instant("due"), at: try fields.instant("at"), since: try fields.instant("since"),
                    ended: try fields.instant(ifAny: "ended"), came: try fields.integer("came", in: 0...1) == 1,
                    late: try fields.duration("late"), missed: Int(try fields.integer("missed", in: 1...1_000_000_000)))
            )
        }
        self.init(
            key: try fields.clock(), grade: try fields.grade(), title: try fields.title("title"),
            promise: try fields.title("promise"), due: due, progress: progress,
            by: fields.has("by") ? EventName(try fields.text("by")) : nil)
    }
}

extension Certificate.Line {
    fileprivate init(_ fields: FactFields) throws(CertificateFault) {
        guard let basis = Owed.Basis(word: try fields.text("basis")) else {
            throw fields.fault("basis", "it is unknown")
        }
        var credited: Certificate.Credited?
        if fields.has("credited") {
            let given = try fields.object("credited")
            credited = Certificate.Credited(
                minor: try given.integer("minor", in: FactFields.amounts), at: try given.instant("at"))
        }
        self.init(
            worth: try Certificate.Worth(basis, fields), isEstimate: try fields.integer("estimate", in: 0...1) == 1,
            credited: credited)
    }
}

extension Certificate.Worth {
    /// An amount without what it is counted from could not be checked, so nothing may be left out.
    fileprivate init(_ basis: Owed.Basis, _ fields: FactFields) throws(CertificateFault) {
        switch basis {
        case .labour:
            let money = try fields.money()
            let given = try fields.object("labour")
            self = .labour(
                money,
                Certificate.Labour(
                    minutes: Int(try given.integer("minutes", in: FactFields.amounts)),
                    hourlyRateMinor: try given.integer("rate", in: FactFields.amounts),
                    share: Share(millionths: try given.integer("share", in: 0...100_000_000))))
        case .lateness(let month): self = .lateness(month: month, try fields.money())
        case .grant(let benefit):
            self = .grant(benefit, fields.has("title") ? try fields.title("title") : nil)
        }
    }
}

extension FactFields {
    fileprivate func money() throws(CertificateFault) -> Money {
        let currency = try text("currency")
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw fault("currency", "three capital letters are missing")
        }
        return Money(currency: currency, minor: try integer("minor", in: FactFields.amounts))
    }
}

extension FactFields {
    /// Minor units and minutes; what is multiplied with them stays within 128 bits.
    fileprivate static let amounts: ClosedRange<Int64> = -(Int64.max - 1)...(Int64.max - 1)

    /// In any of the four languages.
    fileprivate func title(_ key: String) throws(CertificateFault) -> Title {
        let fields = try object(key)
        var words: [Language: String] = [:]
        for language in Language.allCases where fields.has(language.rawValue) {
            words[language] = try fields.text(language.rawValue)
        }
        return Title(words)
    }

    fileprivate func texts(_ key: String) throws(CertificateFault) -> [String] {
        guard case .array(let values)? = value[key] else { throw fault(key, "a list is missing") }
        return try values.map { value throws(CertificateFault) in
            guard let text = value.string else { throw fault(key, "what should be a text is \(value.kind)") }
            return text
        }
    }

    /// A text for a reader with faults of its own.
    fileprivate func given(_ key: String) throws(NoteFault) -> String {
        guard let text = value[key]?.string else { throw .malformed("a text is missing") }
        return text
    }
}

extension [UInt8] {
    fileprivate func firstPlace(of part: [UInt8], from start: Int) -> Int? {
        var place = start
        while place + part.count <= count {
            if self[place] == part[0], self[place..<(place + part.count)].elementsEqual(part) { return place }
            place += 1
        }
        return nil
    }
}
