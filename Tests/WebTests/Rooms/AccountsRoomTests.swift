import Desk
import Domain
import Foundation
import Support
import Testing

@testable import Identity
@testable import Web

/// Who manages accounts does so in a browser too, and nobody else does.
@Suite struct AccountsRoomTests {
    private typealias Browser = RoomsTests.Browser

    private static let password = "password=a+long+walk+to+the+sea"

    private static func administrator(_ desk: ServedDesk) async throws -> Browser {
        var zhao = Browser(desk: desk)
        let link = desk.identity.text(of: try #require(try await desk.identity.administratorLink()))
        #expect(try await zhao.post("/link/" + link, "name=Zhao&login=zhao&" + password).status == 303)
        return zhao
    }

    /// Where the link leads that a page shows.
    private static func link(_ answer: RawAnswer) -> String? {
        answer.body.split(separator: "https://desk.example.com").dropFirst().first.map {
            String($0.prefix { $0 != "<" })
        }
    }

    @Test func `somebody is invited, comes in by the link that is shown once, and is shut out again`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            let csrf = "csrf=" + (try await zhao.field("csrf", of: "/accounts"))
            let form = csrf + "&name=Lin+Xiao&login=lin&role=lead&language=ja&team=first-line&team=second-line"
            let made = try await zhao.post("/accounts/invite", form)
            let link = try #require(Self.link(made), "\(made.head)")
            #expect(made.status == 200 && link.hasPrefix("/link/"))
            let listed = try await zhao.get("/accounts").body
            #expect(listed.contains("Lin Xiao") && listed.contains("No password chosen yet"))
            #expect(listed.contains("First line") && !listed.contains("/link/"), "shown this once")
            let record = try #require(try await desk.desk.record(.agent, "lin"))
            #expect(record.words("teams") == ["first-line", "second-line"] && record.words("languages") == ["ja"])

            var lin = Browser(desk: desk)
            #expect(try await lin.post(link, Self.password).status == 303)
            #expect(try await lin.get("/queue").status == 200)
            #expect(try await lin.get("/accounts").status == 403, "a lead manages no accounts")
            let foreign = "csrf=" + (try await lin.field("csrf", of: "/queue"))
            #expect(
                try await lin.post("/accounts/invite", foreign + "&name=X&login=x&role=administrator").status == 403)

            let page = try await zhao.get("/accounts").body
            let id = page.split(separator: "name=\"account\" value=\"").dropFirst().first?.prefix { $0 != "\"" } ?? ""
            #expect(try await zhao.post("/accounts/disable", "account=\(id)").status == 403, "without a token")
            #expect(try await zhao.post("/accounts/disable", csrf + "&account=\(id)").status == 303)
            #expect(try await lin.get("/queue").status == 303, "the door")
            #expect(try await zhao.get("/accounts").body.contains("Let in again"))
            #expect(try await zhao.post("/accounts/enable", csrf + "&account=\(id)").status == 303)
            let renewed = try await zhao.post("/accounts/reset", csrf + "&account=\(id)")
            let second = try #require(Self.link(renewed), "\(renewed.head)")
            #expect(try await lin.post(second, Self.password).status == 303)
            #expect(try await lin.get("/queue").status == 200)
        }
    }

    @Test(arguments: [
        ("name=Other&login=ZHAO&role=agent", "login"), ("name=&login=other&role=agent", "name"),
        ("name=Other&login=&role=agent", "login"), ("name=Other&login=other&role=king", nil),
        ("name=Other&login=other&role=agent&email=none", nil),
    ])
    func `what is refused leaves nobody behind, and what was written stands there`(
        _ form: String, _ field: String?
    ) async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            let csrf = "csrf=" + (try await zhao.field("csrf", of: "/accounts"))
            let before = try await desk.desk.edges.store.head().next
            let refused = try await zhao.post("/accounts/invite", csrf + "&" + form)
            #expect(refused.status == 422 && refused.body.contains("role=\"alert\""), "\(refused.head)")
            #expect(refused.body.contains("value=\"Other\"") == form.contains("name=Other"))
            if let field {
                let marked = refused.body.split(separator: "name=\"\(field)\"").dropFirst().first?.prefix { $0 != ">" }
                #expect(marked?.contains("aria-invalid") == true)
            }
            #expect(try await desk.desk.edges.store.head().next == before)
            #expect(Self.link(refused) == nil)
        }
    }

    @Test func `an invitation that is sent twice is one`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            let csrf = try await zhao.field("csrf", of: "/accounts")
            let once = try await zhao.field("once", of: "/accounts")
            let form = "csrf=\(csrf)&once=\(once)&name=Lin+Xiao&login=lin&role=lead&language=ja"
            let first = try await zhao.post("/accounts/invite", form)
            let second = try await zhao.post("/accounts/invite", form)
            #expect(first.status == 200 && second.status == 200, "\(second.head)")
            let accounts = try await desk.identity.accountList().filter { $0.login == "lin" }
            #expect(accounts.map(\.id.rawValue) == [once] && accounts.map(\.agent.rawValue) == ["lin"])
            let (void, link) = (try #require(Self.link(first)), try #require(Self.link(second)))
            var lin = Browser(desk: desk)
            #expect(try await lin.post(void, Self.password).status != 303, "the second took its place")
            #expect(try await lin.post(link, Self.password).status == 303)
            #expect(try await zhao.post("/accounts/invite", form).status == 422, "it is somebody's by now")
        }
    }

    @Test func `an agent on record is invited as the record has them`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            for (id, name) in [("wu-1", "Wu Fang"), ("wu-2", "Wu Fang"), ("xu", "Xu Jing")] {
                _ = try await desk.desk.perform(
                    Request(.desk, .record(.agent, RecordID(id), .put(["name": name, "role": "lead"]))))
            }
            let page = try await zhao.get("/accounts").body
            #expect(page.contains("<option value=\"xu\">Xu Jing</option>"))
            #expect(page.contains("Wu Fang (wu-1)") && page.contains("Wu Fang (wu-2)"), "which is which")
            #expect(!page.contains("<option value=\"administrator\">Zhao"), "has an account")

            let csrf = "csrf=" + (try await zhao.field("csrf", of: "/accounts"))
            let taken = try await zhao.post("/accounts/invite", csrf + "&agent=xu&login=zhao")
            #expect(taken.status == 422 && taken.body.contains("<option value=\"xu\" selected>"), "\(taken.head)")
            let unknown = try await zhao.post("/accounts/invite", csrf + "&agent=nobody&login=nobody")
            #expect(unknown.status == 422 && Self.link(unknown) == nil, "\(unknown.head)")

            let form = csrf + "&agent=xu&login=xu&name=Other&role=administrator&language=ja"
            let made = try await zhao.post("/accounts/invite", form)
            let link = try #require(Self.link(made), "\(made.head)")
            #expect(made.body.contains("Xu Jing") && !made.body.contains("<option value=\"xu\""))
            let record = try #require(try await desk.desk.record(.agent, "xu"))
            #expect(record.values["role"] == "lead" && record.words("languages").isEmpty)
            #expect(try await desk.identity.accountList().filter { $0.login == "xu" }.map(\.agent) == ["xu"])
            let second = try await zhao.post("/accounts/invite", csrf + "&agent=xu&login=xu.2")
            #expect(second.status == 422 && Self.link(second) == nil, "\(second.head)")
            #expect(second.body.contains("This agent has an account already."))
            let marked = second.body.split(separator: "name=\"agent\"").dropFirst().first?.prefix { $0 != ">" }
            #expect(marked?.contains("aria-invalid") == true)
            var xu = Browser(desk: desk)
            #expect(try await xu.post(link, Self.password).status == 303)
            #expect(try await xu.get("/accounts").status == 403)
        }
    }

    @Test func `an invitation is not sent again to who was shut out meanwhile`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            let csrf = try await zhao.field("csrf", of: "/accounts")
            let once = try await zhao.field("once", of: "/accounts")
            let form = "csrf=\(csrf)&once=\(once)&name=Lin+Xiao&login=lin&role=lead"
            #expect(try await zhao.post("/accounts/invite", form).status == 200)
            #expect(try await zhao.post("/accounts/disable", "csrf=\(csrf)&account=\(once)").status == 303)
            let again = try await zhao.post("/accounts/invite", form)
            #expect(again.status == 422 && Self.link(again) == nil, "\(again.head)")
        }
    }

    @Test func `an agent's teams are changed beside the account, and nobody's change is lost`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            let csrf = "csrf=" + (try await zhao.field("csrf", of: "/accounts"))
            let account = try #require(try await desk.identity.accountList().first).id
            let seen = try await zhao.field("version", of: "/accounts")
            let form = csrf + "&account=\(account)&version="
            let joined = form + seen + "&team=first-line&team=second-line"
            #expect(try await zhao.post("/accounts/teams", joined).status == 303)
            let record = try #require(try await desk.desk.record(.agent, "administrator"))
            #expect(record.words("teams") == ["first-line", "second-line"])
            #expect(record.values["role"] == "administrator", "nothing else is touched")
            #expect(try await zhao.get("/accounts").body.contains("value=\"first-line\" checked"))

            let late = try await zhao.post("/accounts/teams", form + seen + "&team=second-line")
            #expect(late.status == 422 && late.body.contains("role=\"alert\""), "\(late.head)")
            #expect(try await desk.desk.record(.agent, "administrator")?.words("teams").count == 2)
            let now = try await zhao.field("version", of: "/accounts")
            let unknown = try await zhao.post("/accounts/teams", form + now + "&team=nowhere")
            #expect(unknown.status == 422 && unknown.body.contains("role=\"alert\""), "\(unknown.head)")
            #expect(try await zhao.post("/accounts/teams", "account=\(account)").status == 403, "without a token")
            #expect(try await zhao.post("/accounts/teams", form + now).status == 303)
            #expect(try await desk.desk.record(.agent, "administrator")?.words("teams").isEmpty == true)
        }
    }

    @Test func `whoever has no account is found behind all who have one`() async throws {
        try await ServedDesk.with { desk async throws in
            for id in ["b1", "b2", "b3", "b4", "b5"] as [RecordID] {
                _ = try await desk.desk.perform(
                    Request(.desk, .record(.agent, id, .put(["name": "Wu Fang", "role": "lead"]))))
            }
            _ = try await desk.desk.perform(Request(.desk, .record(.agent, "b4", .retire)))
            let known: Set<RecordID> = ["a7", "b1", "b2"]
            #expect(try await Rooms.agents(besides: known, desk.desk, atMost: 2, atOnce: 2) == ["b3", "b5"])
            #expect(try await Rooms.agents(besides: known, desk.desk, atMost: 1, atOnce: 2) == ["b3"])
            #expect(try await Rooms.agents(besides: [], desk.desk) == ["a7", "b1", "b2", "b3", "b5"])
        }
    }

    @Test func `two who are invited at one instant are two agents`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var zhao = try await Self.administrator(desk)
            let csrf = try await zhao.field("csrf", of: "/accounts")
            let sender = zhao
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for (name, login) in [("Lin+One", "lin@one.example"), ("Lin+Two", "lin@two.example")] {
                    group.addTask {
                        var browser = sender
                        let form = "csrf=\(csrf)&name=\(name)&login=\(login)&role=agent"
                        return try await browser.post("/accounts/invite", form).status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(answers == [200, 200])
            let listed = try await zhao.get("/accounts").body
            #expect(listed.contains("Lin One") && listed.contains("Lin Two"))
            #expect(Set(try await desk.identity.accountList().map(\.agent)).count == 3)
        }
    }

    @Test func `strangers are shown the door, and customers learn of no such page`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var nobody = Browser(desk: desk)
            #expect(try await nobody.get("/accounts").header("Location") == "/sign-in?to=%2Faccounts")
            let link = try await desk.identity.magicLink(for: .record(.customer, "c1"), by: .desk)
            #expect(try await nobody.post("/link/" + desk.identity.text(of: link), "x=1").status == 303)
            #expect(try await nobody.get("/accounts").status == 404)
        }
    }
}
