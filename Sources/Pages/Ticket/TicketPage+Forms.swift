import Domain
import Phrases

extension TicketPage {
    /// A form of this ticket: it says who sends it, what they saw, and that it is to be done once.
    /// - Parameter files: whether it may bring some along.
    func form(
        _ html: inout Markup, _ deed: Deed, _ who: Shell.Who, files: Bool = false, _ body: (inout Markup) -> Void
    ) {
        html.element(
            "form", .init("method", "post"), .text("action", deed.place(under: place)),
            .text("data-deed", deed.rawValue),
            .text("enctype", files ? "multipart/form-data" : nil)
        ) { html in
            hidden(&html, "csrf", who.csrf)
            hidden(&html, "once", "\(once)-\(deed.rawValue)")
            hidden(&html, "version", String(version))
            body(&html)
        }
    }

    /// A reply and a note, side by side as two tabs that need no script; only what can be sent.
    func answer(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who) {
        unsent(&html, reader)
        if deeds.isDisjoint(with: [.reply, .note]) { return }
        html.element("section", .class("answer")) { html in
            if deeds.contains(.reply) { reply(&html, reader, who) }
            if deeds.contains(.note) { note(&html, reader, who) }
        }
    }

    /// What was written for a deed that can't be done any more is not lost with its form.
    private func unsent(_ html: inout Markup, _ reader: Reader) {
        guard let draft, !draft.text.isEmpty, meanwhile.isEmpty, !deeds.contains(draft.deed) else { return }
        html.element("section", .class("unsent")) { html in
            html.element("h2", text: reader(.yours))
            html.element("blockquote", .init("dir", "auto"), text: draft.text)
        }
    }

    private func reply(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who) {
        tab(&html, reader(.reply), isOpen: draft?.deed != .note) { html in
            form(&html, .reply, who, files: true) { html in
                area(&html, .reply, reader(.reply), reader(.replyHint), key: "r")
                html.element("div", .class("row")) { html in
                    fileField(&html, reader)
                    if !acts.isEmpty {
                        choice(
                            &html, "act", reader(.replyAs), draft?.act ?? "",
                            [("", reader(.reply))] + acts.map { ($0.value, $0.words) })
                    }
                    html.element("button", .class("main"), text: reader(.send))
                }
            }
        }
    }

    private func note(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who) {
        tab(&html, reader(.note), isOpen: draft?.deed == .note || !deeds.contains(.reply)) { html in
            form(&html, .note, who, files: true) { html in
                area(&html, .note, reader(.note), reader(.noteHint), key: "m")
                html.element("div", .class("row")) { html in
                    fileField(&html, reader)
                    if !colleagues.isEmpty {
                        choice(
                            &html, "mention", reader(.mention), "", none: reader(.mentionNobody), colleagues)
                    }
                    html.element("button", text: reader(.addNote))
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

    /// May be empty where files come along, so that only the desk can say that words are missing.
    /// - Parameter name: what its key is said to lead to.
    private func area(_ html: inout Markup, _ deed: Deed, _ name: String, _ hint: String, key: StaticString) {
        html.element(
            "textarea", .init("name", "text"), .init("rows", "4"), .text("placeholder", hint),
            .text("aria-label", hint), .text("data-draft", "\(id) \(deed.rawValue)"), .init("data-key", key),
            .text("data-words", name), .init("dir", "auto"), .number("maxlength", TextLength.text),
            trouble(of: deed).mark("text"), text: draft(of: deed)?.text ?? "")
        trouble(of: deed).write(&html, beside: "text")
    }

    /// What was sent by the form of a deed and not done, to stand in it again.
    private func draft(of deed: Deed) -> Draft? { draft?.deed == deed ? draft : nil }

    private func trouble(of deed: Deed) -> Trouble? { draft?.deed == deed ? trouble : nil }

    /// What can be done by one press, and what wants a word first.
    func actions(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who) {
        let isNothing = deeds.isDisjoint(with: TicketPage.atOnce.map { $0.0 } + TicketPage.asking)
        html.element(
            "section", .class("deeds"), .id("deeds"), .flag("data-live"), .flag("hidden", if: isNothing)
        ) { html in
            html.element("h2", text: reader(.deeds))
            html.element("div", .class("at-once")) { html in
                for (deed, word, key) in TicketPage.atOnce where deeds.contains(deed) {
                    form(&html, deed, who) { html in
                        html.element(
                            "button", .text("class", deed == .take || deed == .accept ? "main" : nil),
                            .text("data-key", key),
                            text: deed == .accept ? reader(.accept, offered ?? "") : reader(word))
                    }
                }
            }
            for deed in TicketPage.asking where deeds.contains(deed) {
                let word = word(of: deed, reader)
                html.element(
                    "details", .init("name", "deed"), .id("deed-\(deed.rawValue)"),
                    .flag("open", if: deed == .grade && !isGraded || draft(of: deed) != nil)
                ) { html in
                    html.element("summary", text: word)
                    form(&html, deed, who) { html in
                        asked(&html, deed, reader)
                        html.element("button", .class("main"), text: word)
                    }
                    if deed == .link { unlinking(&html, reader, who) }
                }
            }
        }
    }

    private static let atOnce: [(Deed, PageWord, String?)] = [
        (.accept, .accept, "a"), (.take, .take, "t"), (.engage, .engage, "e"), (.resume, .resume, "u"),
        (.verify, .verify, nil), (.close, .closeTicket, nil), (.reopen, .reopen, nil),
    ]

    private static let asking: [Deed] = [
        .grade, .resolve, .wait, .handOver, .escalate, .labour, .link, .split, .merge,
    ]

    private func word(of deed: Deed, _ reader: Reader) -> String {
        switch deed {
        case .resolve: reader(.resolve)
        case .wait: reader(.wait)
        case .handOver: reader(.handOver)
        case .escalate: reader(.escalate)
        case .link: reader(.link)
        case .split: reader(.split)
        case .merge: reader(.merge)
        case .grade: reader(category == nil ? .giveCategory : .changeCategory)
        default: reader(.recordLabour)
        }
    }

    private func asked(_ html: inout Markup, _ deed: Deed, _ reader: Reader) {
        let sent = draft(of: deed)?.fields ?? [:]
        let trouble = trouble(of: deed)
        switch deed {
        case .resolve: text(&html, deed, reader(.resolveText), isNeeded: true)
        case .wait:
            choice(
                &html, "waiting", reader(.waitFor), sent["waiting"] ?? Waiting.customer.rawValue,
                Waiting.allCases.map { ($0.rawValue, reader.words.waiting($0)) }, trouble: trouble)
            text(&html, deed, reader(.waitText), isNeeded: false, neededFor: TicketPage.waitsForCustomer)
        case .handOver:
            choice(
                &html, "team", reader(.toTeam), sent["team"] ?? "",
                none: reader(.chooseOne), teams, isNeeded: true, trouble: trouble)
            text(&html, deed, reader(.handOverText), isNeeded: false)
        case .escalate: text(&html, deed, reader(.escalateText), isNeeded: true)
        case .link:
            choice(
                &html, "listing", reader(.linkAs), sent["listing"] ?? Listing.related.rawValue,
                [Listing.related, .duplicate, .blocks].map { ($0.rawValue, reader.name(of: $0)) })
            other(&html, deed, reader(.otherTicket))
        case .split:
            html.element("small", text: reader(.splitHint))
            field(
                &html, "subject", reader(.subject), value: sent["subject"], atMost: TextLength.subject,
                trouble: trouble)
            text(&html, deed, reader(.splitText), isNeeded: true)
            choice(
                &html, "grade", reader(.splitGrade), sent["grade"] ?? "",
                none: reader(.byCategory), grades)
        case .merge:
            html.element("small", text: reader(.mergeHint))
            other(&html, deed, reader(.intoTicket))
        case .grade:
            html.element("small", text: reader(isGraded ? .changeCategoryHint : .giveCategoryHint))
            groupedChoice(
                &html, "category", reader(.category), sent["category"] ?? category ?? "", none: reader(.chooseOne),
                isNeeded: true, categories, trouble: trouble)
            if isGraded {
                field(
                    &html, "reason", reader(.categoryReason), value: sent["reason"], isNeeded: false, atMost: 500,
                    trouble: trouble)
            }
        default:
            if !colleagues.isEmpty {
                choice(
                    &html, "by", reader(.labourBy), sent["by"] ?? own ?? "",
                    none: colleagues.has(own) ? nil : reader(.chooseOne), colleagues, isNeeded: true, trouble: trouble)
            }
            html.element("label") { html in
                html.element("span", text: reader(.minutes))
                html.open(
                    "input", .init("type", "number"), .init("name", "minutes"), .text("value", sent["minutes"]),
                    .number("min", TicketPage.minutes.lowerBound), .number("max", TicketPage.minutes.upperBound),
                    .flag("required"), trouble.focus("minutes"), trouble.mark("minutes"))
                trouble.write(&html, beside: "minutes")
            }
        }
    }

    /// Of one piece of work; what corrects an entry, less than nothing, is a matter of the API.
    public static let minutes: ClosedRange<Int64> = 1...1_440

    /// By its id or its address, as somebody copied it.
    private func other(_ html: inout Markup, _ deed: Deed, _ label: String) {
        let trouble = trouble(of: deed)
        html.element("label") { html in
            html.element("span", text: label)
            html.open(
                "input", .init("name", "other"), .text("value", draft(of: deed)?.fields["other"]), .flag("required"),
                .init("autocomplete", "off"), .init("maxlength", "300"), .init("dir", "ltr"), trouble.focus("other"),
                trouble.mark("other"))
            trouble.write(&html, beside: "other")
        }
    }

    private func unlinking(_ html: inout Markup, _ reader: Reader, _ who: Shell.Who) {
        for link in links {
            form(&html, .unlink, who) { html in
                hidden(&html, "listing", link.listing.rawValue)
                hidden(&html, "other", link.other.rawValue)
                html.element("button", .class("quiet"), text: reader(.unlink, link.other.rawValue))
            }
        }
    }

    /// What is waited for from the customer is sent to them.
    private static let waitsForCustomer = Waiting.allCases.filter { State.waiting($0).awaitsCustomer }
        .map(\.rawValue).joined(separator: " ")

    /// - Parameter neededFor: what else of the form, if it is chosen, asks for words; a browser needs a script for that.
    private func text(
        _ html: inout Markup, _ deed: Deed, _ label: String, isNeeded: Bool, neededFor: String? = nil
    ) {
        html.element("label") { html in
            html.element("span", text: label)
            html.element(
                "textarea", .init("name", "text"), .init("rows", "2"), .flag("required", if: isNeeded),
                .text("data-needed", neededFor), .text("data-draft", "\(id) \(deed.rawValue)"), .init("dir", "auto"),
                .number("maxlength", TextLength.text), trouble(of: deed).mark("text"),
                text: draft(of: deed)?.text ?? "")
            trouble(of: deed).write(&html, beside: "text")
        }
    }
}
