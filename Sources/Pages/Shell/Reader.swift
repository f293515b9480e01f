import Domain
import Phrases

/// Who reads a page, as far as words and times depend on it.
public struct Reader: Sendable {
    public let language: Language
    public let words: any Wording
    /// That times are shown in: the desk's.
    public let zone: Zone
    public let now: Instant
    /// The day of now.
    public let today: Day

    public init(_ language: Language, zone: Zone, now: Instant) {
        self.language = language
        words = wording(language)
        self.zone = zone
        self.now = now
        today = zone.day(of: now)
    }

    /// `Asia/Shanghai (UTC+08:00)`
    var zoneName: String {
        let offset = zone.offsetName(at: now)
        return zone.name == offset ? offset : "\(zone.name) (\(offset))"
    }

    public func callAsFunction(_ word: PageWord) -> String { words.page(word) }

    public func callAsFunction(_ word: PersonWord) -> String { words.person(word) }

    func callAsFunction(_ word: PersonWord, _ first: String, _ second: String = "") -> String {
        words.filled(word, first, second)
    }

    public func callAsFunction(_ word: TicketWord) -> String { words.ticket(word) }

    func callAsFunction(_ word: TicketWord, _ first: String, _ second: String = "") -> String {
        words.filled(word, first, second)
    }

    func callAsFunction(_ word: AccessWord) -> String { words.access(word) }

    public func callAsFunction(_ word: AccountWord) -> String { words.account(word) }

    public func callAsFunction(_ word: FormWord) -> String { words.form(word) }

    func callAsFunction(_ word: PageWord, _ first: String, _ second: String = "") -> String {
        words.filled(word, first, second)
    }
}

/// How somebody likes pages to look; a cookie of their browser.
public struct Look: Hashable, Sendable {
    public enum Colours: String, CaseIterable, Hashable, Sendable { case system, light, dark }
    public enum Density: String, CaseIterable, Hashable, Sendable { case cosy, dense }
    /// Nil: as the browser asks for.
    public var language: Language?
    public var colours = Colours.system
    public var density = Density.cosy
    public init() {}

    /// `zh.dark.dense`
    public var text: String { "\(language?.rawValue ?? "-").\(colours.rawValue).\(density.rawValue)" }

    /// What it does not know stays as it is by itself.
    public init(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return }
        language = Language(rawValue: parts[0])
        colours = Colours(rawValue: parts[1]) ?? .system
        density = Density(rawValue: parts[2]) ?? .cosy
    }
}
