import Domain
import Phrases

/// Another ticket that one came from or went on in, named on its page with the way there.
public struct Kin: Hashable, Sendable {
    public enum Tie: Hashable, Sendable {
        /// The other is where this one lives on.
        case mergedInto
        /// This one was part of the other, or the other of this one.
        case splitFrom, splitInto
    }

    public let tie: Tie
    public let other: TicketID
    /// What the other is about; nil where nobody said that.
    public let subject: String?

    public init(_ tie: Tie, _ other: TicketID, subject: String?) {
        self.tie = tie
        self.other = other
        self.subject = subject
    }

    func write(_ html: inout Markup, _ reader: Reader) {
        html.element("p", .class("kin")) { html in
            html.element("span", text: word(reader))
            html.element("a", .href(.ticket(other)), .init("dir", "auto"), text: subject ?? other.rawValue)
            if subject != nil { html.element("code", text: other.rawValue) }
        }
    }

    private func word(_ reader: Reader) -> String {
        switch tie {
        case .mergedInto: reader(.mergedName)
        case .splitFrom: reader(.splitFrom)
        case .splitInto: reader(.splitOff)
        }
    }
}
