/// HTML in the making. Text comes in through `text` and attribute values through `open`, both escaped; the rest is
/// spelled in code.
struct Markup {
    private(set) var html = ""

    /// Markup of our own: never with a value in it.
    mutating func raw(_ markup: StaticString) { html += markup.description }

    mutating func open(_ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
        html += "<\(tag)"
        for (name, value) in attributes { html += " \(name)=\"\(Markup.escaped(value))\"" }
        html += ">"
    }

    mutating func close(_ tag: StaticString) { html += "</\(tag)>" }

    mutating func text(_ text: String) { html += Markup.escaped(text) }

    mutating func element(_ tag: StaticString, _ text: String) { element(tag, [:], text) }

    mutating func element(_ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ text: String) {
        open(tag, attributes)
        self.text(text)
        close(tag)
    }

    mutating func line() { html += "\n" }

    /// What a script or style element holds is taken as it is up to its closing tag, so nothing is escaped here.
    mutating func verbatim(_ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ text: String) {
        open(tag, attributes)
        html += text
        close(tag)
    }

    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// JSON as it may stand in a script element: `<` is what could end one or open a comment. Outside of texts JSON has
    /// none, so the escape is one of a text.
    static func embedded(json: String) -> String {
        var embedded = ""
        for scalar in json.unicodeScalars {
            if scalar == "<" { embedded += "\\u003c" } else { embedded.unicodeScalars.append(scalar) }
        }
        return embedded
    }
}
