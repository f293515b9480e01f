import Desk
import Domain
import Foundation
import Support
import Testing

@testable import Channels

struct MailTests {
    private let from = MailAddress("desk@desk.example")!

    private func letter(
        to: String = "ann@example.com", subject: String = "News", text: String = "Hello.\n", key: String = "12-200000"
    ) throws -> MailMessage {
        MailMessage(
            from: from, to: try #require(MailAddress(to)), subject: subject, text: text, html: "<p>\(text)</p>\n",
            key: key, date: try Instant("2026-03-02T09:05:07Z"), language: .zh)
    }

    private func sender(_ box: Mailbox, _ scheme: String, user: String? = nil, password: String? = nil) throws
        -> MailSender
    {
        let name = user.map { $0 + "@" } ?? ""
        var server = try #require(MailServer("\(scheme)://\(name)127.0.0.1:\(box.port)"))
        server.password = password
        if scheme != "smtp+plain" { server.authorities = box.certificate }
        return MailSender(server)
    }

    private static let texts = [
        "Plain and short.\n", "", "One line\n\nand another, ending without a break", ".\n..\n.hidden\n",
        "A line with = and trailing blank \nand a tab\t\n", "承诺已超时：工单 3k9x。\n请查看。\n",
        "티켓 소식입니다.\n링크를 여십시오.\n", "Größe, façade, naïve: mostly Latin.\n",
        String(repeating: "A long line without an end ", count: 40) + "\n", String(repeating: "长", count: 2_000) + "\n",
        "emoji 👩‍🚒 and combining e\u{301}\n", "From the first word\n",
    ]

    @Test func `a letter arrives as it was written, whatever script it is in`() async throws {
        let box = try Mailbox()
        let sender = try sender(box, "smtp+plain")
        for (number, text) in Self.texts.enumerated() {
            let subject = String(text.prefix(120))
            #expect(try await sender.send(letter(subject: subject, text: text, key: "\(number)-0")) == .delivered)
            let got = try box.next()
            func lines(_ text: String) -> [String] {
                text.replacingOccurrences(of: "\r\n", with: "\n").split(separator: "\n").map(String.init)
            }
            #expect(lines(got.text) == lines(text), "\(number)")
            #expect(lines(got.html) == lines("<p>\(text)</p>"), "\(number)")
            #expect(got.defects.isEmpty && got.longest <= 998, "\(got.defects)")
            #expect(got.from == "desk@desk.example" && got.to == ["ann@example.com"])
            let flat = subject.map { $0.isNewline || $0 == "\t" ? " " : String($0) }.joined()
            #expect(
                got["Subject"]?.trimmingCharacters(in: .whitespaces) == flat.trimmingCharacters(in: .whitespaces))
            #expect(got["Message-ID"] == "<\(number)-0@desk.example>")
            #expect(got["Auto-Submitted"] == "auto-generated" && got["Content-Language"] == "zh")
            #expect(got.date == 1_772_442_307)
            #expect(got.hello == "desk.example")
        }
    }

    @Test(arguments: [
        "\n", "\r", "\r\n", "\u{0}", "\u{2028}", "\u{85}", "\n\n", "\r\nBcc: mallory@example.com\r\n\r\n",
    ])
    func `a header can't be begun from a text`(breaking: String) async throws {
        let box = try Mailbox()
        let sender = try sender(box, "smtp+plain")
        let subject = "Ticket\(breaking)Bcc: mallory@example.com"
        #expect(try await sender.send(letter(subject: subject, key: "1-2\(breaking)X: y")) == .delivered)
        let got = try box.next()
        #expect(got.to == ["ann@example.com"] && got["Bcc"] == nil && got["X"] == nil)
        #expect(got.headers.count == 9, "\(got.headers)")
        for address in [
            "a\(breaking)@example.com", "a@example.com\(breaking)Bcc: b@example.com", "a@example.com>\(breaking)",
        ] {
            #expect(MailAddress(address) == nil)
        }
    }

    @Test func `an address that could be two is none`() {
        for text in [
            "", "a", "a@", "@b", "a@b@c", "a b@c", "a,b@c", "<a@b>", "a@b>", "\"a\"@b", "ä@b.example", "a:b@c",
        ] {
            #expect(MailAddress(text) == nil, "\(text)")
        }
        #expect(MailAddress("first.last+tag@sub.example.com") != nil)
    }

    @Test func `it is sent over TLS, begun at once or by STARTTLS, to who is known, by who is known`() async throws {
        let starting = try Mailbox(["--starttls", "--auth", "desk:let me send"])
        #expect(
            try await sender(starting, "smtp", user: "desk", password: "let me send").send(letter()) == .delivered)
        let got = try starting.next()
        #expect(got.tls && got.user == "desk")

        let box = try Mailbox(["--tls"])
        #expect(try await sender(box, "smtps").send(letter()) == .delivered)
        #expect(try box.next().tls)
    }

    @Test func `without TLS nothing is sent where it was asked for, nor to a stranger's certificate`() async throws {
        let plain = try Mailbox()
        guard case .failed = try await sender(plain, "smtp").send(letter()) else {
            Issue.record("it went out in the clear")
            return
        }
        let box = try Mailbox(["--starttls"])
        let stranger = MailSender(try #require(MailServer("smtp://127.0.0.1:\(box.port)")))
        guard case .failed(let cause) = try await stranger.send(letter()) else {
            Issue.record("an unknown certificate was believed")
            return
        }
        #expect(cause.contains("curl 60"), "\(cause)")
    }

    @Test func `a server that says later is asked later, one that says never is not`() async throws {
        let box = try Mailbox()
        let sender = try sender(box, "smtp+plain")
        guard case .failed(let later) = try await sender.send(letter(to: "busy@example.com")) else {
            Issue.record("451 is for now")
            return
        }
        guard case .impossible(let never) = try await sender.send(letter(to: "gone@example.com")) else {
            Issue.record("550 is for good")
            return
        }
        #expect(!later.contains("example.com") && !never.contains("example.com"))
        #expect(try await sender.send(letter()) == .delivered)
    }

    @Test func `a wrong password and a server that is not there are tried again`() async throws {
        let box = try Mailbox(["--starttls", "--auth", "desk:right"])
        guard case .failed = try await sender(box, "smtp", user: "desk", password: "wrong").send(letter()) else {
            Issue.record("a wrong password was taken")
            return
        }
        let nowhere = MailSender(try #require(MailServer("smtp+plain://127.0.0.1:1")))
        guard case .failed = try await nowhere.send(letter()) else {
            Issue.record("nobody took it")
            return
        }
        guard case .impossible = try await nowhere.send(letter(text: String(repeating: "x", count: 1 << 20))) else {
            Issue.record("no server takes so much")
            return
        }
    }

    @Test(arguments: [
        ("smtp://desk@mail.example:2525", "smtp://desk@mail.example:2525"),
        ("smtp://mail.example", "smtp://mail.example:587"),
        ("smtps://mail.example", "smtps://mail.example:465"), ("smtp+plain://[::1]", "smtp+plain://[::1]:25"),
        ("smtp://a@b@mail.example", "smtp://a@b@mail.example:587"),
    ]) func `a server is said as an address`(text: String, whole: String) {
        #expect(MailServer(text)?.text == whole)
    }

    @Test(arguments: [
        "", "mail.example", "http://mail.example", "smtp://", "smtp://:25", "smtp://u:secret@mail.example",
        "smtp://mail.example:0", "smtp://mail.example:x", "smtp://mail.example/path", "smtp://@mail.example",
    ]) func `a server that can't be one is refused`(text: String) { #expect(MailServer(text) == nil) }
}
