/// What stands in the way, and what to do about it.
public struct Trouble: Hashable, Sendable {
    public let cause: String
    public var cure: String
    /// The name of the form's field that is meant; nil where it is none, or no single one.
    public let field: String?
    /// What else of the same form is wrong.
    public var others: [Trouble] = []
    public init(cause: String, cure: String, field: String? = nil) {
        self.cause = cause
        self.cure = cure
        self.field = field
    }

    public init(_ words: (cause: String, cure: String), field: String? = nil) {
        self.init(cause: words.cause, cure: words.cure, field: field)
    }

    func write(_ html: inout Markup) {
        html.element("div", .class("trouble"), .init("role", "alert")) { html in
            told(&html)
            for other in others {
                html.raw("<br>")
                other.told(&html)
            }
        }
    }

    private func told(_ html: inout Markup) {
        html.element("b", text: cause)
        html.raw(" ")
        html.element("span", text: cure)
    }

    /// That of it which is about a field.
    fileprivate func of(_ field: String) -> Trouble? { ([self] + others).first { $0.field == field } }
}

extension Optional where Wrapped == Trouble {
    func isAbout(_ field: String) -> Bool { self?.of(field) != nil }

    /// Marks a field if it is one that is meant.
    func mark(_ field: String) -> Markup.Attribute { .text("aria-invalid", isAbout(field) ? "true" : nil) }

    /// Leads to the first field that is meant; where none is, to the one that comes first anyway.
    func focus(_ field: String, else isFirst: Bool = false) -> Markup.Attribute {
        .flag("autofocus", if: self?.field.map { $0 == field } ?? isFirst)
    }

    /// Says beside that field what is wrong with it.
    func write(_ html: inout Markup, beside field: String) {
        guard let trouble = self?.of(field) else { return }
        html.element("small", .class("wrong"), text: trouble.cause)
    }
}

/// How much a text may hold, so that a browser stops where the desk would refuse. The desk counts Unicode scalars and a browser
/// UTF-16, which never are fewer.
enum TextLength {
    static let subject = 500
    static let text = 65_536
}

/// A labelled field of one line.
func field(
    _ html: inout Markup, _ name: String, _ label: String, type: String = "text", value: String? = nil,
    hint: String? = nil, autocomplete: String? = nil, isNeeded: Bool = true, focus: Bool = false, atMost: Int? = nil,
    trouble: Trouble? = nil
) {
    html.element("label") { html in
        html.element("span", text: label)
        html.open(
            "input", .text("type", type), .text("name", name), .text("value", value),
            .text("autocomplete", autocomplete), .flag("required", if: isNeeded), trouble.focus(name, else: focus),
            .text("maxlength", atMost.map { "\($0)" }), trouble.mark(name))
        if let hint { html.element("small", text: hint) }
        trouble.write(&html, beside: name)
    }
}
