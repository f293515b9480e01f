import Domain
import Phrases

/// A promise on a ticket's page: how it stands, and why it is due when it is.
public struct ExplainedClock: Hashable, Sendable {
    public let id: String
    public let clock: ClockView
    public let grade: String
    /// What the promise is, in a sentence.
    public let promise: String?
    /// The account of its due, line by line.
    public let why: [String]

    public init(id: String, clock: ClockView, grade: String, promise: String? = nil, why: [String] = []) {
        self.id = id
        self.clock = clock
        self.grade = grade
        self.promise = promise
        self.why = why
    }

    func write(_ html: inout Markup, _ reader: Reader) {
        html.element("li", .class("promise"), .text("data-risk", clock.risk?.rawValue), .text("data-end", end)) {
            html in
            html.element("div", .class("head")) { html in
                html.raw(Risk.shape)
                html.element("span", .class("title"), text: clock.title)
                html.raw("<b")
                clock.count(&html)
                html.raw(">")
                html.text(clock.short(reader))
                html.raw("</b>")
            }
            html.element("div", .class("aside")) { html in
                html.element("small", text: clock.remark(reader))
                html.element("small", text: grade)
            }
            if !why.isEmpty {
                html.element("details", .id("why-\(id)")) { html in
                    html.element("summary", text: reader(.why))
                    if let promise { html.element("p", .class("vow"), text: promise) }
                    html.element("p", text: why[0])
                    if why.count > 3 {
                        html.element("ul", .class("pieces")) { html in
                            for line in why[1..<why.count - 2] { html.element("li", text: line) }
                        }
                    }
                    for line in why.dropFirst(max(1, why.count - 2)) { html.element("p", text: line) }
                }
            }
        }
    }

    /// How it ended, or that it presses nobody any more.
    private var end: String? {
        switch clock.standing {
        case .kept: "kept"
        case .breached(_, .some): "broken"
        case .passed: "passed"
        case .void: "void"
        case .waiting, .running, .paused, .breached: nil
        }
    }
}
