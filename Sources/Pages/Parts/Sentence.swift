import Domain
import Phrases

/// One line of words. What it names stands as it is spelled, and a ticket is a link to it.
public struct Sentence: Hashable, Sendable {
    public enum Part: Hashable, Sendable {
        case words(String)
        /// An id, or what somebody or something is called.
        case name(String)
        case ticket(TicketID)
    }
    public let parts: [Part]

    public init(_ parts: [Part]) { self.parts = parts }
    public init(_ words: String) { parts = [.words(words)] }

    /// Whether its first letter is a name's, which nobody may spell otherwise.
    var beginsWithName: Bool {
        switch parts.first {
        case .name, .ticket: true
        case .words, nil: false
        }
    }

    func write(_ html: inout Markup) {
        for part in parts {
            switch part {
            case .words(let text), .name(let text): html.text(text)
            case .ticket(let id): html.element("a", .href(.ticket(id)), text: id.rawValue)
            }
        }
    }
}

extension Reader {
    /// A word of pages with what it speaks of.
    public func sentence(
        _ word: PageWord, _ first: Sentence.Part, _ second: Sentence.Part = .words("")
    ) -> Sentence {
        Sentence(
            words.parts(of: word).map { part in
                switch part {
                case .words(let text): Sentence.Part.words(text)
                case .place(let number): number == 1 ? first : second
                }
            })
    }
}
