/// Why a command is not done: for the person who sent it, with what stands in the way.
public enum Refusal: Error, Hashable, Sendable {
    case ticket(TicketID, Ticket.Refusal)
    case incident(IncidentID, Incident.Refusal)
    case noSuch(StreamID)
    case exists(StreamID)
    /// A contract or a contact of another customer.
    case ofAnotherCustomer(StreamID)
    case noSuchGrade(PolicyID, GradeID, nearest: String?)
    case noSuchPolicy(PolicyID, nearest: String?)
    /// The version stands already with other contents.
    case versionTaken(PolicyVersion)
    case policyUnreadable(String)
    case receivedAhead(Instant, now: Instant)
    case receivedTooFarBack(Instant, earliest: Instant)
    /// The key was used for another request.
    case keyReused(String)
    case textTooLong(field: String, bytes: Int, atMost: Int)
    case badField(String)
    case badKey
    case erased(PersonID)
    /// The journal takes up to 60 kB an entry.
    case entryTooLong(bytes: Int)
    case notAnOccasion
    case record(Record.Refusal)
    case badID(String)
    /// The sender took it to have another version than this one.
    case changed(StreamID, version: Int)
    /// Contacts are told by the word of their channel, one to a million at a time.
    case badContacts
}
