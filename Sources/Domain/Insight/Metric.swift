/// The twelve figures of the commitment dashboard; the five live ones of A20 are among them.
/// - Source: A20, A36; docs/figures.md says each in a manager's words.
public enum Metric: String, CaseIterable, Sendable {
    case firstResponse = "first-response"
    case responseAttainment = "response-attainment"
    case resolution
    case resolutionAttainment = "resolution-attainment"
    case firstTimeFix = "first-time-fix"
    case redispatch = "re-dispatch"
    case conversion
    case emotion
    case satisfaction
    case complaints
    case owed
    case atRisk = "at-risk"

    public enum Unit: String, Sendable {
        case milliseconds, share
        /// -100 … 100.
        case index
        /// 1 … 5.
        case mark
        case money, tickets
    }

    public enum Better: String, Sendable { case higher, lower }

    /// How it is made of what is counted.
    public enum Formula: Hashable, Sendable {
        case mean(Quantity, over: Quantity)
        /// The first as a part of all.
        case share(Quantity, of: [Quantity])
        /// So many, among so many.
        case count(Quantity, of: Quantity)
        /// What stands on the ledgers, by currency.
        case ledgers
    }

    public var unit: Unit { line.unit }
    public var better: Better { line.better }
    public var formula: Formula { line.formula }
    /// The rules that ask for it.
    public var source: String { line.source }

    private var line: (unit: Unit, better: Better, formula: Formula, source: String) {
        switch self {
        case .firstResponse: (.milliseconds, .lower, .mean(.responseTime, over: .responded), "A20, A36")
        case .responseAttainment:
            (.share, .higher, .share(.responsesKept, of: [.responsesKept, .responsesBroken]), "A2, B1, C2")
        case .resolution: (.milliseconds, .lower, .mean(.resolutionTime, over: .resolved), "A36")
        case .resolutionAttainment:
            (.share, .higher, .share(.resolutionsKept, of: [.resolutionsKept, .resolutionsBroken]), "A2, A36")
        case .firstTimeFix: (.share, .higher, .share(.fixedAtOnce, of: [.resolved]), "A20")
        case .redispatch: (.share, .lower, .share(.redispatched, of: [.dispatched]), "A20")
        case .conversion: (.share, .lower, .share(.arrived, of: [.arrived, .answeredAtOnce]), "A20")
        case .emotion: (.index, .higher, .mean(.mood, over: .moods), "A20, C20")
        case .satisfaction: (.mark, .higher, .mean(.mark, over: .marks), "B1, D9")
        case .complaints: (.share, .lower, .share(.complaints, of: [.tickets]), "A16, A27, D10")
        case .owed: (.money, .lower, .ledgers, "A2, B22")
        case .atRisk: (.tickets, .lower, .count(.atRisk, of: .open), "A36")
        }
    }
}

/// What is counted and summed up of tickets: every figure is made of these.
public enum Quantity: Int, CaseIterable, Sendable {
    /// That stand: what was merged into another counts there.
    case tickets
    case responded, responseTime
    /// First responses within the span that C2's target names.
    case promptly
    case responsesKept, responsesBroken
    case resolved, resolutionTime
    case resolutionsKept, resolutionsBroken
    case fixedAtOnce
    case dispatched, redispatched
    /// Tickets that a contact became: no part that was split off.
    case arrived
    case answeredAtOnce
    case moods, mood
    case marks, mark
    case complaints
    case open, atRisk
    /// Tickets, not promises, of which at least one was broken.
    case brokenResponses, brokenResolutions
    /// Tickets with a mood, a mark, an amount on a ledger.
    case mooded, marked, owing

    static let count = Quantity.allCases.count
}
