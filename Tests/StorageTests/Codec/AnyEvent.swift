import Domain
import Support

/// Events made by chance, with names such as nobody would give.
struct AnyEvent {
    let stream: StreamID
    let event: Journal.Event

    init(_ chance: inout Seed) {
        let id = AnyEvent.text(&chance)
        let at = AnyEvent.instant(&chance)
        switch chance.count(0...9) {
        case 8:
            (stream, event) = (StreamID(.contacts, id), .contacts(AnyEvent.contacts(at, &chance)))
        case 9: (stream, event) = (StreamID(.access, id), .access(AnyEvent.access(at, &chance)))
        case 7:
            (stream, event) = (StreamID(.record(.contact), id), .record(AnyEvent.record(&chance), at: at))
        case 0: (stream, event) = (.desk, .desk(AnyEvent.desk(at, &chance)))
        case 1: (stream, event) = (StreamID(.policy, id), .policy(AnyEvent.activation(id, at, &chance)))
        case 2: (stream, event) = (StreamID(.ledger, id), .ledger(AnyEvent.ledger(at, &chance)))
        case 3: (stream, event) = (StreamID(.incident, id), .incident(AnyEvent.incident(id, at, &chance)))
        case 4: (stream, event) = (StreamID(.ticket, id), .ticket(.course(AnyEvent.course(at, &chance))))
        default: (stream, event) = (StreamID(.ticket, id), .ticket(AnyEvent.ticket(id, at, &chance)))
        }
    }

    static func bound(_ chance: inout Seed) -> Journal.Bound? {
        guard chance.once(in: 2) else { return nil }
        let names = ["answer", "name", "reason", "text", "a.b-c_d", "zz", "commit", "person"]
        let fields = names.filter { _ in chance.once(in: 3) }.sorted()
        return Journal.Bound(
            person: PersonID(rawValue: text(&chance)),
            fields: fields.map { .init(name: $0, hash: hex(64, &chance)) })
    }

    private static func contacts(_ at: Instant, _ chance: inout Seed) -> AnsweredAtOnce {
        AnsweredAtOnce(channel: text(&chance), language: maybe(&chance, text), count: int(&chance), at: at)
    }

    private static func desk(_ at: Instant, _ chance: inout Seed) -> DeskEvent {
        switch chance.count(0...3) {
        case 0: .founded(zone: text(&chance), at: at)
        case 1: .monthEnded(at: at)
        case 2: .clockLeapt(by: duration(&chance), at: at)
        default: .clockTrusted(at: at)
        }
    }

    private static func activation(_ id: String, _ at: Instant, _ chance: inout Seed) -> Activation {
        var official: [String: String] = [:]
        for _ in 0..<chance.count(0...3) { official[text(&chance)] = hex(64, &chance) }
        return Activation(
            version: PolicyVersion(id: PolicyID(rawValue: id), version: text(&chance), edition: int(&chance)),
            content: hex(64, &chance), zones: text(&chance), official: official, at: at)
    }

    private static func record(_ chance: inout Seed) -> Record.Event {
        switch chance.count(0...3) {
        case 0: return .retired
        case 1: return .restored
        case 2: return .erased
        default:
            var values: [String: String?] = [:]
            var personal: [String: Bool] = [:]
            for _ in 0..<chance.count(0...3) {
                values[text(&chance)] = chance.once(in: 3) ? .some(nil) : .some(text(&chance))
                personal[text(&chance)] = chance.once(in: 2)
            }
            return .put(values: values, personal: personal)
        }
    }

    private static func access(_ at: Instant, _ chance: inout Seed) -> AccessEvent {
        let stream = StreamID(chance.one(of: StreamID.Kind.allCases), text(&chance))
        switch chance.count(0...3) {
        case 0:
            return .failed(
                account: maybe(&chance, name), cause: chance.one(of: AccessEvent.Failure.allCases), at: at)
        case 1: return .locked(account: maybe(&chance, name), until: instant(&chance), at: at)
        case 2:
            return .linkMade(
                AccessLink(
                    id: text(&chance), purpose: chance.one(of: AccessLink.Purpose.allCases), whom: stream,
                    until: instant(&chance)), at: at)
        default:
            return .read(
                by: name(&chance), person: name(&chance), purpose: chance.one(of: Purpose.allCases),
                of: chance.once(in: 2) ? stream : nil, at: at)
        }
    }

    private static func ledger(_ at: Instant, _ chance: inout Seed) -> Ledger.Event {
        let basis: Owed.Basis =
            switch chance.count(0...2) {
            case 0: .labour
            case 1: .lateness(month: int(&chance))
            default: .grant(text(&chance))
            }
        let key = Ledger.Key(ticket: name(&chance), basis: basis)
        let posting = Ledger.Posting(owed: integer(&chance), minor: integer(&chance))
        return chance.once(in: 2) ? .posted(key, posting, at: at) : .reversed(key, posting, at: at)
    }

    private static func incident(_ id: String, _ at: Instant, _ chance: inout Seed) -> Incident.Event {
        switch chance.count(0...3) {
        case 0: .opened(IncidentID(rawValue: id), received: at)
        case 1: .linked(name(&chance), at: at)
        case 2: .unlinked(name(&chance), at: at)
        default: .course(course(at, &chance))
        }
    }

    private static func ticket(_ id: String, _ at: Instant, _ chance: inout Seed) -> Ticket.Event {
        switch chance.count(0...10) {
        case 0, 1, 2: return .opened(opening(id, at, &chance))
        case 3: return .handOverOffered(name(&chance), at: at)
        case 4:
            var starts: [Course.Origin: Instant] = [:]
            for _ in 0..<chance.count(0...4) {
                starts[Course.Origin(policy: name(&chance), commitment: name(&chance))] = instant(&chance)
            }
            return .absorbed(name(&chance), starts: starts, at: at)
        case 5: return .mergedInto(name(&chance), at: at)
        default: return .changed(change(&chance), at: at)
        }
    }

    private static func change(_ chance: inout Seed) -> Ticket.Change {
        switch chance.count(0...7) {
        case 7: .rate(rating(&chance))
        case 0: .set(chance.one(of: Attribute.allCases), maybe(&chance, text))
        case 1: .field(text(&chance), maybe(&chance) { $0.once(in: 2) ? .personal : .word(text(&$0)) })
        case 2: .add(chance.one(of: Listing.allCases), text(&chance))
        case 3: .remove(chance.one(of: Listing.allCases), text(&chance))
        case 4: .note(mentions: (0..<chance.count(0...3)).map { _ in text(&chance) })
        case 5: .split(into: name(&chance))
        default: .eraseTexts
        }
    }

    private static func rating(_ chance: inout Seed) -> Rating {
        let chosen = Rating.Dimension.allCases.filter { _ in chance.once(in: 2) } + [.result]
        let marks = Dictionary(chosen.map { ($0, chance.count(Rating.range)) }) { $1 }
        return Rating(chance.one(of: Rating.Side.allCases), by: text(&chance), marks)!
    }

    private static func opening(_ id: String, _ at: Instant, _ chance: inout Seed) -> Ticket.Opening {
        var attributes: [Attribute: String] = [:]
        for attribute in Attribute.allCases where chance.once(in: 2) { attributes[attribute] = text(&chance) }
        return Ticket.Opening(
            id: TicketID(rawValue: id), customer: name(&chance), received: at, firstAsked: maybe(&chance, name),
            attributes: attributes, splitFrom: maybe(&chance, name),
            promised: maybe(&chance) {
                Promised(
                    policy: PolicyVersion(id: name(&$0), version: text(&$0), edition: int(&$0)),
                    content: hex(64, &$0), arm: int(&$0))
            })
    }

    private static func course(_ at: Instant, _ chance: inout Seed) -> Course.Event {
        switch chance.count(0...12) {
        case 0: .graded(grade(&chance), chance.one(of: Complexity.allCases), at: at)
        case 1:
            .regraded(
                strand: int(&chance), grade(&chance), chance.one(of: Complexity.allCases), at: at,
                reason: maybe(&chance, text), down: chance.once(in: 2))
        case 2: .dutyCalled(strand: int(&chance), duty: text(&chance), at: at)
        case 3: .corrected(position: int(&chance), occurred: instant(&chance), at: at, reason: text(&chance))
        case 4: .warned(clock(&chance), Share(millionths: integer(&chance)), at: at)
        case 5: .rungReached(clock(&chance), rung(&chance), at: at)
        case 6: .breached(clock(&chance), due: instant(&chance), at: at)
        case 7: .breachWithdrawn(clock(&chance), at: at)
        case 8: .budgetSpent(clock(&chance), name(&chance), at: at)
        default: .happened(name(&chance), at: at, detail(&chance))
        }
    }

    private static func detail(_ chance: inout Seed) -> Fact.Detail {
        switch chance.count(0...6) {
        case 6: .mood(Mood(chance.count(Mood.range))!)
        case 0: .none
        case 1: .waiting(chance.one(of: Waiting.allCases))
        case 2: .date(instant(&chance))
        case 3: .team(name(&chance))
        case 4: .labour(minutes: int(&chance), by: text(&chance))
        default: .robot(accepted: chance.once(in: 2))
        }
    }

    private static func rung(_ chance: inout Seed) -> Rung {
        Rung(
            at: Rung.Moment(
                anchor: chance.one(of: [.due, .breach]), offset: duration(&chance), elapsed: chance.once(in: 2)),
            tell: name(&chance),
            attach: maybe(&chance) { Rung.Attachment(policy: name(&$0), grade: name(&$0)) },
            wake: chance.once(in: 2))
    }

    private static func grade(_ chance: inout Seed) -> GradeRef {
        GradeRef(
            policy: PolicyVersion(id: name(&chance), version: text(&chance), edition: int(&chance)),
            grade: name(&chance), variant: maybe(&chance, name))
    }

    private static func clock(_ chance: inout Seed) -> ClockKey {
        ClockKey(strand: int(&chance), commitment: name(&chance), occurrence: int(&chance))
    }

    private static func maybe<Value>(_ chance: inout Seed, _ value: (inout Seed) -> Value) -> Value? {
        chance.once(in: 2) ? value(&chance) : nil
    }

    private static func name<Word: Name>(_ chance: inout Seed) -> Word { Word(rawValue: text(&chance)) }
}

// The smallest values.
extension AnyEvent {
    private static let odd = [
        "", "\"", "\\", "/", "{", "}", "[", "]", ",", ":", "\n", "\r", "\t", "\r\n", "\u{0}", "\u{1}", "\u{1F}",
        "\u{7F}",
        "\u{80}", "é", "e\u{301}", "\u{301}", "一诺", "工单", "한국어", "👩‍🚒", "\u{FEFF}", "\u{2028}", "\u{10FFFF}", "\\u0041",
        "\"person\":", "\"commit\":{", "null", "0",
    ]

    static func text(_ chance: inout Seed) -> String {
        guard chance.once(in: 3) else {
            return String((0..<chance.count(1...20)).map { _ in chance.one(of: Array("abcxyz0189-_.")) })
        }
        return (0..<chance.count(0...4)).map { _ in chance.one(of: odd) }.joined()
    }

    static func hex(_ count: Int, _ chance: inout Seed) -> String {
        String((0..<count).map { _ in chance.one(of: Array("0123456789abcdef")) })
    }

    static func integer(_ chance: inout Seed) -> Int64 {
        switch chance.count(0...5) {
        case 0: chance.one(of: [.min, .max, 0, 1, -1])
        case 1: chance.integer(.min ... .max)
        default: chance.integer(-10...1_000)
        }
    }

    static func int(_ chance: inout Seed) -> Int { Int(integer(&chance)) }

    static func instant(_ chance: inout Seed) -> Instant {
        Instant(
            milliseconds: chance.once(in: 8)
                ? integer(&chance) : chance.integer(1_700_000_000_000...1_900_000_000_000))
    }

    static func duration(_ chance: inout Seed) -> Duration { Duration(milliseconds: integer(&chance)) }
}
