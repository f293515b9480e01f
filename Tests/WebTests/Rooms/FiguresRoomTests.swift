import Desk
import Domain
import Support
import Testing
import Wire

@testable import Pages
@testable import Web

/// The figures on pages are those of the desk, and each leads to the tickets that it is made of.
@Suite struct FiguresRoomTests {
    /// A few tickets in all states: resolved, late, complained about, rated, at work.
    private static func fill(_ desk: ServedDesk) async throws {
        for number in 0..<9 {
            let customer = number % 3 == 0 ? "c2" : "c1"
            let categories = [4: "major-complaint", 5: ""]
            let category = categories[number] ?? "ordinary-fault"
            let named = category.isEmpty ? "" : ", \"category\": \"\(category)\""
            let id = try await desk.open(
                customer,
                ", \"channel\": \"\(number % 2 == 0 ? "chat" : "mail")\", \"subject\": \"Number \(number)\"" + named)
            for event in ["engaged", "agent-message"] where number > 1 {
                _ = try await desk.ask(
                    "agent", "POST", "/tickets/\(id)/events", "{\"event\": \"\(event)\", \"text\": \"x\"}")
            }
            if number > 3 {
                let done = try await desk.ask("agent", "POST", "/tickets/\(id)/resolution", #"{"text": "done"}"#)
                #expect(done.status < 300, "\(done.raw.body)")
            }
            if number == 6 {
                #expect(
                    try await desk.ask("c2", "POST", "/tickets/\(id)/reopening", #"{"text": "again"}"#).status < 300)
            }
            if number > 6 {
                _ = try await desk.ask(customer, "PUT", "/tickets/\(id)/rating", #"{"marks": {"result": 4}}"#)
            }
        }
    }

    @Test func `figures are for those who may read them`() async throws {
        try await ServedDesk.with { desk async throws in
            for path in ["/figures", "/figures/complaints", "/figures.csv", "/figures/owed.csv"] {
                var stranger = RoomsTests.Browser(desk: desk)
                #expect(try await stranger.get(path).status == 303, "\(path)")
                for (role, status) in [
                    ("agent", 403), ("engineer", 403), ("lead", 200), ("auditor", 200), ("director", 200),
                ] {
                    var browser = RoomsTests.signedIn(role, desk)
                    let page = try await browser.get(path)
                    #expect(page.status == status, "\(path) as \(role)")
                    #expect(status == 200 || !page.body.contains("tile-"), "\(path)")
                }
            }
            var lead = RoomsTests.signedIn("lead", desk)
            #expect(try await lead.get("/queue").body.contains("href=\"/figures\""))
            var agent = RoomsTests.signedIn("agent", desk)
            #expect(!(try await agent.get("/queue").body.contains("href=\"/figures\"")))
            #expect(try await lead.get("/figures/nothing").status == 404)
            #expect(
                try await lead.get("/figures?at=2100-01-01T00:00:00Z").status / 100 == 4, "an instant that has not come"
            )
        }
    }

    @Test func `every figure leads to as many tickets as it says, and each to its ticket`() async throws {
        try await ServedDesk.with { desk async throws in
            try await Self.fill(desk)
            var lead = RoomsTests.signedIn("lead", desk)
            let dashboard = try await lead.get("/figures").body
            for metric in Metric.allCases {
                let tile = try #require(dashboard.split(separator: "id=\"tile-\(metric.rawValue)\"").dropFirst().first)
                let told = Self.number(String(tile), after: "Tickets: ")
                let api = try await desk.ask("lead", "GET", "/figures/\(metric.rawValue)/tickets")
                #expect(api.status == 200, "\(api.raw.body)")
                #expect(api.json["items"]?.list.count == told, "\(metric)")
                #expect(api.json["tickets"]?[metric.leads.rawValue]?.int == told, "\(metric)")
                for part in metric.parts {
                    let page = try await lead.get("/figures/\(metric.rawValue)?part=\(part.rawValue)").body
                    let rows = page.split(separator: "<th scope=\"row\"><a href=\"/tickets/").dropFirst()
                    #expect(rows.count == Self.number(page, after: "<h2>Tickets: "), "\(metric) \(part)")
                    if part == metric.leads { #expect(rows.count == told, "\(metric)") }
                    if let first = rows.first {
                        #expect(try await lead.get("/tickets/\(first.prefix { $0 != "\"" })").status == 200)
                    }
                    let sheet = try await lead.get("/figures/\(metric.rawValue).csv?part=\(part.rawValue)")
                    #expect(sheet.body.split(separator: "\r\n").count - 1 == rows.count, "\(metric) \(part)")
                }
            }
            #expect(
                Self.number(
                    dashboard.split(separator: "id=\"tile-complaints\"").last.map(String.init) ?? "", after: "Tickets: "
                ) == 1)
        }
    }

    @Test(arguments: Domain.Dimension.allCases)
    func `every group of a figure leads to as many tickets as it has`(by: Domain.Dimension) async throws {
        try await ServedDesk.with { desk async throws in
            try await Self.fill(desk)
            var lead = RoomsTests.signedIn("lead", desk)
            let page = try await lead.get("/figures?by=\(by.rawValue)").body
            let table = String(page.split(separator: "id=\"groups\"").dropFirst().first ?? "")
            let links = table.split(separator: "<td><a href=\"").dropFirst().filter {
                $0.hasPrefix("/figures/complaints?part=all") || $0.contains("part=all")
            }
            #expect(!links.isEmpty)
            for link in links {
                let address = link.prefix { $0 != "\"" }.replacing("&amp;", with: "&")
                let count = Int(link.split(separator: ">")[1].prefix { $0 != "<" })
                let list = try await lead.get(String(address)).body
                let rows = list.split(separator: "<th scope=\"row\"><a href=\"/tickets/").dropFirst()
                #expect(rows.count == count, "\(address)")
            }
        }
    }

    @Test func `a long list is read page by page, nothing twice and nothing left out`() async throws {
        try await ServedDesk.with { desk async throws in
            for _ in 0..<(FigureView.rowsOfPage + 7) { _ = try await desk.open() }
            var lead = RoomsTests.signedIn("lead", desk)
            var address: String? = "/figures/complaints?part=all"
            var ids: [String] = []
            while let here = address {
                let page = try await lead.get(here).body
                ids += page.split(separator: "<th scope=\"row\"><a href=\"/tickets/").dropFirst()
                    .map { String($0.prefix { $0 != "\"" }) }
                address = page.split(separator: "<a href=\"").last { $0.contains("rel=\"next\"") }
                    .map { String($0.prefix { $0 != "\"" }).replacing("&amp;", with: "&") }
            }
            #expect(ids.count == FigureView.rowsOfPage + 7 && Set(ids).count == ids.count)
        }
    }

    @Test func `a table for a spreadsheet opens as what it is, and runs nothing`() async throws {
        try await ServedDesk.with { desk async throws in
            let evil = ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "\u{9}x", "=\"a\",b", "打印机坏了"]
            for subject in evil { _ = try await desk.open("c2", ", \"subject\": \(JSONValue.string(subject).text)") }
            var lead = RoomsTests.signedIn("lead", desk)
            lead.language = "zh"
            let list = try await lead.get("/figures/complaints.csv?part=all")
            #expect(list.header("Content-Type") == "text/csv; charset=utf-8")
            #expect(list.header("Content-Disposition") == "attachment; filename=\"complaints.csv\"")
            #expect(list.header("X-Content-Type-Options") == "nosniff")
            #expect(list.body.hasPrefix("\u{FEFF}工单"), "Excel reads it as UTF-8")
            for line in list.body.split(separator: "\r\n").dropFirst() {
                for cell in line.split(separator: ",") {
                    #expect(!["=", "+", "@", "\t"].contains(cell.first ?? " "), "\(line)")
                    #expect(cell.first != "-" || cell.dropFirst().allSatisfy { $0.isNumber || $0 == "." }, "\(line)")
                }
            }
            #expect(list.body.contains("打印机坏了") && list.body.contains("'=HYPERLINK(1)"))
            let all = try await lead.get("/figures.csv?by=customer").body
            #expect(all.hasPrefix("\u{FEFF}") && all.contains("另一家公司") && all.contains("投诉率 (%)"))
        }
    }

    @Test func `every column for a spreadsheet says what stands in it, and every time its zone`() async throws {
        try await ServedDesk.with { desk async throws in
            try await Self.fill(desk)
            var lead = RoomsTests.signedIn("lead", desk)
            func cells(_ line: Substring) -> [String] {
                line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            for metric in Metric.allCases {
                let lines = try await lead.get("/figures/\(metric.rawValue).csv?part=all").body.split(separator: "\r\n")
                let headings = cells(lines[0])
                #expect(Set(headings).count == headings.count, "\(headings)")
                #expect(headings.count == (metric == .owed ? 10 : 11), "\(headings)")
                let received = try #require(headings.firstIndex(of: "Received"))
                for line in lines.dropFirst() {
                    let fields = cells(line)
                    #expect(fields.count == headings.count, "\(line)")
                    #expect((try? Instant(fields[received])) != nil, "\(line)")
                }
            }
            let kept = try await lead.get("/figures/response-attainment.csv?part=all").body
            #expect(kept.contains("Response attainment (%),Kept,Judged\r\n"), "\(kept.prefix(300))")
            let waits = try await lead.get("/figures/first-response.csv").body
            let mean = "Mean first response"
            #expect(waits.contains("\(mean) (s),\(mean): sum (s),\(mean): counted\r\n"), "\(waits.prefix(300))")
            // Whole seconds, hundredths at most, and each day by its name.
            for line in waits.split(separator: "\r\n").dropFirst() {
                #expect(cells(line).suffix(3).allSatisfy { Int64($0) != nil }, "\(line)")
            }
            let days = try await lead.get("/figures.csv").body.split(separator: "\r\n")
            for line in days.dropFirst() {
                for cell in cells(line).dropFirst(3) {
                    let decimals = String(cell).split(separator: Character(".")).dropFirst()
                    #expect(decimals.allSatisfy { $0.count <= 2 }, "\(line)")
                }
            }
            let names = days.dropFirst(2).map { cells($0)[0] }
            #expect(!names.isEmpty && names.allSatisfy { Day($0) != nil }, "\(names)")
            #expect(Set(names).count == names.count)
            let begins = days.dropFirst().map { cells($0)[1] }.filter { !$0.isEmpty }
            #expect(!begins.isEmpty && begins.allSatisfy { (try? Instant($0)) != nil }, "\(begins)")
        }
    }

    @Test func `a filter is taken up, shown and taken away, and the past is told as it stood`() async throws {
        try await ServedDesk.with { desk async throws in
            try await Self.fill(desk)
            var lead = RoomsTests.signedIn("lead", desk)
            let chat = try await lead.get("/figures?where.channel=chat&by=grade").body
            #expect(chat.contains("Channel: Chat") && chat.contains("href=\"/figures?by=grade\""))
            let whole = try await lead.get("/figures/complaints?part=all").body
            let part = try await lead.get("/figures/complaints?part=all&where.channel=chat").body
            #expect(Self.number(whole, after: "<h2>Tickets: ") == 9 && Self.number(part, after: "<h2>Tickets: ") == 5)
            let before = try await lead.get("/figures?at=2020-01-01T00:00:00Z").body
            #expect(before.contains("As it stood at") && before.contains("No tickets in this period"))
            #expect(!before.contains("data-live=") || !before.contains("id=\"figures\" data-live"))
        }
    }

    @Test func `days that are no stretch of time are asked for again, and no other figures shown`() async throws {
        try await ServedDesk.with { desk async throws in
            var lead = RoomsTests.signedIn("lead", desk)
            for path in ["/figures", "/figures/owed", "/figures.csv", "/figures/owed.csv"] {
                let page = try await lead.get(path + "?from=2026-11-20&to=2026-11-10&where.channel=chat")
                #expect(page.status == 422, "\(path)")
                #expect(
                    page.body.contains("value=\"2026-11-20\"") && page.body.contains("value=\"2026-11-10\"")
                        && page.body.contains("class=\"wrong\"") && page.body.contains("name=\"where.channel\""))
                #expect(page.body.contains("The last day, 2026-11-10, lies before the first, 2026-11-20."))
                #expect(!page.body.contains("id=\"figures\"") && !page.body.contains("id=\"tile-"))
            }
            for path in ["/figures?period=banana", "/figures?where.moon=1", "/queue?risk=foo"] {
                #expect(try await lead.get(path).status == 404, "\(path)")
            }
            #expect(try await lead.get("/figures?utm=x").status == 200)
            let four = try await lead.get("/figures?where.team=a&where.agent=b&where.site=c&where.grade=d")
            #expect(four.status / 100 == 4 && !four.body.contains("id=\"tile-"))
        }
    }

    private static func number(_ text: String, after mark: String) -> Int? {
        text.split(separator: mark, maxSplits: 1).dropFirst().first.flatMap {
            Int($0.prefix { $0.isNumber || $0 == "," }.filter(\.isNumber))
        }
    }
}
