import Foundation

/// Makes one spelling of many: NFKC, then case, Latin and Greek diacritics.
///
/// What is common is folded by a table, a scalar at a time; only the rest goes through Unicode's normalisation, in
/// pieces of bounded length, so that a text of combining marks without end costs no more than any other.
struct Folding {
    private(set) var units: [Unit] = []
    /// Scalars that go through normalisation together.
    private static let pieceAtMost = 32
    /// More marks than that on one letter are not writing.
    private static let marksAtMost = 4

    private var piece = String.UnicodeScalarView()
    private var pieceCount = 0
    private var pieceFrom = 0
    private var marks = 0

    mutating func fold(_ bytes: UnsafeBufferPointer<UInt8>) {
        units.removeAll(keepingCapacity: true)
        // Next to nothing folds to more scalars than it has bytes.
        units.reserveCapacity(bytes.count)
        var (from, to) = (0, 0)
        var scalar = Folding.scalar(bytes, &to)
        while let current = scalar {
            if current < 0x80, pieceCount == 0, !Folding.isBeyondASCII(bytes, to) {
                from = run(bytes, from)
                to = from
                scalar = Folding.scalar(bytes, &to)
                continue
            }
            var after = to
            let next = Folding.scalar(bytes, &after)
            take(current, from, to, followedBy: next ?? 0x20)
            (from, to, scalar) = (to, after, next)
        }
        flush(to: bytes.count)
    }

    /// Letters of ASCII up to the last that more of them follow, or nothing: on those no mark can stand.
    /// - Parameter start: of the first such; nothing waits before it.
    /// - Returns: where the next scalar begins.
    private mutating func run(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var end = start + 1
        while end < bytes.count, !Folding.isBeyondASCII(bytes, end + 1) { end += 1 }
        for place in start..<end {
            units.append(Unit(scalar: Folding.lower(bytes[place]), from: Int32(place), to: Int32(place + 1)))
        }
        return end
    }

    /// Whether something other than ASCII stands there.
    @inline(__always)
    private static func isBeyondASCII(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        index < bytes.count && bytes[index] >= 0x80
    }

    /// - Parameter index: of the first byte of a scalar; moves on to the next one's. The bytes are those of a `String`,
    ///   so they are well-formed.
    @inline(__always)
    private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> UInt32? {
        guard index < bytes.count else { return nil }
        let first = UInt32(bytes[index])
        if first < 0x80 {
            index += 1
            return first
        }
        // Han, kana and hangul without the loop.
        if first & 0xF0 == 0xE0, index + 3 <= bytes.count {
            let scalar = (first & 0xF) << 12 | UInt32(bytes[index + 1] & 0x3F) << 6 | UInt32(bytes[index + 2] & 0x3F)
            index += 3
            return scalar
        }
        return rarer(bytes, &index)
    }

    private static func rarer(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> UInt32? {
        let first = UInt32(bytes[index])
        let count = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard index + count <= bytes.count else {
            index = bytes.count
            return nil
        }
        var scalar = first & (0x7F >> UInt32(count))
        for offset in 1..<count { scalar = scalar << 6 | UInt32(bytes[index + offset] & 0x3F) }
        index += count
        return scalar
    }

    @inline(__always)
    private mutating func take(_ scalar: UInt32, _ from: Int, _ to: Int, followedBy next: UInt32) {
        // What is folded at once is no mark itself.
        if let folded = Folding.quick(scalar), !Folding.combines(next) {
            if pieceCount > 0 { flush(to: from) }
            put(folded, from, to)
        } else {
            hold(scalar, from, to, followedBy: next)
        }
    }

    private mutating func hold(_ scalar: UInt32, _ from: Int, _ to: Int, followedBy next: UInt32) {
        // A soft hyphen and joiners are not seen, so they part nothing.
        if scalar == 0xAD || (0x200B...0x200D).contains(scalar) || scalar == 0x2060 || scalar == 0xFEFF { return }
        if pieceCount == 0 { pieceFrom = from }
        let isMark = Folding.combines(scalar)
        marks = isMark ? marks + 1 : 0
        if marks <= Folding.marksAtMost, let scalar = Unicode.Scalar(scalar) {
            piece.append(scalar)
            pieceCount += 1
        }
        // Not before a mark, which belongs to what it follows.
        if pieceCount >= Folding.pieceAtMost, !Folding.combines(next) { flush(to: to) }
    }

    private mutating func put(_ scalar: UInt32, _ from: Int, _ to: Int) {
        units.append(Unit(scalar: scalar, from: Int32(from), to: Int32(to)))
    }

    /// What waits goes through Unicode's normalisation.
    private mutating func flush(to end: Int) {
        if pieceCount == 0 { return }
        for scalar in Folding.normal(String(piece)).unicodeScalars {
            for folded in Folding.thorough(scalar) { put(folded, pieceFrom, end) }
        }
        piece = String.UnicodeScalarView()
        (pieceCount, marks) = (0, 0)
    }

    /// NFKC. Composed once more, since Foundation leaves the voice mark of a kana of half width beside it.
    private static func normal(_ text: String) -> String {
        text.precomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping
    }

    /// Whether it changes what stands before it.
    private static func combines(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0..<0x300: false
        case 0x300...0x36F, 0x3099...0x309A, 0xFF9E...0xFF9F, 0x1160...0x11FF: true
        case 0x3000...0xD7A3, 0xFF00...0xFF9D: false
        default: Unicode.Scalar(scalar).map { isMark($0) } ?? false
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        let category = scalar.properties.generalCategory
        return category == .nonspacingMark || category == .enclosingMark
    }

    /// Folded at once where that needs no look at the neighbours; nil for what is rarer.
    private static func quick(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0..<0x80: return lower(UInt8(scalar))
        case 0x80..<0x600:
            let folded = table[Int(scalar)]
            return folded == 0 ? nil : folded
        case 0x4E00...0x9FFF, 0x3041...0x3096, 0x30A1...0x30FA, 0x30FC, 0xAC00...0xD7A3: return scalar
        case 0x3000...0x3004, 0x3008...0x3020: return 0x20
        case 0xFF01...0xFF5E: return lower(UInt8(scalar - 0xFEE0))
        default: return nil
        }
    }

    /// Of ASCII.
    @inline(__always)
    private static func lower(_ byte: UInt8) -> UInt32 { UInt32(byte &- 0x41 < 26 ? byte + 0x20 : byte) }

    /// Of the scalars below U+0600 that fold to one; 0 for the others.
    private static let table: [UInt32] = (0..<0x600).map { number -> UInt32 in
        guard number >= 0x80, number != 0xAD, let scalar = Unicode.Scalar(number), !isMark(scalar) else { return 0 }
        let folded = normal(String(scalar)).unicodeScalars.flatMap { thorough($0) }
        return folded.count == 1 ? folded[0] : 0
    }

    /// Letters that Unicode does not take apart, and that are typed without their stroke.
    private static let strokes: [UInt32: [UInt32]] = Dictionary(
        uniqueKeysWithValues: [
            ("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("đ", "d"), ("ð", "d"), ("ł", "l"), ("þ", "th"),
            ("ı", "i"),
            ("ħ", "h"), ("ŧ", "t"), ("ё", "е"), ("ς", "σ"),
        ].map { (from: String, to: String) in
            (from.unicodeScalars.first!.value, to.unicodeScalars.map(\.value))
        })

    /// Case and diacritics of a scalar that is normalised already.
    private static func thorough(_ scalar: Unicode.Scalar) -> [UInt32] {
        if isMark(scalar) { return [] }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        return lower.flatMap { scalar -> [UInt32] in
            if let folded = strokes[scalar.value] { return folded }
            switch scalar.value {
            // Latin and Greek lose their marks; of a Cyrillic or a Japanese letter they make another.
            case 0xC0..<0x400, 0x1E00...0x1FFF:
                return String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
                    .filter { !isMark($0) }.flatMap { strokes[$0.value] ?? [$0.value] }
            default: return isMark(scalar) ? [] : [scalar.value]
            }
        }
    }
}
