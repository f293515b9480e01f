/// A figure of the running desk, as a monitoring system reads it.
public struct Measure: Hashable, Sendable {
    public enum Kind: String, Sendable { case counter, gauge }

    /// Prometheus' spelling: `yinuo_entries_total`, base units, a counter ends in `_total`.
    public let name: String
    public let kind: Kind
    /// One sentence.
    public let help: String
    /// In a fixed order; never an id of a person or a ticket.
    public let labels: [Label]
    public let value: Double

    public struct Label: Hashable, Sendable {
        public let name: String
        public let value: String
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(_ name: String, _ kind: Kind, _ help: String, _ labels: [Label] = [], _ value: Double) {
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
        self.value = value
    }
}

/// Whether a part of the desk does its work; a desk with a part that does not is not ready.
public struct Check: Hashable, Sendable {
    public let name: String
    /// What is wrong and what to do about it; nil when all is well.
    public let trouble: String?
    public init(_ name: String, trouble: String? = nil) {
        self.name = name
        self.trouble = trouble
    }
}
