/// Cuts pieces of a file into lines, numbered from 1; one that is too long is handed over as nil. Line ends are cut off.
public struct LineSplitter {
    private let longest: Int
    private var pending: [UInt8] = []
    private var number = 1
    private var isTooLong = false

    public init(longest: Int) { self.longest = longest }

    public mutating func read(
        _ chunk: UnsafeBufferPointer<UInt8>, _ take: (Int, UnsafeBufferPointer<UInt8>?) throws -> Void
    ) throws {
        var rest = chunk[...]
        while let newline = rest.firstIndex(of: 0x0A) {
            if pending.isEmpty {
                try end(UnsafeBufferPointer(rebasing: rest[..<newline]), take)
            } else {
                pending += rest[..<newline]
                try endPending(take)
            }
            rest = rest[(newline + 1)...]
        }
        if !isTooLong { pending += rest }
        if pending.count > longest {
            pending = [0]
            isTooLong = true
        }
    }

    /// The end of the file.
    public mutating func finish(_ take: (Int, UnsafeBufferPointer<UInt8>?) throws -> Void) throws {
        if !pending.isEmpty { try endPending(take) }
    }

    private mutating func endPending(_ take: (Int, UnsafeBufferPointer<UInt8>?) throws -> Void) throws {
        let bytes = pending
        pending = []
        try bytes.withUnsafeBufferPointer { try end($0, take) }
    }

    private mutating func end(
        _ bytes: UnsafeBufferPointer<UInt8>, _ take: (Int, UnsafeBufferPointer<UInt8>?) throws -> Void
    ) throws {
        let isReturn = bytes.last == 0x0D
        // A byte order mark is no part of the first line.
        let isMarked = number == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let line = bytes[(isMarked ? 3 : 0)..<(bytes.count - (isReturn ? 1 : 0))]
        try take(number, isTooLong || bytes.count > longest ? nil : UnsafeBufferPointer(rebasing: line))
        isTooLong = false
        number += 1
    }
}
