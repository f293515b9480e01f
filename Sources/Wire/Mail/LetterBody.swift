import Phrases

extension LetterText {
    /// As plain lines.
    public var plain: String {
        (paragraphs + [link].compactMap(\.self)).joined(separator: "\n\n") + "\n\n--\n\(foot)\n"
    }

    /// As a small page: no pictures, nothing to be fetched, so that opening it tells nobody.
    public var html: String {
        let body =
            paragraphs.map { "<p>\(LetterText.escaped($0))</p>" }
            + [
                link.map { "<p><a href=\"\(LetterText.escaped($0))\">\(LetterText.escaped($0))</a></p>" }
            ].compactMap(\.self)
        return "<!doctype html>\n<html><body>\n" + body.joined(separator: "\n")
            + "\n<hr>\n<p><small>\(LetterText.escaped(foot))</small></p>\n</body></html>\n"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
