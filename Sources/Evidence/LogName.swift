/// The name of one of a desk's logs: the first has its key's, those begun after it `NAME/2`, `NAME/3`, ….
public struct LogName: Hashable, Sendable {
    /// Of the desk's first log.
    public let first: String
    /// From 1 on.
    public let number: Int

    public init(first: String, number: Int) {
        self.first = first
        self.number = number
    }

    /// Nil for no name at all.
    public init?(_ origin: some StringProtocol) {
        guard !origin.isEmpty else { return nil }
        guard let slash = origin.lastIndex(of: "/"), slash > origin.startIndex,
            let number = Int(origin[origin.index(after: slash)...]), (2...1_000_000).contains(number),
            origin[origin.index(after: slash)...] == "\(number)"
        else {
            self.init(first: String(origin), number: 1)
            return
        }
        self.init(first: String(origin[..<slash]), number: number)
    }

    public var text: String { number == 1 ? first : "\(first)/\(number)" }
}

extension VerifierKey {
    /// Why a checkpoint is none of this key's log; nil if it says that it is.
    public func mismatch(_ note: Note) -> String? {
        let origin = String(note.text.prefix { $0 != "\n" })
        if origin == name { return nil }
        let own = named(origin)
        guard let log = LogName(origin), let known = LogName(name), own.hasSigned(note) else {
            return "it is of the log \(origin), and the key at hand is of \(name)"
        }
        let what = log.number > known.number ? "a later log" : "an earlier log"
        return "\(origin) is \(what) of the same desk than \(name). Its key is \(own.text)"
            + (log.number > known.number ? "; its entry 0 holds the last checkpoint of the log before it" : "")
    }
}
