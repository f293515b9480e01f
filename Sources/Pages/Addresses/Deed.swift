/// What a form of a ticket's page does; the last part of its address.
public enum Deed: String, CaseIterable, Hashable, Sendable {
    case reply, note, take
    case handOver = "hand-over"
    case accept, wait, resume, engage, escalate, labour, resolve, verify
    case verifyCustomer = "verify-customer"
    case close, reopen, rate, merge, split, link, unlink
    /// Gives a category, and with it the grades that the policies give it.
    case grade

    func place(under ticket: String) -> String { ticket + "/" + rawValue }
}
