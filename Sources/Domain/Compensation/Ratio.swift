/// An exact fraction on its way to one rounding: compensation is rounded half up once per posting, never in between.
struct Ratio {
    private var numerator: Int128
    private var denominator: Int128 = 1

    init(_ value: Int64) { numerator = Int128(value) }

    func times(_ factor: Int64) -> Ratio {
        var product = self
        product.numerator *= Int128(factor)
        return product
    }

    /// Adds a product; only before the first division.
    func plus(_ a: Int64, times b: Int64) -> Ratio {
        var sum = self
        sum.numerator += Int128(a) * Int128(b)
        return sum
    }

    func over(_ divisor: Int64) -> Ratio {
        var quotient = self
        quotient.denominator *= Int128(divisor)
        return quotient
    }

    /// A sum of amounts, held at the ends of 64 bits.
    static func sum(_ a: Int64, _ b: Int64) -> Int64 { Int64(clamping: Int128(a) + Int128(b)) }

    /// Half up, also for negative values; what exceeds 64 bits is held at their end.
    var rounded: Int64 {
        let doubled = 2 * numerator + denominator
        let divisor = 2 * denominator
        let quotient = doubled / divisor
        let floor = doubled % divisor < 0 ? quotient - 1 : quotient
        return Int64(clamping: floor)
    }
}
