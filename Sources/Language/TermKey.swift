/// The spelling of a term, to be counted and compared by its bytes.
///
/// Strings are compared by canonical equivalence, which is looked up scalar by scalar beyond ASCII. What has been folded
/// has one spelling only, so its bytes say as much, and most terms are short enough to lie in two words without an
/// address.
public struct TermKey: Hashable, Sendable {
    /// The first 16 bytes, the first lowest; zeroes behind the end.
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    /// All of the bytes where they are more than 16, or one of them is zero.
    private var long: [UInt8]?
    private var count: UInt16 = 0

    private static let shortAtMost: UInt16 = 16

    init() {}

    public init(_ text: String) { append(text) }

    /// Lengthens it by what is spelled likewise.
    public mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            if long == nil, Int(count) + bytes.count <= Int(Self.shortAtMost), !bytes.contains(0) {
                for byte in bytes { put(UInt64(byte), bytes: 1) }
            } else {
                lengthen(by: bytes.count)
                long?.append(contentsOf: bytes)
            }
        }
    }

    public static func == (a: TermKey, b: TermKey) -> Bool {
        a.low == b.low && a.high == b.high && (a.long == nil && b.long == nil || a.long == b.long)
    }

    public func hash(into hasher: inout Hasher) {
        if let long {
            hasher.combine(long)
        } else {
            hasher.combine(low)
            hasher.combine(high)
        }
    }

    public var text: String {
        if let long { return String(decoding: long, as: UTF8.self) }
        return withUnsafeBytes(of: (low.littleEndian, high.littleEndian)) { bytes in
            String(decoding: bytes.prefix(Int(count)), as: UTF8.self)
        }
    }

    /// - Parameter scalar: none that is zero.
    @inline(__always)
    mutating func put(_ scalar: UInt32) {
        let scalar = UInt64(scalar)
        switch scalar {
        case 0..<0x80: put(scalar, bytes: 1)
        case 0x80..<0x800: put(0xC0 | scalar >> 6 | (0x80 | scalar & 0x3F) << 8, bytes: 2)
        case 0x800..<0x1_0000:
            put(0xE0 | scalar >> 12 | (0x80 | scalar >> 6 & 0x3F) << 8 | (0x80 | scalar & 0x3F) << 16, bytes: 3)
        default:
            put(
                0xF0 | scalar >> 18 | (0x80 | scalar >> 12 & 0x3F) << 8 | (0x80 | scalar >> 6 & 0x3F) << 16
                    | (0x80 | scalar & 0x3F) << 24, bytes: 4)
        }
    }

    @inline(__always)
    private mutating func put(_ bits: UInt64, bytes: UInt16) {
        let shift = UInt64(count) * 8
        if long == nil, count + bytes <= Self.shortAtMost {
            if count < 8 {
                low |= bits << shift
                // What does not fit below; nothing where it does.
                high |= bits >> (64 - shift)
            } else {
                high |= bits << (shift - 64)
            }
            count += bytes
        } else {
            lengthen(bits, bytes)
        }
    }

    private mutating func lengthen(_ bits: UInt64, _ bytes: UInt16) {
        lengthen(by: Int(Self.shortAtMost))
        for place in 0..<UInt64(bytes) { long?.append(UInt8(truncatingIfNeeded: bits >> (8 * place))) }
    }

    /// From here on it is a long one.
    /// - Parameter more: bytes that room is made for, if it has been a short one.
    private mutating func lengthen(by more: Int) {
        if long != nil { return }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(count) + more)
        withUnsafeBytes(of: (low.littleEndian, high.littleEndian)) { bytes.append(contentsOf: $0.prefix(Int(count))) }
        long = bytes
        (low, high, count) = (0, 0, 0)
    }

    /// Two that follow each other in one.
    /// - Parameters:
    ///   - first: of one scalar, as is the second.
    @inline(__always)
    init(_ first: TermKey, _ second: TermKey) {
        low = first.low | second.low << (UInt64(first.count) * 8)
        count = first.count + second.count
    }
}

/// A few terms that each word of many texts is compared with. Nearly every word is none of them, which a bit for each says
/// without hashing it.
public struct TermMarks: Sendable {
    /// Where one of them stands in a text.
    public struct Place: Hashable, Sendable {
        /// Of UTF-8.
        public let bytes: Range<Int>
        /// Which one it is.
        public let term: Int
    }

    private let keys: [TermKey]
    /// Where they stand among `keys`, if there are too many to go through.
    private let numbers: [TermKey: Int]
    private let bits: UInt64
    /// A bit for each scalar that one begins with.
    private let beginnings: UInt64
    private static let fewAtMost = 12

    public init(_ keys: Set<TermKey>) {
        self.keys = Array(keys)
        numbers =
            keys.count <= Self.fewAtMost
            ? [:] : Dictionary(uniqueKeysWithValues: self.keys.enumerated().map { ($0.element, $0.offset) })
        bits = keys.reduce(0) { $0 | $1.bit }
        beginnings = keys.reduce(0) { $0 | Self.bit(of: $1.text.unicodeScalars.first?.value ?? 0) }
    }

    public var count: Int { keys.count }
    public var isEmpty: Bool { keys.isEmpty }

    public func contains(_ key: TermKey) -> Bool { index(of: key) != nil }

    @inline(__always)
    func index(of key: TermKey) -> Int? { bits & key.bit == 0 ? nil : number(of: key) }

    /// Whether one of them may begin so; most of those of a text do not.
    @inline(__always)
    func mayBegin(with scalar: UInt32) -> Bool { beginnings & Self.bit(of: scalar) != 0 }

    @inline(__always)
    private static func bit(of scalar: UInt32) -> UInt64 { 1 << UInt64(scalar & 63) }

    private func number(of key: TermKey) -> Int? {
        keys.count <= Self.fewAtMost ? keys.firstIndex(of: key) : numbers[key]
    }
}

extension TermKey {
    /// The same in every process and every release, since the index keeps what is made of it.
    var stableHash: UInt64 {
        guard let long else { return Self.mixed(Self.mixed(low) ^ high) }
        // FNV-1a, whose lower bits are weak.
        return Self.mixed(long.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    }

    /// For tables of one process.
    /// - Parameter seed: by chance; both factors have it, so that nobody can choose words whose products are alike.
    /// - Source: Wang Yi, wyhash: both halves of a product of 128 bits, with which each bit counts after one step.
    @inline(__always)
    func hash(_ seed: UInt64) -> UInt64 {
        guard let long else {
            let product = (low ^ seed).multipliedFullWidth(by: high ^ ~seed)
            return product.high ^ product.low
        }
        var hasher = Hasher()
        hasher.combine(seed)
        long.withUnsafeBytes { hasher.combine(bytes: $0) }
        return UInt64(truncatingIfNeeded: hasher.finalize())
    }

    /// The end of SplitMix64: each bit changes half of the others.
    static func mixed(_ bits: UInt64) -> UInt64 {
        var bits = bits
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }

    /// One of 64, the same for the same term; by its first bytes, since a long one has no others here.
    fileprivate var bit: UInt64 {
        let mixed = (low ^ high &* 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
        return 1 << (mixed >> 58)
    }
}
