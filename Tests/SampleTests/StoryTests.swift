import Desk
import Domain
import Edges
import Sample
import Support
import Testing

struct StoryTests {
    /// Monday, 2 March 2026, midnight in Shanghai.
    static let monday = at("2026-03-02T00:00:00+08:00")

    static let policies = try! ["standard", "after-sales", "experience", "service-rules"].map {
        try Shipped.makePolicy(Shipped.files(policy: Fixture.bytes("policies/\($0).yaml")), 1)
    }

    static func story(
        _ seed: UInt64, tickets: Int, days: Int = 7, _ company: Company = Company(seed: 1, policies: policies)
    ) -> Story {
        Story(company, seed: seed, tickets: tickets, from: monday, days: days)
    }

    @Test func `the same seed tells the same story for ever`() throws {
        var print = Print()
        var count = 0
        var first: [String] = []
        for (at, request) in StoryTests.story(7, tickets: 1_000) {
            let line = "\(at.text) \(request.actor) \(request.command.line) \(request.words.joined(separator: " / "))"
            print.add(line)
            count += 1
            // The company's records have a golden text of their own.
            if case .record = request.command { continue }
            if first.count < 120 { first.append(line) }
        }
        try expectGolden((first + ["all \(count): \(print.hex)"]).joined(separator: "\n"), "story.txt")
    }

    @Test func `another seed tells another story`() {
        #expect(StoryTests.story(1, tickets: 5).map(\.at) != StoryTests.story(2, tickets: 5).map(\.at))
    }

    @Test(arguments: Seed.some(5))
    func `time never goes back, and every ticket asked for arrives within the days`(_ seed: Seed) {
        let story = StoryTests.story(seed.number, tickets: 500, days: 3)
        var last = story.from
        var opened = 0
        var extra: Set<TicketID> = []
        for (at, request) in story {
            #expect(last <= at)
            last = at
            switch request.command {
            case .open(_, _, _):
                opened += 1
            case .merge(let duplicate, _): extra.insert(duplicate)
            default: break
            }
        }
        #expect(opened - extra.count == 500)
    }

    @Test func `at hand is what is open, however many were told`() {
        func most(_ tickets: Int, _ days: Int) -> Int {
            var story = StoryTests.story(4, tickets: tickets, days: days)
            var most = 0
            while story.next() != nil { most = max(most, story.open) }
            return most
        }
        // A hundred a day: feedback stays for months, the rest for days.
        #expect(most(2_000, 20) < 450)
        #expect(most(20_000, 200) < 700)
    }

    @Test func `nights are quiet, Mondays busy and holidays quieter`() {
        var hours = [Int](repeating: 0, count: 24)
        var days: [String: Int] = [:]
        let story = Story(
            Company(seed: 1, policies: StoryTests.policies), seed: 5, tickets: 20_000,
            from: at("2026-04-27T00:00:00+08:00"), days: 14)
        for (at, request) in story {
            guard case .open(_, _, let source) = request.command, source == .edge else { continue }
            let local = at.milliseconds + 8 * 3_600_000
            hours[Int(local / 3_600_000 % 24)] += 1
            days[Day(localMilliseconds: local).text, default: 0] += 1
        }
        #expect(hours[3] * 8 < hours[10])
        #expect(days["2026-05-11", default: 0] < 10, "arrivals end with the days")
        #expect(days["2026-04-27"]! > days["2026-04-28"]!)
        #expect(days["2026-05-01"]! * 2 < days["2026-05-08"]!)
    }

    @Test func `four languages, many words`() {
        var languages: [String: Int] = [:]
        var subjects: [String: Int] = [:]
        for (_, request) in StoryTests.story(6, tickets: 3_000) {
            guard case .open(let opening, _, _) = request.command else { continue }
            languages[opening.attributes[.language] ?? "", default: 0] += 1
            subjects[request.words[0], default: 0] += 1
        }
        let total = languages.values.reduce(0, +)
        #expect(languages.keys.sorted() == ["en", "ja", "ko", "zh"])
        #expect((82...93).contains(languages["zh"]! * 100 / total), "\(languages)")
        #expect(subjects.count > 600, "\(subjects.count)")
        #expect(subjects.values.max()! > 20, "hot matters repeat")
    }

    @Test func `some requests have a key, few a long text`() {
        var (requests, keyed, keys, longest, long) = (0, 0, Set<Request.Key>(), 0, 0)
        for (_, request) in StoryTests.story(8, tickets: 3_000) {
            requests += 1
            if let key = request.key {
                keyed += 1
                keys.insert(key)
            }
            for text in request.texts where text.field == "attachment" {
                long += 1
                longest = max(longest, text.payload.count)
            }
        }
        #expect((3...10).contains(keyed * 100 / requests), "\(keyed) of \(requests)")
        #expect(keys.count == keyed)
        #expect((4...30).contains(long), "\(long)")
        #expect(longest > 30_000 && longest <= 64 << 10, "\(longest)")
    }

    @Test func `every event that a desk can be told of occurs`() {
        var told: Set<EventName> = []
        for (_, request) in StoryTests.story(3, tickets: 6_000, days: 10) {
            switch request.command {
            case .open: told.insert(.received)
            case .merge: told.insert(.merged)
            case .ticket(_, let commands):
                for command in commands {
                    switch command {
                    case .record(let name, _, _, _): told.insert(name)
                    case .grade: told.insert(.graded)
                    case .regrade: told.insert(.regraded)
                    default: break
                    }
                }
            default: break
            }
        }
        let missing = EventName.vocabulary.map(\.name).filter { !told.contains($0) }
        #expect(missing.isEmpty, "\(missing)")
    }

    @Test func `only the policies in force are spoken of`() {
        let company = Company(seed: 1, policies: [StoryTests.policies[0]])
        for (_, request) in StoryTests.story(1, tickets: 300, company) {
            guard case .open(let opening, let gradings, _) = request.command else { continue }
            #expect(gradings.allSatisfy { $0.policy == "standard" })
            #expect(opening.attributes[.category] != "device-fault")
        }
    }
}

extension Request {
    var words: [String] { texts.map { String(decoding: $0.payload, as: UTF8.self) } }
}

extension Command {
    /// Spelled out without the order of a dictionary.
    var line: String {
        switch self {
        case .open(let opening, let gradings, _):
            let attributes = opening.attributes.sorted { $0.key.rawValue < $1.key.rawValue }
                .map { "\($0.key.rawValue)=\($0.value)" }.joined(separator: ",")
            let grades = gradings.map { "\($0.policy)/\($0.grade)/\($0.complexity)" }.joined(separator: ",")
            return
                "open \(opening.id) \(opening.customer) \(opening.firstAsked?.rawValue ?? "-") \(attributes) [\(grades)]"
        case .ticket(let id, let commands): return "\(id) \(commands.map(\.line).joined(separator: " + "))"
        case .merge(let id, let other): return "merge \(id) into \(other)"
        case .split(let id, let part, _): return "split \(id) into \(part)"
        case .openIncident(let id, _, let gradings): return "incident \(id) \(gradings.map(\.grade.rawValue))"
        case .incident(let id, let commands):
            return "incident \(id) "
                + commands.map { command in
                    switch command {
                    case .record(let name, _, _, _): name.rawValue
                    case .link(let ticket): "link \(ticket)"
                    case .grade, .unlink, .advance: "?"
                    }
                }.joined(separator: " + ")
        case .record(let kind, let id, .put(let fields)):
            let texts = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value ?? "-")" }
            return "\(kind) \(id) \(texts.joined(separator: "|"))"
        default: return "?"
        }
    }
}

extension Ticket.Command {
    fileprivate var line: String {
        switch self {
        case .record(let name, _, let detail, _):
            switch detail {
            case .none: name.rawValue
            case .waiting(let reason): "\(name)(\(reason))"
            case .date(let date): "\(name)(\(date.text))"
            case .team(let team): "\(name)(\(team))"
            case .labour(let minutes, let by): "\(name)(\(minutes) min, \(by))"
            case .robot(let accepted): "\(name)(robot, \(accepted))"
            case .mood(let mood): "\(name)(mood \(mood.value))"
            }
        case .correct(let position, let occurred, let reason): "correct(\(position), \(occurred.text), \(reason))"
        case .offer(let team): "offer(\(team))"
        case .grade(let grade, _): "grade(\(grade.grade))"
        case .regrade(let strand, let grade, _, let reason): "regrade(\(strand), \(grade.grade), \(reason ?? "-"))"
        case .change(.set(let attribute, let value)): "set(\(attribute.rawValue), \(value ?? "-"))"
        case .change(.add(let list, let value)): "add(\(list.rawValue), \(value))"
        case .change(.note(let mentions)): "note(\(mentions.joined(separator: " ")))"
        case .change(.field(let name, .word(let value)?)): "field(\(name), \(value))"
        default: "?"
        }
    }
}

extension Instant {
    fileprivate var text: String { "\(Day(localMilliseconds: milliseconds).text)+\(milliseconds % 86_400_000)" }
}
