/// Which words stand next to each other in some texts, in a few bytes: a Bloom filter of the pairs.
///
/// It never denies two neighbours that are there, and of those that are not it lets through about two in a hundred.
/// A pair sets three of 2¹⁶ bits, each told by 16 bits of its hash; one half laid over the other is the filter of half
/// the size. So it is gathered as wide as can be and folded until some ten bits are left for a pair, and needs no list
/// of what is in it. Texts with more pairs than it has room for only make it let more through.
///
/// The hash is one of the words' bytes alone, since the bits are kept: another would deny what is there.
/// - Source: Bloom, "Space/Time Trade-offs in Hash Coding with Allowable Errors", CACM 13 (7), 1970.
public struct WordPairs: Sendable {
    /// 2¹⁶ bits.
    static let bytesAtMost = 8 << 10
    fileprivate static let probes = 3
    /// The least; folding by halves leaves up to twice as many.
    private static let bitsAPair = 8

    private var bits: [UInt64] = []
    /// How many different ones there are; less where they crowd.
    private var pairs = 0
    private var last: UInt64?

    public init() {}

    /// What comes from here on stands in another text.
    public mutating func begin() { last = nil }

    /// Words in the order in which they stand.
    public mutating func add(_ word: TermKey) {
        let hash = word.stableHash
        if let last { set(Self.pair(last, hash)) }
        last = hash
    }

    private mutating func set(_ pair: UInt64) {
        if bits.isEmpty { bits = [UInt64](repeating: 0, count: Self.bytesAtMost / 8) }
        var rest = pair
        var isNew = false
        for _ in 0..<Self.probes {
            let place = Int(rest & 0xFFFF)
            let bit = UInt64(1) << UInt64(place & 63)
            if bits[place >> 6] & bit == 0 {
                bits[place >> 6] |= bit
                isNew = true
            }
            rest >>= 16
        }
        if isNew { pairs += 1 }
    }

    fileprivate static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 {
        TermKey.mixed(first &* 0x9E37_79B9_7F4A_7C15 &+ second)
    }

    /// A power of two, at most 8 KiB; none where no two words are neighbours.
    public var bytes: [UInt8] {
        if pairs == 0 { return [] }
        var words = bits
        while words.count > 1, words.count * 32 >= pairs * Self.bitsAPair {
            let half = words.count / 2
            for index in 0..<half { words[index] |= words[index + half] }
            words.removeLast(half)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(words.count * 8)
        for word in words { withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) } }
        return bytes
    }
}

/// The neighbours that stand in some phrases, to be looked for in many filters.
public struct WordPairsQuestion: Sendable {
    private let pairs: [UInt64]

    public init(_ phrases: [[TermKey]]) {
        pairs = phrases.flatMap { phrase in
            let hashes = phrase.map(\.stableHash)
            return zip(hashes, hashes.dropFirst()).map { WordPairs.pair($0, $1) }
        }
    }

    /// - Parameter filter: the bytes of some `WordPairs`.
    /// - Returns: false only where one of the phrases surely stands in none of its texts; true of bytes that are none.
    public func mayStand(in filter: [UInt8]) -> Bool {
        guard (8...WordPairs.bytesAtMost).contains(filter.count), filter.count.nonzeroBitCount == 1 else {
            return true
        }
        let mask = UInt64(filter.count * 8 - 1)
        for pair in pairs {
            var rest = pair
            for _ in 0..<WordPairs.probes {
                let place = Int(rest & mask)
                if filter[place >> 3] >> UInt8(place & 7) & 1 == 0 { return false }
                rest >>= 16
            }
        }
        return true
    }
}
