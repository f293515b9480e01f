/// A table as spreadsheets open it: UTF-8 that says so, commas, and no text that is run as a formula (see `Cell`).
public struct Sheet: Sendable {
    public enum Field: Hashable, Sendable {
        case text(String)
        /// Written by us: it may begin with a minus and stays a number.
        case number(String)
        case nothing
    }

    public private(set) var text: String
    public private(set) var rows = 0

    public init(headings: [String]) {
        text = "\u{FEFF}" + headings.map(Cell.text).joined(separator: ",") + "\r\n"
    }

    public mutating func add(_ fields: [Field]) {
        for (place, field) in fields.enumerated() {
            if place > 0 { text += "," }
            switch field {
            case .text(let words): text += Cell.text(words)
            case .number(let digits): text += digits
            case .nothing: break
            }
        }
        text += "\r\n"
        rows += 1
    }
}
