import Crypto

/// 32 bytes of SHA-256, a leaf's or a node's.
/// - Source: RFC 6962, 2.1.
public struct TreeHash: Hashable, Sendable {
    public static let byteCount = 32
    private var a, b, c, d: UInt64

    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let empty = TreeHash(SHA256.hash(data: [UInt8]()))

    /// SHA-256 of a zero byte and the entry.
    public init(leaf entry: some Sequence<UInt8>) {
        var bytes: [UInt8] = [0]
        bytes.reserveCapacity(entry.underestimatedCount + 1)
        bytes += entry
        self = bytes.withUnsafeBytes { TreeHash(Content.sha256($0)) }
    }

    /// SHA-256 of a byte of one and both children.
    public init(_ left: TreeHash, _ right: TreeHash) {
        self = withUnsafeTemporaryAllocation(byteCount: 65, alignment: 8) { bytes in
            bytes[0] = 1
            bytes.storeBytes(of: left, toByteOffset: 1, as: TreeHash.self)
            bytes.storeBytes(of: right, toByteOffset: 33, as: TreeHash.self)
            return TreeHash(Content.sha256(UnsafeRawBufferPointer(bytes)))
        }
    }

    /// Nil unless it is 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == TreeHash.byteCount else { return nil }
        self =
            bytes.withContiguousStorageIfAvailable { TreeHash(raw: UnsafeRawBufferPointer($0)) }
            ?? Array(bytes).withUnsafeBytes { TreeHash(raw: $0) }
    }

    public init?(base64 text: some StringProtocol) {
        guard let bytes = Base64.bytes(text) else { return nil }
        self.init(bytes: bytes)
    }

    init(_ digest: SHA256Digest) { self = digest.withUnsafeBytes { TreeHash(raw: $0) } }

    private init(raw: UnsafeRawBufferPointer) {
        a = raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
        b = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        c = raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        d = raw.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
    }

    public var bytes: [UInt8] { withUnsafeBytes(of: self) { Array($0) } }
    public var base64: String { Base64.text(bytes) }
    public var hex: String { Content.hex(bytes) }
}

extension [TreeHash] {
    /// One after the other, as tiles hold them.
    public var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

    /// Nil unless it is a whole number of hashes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count.isMultiple(of: TreeHash.byteCount) else { return nil }
        self = []
        reserveCapacity(bytes.count / TreeHash.byteCount)
        var rest = bytes[...]
        while !rest.isEmpty {
            append(TreeHash(bytes: rest.prefix(TreeHash.byteCount))!)
            rest = rest.dropFirst(TreeHash.byteCount)
        }
    }

    /// The root over these, of which each but the last stands for equally many leaves and the last for as many or less.
    public var root: TreeHash {
        switch count {
        case 0: return .empty
        case 1: return self[0]
        default:
            var level = self
            // Whoever has no neighbour to the right goes up as it is: the same tree as RFC 6962's, from below.
            while level.count > 1 {
                var next: [TreeHash] = []
                next.reserveCapacity((level.count + 1) / 2)
                for index in stride(from: 0, to: level.count - 1, by: 2) {
                    next.append(TreeHash(level[index], level[index + 1]))
                }
                if !level.count.isMultiple(of: 2) { next.append(level[level.count - 1]) }
                level = next
            }
            return level[0]
        }
    }
}
