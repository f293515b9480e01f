import Domain
import Evidence

/// A mail address as it stands in an envelope and a header: nothing that could begin another of either.
///
/// Plain ASCII, as `FieldType.email` reads it; what lies in a desk has that form, what a setting says is held to it.
public struct MailAddress: Hashable, Sendable {
    public let text: String

    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, parts.count == 2, (1...64).contains(parts[0].utf8.count), !parts[1].isEmpty,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !text.contains(where: { "\"(),:;<>[\\]".contains($0) })
        else { return nil }
        self.text = text
    }

    var domain: Substring { text.split(separator: "@").last ?? "" }
}

/// A letter as it goes over the wire.
/// - Source: RFC 5322 (headers), RFC 2047 (words of other scripts in them), RFC 2045 (bodies), RFC 3834 (Auto-Submitted).
public struct MailMessage: Sendable {
    public let from: MailAddress
    public let to: MailAddress
    public let subject: String
    /// Lines of text, and the same as HTML.
    public let text: String
    public let html: String
    /// The same for every try, so that a mail box shows it once.
    public let key: String
    public let date: Instant
    public let language: Language

    public init(
        from: MailAddress, to: MailAddress, subject: String, text: String, html: String, key: String, date: Instant,
        language: Language
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.key = key
        self.date = date
        self.language = language
    }

    static let bytesAtMost = 1 << 20

    /// With lines of at most 76 bytes, each ended as the protocol ends them.
    public var bytes: [UInt8] {
        // In no body: there an equals sign is never followed by an underscore, nor is one in base 64.
        let boundary = "=_yinuo_\(Content.hash(Array(key.utf8)).prefix(24))"
        var lines = [
            "Date: \(MailDate.text(date))",
            "From: <\(from.text)>",
            "To: <\(to.text)>",
            "Message-ID: <\(messageID)>",
            "Subject: \(MailHeader.words(subject))",
            "Auto-Submitted: auto-generated",
            "Content-Language: \(language.rawValue)",
            "MIME-Version: 1.0",
            "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"",
            "",
        ]
        for (type, body) in [("text/plain", text), ("text/html", html)] {
            let (encoding, coded) = MailBody.coded(body)
            lines += [
                "--\(boundary)", "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: \(encoding)", "",
            ]
            lines += coded
        }
        lines += ["--\(boundary)--", ""]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private var messageID: String {
        let plain = key.unicodeScalars.filter {
            $0.isASCII && ($0.properties.isAlphabetic || "0123456789-".contains(Character($0)))
        }
        return String(String.UnicodeScalarView(plain)) + "@" + from.domain
    }
}

enum MailHeader {
    /// Text as a header may hold it: as it stands where that is plain and short, else as encoded words, each of whole
    /// characters. A line break is a blank, so that none begins another header.
    static func words(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            scalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        let text = String(scalars)
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
        if isPlain, text.utf8.count <= 60 { return text }
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            // 75 for the whole word, of which 12 are its ends.
            if words[words.count - 1].count + bytes.count > 45 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(MailBody.base64($0))?=" }.joined(separator: "\r\n ")
    }
}

enum MailBody {
    /// Mostly Latin text stays readable on the wire; the rest goes as base 64.
    static func coded(_ text: String) -> (encoding: String, lines: [String]) {
        let bytes = Array(text.utf8)
        let high = bytes.filter { $0 > 0x7E }.count
        if high * 6 > bytes.count { return ("base64", chunked(base64(crlf(bytes)), 76)) }
        return ("quoted-printable", text.split(omittingEmptySubsequences: false) { $0.isNewline }.flatMap(quoted))
    }

    /// - Source: RFC 2045, 6.7.
    static func quoted(_ line: Substring) -> [String] {
        var lines: [String] = []
        var current = ""
        let bytes = Array(line.utf8)
        for (index, byte) in bytes.enumerated() {
            let isLast = index == bytes.count - 1
            let isPlain = (0x21...0x7E).contains(byte) && byte != 0x3D || byte == 0x20 && !isLast
            let hex = "0123456789ABCDEF"
            func digit(_ value: UInt8) -> Character { hex[hex.index(hex.startIndex, offsetBy: Int(value))] }
            let piece = isPlain ? String(UnicodeScalar(byte)) : "=\(digit(byte >> 4))\(digit(byte & 15))"
            if current.utf8.count + piece.utf8.count > 75 {
                lines.append(current + "=")
                current = ""
            }
            current += piece
        }
        return lines + [current]
    }

    private static func crlf(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    }

    static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? letters[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func chunked(_ text: String, _ width: Int) -> [String] {
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: width).map {
            String(decoding: bytes[$0..<min($0 + width, bytes.count)], as: UTF8.self)
        }
    }
}

enum MailDate {
    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Thu, 26 Nov 2026 23:27:32 +0000`
    static func text(_ instant: Instant) -> String {
        let day = Day(localMilliseconds: instant.milliseconds)
        let seconds = (instant.milliseconds - day.localMilliseconds) / 1_000
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
        let date = day.date
        let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map(two).joined(separator: ":")
        let weekday = days[day.weekday.rawValue]
        return "\(weekday), \(date.day) \(months[date.month - 1]) \(date.year) \(clock) +0000"
    }
}
