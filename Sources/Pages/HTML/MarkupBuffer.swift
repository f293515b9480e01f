/// Bytes that are only ever added to. A page is some thousand short pieces, for which an array's own way of growing costs
/// more than the copying.
final class MarkupBuffer: @unchecked Sendable {
    // Written by one owner alone: a `Markup` that shares it copies it first.
    private var start: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int) {
        self.capacity = max(64, capacity)
        start = .allocate(capacity: self.capacity)
    }

    deinit { start.deallocate() }

    func copy(withRoomFor more: Int) -> MarkupBuffer {
        let copy = MarkupBuffer(capacity: count + more)
        copy.start.update(from: start, count: count)
        copy.count = count
        return copy
    }

    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    /// Room for so many, which are then written and counted by `put`.
    @inline(__always)
    func reserve(_ more: Int) { if count + more > capacity { grow(more) } }

    private func grow(_ more: Int) {
        capacity = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        start.deallocate()
        start = larger
    }

    /// Room for it was made before.
    @inline(__always)
    func put(_ byte: UInt8) {
        start[count] = byte
        count += 1
    }

    @inline(__always)
    func put(_ from: UnsafePointer<UInt8>, _ length: Int) {
        (start + count).update(from: from, count: length)
        count += length
    }

    @inline(__always)
    func put(_ text: StaticString) { put(text.utf8Start, text.utf8CodeUnitCount) }

    /// Turns the last ones round.
    func reverse(from first: Int) {
        var last = UnsafeMutableBufferPointer(start: start + first, count: count - first)
        last.reverse()
    }
}
