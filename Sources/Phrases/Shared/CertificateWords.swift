import Domain

/// Headings and small words of a service certificate (B21).
public enum CertificateLabel: String, CaseIterable, Sendable {
    case title, issuedBy, ticket, state, made, times, grades
    case promises, due, done, late, noPromises
    case kept, broken, void, running
    case nodes, notReached, notReachedMeans, again
    case compensation, nothingOwed
    case check, qrText, log, size, root, key, entries
    /// Before the page's own check has run, or where it can't.
    case unchecked
    case verified, hashesOnly, notVerified
    /// `Log entry {}.`: the page's check puts the number in.
    case atEntry
    /// From the page, where it is served, to that of its ticket.
    case back
}

/// What a check of a certificate can find wrong; the page's script and the program name it alike.
public enum CertificateFinding: String, CaseIterable, Sendable {
    case unreadable, key, signature, receipt, opening, ticket, order, nodes, promises, compensation, state, shown
}

/// What a breach brings the customer.
public enum CertificateBenefit: Hashable, Sendable {
    case labour(Money, Duration, Share)
    /// The n-th month that it was late in, from 0.
    case lateness(Money, month: Int)
    /// In kind; the words are the policy's.
    case grant(String)

    public enum Standing: Hashable, Sendable {
        /// The ceiling may have left less than is owed.
        case credited(Money, Instant)
        case granted(Instant)
        case pending
        /// Still growing.
        case estimate
    }
}
