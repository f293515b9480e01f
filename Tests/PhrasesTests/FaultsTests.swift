import Domain
import Phrases
import PolicyLanguage
import Support
import Testing

struct FaultsTests {
    typealias Advice = (cause: String, cure: String)

    private static let expected = [
        "text", "list", "fields", "trueOrFalse", "count", "limit", "duration", "share", "money", "date", "hours",
        "moment",
        "complexity", "dimension", "counted", "window", "rounding", "base", "attachment", "timeFormat", "months",
    ].compactMap(Problem.Expected.init(rawValue:))

    private static let kinds = [
        "event", "state", "calendar", "officialCalendar", "zone", "ladder", "role", "commitment", "weekday", "colour",
    ].compactMap(Problem.NameKind.init(rawValue:))

    private static let walls: [WallInterval.Fault] = [
        .notATime("9:00"), .opensAtMidnightsEnd, .opensWhenItCloses("09:00"),
    ]

    private static let problems: [Problem] =
        [
            .notText, .tooLarge(bytes: 300_000), .tooDeep, .syntax("did not find expected key"), .anchor("a"), .empty,
            .keyTwice("version"), .missing(key: "needs", in: "commitment"), .missing(key: "grades", in: "policy"),
            .missing(key: "at", in: "columns"), .missing(key: "texts", in: "retention"),
            .unknownKey("zzz", in: "compensate", nearest: nil),
            .unreadable("2026-05-05..2026-05-01", .date),
            .unknownKey("witin", in: "commitment", nearest: "within"),
            .unknownKey("zzz", in: "commitment", nearest: nil),
            .notAnID("Gold Care"), .declaredTwice("gold"),
            .exactlyOne(of: ["within", "every", "before"], in: "commitment"),
            .onlyWith(key: "until", other: "every"), .warningNotBeforeBreach(.percent(120)),
            .warningNotBeforeBreach(.percent(0)), .budgetOverLimit(sum: .minutes(150), limit: .hours(2)),
            .noticeOfNotice("progress"), .categoryTwice("chat", other: "phone"), .dayTwice("mon"),
            .variantOfSeries("progress"),
            .weightsDoNotAddUp(.percent(90)), .neverOpen("daytime"), .severalCurrencies("CNY", "USD"),
        ] + walls.map(Problem.hours) + expected.map { Problem.unreadable("45 min", $0) }
        + kinds.flatMap {
            [Problem.unknownName("engagd", $0, nearest: "engaged"), .unknownName("zzz", $0, nearest: nil)]
        }

    private static let remarks: [Note.Remark] = [
        .officialYears("cn", 2019...2026), .promisesNothing("empty"), .unusedRole("agent"), .unusedLadder("steep"),
    ]

    private static let grade = GradeRef(policy: PolicyVersion(id: "standard", version: "2026.1"), grade: "gold")
    private static let instant = try! Instant("2026-02-14T20:30:00+08:00")

    private static let ticketRefusals: [Ticket.Refusal] = [
        .ahead(occurred: instant + .seconds(5), now: instant),
        .beforeReceived(occurred: instant, received: instant + .hours(1)),
        .tooFarBack(occurred: instant, earliest: instant + .minutes(5)), .dateBackNeedsReason,
        .notPermitted(.engaged, .closed),
        .notPermitted(.closed, .open), .notPermitted(.reopened, .waiting(.customer)), .notPermitted(.merged, .new),
        .notPermitted(.engaged, .cancelled), .detailMissing(.paused), .detailMissing(.agreed),
        .detailMissing(.labourRecorded),
        .detailMissing(.engaged), .agreedDatePast(instant), .handOverNotOffered(to: "road-crew"),
        .gateClosed(gate: "verify", missing: [.verifiedTechnical, .verifiedCustomer]), .unknownGrade(grade),
        .alreadyGraded(grade), .noSuchStrand(3), .goingDownNeedsReason(grade), .noSuchFact(position: 7),
        .otherCustomer("T-2"), .cannotMergeWithItself, .cannotLinkToItself,
        .alreadyEnded(.cancelled), .mergedInto("T-2"), .unknownEvent("engagd", nearest: "engaged"),
        .unknownEvent("zzz", nearest: nil), .ratedByAnother(.customer),
    ]

    private static let incidentRefusals: [Incident.Refusal] = [
        .ahead(occurred: instant + .seconds(5), now: instant),
        .beforeReceived(occurred: instant, received: instant + .hours(1)),
        .notPermitted(.engaged, .closed), .unknownGrade(grade), .alreadyGraded(grade), .alreadyLinked("T-1"),
        .notLinked("T-1"),
        .unknownEvent("engagd", nearest: "engaged"),
    ]

    private static let instants: [InstantFault] = [
        .shape("tomorrow"), .noOffset("2026-02-14T20:30:00"), .secondSixty("2026-02-14T20:30:60Z"),
        .noSuchDate("2026-02-30T20:30:00Z"), .noSuchTime("2026-02-14T25:30:00Z"), .year("1969-02-14T20:30:00Z"),
    ]

    private static let zones: [ZoneFault] = [
        .unknown(name: "Asia/Shanghia", nearest: "Asia/Shanghai"), .unknown(name: "Mars/Base", nearest: nil),
        .malformed(name: "Asia/Tokyo", reason: "its header is short"),
    ]

    @Test(arguments: Language.allCases)
    func `faults and refusals read like this`(language: Language) throws {
        let (words, zone) = (wording(language), Zone.shipped("Asia/Shanghai"))
        var advice: [Advice] = Self.problems.map(words.words(for:))
        advice +=
            Self.instants.map(words.words(for:)) + Self.zones.map(words.words(for:)) + Self.walls.map(words.words(for:))
        advice += Self.ticketRefusals.map { words.words(for: $0, in: zone) }
        advice += Self.incidentRefusals.map { words.words(for: $0, in: zone) }
        let periods: [Character] = [".", "。"]
        for (cause, cure) in advice {
            for text in [cause, cure] {
                // A range of dates has two dots of its own.
                expectReadable(text.replacing("..2026", with: "–2026"))
                #expect(text.last.map(periods.contains) ?? false, "»\(text)« does not end like a sentence")
            }
        }
        let remarks = Self.remarks.map(words.words(for:))
        try expectGolden(
            (advice.map { "\($0.cause) \($0.cure)" } + remarks).joined(separator: "\n"),
            "faults.\(language.rawValue).txt")
    }

    @Test(arguments: Language.allCases)
    func `the nearest known word is in the cure`(language: Language) {
        let words = wording(language)
        #expect(words.words(for: .unknownName("engagd", .event, nearest: "engaged")).cure.contains("engaged"))
        #expect(words.words(for: .unknownKey("witin", in: "commitment", nearest: "within")).cure.contains("within"))
    }
}
