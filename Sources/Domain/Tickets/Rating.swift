/// What somebody thought of the service: up to five marks, each from 1 to 5.
/// - Source: D9, B18, B21.
public struct Rating: Hashable, Sendable {
    /// Who speaks; a ticket has one rating of each side.
    public enum Side: String, CaseIterable, Sendable {
        /// The customer rated it.
        case customer
        /// We took down what the customer said in the satisfaction call.
        case desk
    }

    /// What is rated.
    public enum Dimension: String, CaseIterable, Sendable { case efficiency, expertise, attitude, clarity, result }

    public let side: Side
    /// An id, as `labour` has it; only the giver may change it later.
    public let giver: String
    public let marks: [Dimension: Int]

    public static let range = 1...5

    /// - Returns: nil without a mark, or with one that is none.
    public init?(_ side: Side, by giver: String, _ marks: [Dimension: Int]) {
        guard !marks.isEmpty, marks.values.allSatisfy(Rating.range.contains) else { return nil }
        self.side = side
        self.giver = giver
        self.marks = marks
    }
}

/// How a message of a customer felt, from -100 (furious) over 0 to 100 (delighted), as whoever records it says.
public struct Mood: Hashable, Sendable {
    public let value: Int
    public static let range = -100...100

    /// - Returns: nil for a value out of range.
    public init?(_ value: Int) {
        guard Mood.range.contains(value) else { return nil }
        self.value = value
    }
}
