import Desk
import Domain
import Foundation
import Support
import Testing

@testable import Identity
@testable import Web

/// How somebody comes in, looked after by themselves in a browser.
@Suite struct AccessRoomTests {
    private static let password = "a long walk to the sea"

    private static func administrator(_ desk: ServedDesk) async throws -> RoomsTests.Browser {
        var zhao = RoomsTests.Browser(desk: desk)
        let link = desk.identity.text(of: try #require(try await desk.identity.administratorLink()))
        let form = "name=Zhao&login=zhao&password=\(password.replacing(" ", with: "+"))"
        #expect(try await zhao.post("/link/" + link, form).status == 303)
        return zhao
    }

    private static func signIn(_ browser: inout RoomsTests.Browser, code: String = "") async throws -> RawAnswer {
        let form = "login=zhao&password=\(password.replacing(" ", with: "+"))"
        return try await browser.post("/sign-in", form + (code.isEmpty ? "" : "&code=\(code)"))
    }

    @Test func `a second factor is set up, asked for at the door and taken away, without a script`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            #expect(try await zhao.get("/access").body.contains("data-on=\"no\""))
            let csrf = "csrf=" + (try await zhao.field("csrf", of: "/access"))
            let offer = try await zhao.post("/access/offer", csrf)
            let shown =
                offer.body.split(separator: "<code class=\"seed\" dir=\"ltr\">").dropFirst().first?.prefix { $0 != "<" }
                ?? ""
            let seed = try #require(Base32.bytes(shown.replacing(" ", with: "")), "\(offer.head)")

            let wrong = try await zhao.post(
                "/access/confirm", csrf + "&code=none&uri=x&seed=\(shown.replacing(" ", with: ""))")
            #expect(wrong.status == 422 && wrong.body.contains("role=\"alert\""), "\(wrong.head)")
            #expect(wrong.body.contains("The code is not right."))
            #expect(wrong.body.contains(shown), "the key stays beside the code that was mistyped")
            let code = TOTP.code(seed, step: desk.desk.now.milliseconds / 30_000)
            let confirmed = try await zhao.post("/access/confirm", csrf + "&code=\(code)")
            let codes = confirmed.body.split(separator: "<li><code>").dropFirst().map { $0.prefix { $0 != "<" } }
            #expect(codes.count == 10, "\(confirmed.head)")
            let after = try await zhao.get("/access")
            #expect(after.body.contains("data-on=\"yes\"") && !after.body.contains(codes.first ?? "-"), "shown once")

            var other = RoomsTests.Browser(desk: desk)
            #expect(try await Self.signIn(&other).body.contains("name=\"code\""), "the door asks for a code")
            #expect(try await Self.signIn(&other, code: String(codes[0])).status == 303)
            #expect(try await zhao.post("/access/remove", csrf + "&code=\(codes[0])").status == 422, "it is used up")
            #expect(try await zhao.post("/access/remove", csrf + "&code=\(codes[1])").status == 303)
            #expect(try await zhao.get("/access").body.contains("data-on=\"no\""))
        }
    }

    @Test func `somebody sees where they are signed in, and ends one that they do not know`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            var stranger = RoomsTests.Browser(desk: desk)
            #expect(try await Self.signIn(&stranger).status == 303)
            #expect(try await stranger.get("/queue").status == 200)
            let page = try await zhao.get("/access").body
            let ids = page.split(separator: "name=\"session\" value=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
            #expect(ids.count == 1, "one's own has no end here but signing out")
            let csrf = "csrf=" + (try await zhao.field("csrf", of: "/access"))
            #expect(try await zhao.post("/access/end", "session=\(ids[0])").status == 403, "without a token")
            #expect(try await zhao.post("/access/end", csrf + "&session=\(ids[0])").status == 303)
            #expect(try await stranger.get("/queue").status == 303, "the door")
            #expect(try await zhao.get("/queue").status == 200)
        }
    }

    @Test func `of where somebody is signed in this browser says what it is, and others when it was`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            var other = RoomsTests.Browser(desk: desk)
            #expect(try await Self.signIn(&other).status == 303)
            zhao.more = "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
            let page = try await zhao.get("/access").body
            #expect(page.components(separatedBy: "<b>Signed in <time").count == 3, "both of them")
            #expect(page.contains("<small>This device: Firefox · Linux</small>"))
            #expect(page.components(separatedBy: "Firefox").count == 2, "of the other nothing is known")
            zhao.more = "User-Agent: <b>none</b>\r\n"
            #expect(try await zhao.get("/access").body.contains("<small>This device</small>"))
        }
    }

    @Test(
        arguments: [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/139.0 Safari/537.36 Edg/139.0",
                "Edge · Windows"
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Mobile Safari/604.1",
                "Safari · iPhone"
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/139.0 Mobile Safari/537.36",
                "Chrome · Android"
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18.6 Safari/605.1",
                "Safari · macOS"
            ),
            ("Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Safari/537.36 MicroMessenger/8.0", "WeChat · Android"),
            ("curl/8.14.1", nil), ("", nil), (nil, nil),
        ] as [(String?, String?)])
    func `a browser is called as people call it, or not at all`(_ header: String?, _ name: String?) {
        #expect(BrowserName.told(header) == name)
    }

    @Test func `whoever mistypes the password that they change stays where they were`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            let wrong = try await zhao.post(
                "/sign-in/password", "login=zhao&password=wrong&new=another+walk+to+the+hills")
            #expect(wrong.status == 422 && wrong.body.contains("action=\"/access/offer\""), "\(wrong.head)")
            #expect(wrong.body.contains("The password until now is not right."))
            #expect(wrong.body.contains("aria-invalid=\"true\"") && !wrong.body.contains("href=\"/sign-in/forgotten\""))
            let weak = try await zhao.post(
                "/sign-in/password", "login=zhao&password=\(Self.password.replacing(" ", with: "+"))&new=short")
            #expect(weak.status == 422 && weak.body.contains("The password is too short."), "\(weak.head)")
            #expect(try await zhao.get("/queue").status == 200)
        }
    }

    @Test func `a link that was used leads to the front door alone`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            let text = desk.identity.text(of: try #require(try await desk.identity.administratorLink()))
            let form = "name=Zhao&login=zhao&password=\(Self.password.replacing(" ", with: "+"))"
            var zhao = RoomsTests.Browser(desk: desk)
            var other = RoomsTests.Browser(desk: desk)
            #expect(try await zhao.post("/link/" + text, form).status == 303)
            let used = try await other.post("/link/" + text, form)
            #expect(used.status == 401 && used.body.contains("The link was used already."), "\(used.head)")
            let none = try await other.get("/link/\(text.dropLast(3))")
            #expect(none.status == 401 && none.body.contains("Something of the link is missing"), "\(none.head)")
            let shown = try await other.get("/link/" + text)
            #expect(shown.status == 401 && shown.body.contains("The link was used already."), "\(shown.head)")
            for page in [used, shown, none] {
                #expect(page.body.contains("href=\"/sign-in\"") && !page.body.contains("action=\"/link/"))
            }
            let ticket = try await other.get("/t/none")
            #expect(ticket.status == 401 && ticket.body.contains("This link shows no request."), "\(ticket.head)")
        }
    }

    @Test func `an administrator who is refused finds login and name as they were`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            let text = desk.identity.text(of: try #require(try await desk.identity.administratorLink()))
            var zhao = RoomsTests.Browser(desk: desk)
            let refused = try await zhao.post("/link/" + text, "name=Zhao+Min&login=zhao+min&password=short")
            #expect(refused.status == 422 && refused.body.contains("This can&#39;t be a login."), "\(refused.head)")
            #expect(refused.body.contains("value=\"Zhao Min\"") && refused.body.contains("value=\"zhao min\""))
            #expect(refused.body.contains("aria-invalid=\"true\""))
            let weak = try await zhao.post("/link/" + text, "name=Zhao+Min&login=zhao&password=short")
            for (page, field) in [(refused, "login"), (weak, "password")] {
                let before = page.body.split(separator: " autofocus", omittingEmptySubsequences: false)
                let name = before[0].split(separator: "name=\"").last?.prefix { $0 != "\"" }
                #expect(before.count == 2 && name.map { String($0) } == field, "\(field)")
            }
        }
    }

    @Test func `nobody ends what is somebody else's`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            let link = try await desk.identity.magicLink(for: .record(.customer, "c1"), by: .desk)
            var customer = RoomsTests.Browser(desk: desk)
            #expect(try await customer.post("/link/" + desk.identity.text(of: link), "x=1").status == 303)
            let page = try await customer.get("/access").body
            #expect(!page.contains("/access/offer"), "who comes by links has no password to strengthen")
            let session = try #require(desk.identity.id(ofSession: zhao.cookie))
            let csrf = "csrf=" + (try await customer.field("csrf", of: "/access"))
            #expect(try await customer.post("/access/end", csrf + "&session=\(session)").status != 303)
            #expect(try await zhao.get("/queue").status == 200)
        }
    }
}
