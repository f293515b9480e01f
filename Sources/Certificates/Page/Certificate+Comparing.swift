import Domain
import Phrases

extension Certificate {
    /// Makes the page of this certificate anew and compares, so that no word on it can be another than its data say. One that
    /// was saved as it was served may have its way back, and only that.
    /// - Parameters:
    ///   - page: in the language that it names; line breaks at its end do not count.
    ///   - zone: the zone of a name.
    /// - Throws: `page` with the first place that differs.
    public func compare(page: some StringProtocol, zone: (String) -> Zone?) throws(CertificateFault) {
        let opening = "<html lang=\""
        guard let start = page.firstRange(of: opening)?.upperBound,
            let language = Language(rawValue: String(page[start...].prefix { $0 != "\"" }))
        else { throw .malformed(place: "the page", cause: "its language is not known") }
        guard let zone = self.zone == Zone.utc.name ? .utc : zone(self.zone) else { throw .unknownZone(self.zone) }
        let shown = Certificate.lines(page)
        let isServed = shown.contains { $0.starts(with: CertificatePage.backOpening.utf8) }
        let lines = (shown: shown, made: Certificate.lines(html(in: language, zone: zone, isServed: isServed)))
        for number in 0..<max(lines.shown.count, lines.made.count) {
            let shown = number < lines.shown.count ? lines.shown[number] : []
            let made = number < lines.made.count ? lines.made[number] : []
            if shown == made { continue }
            let same = zip(shown, made).prefix { $0 == $1 }.count
            throw .page(
                line: number + 1, shown: Certificate.excerpt(shown, at: same), made: Certificate.excerpt(made, at: same)
            )
        }
    }

    private static func lines(_ text: some StringProtocol) -> [ArraySlice<UInt8>] {
        var bytes = Array(text.utf8)[...]
        while bytes.last == 0x0A { bytes.removeLast() }
        return bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    }

    /// A little around a place, for a message.
    private static func excerpt(_ line: ArraySlice<UInt8>, at place: Int) -> String {
        let (before, after) = (24, 36)
        let part = line.dropFirst(max(0, place - before)).prefix(before + after)
        return String(decoding: part, as: UTF8.self).filter { $0 != "\u{FFFD}" }
    }
}
