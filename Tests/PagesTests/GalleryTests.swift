import Domain
import Phrases
import Support
import Testing

@testable import Pages

/// The pages in all their states, held by golden files in two languages and read in all four.
struct GalleryTests {
    private static let files = Shell.Files(
        style: .file("style.css"), script: .file("script.js"), worker: .file("worker.js"), icon: .file("icon.svg"))

    private static func html(_ name: String, _ language: Language) throws -> String {
        let gallery = Gallery(language, zone: .shipped("Asia/Shanghai"))
        let piece = try #require(gallery.piece(name))
        return gallery.html(piece, look: Look(), files: files).text
    }

    static let names = Gallery(.zh, zone: .utc).pieces.map(\.name)

    @Test(arguments: names) func `a page looks as it was last looked at`(name: String) throws {
        for language in [Language.zh, .en] {
            // A line an element, so that a difference can be read.
            let lines = try Self.html(name, language).replacing("><", with: ">\n<")
            try expectGolden(lines, "\(name).\(language.rawValue).html")
        }
    }

    @Test(arguments: names) func `no text of any field becomes markup, in any language`(name: String) throws {
        for language in Language.allCases {
            let html = try Self.html(name, language)
            // One script, which is the page's own; no handler, no style and no link that a text could have brought.
            #expect(html.count(of: "<script") == 1 && html.contains("<script type=\"module\" src=\"/assets/"))
            for trace in [
                "<img", " onerror=\"", " onload", " onclick", " style=", "javascript:", "srcdoc", "<base", "<iframe",
            ] {
                #expect(!html.contains(trace), "\(name): \(trace)")
            }
        }
    }

    @Test(arguments: names) func `every form is sent to us, with the token of the session`(name: String) throws {
        let html = try Self.html(name, .en)
        for form in html.split(separator: "<form").dropFirst() {
            let opening = form.prefix { $0 != ">" }
            guard opening.contains("method=\"post\"") else { continue }
            let action = opening.split(separator: "action=\"").last?.prefix { $0 != "\"" } ?? ""
            #expect(Address(String(action)) != nil, "\(name): \(action)")
            let isOpen = ["/sign-in", "/look", "/link/"].contains { action.hasPrefix($0) }
            #expect(isOpen || form.contains("name=\"csrf\" value=\"gallery\""), "\(name): \(action)")
        }
    }

    @Test(arguments: names) func `every link of ours leads to a page that is there`(name: String) throws {
        let html = try Self.html(name, .en)
        for link in html.split(separator: "href=\"").dropFirst() {
            let address = link.prefix { $0 != "\"" }.replacing("&amp;", with: "&")
            if address.hasPrefix("#") || address.hasPrefix("/api/") { continue }
            #expect(Address(String(address)) != nil, "\(name): \(address)")
        }
    }

    @Test func `a state is never told by colour alone`() throws {
        for language in Language.allCases {
            let html = try Self.html("queue", language)
            for risk in Risk.allCases {
                #expect(html.contains(wording(language).page(risk.word)))
                #expect(html.contains("data-risk=\"\(risk.rawValue)\""), "\(risk)")
            }
        }
    }

    @Test func `every risk has a shape of its own`() throws {
        let style = String(decoding: Fixture.bytes("Sources/Assets/pages/frame.css"), as: UTF8.self)
        let shapes = Risk.allCases.compactMap { risk in
            style.split(separator: "[data-risk=\"\(risk.rawValue)\"]").dropFirst().first?
                .split(separator: "--shape: ").dropFirst().first.map { $0.prefix { $0 != ";" } }
        }
        #expect(shapes.count == Risk.allCases.count && Set(shapes).count == shapes.count, "\(shapes)")
    }

    @Test func `every counter is there on a phone too, and no number breaks`() {
        let style = String(decoding: Fixture.bytes("Sources/Assets/pages/queue.css"), as: UTF8.self)
        #expect(!style.contains(".risk[data-risk=\"all\"] { display: none"))
        #expect(style.contains(".risk b { white-space: nowrap; overflow-wrap: normal;"))
    }

    @Test func `no page decides how the paper of another lies`() throws {
        // All styles come in one sheet, so that a page of paper without a name is everybody's.
        for file in ["tokens", "frame", "queue", "ticket", "customer", "access", "person", "figures"] {
            let style = String(decoding: Fixture.bytes("Sources/Assets/pages/\(file).css"), as: UTF8.self)
            for page in style.split(separator: "@page", omittingEmptySubsequences: false).dropFirst() {
                let name = page.prefix { $0 != "{" }
                let isNamed = name.contains { $0.isLetter }
                #expect(isNamed, "\(file).css: @page\(name)")
            }
        }
    }

    @Test func `what a row and a count say can be read without a script`() throws {
        let html = try Self.html("queue", .en)
        for text in [">+52:00<", ">6:00<", ">1:35:00<", ">3d 3h<", "Nobody&#39;s", "1 more"] {
            #expect(html.contains(text), "\(text)")
        }
    }
}

struct CountdownTests {
    @Test(arguments: [
        (0, "0:00"), (-5, "0:00"), (59, "0:59"), (600, "10:00"), (3_599, "59:59"), (3_600, "1:00:00"),
        (172_799, "47:59:59"), (172_800, "2d 0h"), (270_000, "3d 3h"),
    ])
    func `time left is as wide as it has to be`(seconds: Int64, text: String) {
        #expect(Countdown.text(.seconds(seconds), days: "d", hours: "h") == text)
    }
}

extension String {
    fileprivate func count(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
