/// Choices that belong together, under one name.
public struct ChoiceGroup: Hashable, Sendable {
    public let title: String
    public let choices: [QueuePage.Choice]
    public init(title: String, choices: [QueuePage.Choice]) {
        self.title = title
        self.choices = choices
    }
}

/// A list to choose one of, group by group.
/// - Parameter none: what stands there before any is chosen; where one is needed it is no choice.
func groupedChoice(
    _ html: inout Markup, _ name: String, _ label: String, _ chosen: String, none: String, isNeeded: Bool = false,
    _ groups: [ChoiceGroup], trouble: Trouble? = nil
) {
    html.element("label") { html in
        html.element("span", text: label)
        html.element(
            "select", .text("name", name), .flag("required", if: isNeeded), trouble.mark(name)
        ) { html in
            html.element("option", .init("value", ""), text: none)
            for group in groups {
                html.element("optgroup", .text("label", group.title)) { html in
                    for choice in group.choices {
                        html.element(
                            "option", .text("value", choice.id), .flag("selected", if: choice.id == chosen),
                            text: choice.title)
                    }
                }
            }
        }
    }
}
