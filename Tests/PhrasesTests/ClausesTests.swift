import Domain
import Phrases
import PolicyLanguage
import Support
import Testing

struct ClausesTests {
    @Test(arguments: Sample.shipped, Language.allCases)
    func `a shipped policy reads like this`(id: String, language: Language) throws {
        try expectGolden(
            Sample.explained(Sample.shipped(id), language), "explain-\(id).\(language.rawValue).txt")
    }

    @Test(arguments: Language.allCases)
    func `every clause of the format reads like this`(language: Language) throws {
        try expectGolden(
            Sample.explained(Sample.read(Sample.everything), language), "explain-everything.\(language.rawValue).txt")
    }

    @Test(arguments: Language.allCases)
    func `every change reads like this`(language: Language) throws {
        let (old, new) = try (Sample.read(Sample.everything), Sample.read(Sample.everythingChanged))
        let lines = [(old, new), (new, old)].flatMap { old, new in
            old.changes(to: new).map { wording(language).sentence($0, from: old, to: new) }
        }
        for line in lines { expectReadable(line) }
        try expectGolden(lines.joined(separator: "\n"), "changes.\(language.rawValue).txt")
    }

    @Test(arguments: Sample.shipped, Language.allCases)
    func `no title of a policy is passed over for its id`(id: String, language: Language) throws {
        let policy = try Sample.shipped(id)
        let titled = policy.grades.filter { $0.title != nil }.map(\.id.rawValue) + policy.roles.map(\.id.rawValue)
        let categories = Set(policy.grades.flatMap(\.categories).map(\.rawValue))
        for line in Sample.explained(policy, language).split(separator: "\n").map({ String($0.drop { $0 == " " }) }) {
            expectReadable(line)
            for id in titled where id.contains("-") && !categories.contains(id) {
                #expect(!line.contains(id), "\(line)")
            }
        }
    }

    @Test(arguments: Sample.shipped, [Language.zh, .ja, .ko])
    func `only names stay in Latin letters`(id: String, language: Language) throws {
        let policy = try Sample.shipped(id)
        for line in Sample.explained(policy, language).split(separator: "\n") {
            let own = [policy.zone, "‘cn’", "“cn”", "「cn」"].reduce(String(line)) { $0.replacing($1, with: "") }
            #expect(!own.contains { $0.isASCII && $0.isLowercase }, "\(line)")
        }
    }

    @Test(arguments: Sample.shipped)
    func `a word is written in all four languages`(id: String) throws {
        for (word, title) in try Sample.shipped(id).words {
            #expect(Set(title.words.keys) == Set(Language.allCases), "\(word)")
        }
    }

    @Test func `words change nothing that is promised`() throws {
        let bare = try Sample.read(Sample.everything.replacing(Sample.words, with: ""))
        let policy = try Sample.read(Sample.everything)
        #expect(bare.words.isEmpty && !policy.words.isEmpty)
        #expect(bare.changes(to: policy).isEmpty)
    }

    @Test func `what a word stands for is an id, and its title is text`() {
        let text = Sample.everything + "\n  Gold Care: {en: gold}\n  depot-2: []\n  depot-3: {fr: dépôt}"
        let reading = Policy.read(Array(text.utf8), zones: .shipped, official: Sample.official)
        let problems: [Problem] = [
            .notAnID("Gold Care"), .unreadable("[…]", .fields), .unknownKey("fr", in: "title", nearest: nil),
        ]
        #expect(reading.faults.map(\.problem) == problems)
    }

    @Test(arguments: [
        (Language.zh, ["首次回应", "解决"], "首次回应"), (.en, ["first answer", "solution"], "First answer within 15 minutes"),
        (.ja, ["最初のご返答", "解決"], "最初のご返答"), (.ko, ["첫 답변", "해결"], "첫 답변"),
    ])
    func `a customer reads of answer and solution, and not of our steps`(
        language: Language, names: [String], promise: String
    ) throws {
        let (shipped, words) = (try Sample.shipped("standard"), wording(language))
        let plain = words.plain(shipped)
        let policy = words.titled(plain)
        let grade = try #require(policy.grade("tier-1"))
        #expect(grade.commitments.map { words.title(of: $0.id, grade: grade.id, in: policy) } == names)
        let sentence = words.promise(of: grade.commitments[0], among: grade.commitments, in: plain)
        #expect(sentence.contains(promise), "\(sentence)")
        // Those who serve go on reading what they have to do.
        #expect(words.title(of: "respond", grade: grade.id, in: shipped) != names[0])
    }

    @Test(arguments: Sample.shipped, Language.allCases)
    func `no two promises of a grade are called alike by customers`(id: String, language: Language) throws {
        let words = wording(language)
        let policy = words.titled(words.plain(try Sample.shipped(id)))
        for grade in policy.grades {
            let names = grade.commitments.map { words.title(of: $0.id, grade: grade.id, in: policy) }
            #expect(Set(names).count == names.count && !names.contains { $0.contains("engaged") }, "\(names)")
            for name in names { expectReadable(name) }
        }
    }

    @Test(arguments: Sample.shipped, Language.allCases)
    func `a customer reads what a broken promise gives them`(id: String, language: Language) throws {
        let (policy, words) = (try Sample.shipped(id), wording(language))
        let terms = policy.grades.compactMap(\.compensation)
        let told = terms.map { words.amends($0, in: policy) }
        for line in told { expectReadable(line, id) }
        #expect(Set(told).count == Set(terms).count, "\(told)")
        #expect((words.ceiling(of: policy) != nil) == (!terms.isEmpty && policy.guarantees.ceiling != nil))
        if id == "standard", language == .en {
            #expect(told.prefix(2) == ["You pay nothing for the labour", "You get 50% of the labour back"])
        }
    }

    @Test(arguments: Language.allCases)
    func `where there is little room a promise is called by its name alone`(language: Language) throws {
        let words = wording(language)
        for id in Sample.shipped {
            let policy = try Sample.shipped(id)
            for grade in policy.grades {
                let names = grade.commitments.map { words.shortTitle(of: $0.id, grade: grade.id, in: policy) }
                #expect(Set(names).count == names.count, "\(names)")
                #expect(language != .en || !names.contains { $0.contains("(") }, "\(names)")
            }
        }
        var policy = try Sample.shipped("standard")
        let place = try #require(policy.grades.firstIndex { $0.id == "tier-1" })
        policy.grades[place].commitments[1].title = Title([.en: "respond"])
        let alike = words.shortTitle(of: "respond", grade: "tier-1", in: policy)
        #expect(language != .en || alike == "respond (engaged)", "two would have one name: \(alike)")
        #expect(words.shortTitle(of: "nobody", grade: "tier-1", in: policy) == "nobody")
    }

    @Test(arguments: Language.allCases)
    func `a commitment is called by what ends it`(language: Language) throws {
        let policy = try Sample.shipped("standard")
        let grade = try #require(policy.grades.first)
        let expected: [Language: String] = [.zh: "响应", .en: "respond (engaged)", .ja: "対応開始", .ko: "응대 시작"]
        let words = wording(language)
        #expect(words.title(of: grade.commitments[0].id, grade: grade.id, in: policy) == expected[language])
        #expect(words.title(of: "nobody", grade: grade.id, in: policy) == "nobody")
        #expect(words.title(of: "no-such", in: policy) == "no such")
    }
}
