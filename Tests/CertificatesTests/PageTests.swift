import Domain
import Evidence
import Foundation
import Phrases
import Support
import Testing

@testable import Certificates

/// The page in four languages: its words, its safety, its parts.
struct PageTests {
    @Test(arguments: Language.allCases)
    func `the page of a late ticket reads like this`(language: Language) throws {
        let html = try Issued.late().certificate().html(in: language, zone: Issued.zone)
        try expectGolden(Self.withoutAssets(html), "late.\(language.rawValue).html")
    }

    @Test(arguments: Language.allCases)
    func `the page of a ticket in time reads like this`(language: Language) throws {
        let html = try Issued.kept().certificate().html(in: language, zone: Issued.zone)
        try expectGolden(Self.withoutAssets(html), "kept.\(language.rawValue).html")
    }

    @Test(arguments: Language.allCases)
    func `people read times to the second, programs to the millisecond`(language: Language) throws {
        let certificate = try Issued.toTheMillisecond().certificate()
        let html = certificate.html(in: language, zone: Issued.zone)
        #expect(html.contains(#"<time datetime="2026-03-02T10:10:03.123+08:00">2026-03-02 10:10:03</time>"#))
        #expect(html.contains(#"<time datetime="2026-03-02T10:50:00.250+08:00">2026-03-02 10:50</time>"#))
        let resolved = at("2026-03-02T10:50:00.250+08:00").milliseconds
        #expect(certificate.json.contains("\(resolved)"), "what is signed is exact")
    }

    /// Script and style have files of their own, and records a line each.
    private static func withoutAssets(_ html: String) -> String {
        html.replacing(PageAsset.script.text, with: "…").replacing(PageAsset.style.text, with: "…")
            .replacing(Markup.escaped(PageAsset.script.source), with: "&#39;script&#39;")
            .replacing(Markup.escaped(PageAsset.style.source), with: "&#39;style&#39;")
            .replacing(#"{"entry":"#, with: "\n{\"entry\":")
    }

    private static let hostile = #"</title></script><script>alert("1")</script><img src=x onerror='alert(2)'>&amp;"#

    @Test(arguments: Language.allCases)
    func `no text breaks out of its place`(language: Language) throws {
        var certificate = try Issued.late(TicketID(Self.hostile.replacing("\"", with: ""))).certificate(
            company: Self.hostile)
        let title = Title([language: Self.hostile])
        let (key, grade) = (certificate.commitments[0].key, certificate.commitments[0].grade)
        certificate.zone = Self.hostile
        certificate.grades = [.init(grade: grade, title: title), .init(grade: grade, title: title)]
        certificate.commitments[0] = .init(
            key: key, grade: grade, title: title, promise: title, due: nil, progress: .waiting, by: nil)
        certificate.compensation.append(
            .init(worth: .grant(Self.hostile, title), isEstimate: false, credited: nil))
        certificate.compensation.append(
            .init(
                worth: .lateness(month: 0, Money(currency: "<b>", minor: 1)), isEstimate: false, credited: nil))
        let html = certificate.html(in: language, zone: Issued.zone)
        #expect(!html.contains("<script>") && !html.contains("<img") && !html.contains("<b>"))
        #expect(html.components(separatedBy: "</script>").count == 4, "data, words and one module")
        #expect(html.components(separatedBy: "<script").count == 4)
        #expect(html.components(separatedBy: "</title>").count == 2)
        #expect(html.contains("&lt;/title&gt;&lt;/script&gt;"))
    }

    @Test func `its policy admits one script and one style, by hash, and nothing else`() throws {
        let html = try Issued.kept().certificate().html(in: .en, zone: .utc)
        #expect(
            html.contains(
                "content=\"default-src &#39;none&#39;; script-src "
                    + Markup.escaped(PageAsset.script.source) + "; style-src "
                    + Markup.escaped(PageAsset.style.source) + "; base-uri &#39;none&#39;; form-action &#39;none&#39;\""
            ))
        for outside in [" style=", " src=", " href=", " onclick", "http://", "https://"] {
            #expect(!html.contains(outside), "\(outside)")
        }
        #expect(!PageAsset.script.text.contains("</script") && !PageAsset.style.text.contains("</style"))
    }

    @Test func `the script knows the vocabulary as the program does`() {
        let script = PageAsset.script.text
        for (name, effect) in EventName.vocabulary {
            let spelled = name.rawValue.contains("-") ? "\"\(name)\"" : "\(name)"
            if let node = effect.node {
                #expect(script.contains(" \(spelled): \(node.rawValue),"), "\(name) lights node \(node.rawValue)")
            }
            if effect.state == .open { #expect(script.contains("\"\(name)\","), "\(name) opens") }
        }
        for finding in CertificateFinding.allCases {
            #expect(script.contains("\"\(finding.rawValue)\""), "the script never finds \(finding.rawValue)")
        }
    }

    @Test func `the QR code holds what stands below it`() throws {
        let certificate = try Issued.kept().certificate()
        let lines = certificate.qrText.split(separator: "\n")
        #expect(lines.first == "yinuo-certificate/v1" && lines.last == "T-2026-0301" && lines.count == 5)
        let code = try #require(QRCode(certificate.qrText))
        #expect(code.side == code.width + 8 && (code.width - 17) % 4 == 0)
        #expect(code.path.hasPrefix("M4 4h7v1h-7z"), "the upper left corner's mark")
        #expect(QRCode("") == nil && QRCode(String(repeating: "x", count: 4_000)) == nil)
    }

    @Test(arguments: Language.allCases)
    func `every fault has a sentence for lay people and one for a log`(language: Language) {
        let key = ClockKey(strand: 0, commitment: "c", occurrence: 1)
        let faults: [CertificateFault] = [
            .notFinished(.open), .noSuchPolicy(PolicyVersion(id: "p", version: "1")), .otherEntry(version: 1),
            .tooLarge(bytes: 1), .malformed(place: "a", cause: "b"), .otherFormat("x"), .otherSpelling(byte: 1),
            .checkpoint(.unsigned(name: "n")), .checkpoint(.badKey("k")), .receipt(index: 1, .otherRoot),
            .leaf(index: 1, cause: "c"), .notBound(index: 1), .record(index: 1, cause: "c"),
            .otherTicket(index: 1, stream: "s"), .gap(index: 1, expected: 1, found: 2), .outOfOrder(index: 1),
            .state(stated: .open, recorded: .closed), .node(.solved, stated: nil, recorded: nil),
            .breach(key, stated: nil, recorded: nil), .due(key, stated: nil, recorded: nil),
            .noSuchEvent(key, "e", at: at("2026-01-01T00:00:00Z")), .judgement(key),
            .compensation(.labour, stated: 1, recorded: 2), .compensationWithoutBreach(.lateness(month: 0)),
            .unknownZone("z"), .page(line: 1, shown: "a", made: "b"),
        ]
        #expect(Set(faults.map(\.text)).count == faults.count)
        let words = wording(language)
        let sentences = CertificateFinding.allCases.map { words.certificate($0) }
        #expect(
            Set(sentences).count == sentences.count
                && faults.allSatisfy { sentences.contains(words.certificate($0.finding)) })
    }
}
