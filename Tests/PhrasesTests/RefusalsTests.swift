import Domain
import Phrases
import Support
import Testing

/// Why a command is not done, whatever it was.
struct RefusalsTests {
    private static let instant = try! Instant("2026-02-14T20:30:00+08:00")

    /// Every case of it; the streams and persons in the end.
    private static let refusals: [Refusal] =
        [
            .ticket("t1", .mergedInto("t2")), .incident("i1", .notLinked("t1")),
            .record(.retired(.agent, "wang")),
            .noSuchGrade("standard", "teir-1", nearest: "tier-1"), .noSuchGrade("standard", "zzz", nearest: nil),
            .noSuchPolicy("standrad", nearest: "standard"), .noSuchPolicy("zzz", nearest: nil),
            .versionTaken(PolicyVersion(id: "standard", version: "2026.1")),
            .policyUnreadable("line 14: warningNotBeforeBreach(120%)"),
            .receivedAhead(instant + .seconds(5), now: instant),
            .receivedTooFarBack(instant, earliest: instant + .minutes(5)), .keyReused("order-7"), .badKey,
            .textTooLong(field: "body", bytes: 262_145, atMost: 262_144), .badField("my text"), .badField(""),
            .entryTooLong(bytes: 61_440), .notAnOccasion, .badContacts, .badID("a/b"), .badID(""),
            .changed(.ticket("t1"), version: 7),
            .erased("customer/c1"), .erased("contact/k1"), .erased("nobody"),
        ]
        + StreamID.Kind.allCases.flatMap { kind in
            [
                Refusal.noSuch(StreamID(kind, "x1")), .exists(StreamID(kind, "x2")),
                .ofAnotherCustomer(StreamID(kind, "x3")),
            ]
        }

    @Test(arguments: Language.allCases)
    func `refusals of a request read like this`(language: Language) throws {
        let (words, zone) = (wording(language), Zone.shipped("Asia/Shanghai"))
        let periods: [Character] = [".", "。"]
        let advice = Self.refusals.map { words.words(for: $0, in: zone) }
        for (cause, cure) in advice {
            for text in [cause, cure] {
                expectReadable(text)
                #expect(text.last.map(periods.contains) ?? false, "»\(text)« does not end like a sentence")
            }
        }
        try expectGolden(
            advice.map { "\($0.cause) \($0.cure)" }.joined(separator: "\n"), "refusals.\(language.rawValue).txt")
    }

    @Test(arguments: Language.allCases)
    func `instants of a refusal are told to the second, and what is told may be typed`(language: Language) {
        let (words, zone) = (wording(language), Zone.shipped("Asia/Shanghai"))
        let late = Self.instant + Duration(milliseconds: 5_123)
        let ahead = words.words(for: Ticket.Refusal.ahead(occurred: late, now: Self.instant), in: zone)
        #expect(ahead.cause.contains("2026-02-14 20:30:05") && !ahead.cause.contains(".123"), "\(ahead.cause)")
        let early = words.words(for: Ticket.Refusal.beforeReceived(occurred: Self.instant, received: late), in: zone)
        #expect(early.cure.contains("2026-02-14 20:30:06"), "\(early.cure)")
    }

    @Test func `every kind of refusal is shown`() {
        let source = Fixture.text("Sources/Domain/Journal/Refusal.swift")
        let cases = source.split(separator: "\n").filter { $0.hasPrefix("    case ") }
            .map { String($0.dropFirst(9).prefix { $0.isLetter }) }
        #expect(!cases.isEmpty)
        #expect(Set(Self.refusals.map { String("\($0)".prefix { $0 != "(" }) }) == Set(cases))
    }

    @Test(arguments: Language.allCases)
    func `a refusal of a ticket, an incident or a record is worded as its own`(language: Language) {
        let (words, zone) = (wording(language), Zone.shipped("Asia/Shanghai"))
        #expect(
            words.words(for: Refusal.ticket("t1", .cannotMergeWithItself), in: zone)
                == words.words(for: Ticket.Refusal.cannotMergeWithItself, in: zone))
        #expect(
            words.words(for: Refusal.incident("i1", .alreadyLinked("t1")), in: zone)
                == words.words(for: Incident.Refusal.alreadyLinked("t1"), in: zone))
        #expect(
            words.words(for: Refusal.record(.erased(.customer, "c1")), in: zone)
                == words.words(for: Record.Refusal.erased(.customer, "c1")))
    }
}
