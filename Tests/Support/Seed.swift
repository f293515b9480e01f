import Foundation
import Testing

/// A source of chance that can be asked again: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
///
/// A failing test names its case `SEED=73`; that word before `swift test` runs this case alone.
public struct Seed: RandomNumberGenerator, Sendable, CustomTestStringConvertible {
    public let number: UInt64
    private var state: UInt64

    public init(_ number: UInt64) {
        self.number = number
        // Neighbours must not be one another's sequence a step on, so the number is spread by another factor.
        state = number &* 0xD134_2543_DE82_EF95 &+ 0x2545_F491_4F6C_DD1D
    }

    /// Seeds 1 … `count`, or only the one that the environment names; `SEEDS=6000` asks for at least so many.
    public static func some(_ count: Int) -> [Seed] {
        let environment = ProcessInfo.processInfo.environment
        if let only = environment["SEED"].flatMap({ UInt64($0) }) { return [Seed(only)] }
        return (1...max(count, environment["SEEDS"].flatMap { Int($0) } ?? 0)).map { Seed(UInt64($0)) }
    }

    public var testDescription: String { "SEED=\(number)" }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

// Own choices, not the standard library's, whose use of a generator may change between releases and move every seed.
extension Seed {
    public mutating func integer(_ range: ClosedRange<Int64>) -> Int64 {
        let width = UInt64(bitPattern: range.upperBound &- range.lowerBound)
        return range.lowerBound &+ Int64(bitPattern: width == .max ? next() : next() % (width + 1))
    }

    public mutating func count(_ range: ClosedRange<Int>) -> Int {
        Int(integer(Int64(range.lowerBound)...Int64(range.upperBound)))
    }

    /// True once in `times` on average.
    public mutating func once(in times: Int) -> Bool { next() % UInt64(times) == 0 }

    public mutating func one<Element>(of choices: [Element]) -> Element { choices[count(0...choices.count - 1)] }

    public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        for index in elements.indices.dropFirst() { elements.swapAt(index, count(0...index)) }
        return elements
    }
}
