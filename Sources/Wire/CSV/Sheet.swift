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

extension Sheet.Field {
    /// Rounded to so many decimals, without zeros at its end: `95.41`, `0.5`, `-12`.
    public static func rounded(_ value: Double, decimals: Int) -> Sheet.Field {
        let factor = (0..<decimals).reduce(Int64(1)) { whole, _ in whole * 10 }
        let scaled = Int64((value * Double(factor)).rounded())
        let (whole, rest) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt64(factor))
        var text = (scaled < 0 ? "-" : "") + String(whole)
        if rest > 0 {
            let digits = String(rest)
            text += "." + String(repeating: "0", count: decimals - digits.count) + digits
            while text.hasSuffix("0") { text.removeLast() }
        }
        return .number(text)
    }
}
