import Domain
import Phrases
import Testing

@testable import Pages

/// The page of accounts, in what its pictures do not show.
struct AccountsPageTests {
    private static let files = Shell.Files(
        style: .file("style.css"), script: .file("script.js"), worker: .file("worker.js"), icon: .file("icon.svg"))

    private static func html(_ page: AccountsPage) -> String {
        let reader = Reader(.en, zone: .utc, now: Gallery.now)
        let shell = Shell(reader: reader, look: Look(), who: nil, files: files, here: .accounts())
        var html = Markup()
        page.body(&html, shell)
        return html.text
    }

    @Test func `somebody on record is chosen instead of named, and nothing else is asked of a browser`() {
        let plain = Self.html(AccountsPage(items: [], teams: [], once: "0"))
        #expect(!plain.contains("name=\"agent\""))
        var page = AccountsPage(
            items: [], teams: [], once: "0", agents: [QueuePage.Choice(id: "xu", title: "Xu Jing")])
        #expect(Self.html(page).contains("<option value=\"\" selected>Somebody new</option>"))
        page.sent = Fields([("agent", "xu")])
        let html = Self.html(page)
        #expect(html.contains("<option value=\"xu\" selected>Xu Jing</option>"))
        let name = html.split(separator: "name=\"name\"").dropFirst().first?.prefix { $0 != ">" }
        #expect(name.map { !$0.contains("required") } == true)
    }

    @Test(arguments: [
        ("/link/abc", true), ("https://desk.example.com/link/abc", false), ("http://127.0.0.1:8080/link/abc", false),
    ])
    func `a link that lacks the desk's address says how it becomes whole`(_ link: String, _ isBare: Bool) {
        var page = AccountsPage(items: [], teams: [], once: "0")
        page.made = .init(name: "Lin Xiao", link: link, until: Gallery.now)
        let html = Self.html(page)
        #expect(html.contains(">\(link)</code>"))
        #expect(html.contains("where public-url is set, links are whole") == isBare)
    }
}
