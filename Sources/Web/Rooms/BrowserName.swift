/// What a browser says it is, in the words of whoever sits at it: `Firefox · Linux`.
///
/// It is told to them alone, of the browser that asks, and kept nowhere: what others of their sign-ins came from would have to
/// stand in the journal.
enum BrowserName {
    /// Longer than any that is honest.
    private static let signsAtMost = 512

    /// - Parameter header: `User-Agent`.
    /// - Returns: nil for one that we do not know: a guess might make somebody end the wrong sign-in.
    static func told(_ header: String?) -> String? {
        guard let header else { return nil }
        let text = String(header.prefix(signsAtMost))
        let known = [browsers, systems].compactMap { names in names.first { text.contains($0.sign) }?.name }
        return known.isEmpty ? nil : known.joined(separator: " · ")
    }

    /// Each says that it is those after it too.
    private static let browsers: [(sign: String, name: String)] = [
        ("MicroMessenger/", "WeChat"), ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]

    private static let systems: [(sign: String, name: String)] = [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"),
        ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Macintosh", "macOS"),
        ("Linux", "Linux"),
    ]
}
