extension English {
    func access(_ word: AccessWord) -> String {
        switch word {
        case .title: "Signing in and safety"
        case .secondFactor: "Second factor"
        case .secondFactorHint:
            "Besides the password, signing in then asks for six digits of an app on your phone. A stolen password alone lets nobody in."
        case .isOn: "On"
        case .isOff: "Off"
        case .setUp: "Set up a second factor"
        case .scan: "Scan this picture with an authenticator app on your phone"
        case .typeSeed: "If you can't scan it, type this key"
        case .codeOfApp: "The six digits that the app shows"
        case .confirm: "Confirm"
        case .startAgain: "Start again"
        case .recovery: "Recovery codes"
        case .recoveryHint:
            "If the phone is lost, each of these replaces a code once. Write them down or print them and keep them safe: they are shown this once."
        case .seen: "I have kept them"
        case .remove: "Turn the second factor off"
        case .removeHint: "It takes a code of the app or a recovery code."
        case .codeOrRecovery: "Code or recovery code"
        case .sessions: "Where you are signed in"
        case .sessionsHint: "End those that you don't know, and change your password."
        case .thisOne: "This device"
        case .since: "Signed in"
        case .until: "Until"
        case .endSession: "End"
        case .byPassword: "Password"
        case .byCode: "Password and code"
        case .byRecoveryCode: "Password and recovery code"
        case .byProvider: "Company account"
        case .byLink: "Link of a mail"
        case .changePassword: "Change the password"
        case .currentPassword: "Password until now"
        case .changeHint: "All other places where you are signed in end with it."
        }
    }
}
