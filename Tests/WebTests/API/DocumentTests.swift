import Foundation
import Support
import Testing
import Wire

@testable import Web

/// The published document says what is, all of it and nothing else.
@Suite struct DocumentTests {
    @Test func `the document in the repository is the one that is served`() throws {
        let text = Document.json(Web.Operation.all, version: "0.1.0").text
        let file = Fixture.root.appending(path: "docs/openapi.json")
        if ProcessInfo.processInfo.environment["GOLDEN"] == "update" {
            try Data((text + "\n").utf8).write(to: file)
        }
        let kept = FileManager.default.contents(atPath: file.path).map { String(decoding: $0, as: UTF8.self) }
        #expect(kept == text + "\n", "GOLDEN=update writes docs/openapi.json anew")
    }

    @Test func `every path of the document answers, with no method that it does not name`() async throws {
        try await ServedDesk.with { desk in
            let served = try await desk.ask(nil, "GET", "/openapi.json")
            for path in served.json["paths"]?.members ?? [] {
                let address = path.key.replacing("{kind}", with: "team").replacing("{position}", with: "0")
                    .replacing(/\{[a-z]+\}/, with: "x")
                let named = Set(path.value.members.map { $0.key.uppercased() })
                for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
                    if path.key == "/stream", method == "GET" { continue }
                    let reply = try await desk.ask("administrator", method, address, method == "GET" ? nil : "{}")
                    #expect((reply.status == 405) == !named.contains(method), "\(method) \(path.key): \(reply.status)")
                    if reply.status == 405 {
                        #expect(
                            Set(
                                (reply.header("Allow") ?? "").split(separator: ",").map {
                                    $0.trimmingCharacters(in: .whitespaces)
                                }) == named)
                    }
                }
            }
            #expect(try await desk.ask("administrator", "GET", "/none").status == 404)
        }
    }

    @Test func `names are given once, and every schema that is named is there`() throws {
        let ids = Web.Operation.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        let text = Document.json(Web.Operation.all, version: "x").text
        let pieces = text.split(separator: "#/components/schemas/").dropFirst()
        for piece in pieces {
            let name = String(piece.prefix { $0 != "\"" })
            #expect(Schema.all[name] != nil, "\(name)")
        }
    }

    @Test func `the document names every answer that a request may get`() throws {
        let document = Document.json(Web.Operation.all, version: "x")
        for path in document["paths"]?.members ?? [] {
            for operation in path.value.members {
                let answers = Set(operation.value["responses"]?.members.map(\.key) ?? [])
                #expect(answers.isSuperset(of: ["400", "405", "429", "431", "500", "503"]), "\(path.key)")
            }
        }
        #expect(document.text.contains(#""pattern":"^(\\*|\"v[0-9]{1,18}\")$""#), "If-Match may be *")
    }

    @Test func `the examples of the reference lead to where it was read`() async throws {
        try await ServedDesk.with { desk in
            let page = try await Support.ask(desk.port, "GET /api").body
            #expect(page.contains("http://localhost/api/v1/me") && !page.contains("127.0.0.1:8460"))
            #expect(page.contains("'http://localhost/api/v1/search?q=TEXT'"))
        }
        #expect(Reference.origin("desk.example.com", isSecure: true) == "https://desk.example.com")
        for authority in [nil, "", "x'y", "a b", "<script>", "x\\y"] {
            #expect(Reference.origin(authority, isSecure: false) == "http://127.0.0.1:8460", "\(authority ?? "-")")
        }
    }

    @Test func `the reference needs nothing from elsewhere`() async throws {
        try await ServedDesk.with { desk in
            let page = try await Support.ask(desk.port, "GET /api")
            #expect(
                page.status == 200 && page.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
            for operation in Web.Operation.all { #expect(page.body.contains("id=\"\(operation.id)\"")) }
            let links = page.body.matches(of: /(?:src|href)="([^"#]+)"/).map { String($0.1) }
            #expect(Set(links) == ["/api/reference.css", "/api/v1/openapi.json"])
            #expect(!page.body.contains("<script") && !page.body.contains("style="))
            let style = try await Support.ask(desk.port, "GET /api/reference.css")
            #expect(style.header("Content-Type") == "text/css; charset=utf-8")
        }
    }

    /// Each is run as it stands, but for the words in capitals.
    @Test func `the examples of the reference are understood`() async throws {
        try await ServedDesk.with { desk in
            let ticket = try await desk.open()
            let file = FileManager.default.temporaryDirectory.appending(path: "yinuo-example-\(UUID().uuidString)")
            try Data("id\n".utf8).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            for operation in Web.Operation.all where operation.id != "followLive" {
                let line = Reference.example(operation).replacing("127.0.0.1:8460", with: "127.0.0.1:\(desk.port)")
                    .replacing("$TOKEN", with: "administrator").replacing("@FILE", with: "@\(file.path)")
                    .replacing("/TICKET", with: "/\(ticket)").replacing("TEXT", with: "c1")
                let script = line.replacing(
                    "curl", with: "curl -s -o /dev/null -w '%{http_code}\\n'", maxReplacements: 1)
                let status = try await Self.output(script)
                #expect(!["400", "405", "415", "500", "000"].contains(status), "\(line): \(status)")
            }
        }
    }

    private static func output(_ script: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try RunningProgram("/bin/sh", ["-c", script]).firstLine() })
            }
        }
    }
}
