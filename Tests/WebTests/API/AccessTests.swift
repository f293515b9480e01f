import Domain
import Foundation
import HTTPTypes
import Support
import Testing
import Wire

@testable import Web

/// Who may what: the table that somebody has to approve, and that each door is shut as it says.
@Suite struct AccessTests {
    /// Adding or opening a door changes a line of this file in review.
    @Test func `every operation and who may call it stand in one list`() throws {
        let lines = Web.Operation.all.map { operation in
            let roles = Role.allCases.filter { Self.may($0, operation) }.map(\.rawValue)
            let who = roles.count == Role.allCases.count ? "everybody" : roles.joined(separator: " ")
            let strangers = if case .anybody = operation.access { " and strangers" } else { "" }
            return "\(operation.method.rawValue) \(operation.path) \(operation.id): \(who)\(strangers)"
        }
        try expectGolden(lines.joined(separator: "\n"), "doors.txt")
    }

    private static func may(_ role: Role, _ operation: Web.Operation) -> Bool {
        switch operation.access {
        case .anybody, .signedIn: true
        case .may(let permission): role != .customer && role.permissions.contains(permission)
        case .mayOwn(let permission): role.permissions.contains(permission)
        }
    }

    @Test func `every door is open to whom the list names, and to nobody else`() async throws {
        try await ServedDesk.with { desk in
            for operation in Web.Operation.all where operation.id != "followLive" {
                var path = operation.path
                for name in operation.parameterNames {
                    let schema = operation.parameters.first { $0.name == name }?.schema ?? .id
                    path = path.replacing("{\(name)}", with: Self.word(schema))
                }
                var body: String?
                var headers: [String: String] = [:]
                switch operation.body {
                case .none: break
                case .json(let schema, _): body = Reference.sample(schema).text
                case .bytes(let types, _):
                    body = "x"
                    headers["Content-Type"] = types[0] == "*/*" ? "text/plain" : types[0]
                }
                let method = operation.method.rawValue
                let stranger = try await desk.ask(nil, method, path, body, headers)
                if case .anybody = operation.access {
                    // Let in, and told that a password or a link is wrong.
                    #expect(stranger.json["code"]?.string != "unauthorised", "\(operation.id)")
                    #expect(stranger.status < 500, "\(operation.id): \(stranger.status)")
                } else {
                    #expect(stranger.status == 401 && stranger.header("WWW-Authenticate") != nil, "\(operation.id)")
                }
                for role in Role.allCases {
                    let token = role == .customer ? "c1" : role.rawValue
                    let status = try await desk.ask(token, method, path, body, headers).status
                    #expect(status < 500, "\(operation.id) as \(role): \(status)")
                    #expect((status == 403) == !Self.may(role, operation), "\(operation.id) as \(role): \(status)")
                }
            }
        }
    }

    private static func word(_ schema: Schema) -> String {
        switch schema {
        case .words(let words): words[0]
        case .integer: "999999"
        default: "none"
        }
    }

    @Test func `a session changes nothing without its word`() async throws {
        try await ServedDesk.with { desk in
            for (headers, status) in [
                (["Cookie": "yinuo=agent"], 403),
                (["Cookie": "yinuo=agent", "X-CSRF-Token": "csrf-lead"], 403),
                (["Cookie": "yinuo=agent", "X-CSRF-Token": "csrf-agent"], 201),
            ] {
                let reply = try await desk.ask(nil, "POST", "/tickets", #"{"customer": "c1"}"#, headers)
                #expect(reply.status == status, "\(headers)")
            }
            #expect(try await desk.ask(nil, "GET", "/me", nil, ["Cookie": "a=b; yinuo=agent"]).status == 200)
            #expect(
                try await desk.ask(nil, "GET", "/me", nil, ["Cookie": "__Host-yinuo=agent"]).status == 401,
                "over TLS alone")
            #expect(try await desk.ask(nil, "GET", "/me", nil, ["Cookie": "yinuo=nobody"]).status == 401)
            #expect(try await desk.ask("nobody", "GET", "/me").json["code"]?.string == "unauthorised")
        }
    }

    @Test func `a person who may not date back is told so, one who may says why`() async throws {
        try await ServedDesk.with { desk async throws in
            let body = #"{"customer": "c1", "received": "2026-01-01T00:00:00Z", "reason": "found in the old mailbox"}"#
            #expect(try await desk.ask("agent", "POST", "/tickets", body).status == 403)
            #expect(try await desk.ask("lead", "POST", "/tickets", body).status == 201)
        }
    }

    @Test func `whoever asks too much is told to wait`() async throws {
        let settings = APISettings(
            rate: .init(perSecond: 0.0001, burst: 3), strangersRate: .init(perSecond: 0.0001, burst: 2))
        try await ServedDesk.with(settings: settings) { desk in
            for _ in 0..<3 { #expect(try await desk.ask("agent", "GET", "/me").status == 200) }
            let late = try await desk.ask("agent", "GET", "/me")
            #expect(late.status == 429 && late.header("Retry-After") != nil)
            #expect(try await desk.ask("lead", "GET", "/me").status == 200, "others may go on")
            for _ in 0..<2 { #expect(try await desk.ask("guess", "GET", "/me").status == 401) }
            #expect(try await desk.ask("guess", "GET", "/me").status == 429, "whoever guesses tokens too")
        }
    }

    @Test func `an answer to HEAD has no body, however long it would be`() async throws {
        try await ServedDesk.with { desk async throws in
            for path in ["/stream", "/records/customer/export?personal=true", "/export", "/me"] {
                let head = try await desk.ask("administrator", "HEAD", path)
                #expect(head.status == 200 && head.raw.body.isEmpty, "\(path)")
            }
        }
    }

    @Test func `who writes records makes nobody an administrator`() async throws {
        try await ServedDesk.with { desk async throws in
            let change = #"{"values": {"name": "Li", "role": "administrator"}}"#
            #expect(try await desk.ask("manager", "PUT", "/records/agent/manager", change).status == 403)
            let table = ["Content-Type": "text/csv"]
            #expect(
                try await desk.ask("manager", "POST", "/records/agent/import", "id,name,role\n", table).status == 403)
            #expect(try await desk.ask("manager", "DELETE", "/records/agent/manager").status == 403)
            #expect(try await desk.ask("administrator", "PUT", "/records/agent/li", change).status == 200)
        }
    }

    @Test func `customers read what is said to them, and nothing that is said of them`() async throws {
        try await ServedDesk.with { desk async throws in
            let ticket = try await desk.open()
            #expect(try await desk.ask("agent", "PUT", "/tickets/\(ticket)/tags/troublemaker").status == 200)
            for body in [
                #"{"event": "paused", "waiting": "supplier", "text": "said among ourselves"}"#,
                #"{"event": "agent-message", "text": "said to the customer"}"#,
            ] {
                let told = try await desk.ask("agent", "POST", "/tickets/\(ticket)/events", body)
                #expect(told.status == 200, "\(told.raw.body)")
            }
            let own = try await desk.ask("c1", "POST", "/tickets/\(ticket)/messages", #"{"text": "said by them"}"#)
            #expect(own.status == 200, "\(own.raw.body)")
            let read = try await desk.ask("c1", "GET", "/tickets/\(ticket)/messages").raw.body
            #expect(read.contains("said to the customer") && read.contains("said by them"))
            #expect(!read.contains("among ourselves"))
            let all = try await desk.ask("agent", "GET", "/tickets/\(ticket)/messages").raw.body
            #expect(all.contains("among ourselves"))
            #expect(!(try await desk.ask("c1", "GET", "/tickets/\(ticket)").raw.body.contains("troublemaker")))
        }
    }
}
