/// Which words stand next to each other in the texts of a document, in a few bytes: for each place, a Bloom filter of the
/// pairs that stand there.
///
/// It never denies two neighbours that are there, and of those that are not it lets through about two in a hundred. A
/// pair sets three bits, each told by 16 bits of its hash; a place has at least eight bits for each of its pairs, and so
/// many filters behind each other, each after a byte that says how long it is.
///
/// The hash is one of the words' bytes alone, since the bits are kept: another would deny what is there.
/// - Source: Bloom, "Space/Time Trade-offs in Hash Coding with Allowable Errors", CACM 13 (7), 1970.
public struct WordPairs: Sendable {
    /// Of a place: 2¹⁶ bits, as far as 16 bits of a hash lead. With more pairs than it has room for more gets through.
    static let bytesAtMost = 8 << 10
    fileprivate static let bytesAtLeast = 8
    fileprivate static let probes = 3
    private static let bitsAPair = 8
    /// Of a document: it is written anew with each entry.
    private static let allBytesAtMost = 64 << 10

    private var pairs: [UInt64] = []
    private var last: UInt64?
    private var filters: [UInt8] = []
    private var isAnything = false

    public init() {}

    /// What comes from here on stands in another document.
    public mutating func removeAll() {
        pairs.removeAll(keepingCapacity: true)
        (last, filters, isAnything) = (nil, [], false)
    }

    /// What comes from here on stands in another text.
    public mutating func begin() { last = nil }

    /// Words in the order in which they stand.
    public mutating func add(_ word: TermKey) {
        let hash = word.stableHash
        if let last { pairs.append(Self.pair(last, hash)) }
        last = hash
    }

    /// What comes from here on stands at the next place.
    public mutating func endPlace() {
        last = nil
        if pairs.isEmpty {
            filters.append(0)
            return
        }
        isAnything = true
        pairs.sort()
        var different = 1
        for index in 1..<pairs.count where pairs[index] != pairs[index - 1] { different += 1 }
        var (size, length) = (Self.bytesAtLeast, UInt8(1))
        while size < Self.bytesAtMost, size * 8 < different * Self.bitsAPair { (size, length) = (size * 2, length + 1) }
        filters.append(length)
        let start = filters.count
        filters.append(contentsOf: repeatElement(0, count: size))
        let mask = UInt64(size * 8 - 1)
        for pair in pairs {
            var rest = pair
            for _ in 0..<Self.probes {
                let bit = Int(rest & mask)
                filters[start + bit >> 3] |= 1 << UInt8(bit & 7)
                rest >>= 16
            }
        }
        pairs.removeAll(keepingCapacity: true)
    }

    fileprivate static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 {
        TermKey.mixed(first &* 0x9E37_79B9_7F4A_7C15 &+ second)
    }

    /// Of all places that have ended; none where no two words are neighbours, or where they would be a burden.
    public var bytes: [UInt8] { isAnything && filters.count <= Self.allBytesAtMost ? filters : [] }
}

/// The neighbours that stand in some phrases, to be looked for in many documents.
public struct WordPairsQuestion: Sendable {
    private let phrases: [[UInt64]]

    public enum Standing: Hashable, Sendable {
        /// One of the phrases surely stands at no place.
        case nowhere
        /// By place, whether one of the phrases may stand there.
        case at([Bool])
        /// Nothing is known.
        case unknown
    }

    public init(_ phrases: [[TermKey]]) {
        self.phrases = phrases.map { phrase in
            let hashes = phrase.map(\.stableHash)
            return zip(hashes, hashes.dropFirst()).map { WordPairs.pair($0, $1) }
        }
    }

    /// - Parameter filters: the bytes of some `WordPairs`.
    public func standing(in filters: [UInt8]) -> Standing {
        var places: [Bool] = []
        var isThere = [Bool](repeating: false, count: phrases.count)
        var index = 0
        while index < filters.count {
            let length = filters[index]
            index += 1
            let size = length == 0 ? 0 : WordPairs.bytesAtLeast << Int(length - 1)
            guard length <= 11, index + size <= filters.count else { return .unknown }
            var mayBeHere = false
            for (number, phrase) in phrases.enumerated() where Self.mayStand(phrase, filters[index..<index + size]) {
                isThere[number] = true
                mayBeHere = true
            }
            places.append(mayBeHere)
            index += size
        }
        if places.isEmpty { return .unknown }
        return isThere.allSatisfy(\.self) ? .at(places) : .nowhere
    }

    private static func mayStand(_ pairs: [UInt64], _ filter: ArraySlice<UInt8>) -> Bool {
        if filter.isEmpty { return false }
        let mask = UInt64(filter.count * 8 - 1)
        for pair in pairs {
            var rest = pair
            for _ in 0..<WordPairs.probes {
                let bit = Int(rest & mask)
                if filter[filter.startIndex + bit >> 3] >> UInt8(bit & 7) & 1 == 0 { return false }
                rest >>= 16
            }
        }
        return true
    }
}
