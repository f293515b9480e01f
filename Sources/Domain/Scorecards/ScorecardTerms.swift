/// How a policy scores people and teams (A15, A16, C9) and what it aims at (B1, C2, C12).
public struct ScorecardTerms: Hashable, Sendable {
    /// Weights that add up to the whole.
    public var weights: [Dimension: Share] = [:]
    public var cards: [Card] = []
    /// A ticket of one of these categories is a complaint, for cards and figures.
    public var complaints: [CategoryID] = []
    /// A team over its target earns a bonus (C9).
    public var bonus: Bonus?
    /// What follows the first, second, … broken core rule (C9).
    public var steps: [String] = []
    public var targets: [Target] = []
    /// Reports that are owed in a rhythm.
    public var reports: [Report] = []

    public init() {}

    public enum Dimension: String, CaseIterable, Sendable { case timeliness, quality, satisfaction }
    public enum Count: String, CaseIterable, Sendable { case breaches, complaints }
    public enum Window: String, CaseIterable, Sendable { case month, quarter, year }
    public enum Colour: String, CaseIterable, Sendable { case yellow, blue, red }

    public struct Card: Hashable, Sendable {
        public let colour: Colour
        public let rule: Rule
        public let window: Window
        /// What the card leads to: `training`, `reassignment`, `review`.
        public let then: String
        public init(colour: Colour, rule: Rule, window: Window, then: String) {
            self.colour = colour
            self.rule = rule
            self.window = window
            self.then = then
        }
        public enum Rule: Hashable, Sendable {
            case reaches(Int, Count)
            /// The share of people with most of these, taken together.
            case top(Share, [Count])
        }
    }

    public struct Bonus: Hashable, Sendable {
        public let metric: String
        public let over: Share
        public init(metric: String, over: Share) {
            self.metric = metric
            self.over = over
        }
    }

    public struct Target: Hashable, Sendable {
        public let id: String
        public let atLeast: Share
        public let within: Duration?
        public init(id: String, atLeast: Share, within: Duration?) {
            self.id = id
            self.atLeast = atLeast
            self.within = within
        }
    }

    public struct Report: Hashable, Sendable {
        public let id: String
        public let every: Window
        public let top: Int
        public init(id: String, every: Window, top: Int) {
            self.id = id
            self.every = every
            self.top = top
        }
    }
}
