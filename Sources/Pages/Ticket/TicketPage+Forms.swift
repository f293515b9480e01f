import Domain
import Phrases

extension TicketPage {
    /// A form of this ticket: it says who sends it, what they saw, and that it is to be done once.
    func form(
        _ html: inout Markup, _ deed: Deed, _ who: Shell.Who, _ body: (inout Markup) -> Void
    ) {
        html.element("form", .init("method", "post"), .action(.deed(id, deed)), .text("data-deed", deed.rawValue)) {
            html in
            hidden(&html, "csrf", who.csrf)
            hidden(&html, "once", "\(once)-\(deed.rawValue)")
            hidden(&html, "version", String(version))
            body(&html)
        }
    }

    /// A reply and a note, side by side as two tabs that need no script.
    func answer(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who) {
        html.element("section", .class("answer")) { html in
            tab(&html, reader(.reply), isOpen: draft?.deed != .note) { html in
                form(&html, .reply, who) { html in
                    area(&html, .reply, reader(.replyHint), key: "r")
                    html.element("div", .class("row")) { html in
                        if !acts.isEmpty {
                            choice(
                                &html, "act", reader(.replyAs), "",
                                [("", reader(.reply))] + acts.map { ($0.event.rawValue, $0.words) })
                        }
                        html.element("button", .class("main"), text: reader(.send))
                    }
                }
            }
            tab(&html, reader(.note), isOpen: draft?.deed == .note) { html in
                form(&html, .note, who) { html in
                    area(&html, .note, reader(.noteHint), key: "m")
                    html.element("div", .class("row")) { $0.element("button", text: reader(.addNote)) }
                }
            }
        }
    }

    private func tab(_ html: inout Markup, _ title: String, isOpen: Bool, _ body: (inout Markup) -> Void) {
        html.element("details", .init("name", "answer"), .flag("open", if: isOpen)) { html in
            html.element("summary", text: title)
            body(&html)
        }
    }

    private func area(_ html: inout Markup, _ deed: Deed, _ hint: String, key: StaticString) {
        html.element(
            "textarea", .init("name", "text"), .flag("required"), .init("rows", "4"), .text("placeholder", hint),
            .text("aria-label", hint), .text("data-draft", "\(id) \(deed.rawValue)"), .init("data-key", key),
            .init("dir", "auto"), text: draft?.deed == deed ? draft?.text ?? "" : "")
    }

    /// What can be done by one press, and what wants a word first.
    func actions(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who) {
        html.element("section", .class("deeds"), .id("deeds"), .flag("data-live")) { html in
            html.element("h2", text: reader(.deeds))
            html.element("div", .class("at-once")) { html in
                for (deed, word, key) in TicketPage.atOnce where deeds.contains(deed) {
                    form(&html, deed, who) { html in
                        html.element(
                            "button", .text("class", deed == .take || deed == .accept ? "main" : nil),
                            .text("data-key", key), text: reader(word))
                    }
                }
            }
            for deed in [Deed.resolve, .wait, .handOver, .escalate, .labour] where deeds.contains(deed) {
                html.element("details", .init("name", "deed"), .id("deed-\(deed.rawValue)")) { html in
                    html.element("summary", text: reader(TicketPage.word(of: deed)))
                    form(&html, deed, who) { html in
                        asked(&html, deed, reader)
                        html.element("button", .class("main"), text: reader(TicketPage.word(of: deed)))
                    }
                }
            }
        }
    }

    private static let atOnce: [(Deed, PageWord, String?)] = [
        (.accept, .accept, "a"), (.take, .take, "t"), (.engage, .engage, "e"), (.resume, .resume, "u"),
        (.verify, .verify, nil), (.close, .closeTicket, nil), (.reopen, .reopen, nil),
    ]

    private static func word(of deed: Deed) -> PageWord {
        switch deed {
        case .resolve: .resolve
        case .wait: .wait
        case .handOver: .handOver
        case .escalate: .escalate
        default: .recordLabour
        }
    }

    private func asked(_ html: inout Markup, _ deed: Deed, _ reader: Reader) {
        switch deed {
        case .resolve: text(&html, reader(.resolveText), isNeeded: true)
        case .wait:
            choice(
                &html, "waiting", reader(.waitFor), Waiting.customer.rawValue,
                Waiting.allCases.map { ($0.rawValue, reader.words.waiting($0)) })
            text(&html, reader(.waitText), isNeeded: false)
        case .handOver:
            choice(&html, "team", reader(.toTeam), "", teams.map { ($0.id, $0.title) })
        case .escalate: text(&html, reader(.escalateText), isNeeded: true)
        default:
            html.element("label") { html in
                html.element("span", text: reader(.minutes))
                html.open(
                    "input", .init("type", "number"), .init("name", "minutes"), .init("min", "1"),
                    .init("max", "1440"), .flag("required"))
            }
        }
    }

    private func text(_ html: inout Markup, _ label: String, isNeeded: Bool) {
        html.element("label") { html in
            html.element("span", text: label)
            html.element(
                "textarea", .init("name", "text"), .init("rows", "2"), .flag("required", if: isNeeded),
                .init("dir", "auto"), text: "")
        }
    }
}
