import Channels
import Domain
import Logging
import Storage
import Web

/// Reads what was said of each key as its kind asks, and keeps every fault.
struct SettingValues {
    private let said: [SettingKey: (text: String, origin: SettingOrigin)]
    private(set) var faults: [SettingFault] = []

    static let graceAtMost = Domain.Duration.minutes(10)
    static let countAtMost = 100_000_000

    init(_ said: [SettingKey: (text: String, origin: SettingOrigin)]) { self.said = said }

    mutating func path(_ key: SettingKey) -> String {
        read(key, "a path", "Write the path of a file.", "") { $0.utf8.contains(0) ? nil : $0 }
    }

    mutating func desk(_ key: SettingKey) -> DeskPlace {
        let cure = "Write the path of a file, or postgresql://USER@HOST/DATABASE."
        return read(key, "the place of a desk", cure, .file("")) { $0.utf8.contains(0) ? nil : DeskPlace($0) }
    }

    mutating func address(_ key: SettingKey) -> ListenAddress {
        let cure = "Write a host and a port, as in 127.0.0.1:8460 or [::1]:8460."
        return read(key, "an address to listen on", cure, ListenAddress(host: "", port: 0)) { ListenAddress($0) }
    }

    mutating func flag(_ key: SettingKey) -> Bool {
        read(key, "true or false", "Write true or false.", false) { ["true": true, "false": false][$0] }
    }

    mutating func names(_ key: SettingKey) -> [String] {
        let cure = "Name them with commas between them and none twice."
        return read(key, "a list of names", cure, []) { text in
            let names = text.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
            return names.contains("") || Set(names).count < names.count ? nil : names
        }
    }

    /// None for `none`.
    mutating func witnesses(_ key: SettingKey) -> [NamedWitness] {
        let names = names(key).filter { $0 != Settings.none }
        return names.compactMap { text in
            do throws(NamedWitness.Flaw) { return try NamedWitness(text) } catch {
                faults.append(
                    SettingFault(
                        place: said[key]?.origin.description ?? key.name,
                        cause: "The witness \"\(text.prefix(60))\" can't be used: \(error.cause).",
                        cure: "Write VKEY URL each, as in witness.example/w1+e4ef9530+BMqA… https://witness.example."))
                return nil
            }
        }
    }

    /// Nil for `none`.
    mutating func url(_ key: SettingKey) -> String? {
        read(key, "an address", "Write one with http:// or https://, or none.", nil) { text -> String?? in
            if text == Settings.none { return .some(nil) }
            // Of the two that an optional in an optional can lack.
            return WebAddress.isOne(text) ? .some(text) : Optional<String?>.none
        }
    }

    mutating func level(_ key: SettingKey) -> Logger.Level {
        word(key, Logger.Level.allCases.map(\.rawValue), .info) { Logger.Level(rawValue: $0) }
    }

    mutating func format(_ key: SettingKey) -> LineLog.Format {
        word(key, LineLog.Format.allCases.map(\.rawValue), .text) { LineLog.Format(rawValue: $0) }
    }

    mutating func duration(_ key: SettingKey) -> Domain.Duration {
        let cure = "Write a number with ms, s or m, as in 10s, at most \(Self.text(Self.graceAtMost))."
        return read(key, "a duration", cure, .zero) { text in
            let digits = text.prefix { $0.isASCII && $0.isNumber }
            let units: [String: Int64] = ["ms": 1, "s": 1_000, "m": 60_000]
            guard digits.utf8.count <= 9, let number = Int64(digits),
                let unit = units[String(text[digits.endIndex...])]
            else { return nil }
            let duration = Domain.Duration(milliseconds: number * unit)
            return duration <= Self.graceAtMost ? duration : nil
        }
    }

    mutating func count(_ key: SettingKey) -> Int {
        read(key, "a count", "Write a whole number from 0 to \(Self.countAtMost).", 0) { text in
            guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return nil
            }
            return Int(text).flatMap { $0 <= Self.countAtMost ? $0 : nil }
        }
    }

    /// An address of the web without a slash at its end; nil for none.
    mutating func origin(_ key: SettingKey) -> String? {
        optional(key, "a web address", "Write https://HOST, or none.") { text in
            let rest =
                text.hasPrefix("https://") ? text.dropFirst(8) : text.hasPrefix("http://") ? text.dropFirst(7) : ""
            let isPlain =
                text.utf8.allSatisfy { (0x21...0x7E).contains($0) } && !text.contains { "\"<>\\^`{|}?#@".contains($0) }
            guard isPlain, let first = rest.first, first != "/" else { return nil }
            // An issuer is compared letter for letter.
            return key == .publicURL && text.hasSuffix("/") ? String(text.dropLast()) : text
        }
    }

    mutating func mailServer(_ key: SettingKey) -> MailServer? {
        optional(key, "a mail server", "Write smtp://USER@HOST:PORT; its password stands in mail-password-file.") {
            MailServer($0)
        }
    }

    mutating func mailAddress(_ key: SettingKey) -> MailAddress? {
        optional(key, "a mail address", "Write one, as in desk@example.com.") { MailAddress($0) }
    }

    mutating func language(_ key: SettingKey) -> Language {
        word(key, Language.allCases.map(\.rawValue), .en) { Language(rawValue: $0) }
    }

    /// Nil for none.
    mutating func file(_ key: SettingKey) -> String? {
        let path = path(key)
        return path == Settings.none ? nil : path
    }

    private mutating func optional<Value>(
        _ key: SettingKey, _ expected: String, _ cure: String, _ make: (String) -> Value?
    ) -> Value? {
        read(key, expected, cure, nil) { text in text == Settings.none ? .some(nil) : make(text).map { .some($0) } }
    }

    /// As `duration` reads it.
    static func text(_ duration: Domain.Duration) -> String {
        let milliseconds = duration.milliseconds
        if milliseconds % 1_000 != 0 { return "\(milliseconds)ms" }
        return milliseconds % 60_000 != 0 || milliseconds == 0
            ? "\(milliseconds / 1_000)s" : "\(milliseconds / 60_000)m"
    }

    private mutating func word<Value>(
        _ key: SettingKey, _ known: [String], _ failed: Value, _ make: (String) -> Value?
    ) -> Value {
        let text = said[key]?.text ?? ""
        let hint = nearest(to: text, among: known).map { "Did you mean \($0)?" }
        return read(key, "one of its words", hint ?? "Write one of \(known.joined(separator: ", ")).", failed, make)
    }

    /// - Parameter failed: what stands in until the faults end the reading.
    private mutating func read<Value>(
        _ key: SettingKey, _ expected: String, _ cure: String, _ failed: Value, _ make: (String) -> Value?
    ) -> Value {
        let (text, origin) = said[key] ?? ("", .standard)
        guard !text.isEmpty, let value = make(text) else {
            // A password may stand in it.
            let shown = key == .desk ? Self.shown(desk: text) : String(text.prefix(60))
            let cause = shown.isEmpty ? "\(key.name) is empty." : "\"\(shown)\" is not \(expected) for \(key.name)."
            faults.append(SettingFault(place: origin.description, cause: cause, cure: cure))
            return failed
        }
        return value
    }

    private static func shown(desk text: String) -> String {
        String((text.contains("password=") ? "…" : PostgresPlace.shown(text)).prefix(60))
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.trimmingPrefix { $0 == " " }.reversed().trimmingPrefix { $0 == " " }.reversed())
    }
}
