/// A name that policies give: one type per kind of thing, so that a grade can't stand where a commitment belongs.
public protocol Name: RawRepresentable<String>, Hashable, Comparable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    init(rawValue: String)
}

extension Name {
    @inlinable public init(stringLiteral value: String) { self.init(rawValue: value) }
    @inlinable public init(_ value: some StringProtocol) { self.init(rawValue: String(value)) }
    @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    public var description: String { rawValue }
}

public struct PolicyID: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}
public struct GradeID: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}
public struct CommitmentID: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}
public struct CalendarID: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}
public struct VariantID: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}
/// A line of support or a group that can hold a ticket.
public struct TeamID: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}
/// Whom a rung tells: a role, never a person.
public struct RoleID: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}
public struct CategoryID: Name {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A policy as it stood in one version.
public struct PolicyVersion: Hashable, Sendable, CustomStringConvertible {
    public let id: PolicyID
    public let version: String
    /// From 1: the same file put in force again, with other zone or holiday data.
    public let edition: Int
    public init(id: PolicyID, version: String, edition: Int = 1) {
        self.id = id
        self.version = version
        self.edition = edition
    }
    public var description: String { edition == 1 ? "\(id) \(version)" : "\(id) \(version) (\(edition))" }
}

/// A grade of one policy version, with the variant that the contract names.
public struct GradeRef: Hashable, Sendable {
    public let policy: PolicyVersion
    public let grade: GradeID
    public let variant: VariantID?
    public init(policy: PolicyVersion, grade: GradeID, variant: VariantID? = nil) {
        self.policy = policy
        self.grade = grade
        self.variant = variant
    }
}

/// The languages of the product (A8).
public enum Language: String, CaseIterable, Sendable { case zh, en, ja, ko }

/// A title in up to four languages.
public struct Title: Hashable, Sendable {
    public let words: [Language: String]
    public init(_ words: [Language: String]) { self.words = words }

    /// The wanted language's words, else English, else any (in a fixed order).
    public func text(_ language: Language) -> String? {
        words[language] ?? words[.en] ?? Language.allCases.lazy.compactMap { words[$0] }.first
    }
}

/// A share in parts per million, so that 0.5 % is exact.
public struct Share: Hashable, Comparable, Sendable {
    public let millionths: Int64
    public init(millionths: Int64) { self.millionths = millionths }
    public static func percent(_ n: Int64) -> Share { Share(millionths: n * 10_000) }
    public static let whole = Share.percent(100)
    public static func < (a: Self, b: Self) -> Bool { a.millionths < b.millionths }

    /// `0.5%`, `120%`.
    public var text: String {
        let (whole, rest) = millionths.quotientAndRemainder(dividingBy: 10_000)
        guard rest != 0 else { return "\(whole)%" }
        var digits = padded(Int(rest), 4)
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)%"
    }

    /// Reads `50%` and `0.5%`; at most four decimals, at most 10 000 %.
    public init?(_ text: some StringProtocol) {
        guard text.last == "%", let value = scaled(text.dropLast(), digits: 4), value <= 100_000_000 else { return nil }
        millionths = value
    }
}

/// An amount in a currency's smallest unit.
public struct Money: Hashable, Sendable {
    public let currency: String
    public let minor: Int64
    public init(currency: String, minor: Int64) {
        self.currency = currency
        self.minor = minor
    }

    /// Digits after the point (ISO 4217): none for yen and won, two for the rest that policies use.
    public static func digits(of currency: String) -> Int { ["JPY", "KRW", "VND"].contains(currency) ? 0 : 2 }

    /// Reads `CNY 10000000` and `CNY 0.50`.
    public init?(_ text: some StringProtocol) {
        let words = text.split(separator: " ")
        guard words.count == 2, words[0].utf8.count == 3, words[0].allSatisfy({ $0.isASCII && $0.isUppercase }),
            let minor = scaled(words[1], digits: Money.digits(of: String(words[0])))
        else { return nil }
        self.init(currency: String(words[0]), minor: minor)
    }

    /// `CNY 500000.00`
    public var text: String {
        let digits = Money.digits(of: currency)
        guard digits > 0 else { return "\(currency) \(minor)" }
        let (whole, rest) = minor.quotientAndRemainder(dividingBy: 100)
        return "\(currency) \(minor < 0 && whole == 0 ? "-" : "")\(whole).\(padded(Int(abs(rest)), digits))"
    }
}

/// A non-negative decimal number scaled by 10^digits; nil when it is none, too long, or finer than that.
func scaled(_ text: some StringProtocol, digits: Int) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    // Fourteen digits and four decimals still fit; a billion won is an ordinary contract.
    guard parts.count <= 2, parts[0].utf8.count <= 14, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        var value = Int64(parts[0])
    else { return nil }
    let fraction = parts.count == 2 ? Array(parts[1].utf8) : []
    guard parts.count == 1 || !fraction.isEmpty, fraction.count <= digits else { return nil }
    for index in 0..<digits {
        guard index < fraction.count else {
            value *= 10
            continue
        }
        guard let digit = decimal(fraction[index...index]) else { return nil }
        value = value * 10 + Int64(digit)
    }
    return value
}
