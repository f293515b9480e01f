import Assets
import Crypto

/// The passwords that people use most, as a Bloom filter that the program carries; `bin/passwords` describes its format.
enum CommonPasswords {
    /// - Parameter word: in lower case. Of words that are not common one in some thousands is said to be.
    static func contains(_ word: String) -> Bool {
        guard let filter else { return false }
        let digest = Array(SHA256.hash(data: Array(word.utf8)))
        let first = number(digest[0..<8])
        let step = number(digest[8..<16]) | 1
        return (0..<UInt64(filter.hashes)).allSatisfy { index in
            let bit = Int((first &+ index &* step) % UInt64(filter.bits))
            return filter.blob[bit / 8] >> UInt8(bit % 8) & 1 == 1
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    private struct Filter {
        let hashes: Int
        let bits: Int
        let blob: [UInt8]
    }

    private static let filter: Filter? = {
        var index: UInt = 0
        while let asset = yinuo_asset(index) {
            index += 1
            guard String(cString: asset.pointee.name) == "passwords/common.bloom" else { continue }
            let bytes = Array(UnsafeBufferPointer(start: asset.pointee.bytes, count: Int(asset.pointee.count)))
            guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
            let words = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
            guard words.count == 4, words[0] == "YINUO-BLOOM", words[1] == "1", let hashes = Int(words[2]),
                let bits = Int(words[3]), bits > 0, bytes.count - end - 1 == bits / 8
            else { return nil }
            return Filter(hashes: hashes, bits: bits, blob: Array(bytes[(end + 1)...]))
        }
        return nil
    }()
}
