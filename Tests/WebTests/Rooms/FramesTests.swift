import Desk
import Domain
import Support
import Testing
import Wire

@testable import Pages
@testable import Web

/// What stands around a page is one session's, and as that session is now.
@Suite struct FramesTests {
    private static let files = Shell.Files(
        style: .file("style.css"), script: .file("script.js"), worker: .file("worker.js"), icon: .file("icon.svg"))

    private static func shell(
        _ name: String, _ role: Role = .agent, csrf: String = "one", _ here: Address = .queue()
    ) -> Shell {
        Shell(
            reader: Reader(.en, zone: .utc, now: Instant(milliseconds: 0)), look: Look(),
            who: Shell.Who(name: name, role: role, csrf: csrf), files: files, here: here)
    }

    private static func text(_ frame: Shell.Frame) -> String { frame.menu.text + frame.rest.text + frame.dialogs.text }

    @Test func `two sessions never share one, be it of two who are called the same`() {
        let frames = Frames()
        for _ in 0..<2 {
            let one = Self.text(frames.frame(of: Self.shell("Li Wei", csrf: "one"), 0))
            let two = Self.text(frames.frame(of: Self.shell("Li Wei", csrf: "two"), 0))
            #expect(one.contains("value=\"one\"") && !one.contains("value=\"two\""))
            #expect(two.contains("value=\"two\"") && !two.contains("value=\"one\""))
        }
        #expect(frames.count == 2)
    }

    @Test func `another name or another role makes another`() {
        let frames = Frames()
        #expect(Self.text(frames.frame(of: Self.shell("Li Wei"), 0)).contains("Li Wei"))
        let renamed = Self.text(frames.frame(of: Self.shell("Li Na"), 0))
        #expect(renamed.contains("Li Na") && !renamed.contains("Li Wei"))
        let accounts = Address.accounts().text
        #expect(!renamed.contains(accounts))
        #expect(Self.text(frames.frame(of: Self.shell("Li Na", .administrator), 0)).contains(accounts))
    }

    @Test func `it goes when a record changes that it comes from, and what was begun before is not kept`() {
        let frames = Frames()
        for stream in [
            .record(.customer, "c1"), .record(.contact, "p1"), .record(.agent, "li"), .record(.account, "a1"),
            .record(.session, "s1"),
        ] as [StreamID] {
            let turn = frames.turn
            _ = frames.frame(of: Self.shell("Li Wei"), turn)
            frames.letGo(stream, isNew: true)
            frames.letGo(.record(.team, "first-line"), isNew: false)
            frames.letGo(.ticket("t1"), isNew: false)
            #expect(frames.count == 1, "\(stream)")
            frames.letGo(stream, isNew: false)
            #expect(frames.count == 0, "\(stream)")
            _ = frames.frame(of: Self.shell("Li Wei"), turn)
            #expect(frames.count == 0, "\(stream)")
        }
    }

    @Test func `two pages of one session lead back to where each of them stands`() async throws {
        try await ServedDesk.with { desk async throws in
            var agent = RoomsTests.signedIn("agent", desk)
            for _ in 0..<2 {
                for path in ["/promises", "/notices"] {
                    let page = try await agent.get(path).body
                    #expect(page.contains("name=\"back\" value=\"\(path)\""), "\(path)")
                }
            }
        }
    }

    @Test func `whoever is renamed or erased is not shown as they were`() async throws {
        try await ServedDesk.with { desk async throws in
            func put(_ values: String) async throws {
                let put = try await desk.ask(
                    "administrator", "PUT", "/records/agent/agent", #"{"values": \#(values)}"#)
                #expect(put.status < 300, "\(put.raw.body)")
            }
            var agent = RoomsTests.signedIn("agent", desk)
            try await put(#"{"name": "Ada Now", "role": "agent"}"#)
            for _ in 0..<2 { #expect(try await agent.get("/promises").body.contains("Ada Now")) }
            try await put(#"{"name": "Ada Then", "role": "agent"}"#)
            for _ in 0..<2 {
                let page = try await agent.get("/promises").body
                #expect(page.contains("Ada Then") && !page.contains("Ada Now"))
            }
            _ = try await desk.desk.perform(Request(.desk, .record(.agent, "agent", .erase)))
            for _ in 0..<2 { #expect(try await !agent.get("/promises").body.contains("Ada Then")) }
        }
    }
}
