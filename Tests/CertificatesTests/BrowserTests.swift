import Domain
import Evidence
import Foundation
import Phrases
import Support
import Testing

@testable import Certificates

/// The page checks itself in a real browser. Skipped where none is installed.
@Suite(
    .enabled(if: Browser.path != nil, "chromium is not installed: apt-get install chromium"), .serialized, .waiting)
struct BrowserTests {
    @Test(arguments: Language.allCases)
    func `an untouched page says that it is verified`(language: Language) throws {
        for issued in [try Issued.late(), try .kept()] {
            let dom = try Browser.dom(of: issued.certificate().html(in: language, zone: Issued.zone))
            #expect(Browser.status(dom).contains("data-result=\"verified\""), "\(Browser.status(dom))")
            #expect(Browser.status(dom).contains(wording(language).certificate(.verified)))
        }
    }

    @Test func `a page that was served is verified in a file too, without its way back`() throws {
        let dom = try Browser.dom(of: Issued.kept().certificate().html(in: .en, zone: Issued.zone, isServed: true))
        #expect(Browser.status(dom).contains("data-result=\"verified\""), "\(Browser.status(dom))")
        #expect(!dom.contains("<nav>"))
    }

    @Test func `a ticket that was rated in between is verified too`() throws {
        var issued = Issued("T-2026-0302")
        let version = try #require(Issued.book.all.first).version
        try issued.perform(.grade(GradeRef(policy: version, grade: "tier-2")), at: "10:00:05")
        try issued.play([("10:10:00", .engaged, .none), ("10:50:00", .resolved, .none)])
        let rating = try #require(Rating(.customer, by: "C1", [.result: 5, .attitude: 4]))
        try issued.perform(.change(.rate(rating)), at: "10:52:00")
        try issued.play([("10:55:00", .closed, .none)])
        let status = Browser.status(try Browser.dom(of: issued.certificate().html(in: .en, zone: Issued.zone)))
        #expect(status.contains("data-result=\"verified\""), "\(status)")
    }

    @Test func `a page that shows seconds still holds every millisecond against the data`() throws {
        let html = try Issued.toTheMillisecond().certificate().html(in: .en, zone: Issued.zone)
        let status = Browser.status(try Browser.dom(of: html))
        #expect(status.contains("data-result=\"verified\""), "\(status)")
        let changed = html.replacing("10:10:03.123+08:00", with: "10:10:03.124+08:00")
        try #require(changed != html)
        let doubted = Browser.status(try Browser.dom(of: changed))
        #expect(doubted.contains("data-finding=\"shown\""), "\(doubted)")
    }

    @Test func `a browser without Ed25519 says that it could check the hashes alone`() throws {
        // No browser can be told to forget it, so the script asks for what none has.
        let (script, source) = (PageAsset.script.text, PageAsset.script.source)
        let without = script.replacing("\"Ed25519\"", with: "\"Ed00000\"")
        let hash = try #require(TreeHash(bytes: Content.digest(Array(without.utf8)))).base64
        let html = try Issued.late().certificate().html(in: .en, zone: Issued.zone)
            .replacing(script, with: without)
            .replacing(Markup.escaped(source), with: Markup.escaped("'sha256-\(hash)'"))
        let status = Browser.status(try Browser.dom(of: html))
        #expect(status.contains("data-result=\"hashes-only\""), "\(status)")
    }

    @Test(arguments: Language.allCases)
    func `a telephone shows it without scrolling sideways`(language: Language) throws {
        for issued in [try Issued.late(), try .kept(TicketID(String(repeating: "long", count: 30)))] {
            let html = try issued.certificate().html(in: language, zone: Issued.zone)
            let dom = try Browser.dom(of: html, framedBy: 360)
            #expect(dom.contains("<title>360 of 360</title>"), "\(dom.prefix(200))")
        }
    }

    struct Change: CustomTestStringConvertible {
        let testDescription: String
        let finding: String
        let from: String
        let to: String
    }

    @Test(arguments: [
        Change(
            testDescription: "a station's time in the data", finding: "nodes", from: #""event":"arrived""#,
            to: #""again":1,"event":"arrived""#),
        Change(
            testDescription: "a time on the page", finding: "shown", from: ">2026-03-02 11:08<",
            to: ">2026-03-02 10:08<"),
        Change(
            testDescription: "a verdict on the page", finding: "shown", from: #"<li data-outcome="broken""#,
            to: #"<li data-outcome="kept""#),
        Change(testDescription: "a record", finding: "opening", from: "agent:7f3k", to: "agent:0000"),
        Change(testDescription: "a leaf", finding: "receipt", from: "9c44e0", to: "9c44e1"),
        Change(
            testDescription: "the checkpoint", finding: "signature", from: #"log.example/desk\n52"#,
            to: #"log.example/desk\n53"#),
        Change(testDescription: "the key", finding: "key", from: #""key":"log.example"#, to: #""key":"l0g.example"#),
        Change(
            testDescription: "a breach", finding: "promises", from: #""outcome":"broken""#, to: #""outcome":"kept""#),
        Change(
            testDescription: "an amount", finding: "compensation", from: #"000},"minor":27000"#,
            to: #"000},"minor":2700"#),
        Change(
            testDescription: "what an amount is counted from", finding: "compensation",
            from: #""labour":{"minutes":90,"rate":18000,"share":1000000},"#, to: ""),
        Change(testDescription: "the state", finding: "state", from: #""state":"closed""#, to: #""state":"resolved""#),
        Change(testDescription: "the ticket", finding: "ticket", from: #""ticket":"T-"#, to: #""ticket":"X-"#),
        Change(testDescription: "the format", finding: "unreadable", from: #""format":"y"#, to: #""format":"z"#),
    ]) func `a page that was tampered with says so`(_ change: Change) throws {
        let html = try Issued.late().certificate().html(in: .en, zone: Issued.zone)
        let changed = html.replacing(change.from, with: change.to, maxReplacements: 1)
        try #require(changed != html, "»\(change.from)« is not in the page")
        let status = Browser.status(try Browser.dom(of: changed))
        #expect(status.contains("data-result=\"not-verified\"") && status.contains("Not verified."), "\(status)")
        #expect(status.contains("data-finding=\"\(change.finding)\""), "\(status)")
    }
}

private enum Browser {
    static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// The page after its script has run.
    /// - Parameter width: in CSS pixels; then a page around it says in its title how wide it would have to be.
    static func dom(of html: String, framedBy width: Int? = nil) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "certificate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "page.html")
        try Data(html.utf8).write(to: file)
        let frame = folder.appending(path: "frame.html")
        if let width {
            let text = """
                <iframe src="page.html" width="\(width)" height="9000" frameborder="0"></iframe>
                <script>const frame = document.querySelector("iframe"); frame.onload = () => { document.title =
                `${frame.contentDocument.documentElement.scrollWidth} of ${frame.clientWidth}`; }</script>
                """
            try Data(text.utf8).write(to: frame)
        }
        let address = "file://\((width == nil ? file : frame).path)"
        // Virtual time stands still while the script works; what the browser computes beside it is awaited by none, and
        // on a busy machine may not be done in time: then it is looked at once more.
        var shown = ""
        for attempt in 1...20 {
            shown = try look(at: address, profile: "\(folder.path)/profile-\(attempt)")
            let isDone = width == nil ? status(shown).contains("data-result=") : shown.contains("<title>")
            if isDone { break }
        }
        return shown
    }

    private static func look(at address: String, profile: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: path!)
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(profile)",
            "--virtual-time-budget=10000", "--allow-file-access-from-files", "--dump-dom", address,
        ]
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// The element with the status, its attributes too.
    static func status(_ dom: String) -> String {
        guard let start = dom.range(of: "<p class=\"status\""),
            let end = dom.range(of: "</p>", range: start.lowerBound..<dom.endIndex)
        else { return "no status in a page of \(dom.utf8.count) bytes" }
        return String(dom[start.lowerBound..<end.lowerBound])
    }
}
