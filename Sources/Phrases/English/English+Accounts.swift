extension English {
    func account(_ word: AccountWord) -> String {
        switch word {
        case .accounts: "Accounts"
        case .accountsHint: "Who may sign in, and what as."
        case .inviteTitle: "Invite somebody"
        case .inviteHint: "Makes their account, and a link by which they choose a password once, within three days."
        case .invite: "Invite"
        case .who: "Who"
        case .somebodyNew: "Somebody new"
        case .whoHint: "Of somebody on record the login is enough: all else stays as their record has it."
        case .personName: "Name"
        case .loginAsHint: "A short name, or the mail address"
        case .mailIfAny: "Mail address, for letters"
        case .roleOf: "Role"
        case .teamsOf: "Teams"
        case .speaks: "Language"
        case .canSignIn: "Can sign in"
        case .notChosenYet: "No password chosen yet"
        case .hasToChange: "Has to change the password"
        case .shutOut: "Shut out"
        case .isGone: "Gone"
        case .madeFor: "A link for {1}, shown this once and good until {2}. Whoever opens it chooses the password:"
        case .linkIsBare: "Put the desk's address before it; where public-url is set, links are whole."
        case .newLink: "New link"
        case .newLinkHint: "Password and second factor are taken away, and all sessions end."
        case .shut: "Shut out"
        case .letIn: "Let in again"
        case .changeTeams: "Change teams"
        }
    }
}
