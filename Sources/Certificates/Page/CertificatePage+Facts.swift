import Domain
import Phrases

extension CertificatePage {
    func promises(_ page: inout Markup) {
        page.element("h2", label(.promises))
        guard !certificate.commitments.isEmpty else {
            page.element("p", label(.noPromises))
            page.line()
            return
        }
        page.raw("<ul class=\"promises\">\n")
        for judged in certificate.commitments { promise(judged, &page) }
        page.raw("</ul>\n")
    }

    private func promise(_ judged: Certificate.Judged, _ page: inout Markup) {
        page.open("li", ["data-outcome": judged.outcome.rawValue])
        page.raw("<div class=\"head\">")
        page.element("h3", title(of: judged))
        outcome(judged.outcome, &page)
        page.raw("</div>")
        page.element("p", ["class": "promise"], text(judged.promise))
        page.raw("<div class=\"times\">")
        if let due = judged.due { pair(label(.due), &page) { time(due, &$0) } }
        switch judged.progress {
        case .met(let at): pair(label(.done), &page) { time(at, &$0) }
        case .breached(let breach):
            if breach.came, let ended = breach.ended { pair(label(.done), &page) { time(ended, &$0) } }
            pair(label(.late), &page) { $0.text(words.duration(breach.late)) }
        case .waiting, .running, .paused, .void: break
        }
        page.raw("</div>")
        if let note = note(judged.progress) { page.element("p", ["class": "note"], note) }
        page.raw("</li>\n")
    }

    /// Which of several grades promised it, and which run of it this is.
    private func title(of judged: Certificate.Judged) -> String {
        var title = text(judged.title)
        if judged.key.occurrence > 1 { title += " #\(judged.key.occurrence)" }
        guard certificate.grades.count > 1,
            let given = certificate.grades.first(where: { $0.grade == judged.grade })
        else { return title }
        return "\(text(given.title)) · \(title)"
    }

    /// What two instants do not tell.
    private func note(_ progress: Progress) -> String? {
        switch progress {
        case .met: return nil
        case .breached(let breach) where breach.came && breach.missed == 1: return nil
        case .breached, .waiting, .running, .paused, .void: return words.words(for: progress, in: zone)
        }
    }

    /// A shape and a word: colour alone tells some readers nothing.
    private func outcome(_ outcome: Certificate.Judged.Outcome, _ page: inout Markup) {
        page.raw("<span class=\"outcome\"><svg width=\"16\" height=\"16\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">")
        switch outcome {
        case .kept: page.raw("<path d=\"M2.5 8.5l3.5 4 7.5-9\"></path>")
        case .broken: page.raw("<path d=\"M3 3l10 10M13 3L3 13\"></path>")
        case .void: page.raw("<path d=\"M2.5 8h11\"></path>")
        case .waiting, .running, .paused:
            page.raw("<circle cx=\"8\" cy=\"8\" r=\"6\"></circle><path d=\"M8 4.5V8l2.5 1.5\"></path>")
        }
        page.raw("</svg>")
        switch outcome {
        case .kept: page.text(label(.kept))
        case .broken: page.text(label(.broken))
        case .void: page.text(label(.void))
        case .waiting, .running, .paused: page.text(label(.running))
        }
        page.raw("</span>")
    }

    func nodes(_ page: inout Markup) {
        page.element("h2", label(.nodes))
        page.raw("<ol class=\"nodes\">\n")
        for node in Node.allCases {
            let reached = certificate.nodes.first { $0.node == node }
            page.open("li", ["class": reached == nil ? "open" : "reached", "data-node": "\(node.rawValue)"])
            page.element("span", ["class": "mark", "aria-hidden": "true"], reached == nil ? "" : "✓")
            page.element("span", words.node(node))
            page.raw("<span class=\"when\">")
            if let reached {
                time(reached.at, &page)
                if let again = reached.again {
                    page.open("small")
                    page.text(label(.again) + " ")
                    time(again, &page)
                    page.close("small")
                }
            } else {
                page.text(label(.notReached))
            }
            page.raw("</span></li>\n")
        }
        page.raw("</ol>\n")
        let reached = Set(certificate.nodes.map(\.node))
        if reached.count < Node.allCases.count { page.element("p", ["class": "note"], label(.notReachedMeans)) }
    }

    private func pair(_ term: String, _ page: inout Markup, _ body: (inout Markup) -> Void) {
        page.raw("<div>")
        page.element("span", ["class": "term"], term)
        page.raw("<span>")
        body(&page)
        page.raw("</span></div>")
    }
}

extension Certificate.Judged {
    var outcome: Outcome {
        switch progress {
        case .waiting: .waiting
        case .running: .running
        case .paused: .paused
        case .met: .kept
        case .breached: .broken
        case .void: .void
        }
    }
}
