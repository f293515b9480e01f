/// How much a term says of a document, as it stands in the index: three bits.
///
/// BM25's saturation and length norm are taken when the document is written, so that a search only adds. `staff` is the
/// lowest on purpose: what only internal notes say is passed over by its number when a customer asks.
public enum Weight {
    /// In nothing that a customer may read.
    static let staff: UInt8 = 0
    /// In a text, from once in a long one to often in a short one.
    static let text: ClosedRange<UInt8> = 1...4
    /// In a subject or a name.
    static let title: UInt8 = 5
    static let titleAndText: UInt8 = 6
    /// Of a filter, which says nothing of the rank.
    static let filter: UInt8 = 7

    /// What a search adds for each.
    static let worth: [Float] = [0.3, 0.6, 0.8, 1, 1.2, 2.2, 2.6, 0]
    /// For a document that is called what was typed: before everything else.
    static let ofID: Float = 1_000

    /// - Parameters:
    ///   - count: how often the term stands in the texts.
    ///   - length: tokens of the texts.
    /// - Source: Robertson, Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; k₁ 1.2, b 0.75,
    ///   and a usual length of 150 tokens instead of a mean that would change with every document.
    static func text(_ count: Int, length: Int) -> UInt8 {
        let count = Float(count)
        let share = count / (count + 1.2 * (0.25 + 0.75 * Float(length) / 150))
        return share < 0.35 ? 1 : share < 0.5 ? 2 : share < 0.65 ? 3 : 4
    }
}
