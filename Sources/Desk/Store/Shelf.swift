/// Values at hand, a bounded number of them: two generations, of which the older is let go as a whole. No list to keep
/// in order, and what is asked for again moves to the younger.
@frozen public struct Shelf<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    @usableFromInline var young: [Key: Value] = [:]
    @usableFromInline var old: [Key: Value] = [:]
    @usableFromInline let half: Int

    @inlinable public init(atMost count: Int) { half = max(1, count / 2) }

    @inlinable public var count: Int { young.count + old.count }

    @inlinable public func peek(_ key: Key) -> Value? { young[key] ?? old[key] }

    /// Moves it to the younger generation.
    @inlinable public mutating func take(_ key: Key) -> Value? {
        if let value = young[key] { return value }
        guard let value = old.removeValue(forKey: key) else { return nil }
        put(key, value)
        return value
    }

    @inlinable public mutating func put(_ key: Key, _ value: Value) {
        if young.count >= half, young[key] == nil {
            old = young
            // The last one grew as large, and each growth moves all that is there.
            young = Dictionary(minimumCapacity: half)
        }
        young[key] = value
    }

    @inlinable public mutating func drop(_ key: Key) {
        young[key] = nil
        old[key] = nil
    }
}
