/// What a record of master data is about. Its fields are one table: `fields`.
public enum RecordKind: String, CaseIterable, Sendable {
    case customer, contact, contract, agent, team, site, provider, roster, shift, queue, category, tag
    /// The definition of a field that a company adds.
    case field
    case webhook
    /// How an agent signs in.
    case account
    /// What a program signs in with, for an account.
    case token
    /// Somebody who signed in.
    case session
    /// How often the links to a ticket, which names it, were made void.
    case link

    /// Whether it lets somebody in. Such records are written by what signs people in alone: no table brings them, no list
    /// shows them.
    public var isCredential: Bool {
        switch self {
        case .account, .token, .session, .link: true
        case .customer, .contact, .contract, .agent, .team, .site, .provider, .roster, .shift, .queue, .category, .tag,
            .field, .webhook:
            false
        }
    }

    /// What a company keeps as tables.
    public static let masterData = allCases.filter { !$0.isCredential }
}

/// The identity of a record within its kind, given by a person or drawn by the shell.
public struct RecordID: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let longest = 64

    /// - Returns: nil unless the text is 1…64 of `A-Z a-z 0-9 . _ -` and begins with a letter or a digit, so that an id
    ///   is never a path upwards, an option of a command or a formula of a spreadsheet.
    public init?(checking text: some StringProtocol) { self.init(checking: String(text)) }

    public init?(checking text: String) {
        var text = text
        let isOne = text.withUTF8 { bytes in
            guard (1...RecordID.longest).contains(bytes.count), RecordID.isLetterOrDigit(bytes[0]) else { return false }
            return bytes.allSatisfy { RecordID.isLetterOrDigit($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
        }
        if !isOne { return nil }
        rawValue = text
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
