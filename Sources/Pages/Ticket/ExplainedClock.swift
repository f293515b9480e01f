import Domain
import Phrases

/// A promise on a ticket's page: how it stands, and why it is due when it is.
public struct ExplainedClock: Sendable {
    public let clock: ClockView
    public let grade: String
    /// The account of its due as a page shows it, spelled once for all who look.
    public let account: Markup?

    public init(clock: ClockView, grade: String, account: Markup? = nil) {
        self.clock = clock
        self.grade = grade
        self.account = account
    }

    /// What nobody but a policy's new edition changes while the due stands.
    /// - Parameters:
    ///   - promise: what it is, in a sentence.
    ///   - why: line by line.
    /// - Returns: nil where there is nothing to tell.
    public static func account(id: String, promise: String?, why: [String], _ reader: Reader) -> Markup? {
        guard !why.isEmpty else { return nil }
        var html = Markup(capacity: 1 << 10)
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
        return html
    }

    func write(_ html: inout Markup, _ reader: Reader) {
        html.element("li", .class("promise"), .text("data-risk", clock.risk?.rawValue), .text("data-end", end)) {
            html in
            html.element("div", .class("head")) { html in
                html.raw(Risk.shape)
                html.element("span", .class("title"), text: clock.title)
                html.raw("<b")
                clock.count(&html, reader)
                html.raw(">")
                html.text(clock.short(reader))
                html.raw("</b>")
            }
            html.element("div", .class("aside")) { html in
                html.element("small", text: clock.remark(reader))
                html.element("small", text: grade)
            }
            if let account { html.append(account) }
        }
    }

    /// How it ended, or that it presses nobody any more.
    private var end: String? {
        switch clock.standing {
        case .kept: "kept"
        case .breached(_, .some): "broken"
        case .passed: "passed"
        case .given: "given"
        case .void: "void"
        case .waiting, .running, .paused, .breached: nil
        }
    }
}
