/// Why somebody is not let in, in words that tell a stranger nothing.
public enum IdentityFault: Error, Hashable, Sendable {
    /// A login that nobody has, or a wrong password, code, token, link or cookie: all alike.
    case unknownOrWrong
    /// It was tried too often.
    case lockedUntil(Instant)
    /// The password is right, and a code is asked for.
    case codeNeeded
    /// A session, token or link that was good once.
    case expired
    case revoked
    /// The link was used before.
    case usedBefore
    case disabled
    /// The password has to be changed before anything else.
    case passwordChangeNeeded
    case weakPassword(PasswordWeakness)
    case loginTaken
    /// The agent has another account, which is not disabled.
    case hasAccount
    /// Somebody else changed the account meanwhile.
    case changedMeanwhile
    case badLogin
    /// The agent, customer or account that is named is not there.
    case noSuch(StreamID)
    /// The rights that a token was to have are more than its account has, or none.
    case scopesTooWide
    /// An expiry that lies behind, or too far ahead.
    case badExpiry(atMost: Instant)
    /// There is no second factor to be confirmed or taken away.
    case noSecondFactor
    /// One is there: it is taken away by a code of it before another takes its place.
    case hasSecondFactor
    /// The identity provider could not be asked, or said no; its cause is in the desk's log.
    case provider(ProviderTrouble)
    /// So many sign in just now that this one can't be looked at.
    case busy
    /// The desk itself can't answer; the cause is in its log.
    case unavailable
}

/// Why a password is not taken.
public enum PasswordWeakness: Error, Hashable, Sendable {
    case tooShort(atLeast: Int)
    case tooLong(atMost: Int)
    case common
    /// It holds the login or the name.
    case holdsName
    /// One sign, or a simple row of them.
    case monotonous
    case same
}

/// How a sign-in by the company's identity provider went wrong.
public enum ProviderTrouble: String, CaseIterable, Hashable, Sendable {
    /// None is set.
    case none
    case unreachable
    /// It refused, or the person did.
    case refused
    /// What it sent can't be believed.
    case untrustworthy
    /// Nobody here has what it calls the person.
    case nobody
    /// The sign-in was begun elsewhere, or too long ago.
    case notBegunHere
}
