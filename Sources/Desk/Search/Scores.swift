/// The scores of one block's documents while the clauses go over them, one after the other.
struct Scores {
    private var score = [Float](repeating: 0, count: Int(Postings.blockDocuments))
    /// How many clauses have had the document, each of them those before it too.
    private var had = [UInt8](repeating: 0, count: Int(Postings.blockDocuments))
    private var clauses: UInt8 = 0
    /// What the first clause has, ascending: all that can be a hit. The rarest comes first, so it is short.
    private var possible: [UInt16] = []

    mutating func begin() {
        // Scores are set by the first clause, so only these are taken back.
        for offset in possible { had[Int(offset)] = 0 }
        possible.removeAll(keepingCapacity: true)
        clauses = 0
    }

    /// - Parameter lists: of the terms of one clause; a document counts by the first that it has.
    mutating func take(_ lists: [[UInt8]], worth: Float, isFilter: Bool, isForCustomer: Bool) {
        let before = clauses
        clauses += 1
        let after = clauses
        // Words of notes are not there for a customer.
        let least: UInt8 = isForCustomer && !isFilter ? Weight.staff + 1 : 0
        let worths = Weight.worth.map { $0 * worth }
        var possible = possible
        self.possible = []
        worths.withUnsafeBufferPointer { worths in
            score.withUnsafeMutableBufferPointer { score in
                had.withUnsafeMutableBufferPointer { had in
                    for list in lists {
                        list.withUnsafeBufferPointer { list in
                            Postings.each(list) { offset, weight in
                                if had[offset] != before || weight < least { return }
                                had[offset] = after
                                if before == 0 {
                                    score[offset] = worths[Int(weight)]
                                    possible.append(UInt16(truncatingIfNeeded: offset))
                                } else {
                                    score[offset] += worths[Int(weight)]
                                }
                            }
                        }
                    }
                }
            }
        }
        if before == 0, lists.count > 1 { possible.sort() }
        self.possible = possible
    }

    /// Puts a document first, if it is a hit.
    mutating func raise(_ offset: Int) { score[offset] += Weight.ofID }

    /// - Parameter received: wanted instants, and those of the block's documents.
    /// - Returns: how many documents every clause has.
    func collect(_ block: Int64, _ received: (wanted: Range<Int64>, instants: [UInt8])?, _ best: inout Best) -> Int {
        var count = 0
        let first = block * Postings.blockDocuments
        for offset in possible.reversed().lazy.map({ Int($0) }) where had[offset] == clauses {
            if let received {
                guard let instant = Received.instant(received.instants, offset), received.wanted.contains(instant)
                else {
                    continue
                }
            }
            count += 1
            best.take(score[offset], first + Int64(offset))
        }
        return count
    }
}

/// The best so far; among equals the newest.
struct Best {
    private var hits: [(score: Float, document: Int64)] = []
    private let most: Int
    private var least = -Float.infinity

    init(atMost most: Int) { self.most = max(1, most) }

    /// Documents come from the newest to the oldest.
    mutating func take(_ score: Float, _ document: Int64) {
        if score <= least { return }
        hits.append((score, document))
        if hits.count >= 2 * most + 64 { trim() }
    }

    private mutating func trim() {
        hits = sorted
        if hits.count == most { least = hits[most - 1].score }
    }

    var sorted: [(score: Float, document: Int64)] {
        Array(hits.sorted { ($1.score, $1.document) < ($0.score, $0.document) }.prefix(most))
    }
}

/// When documents were received: a column by itself, 8 bytes a document, so that a filter need not look at rows.
public enum Received {
    public static func instant(_ bytes: [UInt8], _ offset: Int) -> Int64? {
        guard bytes.count >= 8 * (offset + 1) else { return nil }
        return (0..<8).reduce(0) { $0 | Int64(bytes[8 * offset + $1]) << (8 * Int64($1)) }
    }

    public static func put(_ instant: Int64, _ offset: Int, in bytes: inout [UInt8]) {
        let missing = 8 * (offset + 1) - bytes.count
        if missing > 0 { bytes.append(contentsOf: repeatElement(0, count: missing)) }
        for place in 0..<8 { bytes[8 * offset + place] = UInt8(truncatingIfNeeded: instant >> (8 * Int64(place))) }
    }
}
