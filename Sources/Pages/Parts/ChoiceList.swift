/// Choices of a list that many pages show, spelled once.
public struct ChoiceList: Sendable, ExpressibleByArrayLiteral {
    public let choices: [QueuePage.Choice]
    private let options: Markup
    /// Where it would be said of each that it is chosen.
    private let places: [String: Int]

    public init(_ choices: [QueuePage.Choice] = []) {
        var html = Markup(capacity: choices.count * 64)
        var places: [String: Int] = [:]
        for choice in choices {
            html.raw("<option")
            html.attribute("value", choice.id)
            places[choice.id] = html.count
            html.raw(">")
            html.text(choice.title)
            html.raw("</option>")
        }
        self.choices = choices
        self.places = places
        options = html
    }

    public init(arrayLiteral choices: QueuePage.Choice...) { self.init(choices) }

    var isEmpty: Bool { choices.isEmpty }

    func has(_ id: String?) -> Bool { id.map { places[$0] != nil } ?? false }

    fileprivate func write(_ html: inout Markup, _ chosen: String) {
        guard let place = places[chosen] else { return html.append(options) }
        html.append(options, 0..<place)
        html.raw(" selected")
        html.append(options, place..<options.count)
    }
}

/// A list to choose one of.
/// - Parameter none: what stands there for no choice; where one is needed it is none.
func choice(
    _ html: inout Markup, _ name: String, _ label: String, _ chosen: String, none: String? = nil, _ list: ChoiceList,
    isNeeded: Bool = false, hint: String? = nil, trouble: Trouble? = nil
) {
    html.element("label") { html in
        html.element("span", text: label)
        html.element("select", .text("name", name), .flag("required", if: isNeeded), trouble.mark(name)) { html in
            if let none {
                html.element("option", .init("value", ""), .flag("selected", if: chosen.isEmpty), text: none)
            }
            list.write(&html, chosen)
        }
        if let hint { html.element("small", text: hint) }
        trouble.write(&html, beside: name)
    }
}
