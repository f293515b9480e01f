import Domain
import PolicyLanguage

extension English {
    func words(for problem: Problem) -> (cause: String, cure: String) {
        switch problem {
        case .notText: ("The file is not text in UTF-8.", "Save it as UTF-8.")
        case .tooLarge(let bytes):
            ("The file has \(bytes) bytes; 262144 are allowed.", "Split it into several policies.")
        case .tooDeep: ("The nesting is too deep.", "Write it with at most 64 levels.")
        case .syntax(let text): ("This is not YAML: \(text).", "Check the indentation, colons and quotes here.")
        case .anchor(let name):
            ("Anchors and aliases such as “&\(name)” are refused.", "Write the value out in each place.")
        case .empty: ("The file is empty.", "Write its first key, “policy: …” or “mapping: …”.")
        case .keyTwice(let key): ("“\(key)” stands here twice.", "Keep one of them.")
        case .missing(let key, let what):
            (
                "“\(key)” is missing in “\(what)”.",
                what == "columns" ? "Name the column of the file that holds it." : "Add “\(example(ofKey: key))”."
            )
        case .unknownKey(let key, let what, let nearest):
            ("“\(key)” is not known in “\(what)”.", nearest.map { "Write “\($0)”." } ?? "Remove it.")
        case .unreadable(let text, let expected):
            ("“\(text)” is not \(name(expected)).", "Write for example: \(example(of: expected, for: text)).")
        case .hours(let fault): words(for: fault)
        case .unknownName(let text, let kind, let nearest):
            (
                "There is no \(name(kind)) “\(text)”.",
                nearest.map { "Write “\($0)”." } ?? cure(kind)
            )
        case .notAnID(let text):
            (
                "“\(text)” can't be an id.",
                "Use lower case letters, digits and hyphens inside, at most 64."
            )
        case .declaredTwice(let name): ("“\(name)” is declared twice.", "Remove one, or give it another id.")
        case .exactlyOne(let keys, let what):
            ("“\(what)” needs exactly one of \(or(keys.map(quoted))).", "Keep or add one of them.")
        case .onlyWith(let key, let other):
            ("“\(key)” means something only with “\(other)”.", "Add “\(other)”, or remove “\(key)”.")
        case .warningNotBeforeBreach(let share):
            share.millionths > 0
                ? ("A warning at \(share.text) would come after the breach.", "Use a share below 100%.")
                : ("A warning at \(share.text) would come at the start.", "Use a share above 0%.")
        case .budgetOverLimit(let sum, let limit):
            (
                "The teams' budgets add up to \(span(sum)), more than the limit of \(span(limit)).",
                "Shorten the budgets to \(span(limit)) in all."
            )
        case .noticeOfNotice(let name): ("“\(name)” has no due to be ahead of.", "Name a commitment with “within”.")
        case .categoryTwice(let category, let other):
            ("The category “\(category)” belongs to “\(other)” already.", "List it in one grade only.")
        case .dayTwice(let day): ("“\(day)” covers days that have hours already.", "Write the hours of a day once.")
        case .variantOfSeries(let name):
            ("“\(name)” has no limit that a variant could replace.", "Vary commitments with “within” only.")
        case .weightsDoNotAddUp(let sum): ("The weights add up to \(sum.text).", "Make them add up to 100%.")
        case .neverOpen(let name): ("The calendar “\(name)” never opens.", "Give at least one day opening hours.")
        case .severalCurrencies(let a, let b): ("\(a) and \(b) stand side by side.", "Use one currency throughout.")
        }
    }

    func words(for remark: Note.Remark) -> String {
        switch remark {
        case .officialYears(let name, let years):
            "The official calendar “\(name)” is known from \(years.lowerBound) to \(years.upperBound); "
                + "other dates count as ordinary weekdays."
        case .promisesNothing(let id): "The grade “\(id)” has no commitments and promises nothing."
        case .unusedRole(let id): "No ladder tells the role “\(id)”."
        case .unusedLadder(let id): "Nothing uses the ladder “\(id)”."
        }
    }

    private func name(_ expected: Problem.Expected) -> String {
        switch expected {
        case .text: "a text"
        case .list: "a list"
        case .fields: "a set of fields"
        case .trueOrFalse: "true or false"
        case .count: "a whole number in range"
        case .limit: "a limit"
        case .duration: "a length of time"
        case .share: "a share"
        case .money: "an amount of money"
        case .date: "a date"
        case .hours: "opening hours"
        case .moment: "a moment of the ladder"
        case .complexity: "a complexity"
        case .dimension: "a dimension of the score"
        case .counted: "something that is counted"
        case .window: "a window of time"
        case .rounding: "a way of rounding"
        case .base: "the base of a deposit"
        case .attachment: "a policy and a grade"
        case .months: "a number of months"
        case .timeFormat: "a format of times"
        }
    }

    private func name(_ kind: Problem.NameKind) -> String {
        switch kind {
        case .event: "event"
        case .state: "state"
        case .calendar: "calendar"
        case .officialCalendar: "official calendar"
        case .zone: "time zone"
        case .ladder: "ladder"
        case .role: "role"
        case .commitment: "commitment"
        case .weekday: "weekday"
        case .colour: "colour"
        }
    }

    private func cure(_ kind: Problem.NameKind) -> String {
        switch kind {
        case .event: "Use an event of the vocabulary, or declare it under “events”."
        case .state: "Use \(or(Waiting.allCases.map { quoted($0.state) }))."
        case .calendar: "Declare it under “calendars”."
        case .officialCalendar: "Use “cn”, or write the dates under “holidays” and “workdays”."
        case .zone: "Use an IANA name such as “Asia/Shanghai”."
        case .ladder: "Declare it under “ladders”."
        case .role: "Declare it under “roles”."
        case .commitment: "Name a commitment of the same grade."
        case .weekday: "Use “mon” to “sun”, “mon-fri” or “daily”."
        case .colour: "Use \(or(ScorecardTerms.Colour.allCases.map { quoted($0.rawValue) }))."
        }
    }
}
