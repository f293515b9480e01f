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
