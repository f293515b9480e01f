/// What personal data may be read for; each reading names one (C17).
public enum Purpose: String, CaseIterable, Sendable {
    /// To serve the person.
    case serve
    case complaint, quality, billing, audit
    /// The person asked what is kept, or wants it elsewhere.
    case ownRequest = "own-request"
}
