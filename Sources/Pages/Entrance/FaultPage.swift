import Domain
import Phrases

/// A page in the place of one that can't be shown.
public struct FaultPage: Page {
    public enum Fault: Hashable, Sendable {
        /// Nothing is there, or it is somebody else's: nobody learns which.
        case notFound
        case forbidden
        /// The form does not belong to the session.
        case staleForm
        case tooMany(seconds: Int)
        case away(number: String)
        case broken(number: String)
        /// What the desk refused, where no page is left to say it on.
        case refused(Trouble)
    }
    public let fault: Fault
    public init(_ fault: Fault) { self.fault = fault }

    public var kind: PageKind { .door }

    public func title(_ reader: Reader) -> String { words(reader).cause }

    private func words(_ reader: Reader) -> (cause: String, cure: String) {
        switch fault {
        case .notFound: (reader(.notFoundTitle), reader(.notFoundHint))
        case .forbidden: (reader(.forbiddenTitle), reader(.forbiddenHint))
        case .staleForm: (reader(.staleFormTitle), reader(.staleFormHint))
        case .tooMany(let seconds): (reader(.tooManyTitle), reader(.tooManyHint, String(seconds)))
        case .away(let number): (reader(.awayTitle), reader(.awayHint, number))
        case .broken(let number): (reader(.brokenTitle), reader(.brokenHint, number))
        case .refused(let trouble): (trouble.cause, trouble.cure)
        }
    }

    public func body(_ html: inout Markup, _ shell: Shell) {
        let (cause, cure) = words(shell.reader)
        html.element("h1", text: cause)
        html.element("p", text: cure)
        html.element("p", .class("aside")) { html in
            html.element("a", .class("button"), .href(.home), text: shell.reader(.backHome))
        }
    }
}
