/// A folded scalar, and where it came from.
struct Unit {
    /// Zero where something parts what stands before from what comes after.
    let scalar: UInt32
    let from: Int32
    let to: Int32
}

/// What a folded scalar can be part of.
enum Script {
    case letter, digit
    /// Han and kana: words are not parted by spaces.
    case dense
    case hangul
    case none

    init(_ scalar: UInt32) {
        switch scalar {
        case 0x30...0x39: self = .digit
        case 0x61...0x7A: self = .letter
        case 0..<0xAA: self = .none
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF,
            0x3005...0x3007, 0x31F0...0x31FF, 0xF900...0xFAFF, 0x20000...0x323AF:
            self = .dense
        case 0xAC00...0xD7A3, 0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7FB, 0x3131...0x318E: self = .hangul
        default: self = Script(rare: scalar)
        }
    }

    private init(rare scalar: UInt32) {
        guard let properties = Unicode.Scalar(scalar)?.properties else {
            self = .none
            return
        }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .spacingMark:
            self = .letter
        case .decimalNumber, .letterNumber: self = .digit
        default: self = .none
        }
    }
}
