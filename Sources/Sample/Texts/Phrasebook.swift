import Domain

/// What a matter is about; several categories share one.
enum Topic: Int, CaseIterable, Sendable {
    case operations, security, fault, howTo, need, lookUp, failure, complaint, opinion, device, danger, visit
}

/// What the text of a request is for.
enum Word: Sendable { case matter, agent, customer, resolution, note, reason }

/// Fragments of support texts in one language, the most usual first; made up, none is anybody's real message.
struct Phrasebook: Sendable {
    /// By topic: what it is about, and what is the matter with it.
    let things: [[String]]
    let happenings: [[String]]
    let details: [String]
    let asks: [String]
    let agent: [String]
    let customer: [String]
    let resolutions: [String]
    let notes: [String]
    let reasons: [String]
    /// Between words, and after a sentence.
    let gap: String
    let stop: String

    /// - Parameter topics: two lines a topic, in the order of `Topic`; fragments are parted by a bar.
    init(
        topics: String, details: String, asks: String, agent: String, customer: String, resolutions: String,
        notes: String, reasons: String, gap: String, stop: String
    ) {
        let lines = topics.split(separator: "\n").map { Phrasebook.fragments($0) }
        precondition(lines.count == Topic.allCases.count * 2, "a topic has two lines")
        things = stride(from: 0, to: lines.count, by: 2).map { lines[$0] }
        happenings = stride(from: 1, to: lines.count, by: 2).map { lines[$0] }
        self.details = Phrasebook.fragments(details)
        self.asks = Phrasebook.fragments(asks)
        self.agent = Phrasebook.fragments(agent)
        self.customer = Phrasebook.fragments(customer)
        self.resolutions = Phrasebook.fragments(resolutions)
        self.notes = Phrasebook.fragments(notes)
        self.reasons = Phrasebook.fragments(reasons)
        self.gap = gap
        self.stop = stop
    }

    private static func fragments(_ line: some StringProtocol) -> [String] {
        line.split(separator: "|").map { String($0) }
    }

    static func of(_ language: Language) -> Phrasebook {
        switch language {
        case .zh: chinese
        case .en: english
        case .ja: japanese
        case .ko: korean
        }
    }

    func subject(_ topic: Topic, _ chance: inout Chance) -> String {
        chance.hot(of: things[topic.rawValue]) + gap + chance.one(of: happenings[topic.rawValue])
    }

    /// The matter in a few sentences.
    func matter(_ subject: String, _ chance: inout Chance) -> String {
        let end = gap.isEmpty ? "" : gap
        var text = subject + stop + end + chance.one(of: details)
        if chance.percent(60) { text += end + chance.hot(of: details) }
        return text + end + chance.one(of: asks)
    }

    func line(_ word: Word, _ topic: Topic, _ chance: inout Chance) -> String {
        switch word {
        case .matter: subject(topic, &chance)
        case .agent: chance.one(of: agent)
        case .customer: chance.one(of: customer)
        case .resolution: chance.one(of: things[topic.rawValue]) + gap + chance.one(of: resolutions)
        case .note: chance.one(of: notes)
        case .reason: chance.one(of: reasons)
        }
    }
}
