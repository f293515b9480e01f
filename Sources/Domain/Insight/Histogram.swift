/// How often each length of time occurred, so finely that every percentile is right to 1/128 (0.8 %).
///
/// Log-linear, as HdrHistogram has it: up to 256 each value has its own place; above, each doubling has 128. A percentile
/// is the largest value of its place. Places keep the order of values, so the answer is the same whatever the order in
/// which values came, and equal to that of a sorted list whose member is rounded up to its place.
public struct Histogram: Hashable, Sendable {
    /// While there are few values, their places themselves.
    private var few: [UInt16] = []
    private var places: [UInt32] = []
    public private(set) var count = 0

    private static let fewAtMost = 2_048
    static let size = Histogram.place(of: .max) + 1

    public init() {}

    /// Of what was counted elsewhere, place by place.
    init(places: UnsafeBufferPointer<UInt32>) {
        self.places = Array(places)
        count = places.reduce(0) { $0 + Int($1) }
    }

    public mutating func add(_ value: Int64) {
        let place = Histogram.place(of: value)
        count += 1
        if !places.isEmpty {
            places[place] += 1
            return
        }
        few.append(UInt16(place))
        if few.count > Histogram.fewAtMost {
            places = [UInt32](repeating: 0, count: Histogram.size)
            for place in few { places[Int(place)] += 1 }
            few = []
        }
    }

    /// The smallest value that so many percent do not exceed; nil of nothing.
    public func percentile(_ percent: Int) -> Int64? {
        if count == 0 { return nil }
        let rank = max(1, (count * percent + 99) / 100)
        if places.isEmpty { return Histogram.largest(in: Int(few.sorted()[rank - 1])) }
        var seen = 0
        for (place, times) in places.enumerated() {
            seen += Int(times)
            if seen >= rank { return Histogram.largest(in: place) }
        }
        return nil
    }

    /// A value as percentiles tell it.
    public static func rounded(_ value: Int64) -> Int64 { largest(in: place(of: value)) }

    @inline(__always) static func place(of value: Int64) -> Int {
        let value = max(0, value)
        if value < 256 { return Int(value) }
        let shift = 63 - value.leadingZeroBitCount - 7
        return shift << 7 + Int(value >> Int64(shift))
    }

    static func largest(in place: Int) -> Int64 {
        if place < 256 { return Int64(place) }
        let shift = place >> 7 - 1
        let begin = UInt64(place - shift << 7) << UInt64(shift)
        return Int64(clamping: begin + (1 << UInt64(shift)) - 1)
    }
}
