extension State {
    /// `waiting-customer` for a waiting one; as policies spell it.
    public var word: String {
        switch self {
        case .new: "new"
        case .open: "open"
        case .waiting(let reason): reason.state
        case .resolved: "resolved"
        case .closed: "closed"
        case .cancelled: "cancelled"
        case .merged: "merged"
        }
    }

    public init?(word: String) {
        switch word {
        case "new": self = .new
        case "open": self = .open
        case "resolved": self = .resolved
        case "closed": self = .closed
        case "cancelled": self = .cancelled
        case "merged": self = .merged
        default:
            guard let reason = Waiting(state: word) else { return nil }
            self = .waiting(reason)
        }
    }
}
