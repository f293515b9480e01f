/// A row with numbers for its words: as columns and files hold it.
public struct CodedRow: Hashable, Sendable {
    public var opened: Int64
    /// From when on it is so; the version before it ends here.
    public var recorded: Int64
    public var received: Int64
    /// Milliseconds; -1 for none.
    public var response: Int64 = -1
    public var resolution: Int64 = -1
    /// A number of the dictionary + 1 for each of `Dimension.columns`, 0 for none.
    public var words = CodedWords(repeating: 0)
    /// A number of the dictionary of promises.
    public var promises: UInt32 = 0
    public var traits: UInt16 = 0
    public var moods: Int32 = 0
    public var moodSum: Int32 = 0
    public var markCount: UInt8 = 0
    public var markSum: UInt8 = 0
    public var risks: [Range<Int64>] = []

    public init(opened: Int64, recorded: Int64, received: Int64) {
        self.opened = opened
        self.recorded = recorded
        self.received = received
    }
}

/// Seven numbers, one of each of `Dimension.columns`.
public typealias CodedWords = InlineArray<7, UInt32>

extension CodedRow {
    public static func == (a: Self, b: Self) -> Bool {
        a.opened == b.opened && a.recorded == b.recorded && a.isLike(b)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(opened) }

    /// Equal but for when it began to be so.
    func isLike(_ other: Self) -> Bool {
        for column in 0..<Dimension.columns.count where words[column] != other.words[column] { return false }
        return received == other.received && response == other.response && resolution == other.resolution
            && promises == other.promises && traits == other.traits && moods == other.moods
            && moodSum == other.moodSum && markCount == other.markCount && markSum == other.markSum
            && risks == other.risks
    }
}

/// What a stretch of the journal changes in the figures, ready to be written and taken in.
public struct FigureStretch: Sendable {
    /// The entries that it was made from: [from, to).
    public var from: Int64
    public var to: Int64
    /// When the last of them was recorded.
    public var recorded: Int64
    /// What the last of them is, so that another journal is noticed.
    public var mark: UInt64
    /// New words of each dictionary, in the order of their numbers.
    public var words: [[String]]
    public var rows: [CodedRow] = []
    public var postings: [Posting] = []
    public var contacts: [Contacts] = []
    public var regions: [Region] = []

    /// An amount that was put on a ledger for a ticket; less than nothing when it was taken back.
    public struct Posting: Hashable, Sendable {
        public let opened: Int64
        public let recorded: Int64
        public let currency: UInt32
        public let minor: Int64
        public init(opened: Int64, recorded: Int64, currency: UInt32, minor: Int64) {
            self.opened = opened
            self.recorded = recorded
            self.currency = currency
            self.minor = minor
        }
    }

    /// Contacts that were answered at once.
    public struct Contacts: Hashable, Sendable {
        public let at: Int64
        public let recorded: Int64
        /// Numbers + 1 of the dictionaries of channels and languages.
        public let channel: UInt32
        public let language: UInt32
        public let count: Int64
        public init(at: Int64, recorded: Int64, channel: UInt32, language: UInt32, count: Int64) {
            self.at = at
            self.recorded = recorded
            self.channel = channel
            self.language = language
            self.count = count
        }
    }

    /// Where a customer or a site lies from now on.
    public struct Region: Hashable, Sendable {
        public let isSite: Bool
        public let of: UInt32
        /// A number + 1; 0 for nowhere.
        public let region: UInt32
        public let recorded: Int64
        public init(isSite: Bool, of: UInt32, region: UInt32, recorded: Int64) {
            self.isSite = isSite
            self.of = of
            self.region = region
            self.recorded = recorded
        }
    }

    public init(from: Int64, to: Int64, recorded: Int64, mark: UInt64) {
        (self.from, self.to, self.recorded, self.mark) = (from, to, recorded, mark)
        words = [[String]](repeating: [], count: FigureWords.Kind.allCases.count)
    }
}

/// The dictionaries of the figures.
public struct FigureWords: Sendable {
    /// The first seven as `Dimension.columns`.
    public enum Kind: Int, CaseIterable, Sendable {
        case category, channel, team, agent, site, customer, language
        case region, currency, grade, policy
        /// What grades promised and how that went, spelled as `PromiseProfile` does.
        case promises
    }

    var all = [Words](repeating: Words(), count: Kind.allCases.count)

    public init() {}

    public subscript(_ kind: Kind) -> Words {
        get { all[kind.rawValue] }
        _modify { yield &all[kind.rawValue] }
    }

    /// The number of a word + 1, new or known; 0 for none.
    mutating func code(_ kind: Kind, _ word: String?) -> UInt32 { word.map { all[kind.rawValue].add($0) + 1 } ?? 0 }

    func word(_ kind: Kind, _ code: UInt32) -> String? { code == 0 ? nil : all[kind.rawValue][code - 1] }
}

/// The promises of a ticket, spelled so that tickets for which the same came of the same grades share one number.
///
/// `grade policy held answered kept broken kept broken`, numbers with spaces between them, promises with a comma.
public struct PromiseProfile: Hashable, Sendable {
    public struct Part: Hashable, Sendable {
        public var grade: UInt32
        public var policy: UInt32
        public var isHeld: Bool
        public var isAnswered: Bool
        public var responsesKept: Int64
        public var responsesBroken: Int64
        public var resolutionsKept: Int64
        public var resolutionsBroken: Int64
    }
    public var parts: [Part]

    init(_ promises: [FigureRow.Promise], _ words: inout FigureWords) {
        parts = promises.map { promise in
            Part(
                grade: words[.grade].add(promise.gradeWord), policy: words[.policy].add("\(promise.policy)"),
                isHeld: promise.isHeld, isAnswered: promise.isAnswered, responsesKept: Int64(promise.responsesKept),
                responsesBroken: Int64(promise.responsesBroken), resolutionsKept: Int64(promise.resolutionsKept),
                resolutionsBroken: Int64(promise.resolutionsBroken))
        }
    }

    var spelled: String {
        parts.map { part in
            "\(part.grade) \(part.policy) \(part.isHeld ? 1 : 0) \(part.isAnswered ? 1 : 0) "
                + "\(part.responsesKept) \(part.responsesBroken) \(part.resolutionsKept) \(part.resolutionsBroken)"
        }.joined(separator: ",")
    }

    /// - Returns: nil for a text that is no spelling of one.
    init?(spelled: String) {
        parts = []
        for text in spelled.split(separator: ",") {
            let numbers = text.split(separator: " ").compactMap { Int64($0) }
            guard numbers.count == 8, let grade = UInt32(exactly: numbers[0]), let policy = UInt32(exactly: numbers[1])
            else { return nil }
            parts.append(
                Part(
                    grade: grade, policy: policy, isHeld: numbers[2] == 1, isAnswered: numbers[3] == 1,
                    responsesKept: numbers[4], responsesBroken: numbers[5], resolutionsKept: numbers[6],
                    resolutionsBroken: numbers[7]))
        }
    }
}
