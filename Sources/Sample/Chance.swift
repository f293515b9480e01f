/// Seeded chance: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) and choices of our own over it, in integers only.
///
/// The standard library's choices may change between releases and floating point between machines; either would move
/// every story that was ever told.
struct Chance: Sendable {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0xD134_2543_DE82_EF95 &+ 0x2545_F491_4F6C_DD1D }

    /// A stream of its own for the n-th thing of a kind, whatever was drawn before.
    init(_ seed: UInt64, _ kind: StaticString, _ number: Int = 0) {
        var mixed = Chance(seed)
        var hash = mixed.next()
        kind.withUTF8Buffer { for byte in $0 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 } }
        mixed = Chance(hash &+ UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15)
        self.init(mixed.next())
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// 0 ..< count; the bias is below count / 2⁶⁴.
    mutating func below(_ count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }
    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }
    mutating func within(_ range: ClosedRange<Int64>) -> Int64 {
        range.lowerBound + Int64(below(Int(range.upperBound - range.lowerBound) + 1))
    }
    mutating func percent(_ share: Int) -> Bool { below(100) < share }
    mutating func permille(_ share: Int) -> Bool { below(1_000) < share }
    mutating func one<Element>(of choices: [Element]) -> Element { choices[below(choices.count)] }

    /// The first more often than the last: what people talk about most.
    mutating func hot<Element>(of choices: [Element]) -> Element {
        let (one, other) = (below(choices.count), below(choices.count))
        return choices[min(one, other)]
    }

    /// An index, as often as its weight says.
    mutating func weighted(_ weights: [Int]) -> Int {
        var left = below(weights.reduce(0, +))
        for (index, weight) in weights.enumerated() {
            if left < weight { return index }
            left -= weight
        }
        return weights.count - 1
    }

    /// Some far more often than others: a tenth of all customers ask about a third of the time.
    mutating func skewed(_ count: Int) -> Int {
        let draw = next() >> 32
        return Int(((draw * draw) >> 32).multipliedFullWidth(by: UInt64(count) << 32).high)
    }

    /// Sixteen letters and digits that can't be misread: 80 bits, the alphabet of the desk's own ids.
    mutating func id() -> String {
        let (one, other) = (next(), next())
        return String(unsafeUninitializedCapacity: 16) { text in
            for place in 0..<10 { text[place] = Chance.letters[Int(one >> UInt64(place * 5) & 31)] }
            for place in 0..<6 { text[10 + place] = Chance.letters[Int(other >> UInt64(place * 5) & 31)] }
            return 16
        }
    }

    private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
}
