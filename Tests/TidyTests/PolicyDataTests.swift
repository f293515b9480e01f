import Testing

struct PolicyDataTests {
    @Test func `no grade of a policy is named in code`() throws {
        let grades = try hyphenatedGrades()
        try #require(!grades.isEmpty, "no hyphenated grade below `grades:` in policies/*.yaml: has its shape changed?")
        for line in try Repository.files(below: "Sources", endingIn: ".swift").flatMap(Repository.lines) {
            for grade in grades where line.holds(word: grade) {
                Issue.record(
                    """
                    \(line.place): the code names the grade "\(grade)"
                    Grades live in policies/*.yaml, so that a company can have its own. Let the policy say what \
                    is special about this one, and read that.
                    """)
            }
        }
    }

    /// The hyphenated keys two spaces deep below `grades:`. One without a hyphen may also be an ordinary word, and one
    /// that is listed under `for:` a category.
    private func hyphenatedGrades() throws -> Set<String> {
        var grades: Set<String> = []
        var categories: Set<String> = []
        for path in Repository.files(below: "policies", endingIn: ".yaml") {
            var isBelowGrades = false
            for line in try Repository.lines(of: path).map(\.text) {
                if line.first.map({ $0 != " " && $0 != "#" }) ?? false { isBelowGrades = line.hasPrefix("grades:") }
                guard isBelowGrades, line.hasPrefix("  "), let colon = line.firstIndex(of: ":") else { continue }
                if line.hasPrefix("    for: [") {
                    categories.formUnion(line[colon...].split { !$0.isLetter && $0 != "-" }.map(String.init))
                }
                let key = line[..<colon].dropFirst(2)
                if key.contains("-"), key.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) {
                    grades.insert(String(key))
                }
            }
        }
        return grades.subtracting(categories)
    }
}
