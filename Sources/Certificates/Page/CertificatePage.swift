import Domain
import Evidence
import Phrases
import Wire

extension Certificate {
    /// One page for people: it prints, needs no network, and checks itself in the reader's browser.
    ///
    /// - Parameters:
    ///   - zone: that times are shown in; the certificate names the one it was made for.
    ///   - isServed: whether it stands beside its ticket's page, `ID/certificate` beside `ID`: then it leads back there.
    public func html(in language: Language, zone: Zone, isServed: Bool = false) -> String {
        CertificatePage(
            certificate: self, language: language, words: wording(language), zone: zone, isServed: isServed
        ).html
    }

    /// What the QR code holds: log, size and root of the checkpoint, and the ticket, a line each. It ties a printed page to
    /// the log; who has seen another root for that size has proof of a fraud.
    public var qrText: String {
        let checkpoint = try? Checkpoint(text: evidence.checkpoint.text)
        return [
            Certificate.format, checkpoint?.origin, checkpoint.map { "\($0.size)" }, checkpoint?.root.base64,
            ticket.rawValue,
        ].compactMap(\.self).joined(separator: "\n")
    }
}

/// The page of a certificate, part by part.
struct CertificatePage {
    let certificate: Certificate
    let language: Language
    let words: any Wording
    let zone: Zone
    let isServed: Bool

    /// Which only a page that is served has; a text can't bring it, since texts are escaped.
    static let backOpening = "<nav>"
    static let dataOpening = #"<script type="application/json" id="certificate">"#

    var html: String {
        var page = Markup()
        page.raw("<!DOCTYPE html>\n")
        page.open("html", ["lang": language.rawValue])
        page.line()
        head(&page)
        page.raw("<body>\n")
        if isServed { back(&page) }
        page.raw("<main>\n")
        header(&page)
        promises(&page)
        nodes(&page)
        compensation(&page)
        check(&page)
        page.raw("</main>\n")
        data(&page)
        page.raw("</body>\n</html>\n")
        return page.html
    }

    func label(_ label: CertificateLabel) -> String { words.certificate(label) }

    private func head(_ page: inout Markup) {
        let policy = [
            "default-src 'none'", "script-src \(PageAsset.script.source)", "style-src \(PageAsset.style.source)",
            "base-uri 'none'", "form-action 'none'",
        ].joined(separator: "; ")
        page.raw("<head>\n<meta charset=\"utf-8\">\n")
        page.open("meta", ["http-equiv": "Content-Security-Policy", "content": policy])
        page.raw("\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        page.raw("<meta name=\"referrer\" content=\"no-referrer\">\n")
        page.element("title", "\(label(.title)) · \(certificate.ticket)")
        page.line()
        page.verbatim("style", [:], PageAsset.style.text)
        page.raw("\n</head>\n")
    }

    /// Relative, so that it holds wherever the desk is reached. In a file it leads nowhere, and the script takes it away.
    private func back(_ page: inout Markup) {
        page.raw("<nav>")
        page.element("a", ["href": "../\(certificate.ticket)"], label(.back))
        page.raw("</nav>\n")
    }

    private func header(_ page: inout Markup) {
        page.raw("<header>\n")
        page.element("h1", label(.title))
        page.element("p", label(.issuedBy))
        page.element("p", ["class": "company"], certificate.company)
        page.open("dl", ["class": "facts"])
        pair(label(.ticket), certificate.ticket.rawValue, &page)
        if !certificate.grades.isEmpty {
            pair(label(.grades), words.row(certificate.grades.map { text($0.title) }), &page)
        }
        pair(label(.state), words.state(certificate.state), &page)
        page.element("dt", label(.made))
        page.open("dd")
        time(certificate.made, &page)
        page.close("dd")
        pair(label(.times), zone.name, &page)
        page.raw("</dl>\n</header>\n")
        page.element("p", ["class": "status", "role": "status"], label(.unchecked))
        page.line()
    }

    private func compensation(_ page: inout Markup) {
        page.element("h2", label(.compensation))
        guard !certificate.compensation.isEmpty else {
            page.element("p", label(.nothingOwed))
            page.line()
            return
        }
        page.open("ul", ["class": "benefits"])
        for line in certificate.compensation {
            page.raw("<li>")
            page.element("strong", words.certificate(line.benefit(text)))
            page.text(" ")
            page.element("span", words.certificate(line.standing, in: zone))
            page.raw("</li>\n")
        }
        page.raw("</ul>\n")
    }

    private func check(_ page: inout Markup) {
        let evidence = certificate.evidence
        let checkpoint = try? Checkpoint(text: evidence.checkpoint.text)
        page.element("h2", label(.check))
        page.element("p", words.howToCheck(log: checkpoint?.origin ?? "", size: checkpoint?.size ?? 0))
        page.raw("\n<div class=\"proof\">\n<div>")
        qr(&page)
        page.raw("</div>\n<dl>")
        pair(label(.log), checkpoint?.origin ?? "", &page)
        code(label(.size), "\(checkpoint?.size ?? 0)", &page)
        code(label(.root), checkpoint?.root.base64 ?? "", &page)
        code(label(.key), evidence.key.text, &page)
        code(label(.entries), "\(evidence.entries.count)", &page)
        page.element("dt", label(.qrText))
        page.open("dd")
        page.element("pre", certificate.qrText)
        page.raw("</dd></dl>\n</div>\n")
    }

    private func qr(_ page: inout Markup) {
        guard let code = QRCode(certificate.qrText) else { return }
        page.open(
            "svg",
            [
                "class": "qr", "width": "176", "height": "176", "viewBox": "0 0 \(code.side) \(code.side)",
                "role": "img",
                "aria-label": label(.qrText), "shape-rendering": "crispEdges",
            ])
        page.open("rect", ["width": "\(code.side)", "height": "\(code.side)", "fill": "#fff"])
        page.close("rect")
        page.open("path", ["fill": "#000", "d": code.path])
        page.raw("</path></svg>")
    }

    private func data(_ page: inout Markup) {
        page.verbatim(
            "script", ["type": "application/json", "id": "certificate"], Markup.embedded(json: certificate.json))
        page.line()
        page.verbatim("script", ["type": "application/json", "id": "words"], Markup.embedded(json: statusWords.text))
        page.line()
        page.verbatim("script", ["type": "module"], PageAsset.script.text)
        page.line()
    }

    /// What the script says, by the words it knows.
    private var statusWords: JSONValue {
        let fixed: [(String, String)] = [
            ("verified", label(.verified)), ("hashes-only", label(.hashesOnly)),
            ("not-verified", label(.notVerified)), ("at-entry", label(.atEntry)),
        ]
        let findings = CertificateFinding.allCases.map { ($0.rawValue, words.certificate($0)) }
        return .object((fixed + findings).map { JSONValue.Member(key: $0.0, value: .string($0.1)) })
    }
}

// Small parts.
extension CertificatePage {
    func text(_ title: Title) -> String { title.text(language) ?? "" }

    /// The script reads both spellings and holds them against the data.
    func time(_ instant: Instant, _ page: inout Markup) {
        page.element("time", ["datetime": instant.text(in: zone)], words.wallTime(instant, in: zone))
    }

    fileprivate func pair(_ term: String, _ text: String, _ page: inout Markup) {
        page.element("dt", term)
        page.element("dd", text)
    }

    fileprivate func code(_ term: String, _ text: String, _ page: inout Markup) {
        page.element("dt", term)
        page.open("dd")
        page.element("code", text)
        page.close("dd")
    }
}

extension Certificate.Line {
    fileprivate func benefit(_ text: (Title) -> String) -> CertificateBenefit {
        switch worth {
        case .grant(let benefit, let title): .grant(title.map(text) ?? benefit)
        case .lateness(let month, let money): .lateness(money, month: month)
        case .labour(let money, let labour): .labour(money, .minutes(Int64(labour.minutes)), labour.share)
        }
    }

    fileprivate var standing: CertificateBenefit.Standing {
        if let credited {
            guard let money else { return .granted(credited.at) }
            return .credited(Money(currency: money.currency, minor: credited.minor), credited.at)
        }
        return isEstimate ? .estimate : .pending
    }
}
