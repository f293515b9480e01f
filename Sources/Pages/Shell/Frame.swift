import Domain
import Phrases

extension Shell {
    /// What stands around every page of one session in one language and one look, wherever it leads, spelled once: the
    /// account's menu, with who is signed in, and the dialogs.
    public struct Frame: Sendable {
        /// The account's menu up to where the form comes in which says where to come back to.
        let menu: Markup
        let rest: Markup
        let dialogs: Markup

        public init(_ shell: Shell) {
            var menu = Markup(capacity: 1 << 9)
            shell.beginMenu(&menu)
            var rest = Markup(capacity: 1 << 11)
            shell.endMenu(&rest)
            var dialogs = Markup(capacity: 1 << 11)
            shell.dialogs(&dialogs)
            (self.menu, self.rest, self.dialogs) = (menu, rest, dialogs)
        }
    }

    private func beginMenu(_ html: inout Markup) {
        html.raw("<details class=\"menu\">")
        html.element("summary", .text("aria-label", who?.name ?? reader(.languageName))) { html in
            html.element("span", .class("name"), text: who?.name ?? Shell.name(of: reader.language))
        }
        html.raw("<div class=\"sheet\">")
        if let who {
            html.element("p", .class("who")) { html in
                html.element("b", text: who.name)
                html.element("small", text: reader(who.role.word))
            }
        }
        html.open("form", .class("look"), .init("method", "post"), .action(.look), .init("data-autosend", ""))
    }

    private func endMenu(_ html: inout Markup) {
        choices(&html)
        html.raw("</form>")
        html.element(
            "button", .init("type", "button"), .class("quiet only-script"), .init("data-opens", "keys"),
            text: reader(.keys))
        if let who {
            html.element("a", .class("quiet"), .href(.access()), text: reader(.title))
            if who.mayManageAccounts {
                html.element("a", .class("quiet"), .href(.accounts()), text: reader(.accounts))
            }
            html.element("form", .init("method", "post"), .action(.signOut)) { html in
                hidden(&html, "csrf", who.csrf)
                html.element("button", .class("quiet"), text: reader(.signOut))
            }
        }
        html.raw("</div></details>")
    }

    private func choices(_ html: inout Markup) {
        choice(
            &html, "language", reader(.languageName), reader.language.rawValue,
            Language.allCases.map { ($0.rawValue, Shell.name(of: $0)) })
        choice(
            &html, "colours", reader(.theme), look.colours.rawValue,
            [("system", reader(.themeSystem)), ("light", reader(.themeLight)), ("dark", reader(.themeDark))])
        choice(
            &html, "density", reader(.density), look.density.rawValue,
            [("cosy", reader(.densityCosy)), ("dense", reader(.densityDense))])
        html.element("button", .class("quiet no-script"), text: reader(.apply))
    }
}
