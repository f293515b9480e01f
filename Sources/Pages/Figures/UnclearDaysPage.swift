import Domain
import Phrases

/// Days that are no stretch of time: the form as it was sent, and what is wrong with it. No figures are shown that were not
/// asked for.
public struct UnclearDaysPage: Page {
    public let head: FiguresHead
    /// Nil for all of them.
    public let figure: FigureView?

    public init(head: FiguresHead, figure: FigureView? = nil) {
        self.head = head
        self.figure = figure
    }

    public func title(_ reader: Reader) -> String {
        figure.map { reader.words.name(of: $0.metric) } ?? reader.figures(.title)
    }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let reader = shell.reader
        html.element("div", .class("figures-top")) { html in html.element("h1", text: title(reader)) }
        head.view.period.trouble(reader)?.write(&html)
        head.choices(&html, reader) { view in
            guard let figure else { return .figures(view) }
            return .figure(figure.with { $0.view = view })
        }
    }
}

extension FiguresView.Period {
    /// What is wrong with days as somebody wrote them, beside the field that is meant; nil for a stretch of time.
    func trouble(_ reader: Reader) -> Trouble? {
        guard case .unclear(let from, let to) = self else { return nil }
        var troubles = [fault(of: from, "from", .from, reader), fault(of: to, "to", .to, reader)].compactMap(\.self)
        if troubles.isEmpty {
            let isTurned = Day(from).flatMap { first in Day(to).map { $0 < first } } ?? false
            troubles.append(
                isTurned
                    ? Trouble(
                        cause: reader.figures(.endsBefore, to, from), cure: reader.figures(.endsBeforeCure), field: "to"
                    )
                    : Trouble(
                        cause: reader.figures(.tooManyDays, reader.count(FiguresView.daysAtMost)),
                        cure: reader.figures(.tooManyDaysCure), field: "to"))
        }
        var first = troubles.first
        first?.others = Array(troubles.dropFirst())
        return first
    }

    /// Nil for a day.
    private func fault(of text: String, _ field: String, _ label: FigureWord, _ reader: Reader) -> Trouble? {
        if text.isEmpty {
            return Trouble(
                cause: reader.words.filled(.fieldEmpty, reader.figures(label)), cure: reader(.fieldEmptyCure),
                field: field)
        }
        if Day(text) != nil { return nil }
        return Trouble(cause: reader.figures(.noDay, text), cure: reader.figures(.noDayCure), field: field)
    }
}
