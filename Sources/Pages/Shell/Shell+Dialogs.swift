import Domain
import Phrases

extension Shell {
    /// The palette of commands and the list of keys; without a script nobody sees them.
    func dialogs(_ html: inout Markup) {
        guard let who else { return }
        html.element("dialog", .id("palette"), .text("aria-label", reader(.commands))) { html in
            html.open(
                "input", .init("type", "text"), .text("placeholder", reader(.commandHint)),
                .text("aria-label", reader(.commandHint)), .init("role", "combobox"),
                .init("aria-controls", "palette-list"), .init("aria-expanded", "true"), .init("autocomplete", "off"),
                .text("data-search", who.isCustomer ? nil : Address.search("").text))
            html.raw("<ul id=\"palette-list\" role=\"listbox\"></ul>")
            html.element("p", .class("no-hit"), .init("role", "status"), .flag("hidden"), text: reader(.nothingFound))
        }
        html.element("dialog", .id("keys"), .text("aria-label", reader(.keys))) { html in
            html.element("h2", text: reader(.keys))
            html.element("dl") { html in
                key(&html, "Ctrl K", reader(.commands))
                key(&html, "?", reader(.keys))
                if !who.isCustomer {
                    key(&html, "j", reader(.keyDown))
                    key(&html, "k", reader(.keyUp))
                    key(&html, "⏎", reader(.keyOpen))
                }
            }
            // What the page itself offers is put in by the script, from its links and buttons.
            html.raw("<dl class=\"own\"></dl>")
            html.element("label", .class("tick")) { html in
                html.raw("<input type=\"checkbox\" id=\"keys-on\" checked> ")
                html.text(reader(.keysOn))
            }
            html.element("form", .init("method", "dialog")) { html in
                html.element("button", .class("quiet"), text: reader(.close))
            }
        }
    }

    private func key(_ html: inout Markup, _ key: String, _ words: String) {
        html.element("dt") { $0.element("kbd", text: key) }
        html.element("dd", text: words)
    }
}

func hidden(_ html: inout Markup, _ name: String, _ value: String) {
    html.raw("<input type=\"hidden\"")
    html.attribute("name", name)
    html.attribute("value", value)
    html.raw(">")
}

/// A list to choose one of.
/// - Parameter isNeeded: an empty value is no choice.
func choice(
    _ html: inout Markup, _ name: String, _ label: String, _ chosen: String,
    _ options: [(value: String, words: String)], isNeeded: Bool = false, trouble: Trouble? = nil
) {
    html.element("label") { html in
        html.element("span", text: label)
        html.element(
            "select", .text("name", name), .flag("required", if: isNeeded), trouble.mark(name)
        ) { html in
            for option in options {
                // Spelled as it is: a list may have two hundred.
                html.raw("<option")
                html.attribute("value", option.value)
                if option.value == chosen { html.raw(" selected") }
                html.raw(">")
                html.text(option.words)
                html.raw("</option>")
            }
        }
        trouble.write(&html, beside: name)
    }
}
