import Domain

/// Why a request to the service is not served, as far as its form, the asker's rights and the service's own state go. What
/// the desk refuses is a `Refusal`.
public enum ServiceFault: Error, Hashable, Sendable {
    case notFound
    case method([String])
    /// An address that is no percent-encoded UTF-8.
    case address
    case query
    case notText
    /// - reason: in English, from the reader.
    case notJSON(column: Int, reason: String)
    case cutOff
    case lastEventID
    case purpose
    case key
    case version
    /// A header that would promise what the operation does not keep.
    case notHeeded(String)
    case nobody
    case noToken
    /// A changing request of a session without the session's word.
    case noForm
    case right(Permission)
    case rightBesides(Permission)
    case customersMayNot
    case type([String])
    /// A body that is packed.
    case packed
    case tooLarge(atMost: Int)
    case tooMany(seconds: Int)
    case changed(version: Int)
    case slow
    case away
    /// Others changed the same again and again.
    case contended
    case defect(number: String)
    /// The file is no policy, for so many faults.
    case policy(faults: Int)
    case sessionOnly
    case accountOnly
    case noIssuer
    case noLogKey
    case notSealed
    case notFinished(State)
    case noMail
    case headTooLarge(atMost: Int)
    case unknownMethod
    /// A body in pieces of another kind than `chunked`.
    case transferCoding
    case protocolVersion
    /// Bytes that are no HTTP/1.1.
    case unreadableHead
}

/// How a value that was sent differs from what is asked for.
public enum FormFault: Hashable, Sendable {
    case kind(FormKind, wanted: FormKind, orNull: Bool)
    case missing(FormKind)
    case unknownMember(nearest: String?)
    case noneOf([String], nearest: String?)
    case number(ClosedRange<Int64>)
    case items(Int, ClosedRange<Int>)
    case members(Int, atMost: Int)
    /// Unicode scalars.
    case length(Int, ClosedRange<Int>)
    case instant(InstantFault)
    /// A plus sign of an instant that a query reads as a blank.
    case plusIsBlank
    case name(atMost: Int)
    case unknownParameter(nearest: String?, known: [String])
    case twice
    case missingParameter(String)
    /// No place that a page ended at.
    case cursor
    /// A place in another order than the one asked for.
    case cursorOfOtherOrder
    case noMark
    /// The company defined no such field.
    case unknownField(nearest: String?)
    /// Only the desk gives a customer's ticket its id.
    case idIsDrawn
    /// It names what is not there.
    case noSuch(StreamID)
}

/// What a value is, or is to be.
public enum FormKind: Hashable, Sendable {
    case text, wholeNumber, number, flag, list, object, null, any
}

/// What was done all the same, and should be known.
public enum ServiceNote: Hashable, Sendable {
    /// No grade was asked for, and no policy in force names the category.
    /// - known: categories that some policy names.
    case ungraded(category: String?, known: [String])
}
