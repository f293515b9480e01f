import Domain
import Evidence
import Foundation
import Phrases
import Support
import Testing

@testable import Certificates

/// Words on a page can be changed without its data: so the page is made anew and compared.
struct PageComparisonTests {
    private func compare(_ certificate: Certificate, _ page: String) -> CertificateFault? {
        do throws(CertificateFault) {
            try Certificate(page: page).compare(page: page) { try? Zones.shipped.zone($0) }
            return nil
        } catch { return error }
    }

    @Test(arguments: Language.allCases)
    func `a page is what its data say, in its language and zone`(language: Language) throws {
        for issued in [try Issued.late(), try .kept()] {
            let certificate = try issued.certificate()
            let page = certificate.html(in: language, zone: Issued.zone)
            #expect(compare(certificate, page) == nil)
            // As `print` ends it.
            #expect(compare(certificate, page + "\n") == nil)
        }
    }

    @Test(arguments: [
        ("the company", "<p class=\"company\">一诺服务有限公司 Yinuo Service Ltd.", "<p class=\"company\">Another Ltd."),
        ("an amount", "CNY 270 (", "CNY 2700 ("), ("a promise's words", "within 15 minutes", "within 15 days"),
        ("the status", "Not checked yet.", "Verified."), ("a style", "<body>", "<body style=\"display:none\">"),
        ("the language", "<html lang=\"en\">", "<html lang=\"ja\">"),
        ("something more at the end", "</html>", "</html>\n<p>Paid.</p>"),
    ])
    func `a word that was changed is named with its line`(_ what: String, _ from: String, _ to: String) throws {
        let certificate = try Issued.late().certificate()
        let page = certificate.html(in: .en, zone: Issued.zone)
        // The first that is shown; the data are never touched.
        let cut = try #require(page.range(of: "<script type=\"application/json\""))
        let (shown, rest) = (String(page[..<cut.lowerBound]), String(page[cut.lowerBound...]))
        let changed =
            what.hasPrefix("something")
            ? shown + rest.replacing(from, with: to) : shown.replacing(from, with: to, maxReplacements: 1) + rest
        try #require(changed != page, "»\(from)« is not on the page")
        guard case .page(let line, let found, let made)? = compare(certificate, changed) else {
            Issue.record("\(what): \(compare(certificate, changed)?.text ?? "passed")")
            return
        }
        #expect(line > 0 && found != made)
        #expect(!CertificateFault.page(line: line, shown: found, made: made).isDoubt)
    }

    @Test(arguments: Language.allCases)
    func `a page as it is served leads back to its ticket, and nowhere else`(language: Language) throws {
        let certificate = try Issued.kept().certificate()
        let page = certificate.html(in: language, zone: Issued.zone, isServed: true)
        let word = wording(language).certificate(CertificateLabel.back)
        let way = "<nav><a href=\"../T-2026-0301\">\(word)</a></nav>\n"
        #expect(page.contains("<body>\n" + way + "<main>"))
        #expect(page.replacing(way, with: "") == certificate.html(in: language, zone: Issued.zone))
        #expect(compare(certificate, page) == nil)
        let elsewhere = page.replacing("../T-2026-0301", with: "https://evil.example")
        #expect(compare(certificate, elsewhere) != nil)
        #expect(compare(certificate, page.replacing(way, with: way + way)) != nil)
    }

    @Test func `a page of a zone that is not known can't be compared, which is no forgery`() throws {
        var certificate = try Issued.kept().certificate()
        certificate.zone = "Nowhere/Land"
        let fault = compare(certificate, certificate.html(in: .en, zone: Issued.zone))
        #expect(fault == .unknownZone("Nowhere/Land") && fault?.isDoubt == true)
    }

    @Test(arguments: Language.allCases)
    func `the page's own check says that it did not compare the printed words`(language: Language) throws {
        let banner = wording(language).certificate(CertificateLabel.verified)
        #expect(banner.contains("yinuo evidence verify"))
        #expect(try Issued.kept().certificate().html(in: language, zone: Issued.zone).contains(banner))
    }
}
