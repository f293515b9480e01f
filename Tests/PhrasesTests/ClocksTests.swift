import Phrases
import PolicyLanguage
import Support
import Testing

@testable import Domain

struct ClocksTests {
    private static let zone = Zone.shipped("Asia/Shanghai")
    private static func at(_ text: String) -> Instant { try! Instant(text + "+08:00") }

    @Test(arguments: Language.allCases)
    func `a clock's progress reads like this`(language: Language) throws {
        let due = Self.at("2026-02-15T09:15:00")
        func breach(_ ended: Instant?, _ late: Duration, _ missed: Int = 1, came: Bool = true) -> Progress {
            .breached(
                Breach(
                    due: due, at: due.next, since: due, ended: ended, came: came && ended != nil, late: late,
                    missed: missed))
        }
        let reasons: [VoidReason] = [.regraded, .seriesEnded, .cancelled, .merged, .superseded, .promiseKept]
        let all: [Progress] =
            [
                .waiting, .running(due: nil), .running(due: due), .paused(since: due, left: .minutes(40)),
                .met(at: due + .seconds(7)), breach(due + .minutes(125), .minutes(125)), breach(nil, .seconds(90)),
                breach(due + .hours(3), .hours(3), 6), breach(nil, Duration(milliseconds: 1)),
                breach(due + .hours(3), .hours(3), came: false), breach(due + .hours(3), .hours(3), 6, came: false),
            ] + reasons.map { .void(at: due, $0) }
        let lines = all.map { wording(language).words(for: $0, in: Self.zone) }
        for line in lines { expectReadable(line) }
        try expectGolden(lines.joined(separator: "\n"), "progress.\(language.rawValue).txt")
    }

    @Test(arguments: Language.allCases)
    func `a due is explained like this`(language: Language) throws {
        let standard = try PolicyInForce(Sample.shipped("standard"), zones: .shipped, official: Sample.official)
        let everything = try PolicyInForce(Sample.read(Sample.everything), zones: .shipped, official: Sample.official)
        let start = Self.at("2026-02-14T20:30:00")
        let pause = Pauses([Span(from: Self.at("2026-02-15T09:30:00"), to: Self.at("2026-02-15T10:00:00"))])
        let open = Pauses([Span(from: Self.at("2026-02-15T09:30:00"), to: nil)])
        let words = wording(language)
        func lines(
            _ policy: PolicyInForce, _ grade: Int, _ commitment: Int, _ pauses: Pauses = .none, void: Instant? = nil
        ) -> [String] {
            let grade = policy.policy.grades[grade].id
            let term = policy.terms(grade)[commitment]
            let due = term.due(from: start, date: nil, pauses: pauses)
            let why = term.why(
                from: start, date: nil, pauses: pauses, due: due, void: void, now: start + .hours(14), policy)
            return words.lines(for: why, in: Self.zone, of: policy.policy, grade: grade)
        }
        let lines = [
            lines(standard, 1, 0), lines(standard, 1, 1, pause), lines(standard, 1, 1, open), lines(standard, 2, 0),
            lines(standard, 1, 1, void: Self.at("2026-02-15T09:10:00")), lines(everything, 0, 1),
            lines(everything, 0, 3), lines(everything, 0, 4), lines(everything, 0, 6), lines(everything, 0, 7),
        ]
        for line in lines.joined() { expectReadable(line) }
        try expectGolden(
            lines.map { $0.joined(separator: "\n") }.joined(separator: "\n\n"), "why.\(language.rawValue).txt")
    }

    @Test(arguments: Language.allCases)
    func `people read an instant to the second, wherever it stands`(language: Language) throws {
        let standard = try PolicyInForce(Sample.shipped("standard"), zones: .shipped, official: Sample.official)
        let grade = standard.policy.grades[1].id
        let term = standard.terms(grade)[0]
        let start = Self.at("2026-02-14T20:30:03.123")
        let due = term.due(from: start, date: nil, pauses: .none)
        let why = term.why(from: start, date: nil, pauses: .none, due: due, now: start + .hours(14), standard)
        let words = wording(language)
        let account = words.lines(for: why, in: Self.zone, of: standard.policy, grade: grade)
        #expect(account[0].contains("20:30:03") && account.contains { $0.contains("09:15:03") }, "\(account)")
        let all: [Progress] = [
            .running(due: start), .met(at: start), .paused(since: start, left: .minutes(40)),
            .void(at: start, .regraded),
        ]
        let told = all.map { words.words(for: $0, in: Self.zone) } + [words.wallTime(start, in: Self.zone)]
        for text in told { #expect(text.contains("20:30:03"), "\(text)") }
        for text in told + account { #expect(!text.contains(".123") && !text.contains("877"), "\(text)") }
        #expect(words.wallTime(Self.at("2026-02-14T20:30:00.999"), in: Self.zone) == "2026-02-14 20:30")
    }

    @Test(arguments: Language.allCases)
    func `what a long account leaves out is stated in its middle`(language: Language) throws {
        let text =
            "policy: long\nversion: \"1\"\ntime-zone: Asia/Shanghai\n"
            + "calendars: {daytime: {open: {daily: \"09:00-21:00\"}}}\n"
            + "grades: {slow: {calendar: daytime, commitments: {resolve: {needs: resolved, within: 8000h}}}}"
        let policy = try PolicyInForce(Sample.read(text), zones: .shipped, official: [:])
        let term = try #require(policy.terms("slow").first)
        let start = Self.at("2026-02-14T20:30:00")
        let due = term.due(from: start, date: nil, pauses: .none)
        let why = term.why(from: start, date: nil, pauses: .none, due: due, now: start, policy)
        let lines = wording(language).lines(for: why, in: Self.zone)
        // Without the policy only ids are known.
        #expect(lines[0].contains("resolve") && lines[0].contains("daytime") && lines.last?.contains("long") == true)
        #expect(why.omitted > 0)
        #expect(lines[1 + why.pieces.count / 2].contains(String(why.omitted)))
        #expect(lines.count == why.pieces.count + 4)
    }
}
