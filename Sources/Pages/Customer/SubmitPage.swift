import Domain
import Phrases

/// Asks for help, guided by the three questions of the first contact: what happens, how far it reaches, how urgent it is.
/// - Source: A9.
public struct SubmitPage: Page {
    /// What was filled in, to be shown again.
    public struct Filled: Hashable, Sendable {
        public var subject = ""
        public var text = ""
        public var category = ""
        public var urgency = ""
        public var reach = ""
        public var customer = ""
        public init() {}
    }

    /// Kinds of matters that a policy knows, under what they are listed.
    public let categories: [ChoiceGroup]
    /// Nil for a customer, who asks for themselves; else whom an agent may ask for.
    public let asksFor: Bool
    public let filled: Filled
    public let once: String
    public let trouble: Trouble?

    public init(
        categories: [ChoiceGroup], asksFor: Bool, filled: Filled = Filled(), once: String, trouble: Trouble? = nil
    ) {
        self.categories = categories
        self.asksFor = asksFor
        self.filled = filled
        self.once = once
        self.trouble = trouble
    }

    public var kind: PageKind { .sheet }
    public func title(_ reader: Reader) -> String { reader(.submit) }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let reader = shell.reader
        html.element("h1", text: reader(.submitTitle))
        trouble?.write(&html)
        html.element(
            "form", .class("submit"), .init("method", "post"), .action(.submit),
            .init("enctype", "multipart/form-data")
        ) { html in
            hidden(&html, "csrf", shell.who?.csrf ?? "")
            hidden(&html, "once", once)
            if asksFor {
                html.element("div", .class("question")) { html in
                    field(&html, "customer", reader(.forCustomer), value: filled.customer, trouble: trouble)
                }
            }
            question(&html, 1, reader(.questionWhat), reader(.questionWhatHint)) { html in
                field(
                    &html, "subject", reader(.subject), value: filled.subject, atMost: TextLength.subject,
                    trouble: trouble)
                html.element("label") { html in
                    html.element("span", text: reader(.text))
                    html.element(
                        "textarea", .init("name", "text"), .flag("required"), .init("rows", "6"),
                        .init("data-draft", "submit"), .init("dir", "auto"), .number("maxlength", TextLength.text),
                        trouble.focus("text"), trouble.mark("text"), text: filled.text)
                    trouble.write(&html, beside: "text")
                }
                groupedChoice(
                    &html, "category", reader(.questionKind), filled.category, none: reader(.kindUnknown), categories,
                    trouble: trouble)
                html.element("small", text: reader(.questionKindHint))
                fileField(&html, reader)
                html.element("small", text: reader(.filesHint))
            }
            question(&html, 2, reader(.questionReach), nil) { html in
                radios(
                    &html, "reach", filled.reach,
                    [("one", reader(.reachOne)), ("some", reader(.reachSome)), ("all", reader(.reachAll))])
            }
            question(&html, 3, reader(.questionLevel), nil) { html in
                radios(
                    &html, "urgency", filled.urgency,
                    [("low", reader(.urgencyLow)), ("medium", reader(.urgencyMedium)), ("high", reader(.urgencyHigh))])
            }
            html.element("button", .class("main"), text: reader(.submitSend))
        }
    }

    private func question(
        _ html: inout Markup, _ number: Int, _ title: String, _ hint: String?, _ body: (inout Markup) -> Void
    ) {
        html.element("fieldset", .class("question")) { html in
            html.element("legend") { html in
                html.element("i", .init("aria-hidden", "true"), text: String(number))
                html.text(title)
            }
            if let hint { html.element("small", text: hint) }
            body(&html)
        }
    }

    private func radios(_ html: inout Markup, _ name: String, _ chosen: String, _ options: [(String, String)]) {
        html.element("div", .class("radios")) { html in
            for (value, words) in options {
                html.element("label") { html in
                    html.open(
                        "input", .init("type", "radio"), .text("name", name), .text("value", value), .flag("required"),
                        .flag("checked", if: chosen == value))
                    html.element("span", text: words)
                }
            }
        }
    }
}
