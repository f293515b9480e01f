import Desk
import Domain
import Foundation
import Support
import Testing

@testable import Identity
@testable import Pages
@testable import Web

/// Asking for help by the three questions: what is chosen is kept as a word of ours, what is written as it was written.
@Suite struct AskingTests {
    private typealias Browser = RoomsTests.Browser

    private static func customer(_ desk: ServedDesk, _ language: String) async throws -> Browser {
        let link = try await desk.identity.magicLink(for: .record(.customer, "c1"), by: .desk)
        var customer = Browser(desk: desk)
        #expect(try await customer.post("/link/" + desk.identity.text(of: link), "x=1").status == 303)
        customer.language = language
        return customer
    }

    /// Sends the form of three questions. - Returns: the ticket that it became.
    private static func ask(_ text: String, subject: String, by customer: inout Browser) async throws -> TicketID {
        func coded(_ text: String) -> String { text.utf8.map { String(format: "%%%02X", Int($0)) }.joined() }
        let csrf = try await customer.field("csrf", of: "/submit")
        let sent = try await customer.post(
            "/submit",
            "csrf=\(csrf)&subject=\(coded(subject))&text=\(coded(text))&reach=all&urgency=high&category=ordinary-fault")
        #expect(sent.status == 303, "\(sent.head)")
        let place = try #require(sent.header("Location")?.split(separator: "/").last.map(String.init))
        return TicketID(place)
    }

    @Test(arguments: [("zh", "正文"), ("en", "Text"), ("ja", "本文"), ("ko", "본문")])
    func `what is missing is called as its field is`(_ language: String, _ label: String) async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var customer = try await Self.customer(desk, language)
            let csrf = try await customer.field("csrf", of: "/submit")
            let empty = try await customer.post("/submit", "csrf=\(csrf)&subject=x&text=&reach=all&urgency=high")
            #expect(empty.status == 422, "\(empty.head)")
            #expect(empty.body.contains("<span>\(label)</span><textarea name=\"text\""))
            let told = empty.body.split(separator: "role=\"alert\"").dropFirst().first?.prefix(100) ?? ""
            #expect(told.contains("\(label)"), "\(told)")
        }
    }

    @Test func `what was chosen is read in the reader's language, and what was written as it stands`() async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var customer = try await Self.customer(desk, "zh")
            let id = try await Self.ask("不出纸，面板显示 E5。", subject: "打印机", by: &customer)
            let ticket = try #require(try await desk.desk.ticket(id)).ticket
            #expect(ticket.attributes[.reach] == "all" && ticket.attributes[.urgency] == "high")
            let entry = try #require(try await desk.desk.edges.store.streams([.ticket(id)])[.ticket(id)]?.first)
            let texts = try await desk.desk.edges.store.texts(entry.position..<entry.position + 1)
            let text = texts.first { $0.field == "text" }.map { String(decoding: $0.payload, as: UTF8.self) }
            #expect(text == "不出纸，面板显示 E5。", "nothing of ours is written into it")
            let readers = [
                ("zh", "影响范围：所有人", "客户意愿：高"), ("en", "Reach: Everybody", "Wished urgency: High"),
                ("ja", "影響範囲：全員", "ご希望の緊急度：高"), ("ko", "영향 범위: 모든 인원", "희망 긴급도: 높음"),
            ]
            for (language, reach, urgency) in readers {
                customer.language = language
                let page = try await customer.get("/tickets/\(id)").body
                for words in [reach, urgency, "不出纸，面板显示 E5。"] { #expect(page.contains(words), "\(words)") }
            }
        }
    }

    @Test(arguments: [
        ("en", "The printer", "It eats paper.", "en"), ("en", "打印机", "不出纸", "zh"),
        ("zh", "Printer", "It eats the paper.", "en"), ("zh", "プリンター", "動きません", "ja"),
        ("ja", "프린터", "작동하지 않습니다", "ko"), ("zh", "E5", "E5", "zh"), ("ko", "??", "12:30", "ko"),
    ])
    func `a ticket's language is that of its text, and the page's where that is too short to tell`(
        page: String, subject: String, text: String, language: String
    ) async throws {
        try await ServedDesk.with(signsIn: true) { desk async throws in
            var customer = try await Self.customer(desk, page)
            let id = try await Self.ask(text, subject: subject, by: &customer)
            #expect(try await desk.desk.ticket(id)?.ticket.attributes[.language] == language)
        }
    }

    @Test func `an answer that is none of ours is refused`() async throws {
        try await ServedDesk.with { desk async throws in
            for (reach, status) in [("all", 201), ("none", 422)] {
                let opened = try await desk.ask(
                    "c1", "POST", "/tickets", #"{"customer": "c1", "text": "It burns", "reach": "\#(reach)"}"#)
                #expect(opened.status == status, "\(opened.raw.body)")
            }
        }
    }
}
