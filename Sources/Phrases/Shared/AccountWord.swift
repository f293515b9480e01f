/// Words of the page where those who manage accounts look after them. `{1}` and `{2}` stand for what `filled` puts in.
public enum AccountWord: String, CaseIterable, Sendable {
    case accounts, accountsHint
    // An invitation.
    case inviteTitle, inviteHint, invite, who, somebodyNew, whoHint, personName, loginAsHint, mailIfAny, roleOf,
        teamsOf, speaks, madeFor, linkIsBare
    // How an account stands.
    case canSignIn, notChosenYet, hasToChange, shutOut, isGone
    // What is done with it.
    case newLink, newLinkHint, shut, letIn, changeTeams
}

extension Wording {
    /// A word of accounts with what it speaks of.
    public func filled(_ word: AccountWord, _ first: String, _ second: String = "") -> String {
        Self.filled(account(word), first, second)
    }
}
