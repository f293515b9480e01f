import Domain

extension English {
    func words(for fault: IdentityFault, in zone: Zone) -> (cause: String, cure: String) {
        switch fault {
        case .unknownOrWrong: ("That does not let you in.", "Check what you entered, or ask for a new link.")
        case .lockedUntil(let instant):
            (
                "It was tried too often.",
                "Try again after \(zonedTime(instant, in: zone, isFrom: true)), or have a reset link sent."
            )
        case .codeNeeded: ("A code is needed too.", "Enter the six digits of your app, or a recovery code.")
        case .expired: ("It is no longer valid.", "Sign in again, or ask for a new link or token.")
        case .revoked: ("It was withdrawn.", "Sign in again, or ask for a new link or token.")
        case .usedBefore: ("It was used before.", "Ask for a new one.")
        case .disabled: ("The account is disabled.", "Ask an administrator.")
        case .passwordChangeNeeded: ("The password has to be changed first.", "Choose a new one.")
        case .weakPassword(let weakness): words(for: weakness)
        case .loginTaken: ("Another account has this login.", "Choose another one.")
        case .hasAccount: ("This agent has an account already.", "Make a new link for that one, or disable it first.")
        case .changedMeanwhile: ("The account was changed meanwhile.", "Look at it again, then try again.")
        case .badLogin: ("This can't be a login.", "Use 1 to 128 visible characters without blanks.")
        case .noSuch: ("What was named is not there.", "Check the id, or make it first.")
        case .scopesTooWide: ("The account has not all of these rights.", "Name rights that it has, at least one.")
        case .badExpiry(let most):
            ("The expiry can't be so.", "Choose a later time, up to \(zonedTime(most, in: zone)).")
        case .noSecondFactor: ("There is no second factor to do this with.", "Begin setting one up first.")
        case .hasSecondFactor: ("There is a second factor already.", "Take it away with a code of it first.")
        case .provider(let trouble): words(for: trouble)
        case .busy: ("Too many are signing in just now.", "Try again in some seconds.")
        case .unavailable: ("The desk can't look this up just now.", "Try again in a moment.")
        }
    }

    private func words(for weakness: PasswordWeakness) -> (cause: String, cure: String) {
        switch weakness {
        case .tooShort(let least):
            ("The password is too short.", "Use at least \(least) characters; a few words do well.")
        case .tooLong(let most): ("The password is too long.", "Use at most \(most) characters.")
        case .common: ("Many people use this password.", "Choose one that nobody would guess; a few words do well.")
        case .holdsName: ("The password holds your name or login.", "Leave it out.")
        case .monotonous: ("The password is a simple row of signs.", "Mix them, or take a few words.")
        case .same: ("This is the password that you have.", "Choose another one.")
        }
    }

    private func words(for trouble: ProviderTrouble) -> (cause: String, cure: String) {
        switch trouble {
        case .none: ("No identity provider is set up here.", "Sign in with a password.")
        case .unreachable: ("The identity provider can't be reached.", "Try again, or sign in with a password.")
        case .refused: ("The identity provider refused.", "Try again, or ask whoever runs it.")
        case .untrustworthy: ("The identity provider's answer can't be trusted.", "Tell an administrator.")
        case .nobody: ("No account here belongs to you.", "Ask an administrator to link it.")
        case .notBegunHere: ("This sign-in was not begun here, or too long ago.", "Begin again.")
        }
    }

    func letter(_ letter: Letter, in zone: Zone) -> LetterText {
        let foot = "This message was sent automatically; answers to it are not read."
        switch letter {
        case .invitation(let login, let link, let until):
            return LetterText(
                "Your access to the service desk",
                [
                    "An account was made for you. Its login is \(login).",
                    "Choose a password with this link. It works once, until \(zonedTime(until, in: zone)).",
                ], link: link, foot: foot)
        case .reset(let login, let link, let until):
            return LetterText(
                "Choose a new password",
                [
                    "A new password was asked for, for the account \(login).",
                    "Choose it with this link. It works once, until \(zonedTime(until, in: zone)).",
                    "If it was not you, do nothing: the old password stays.",
                ], link: link, foot: foot)
        case .entry(let link, let until):
            return LetterText(
                "Your link to us",
                [
                    "This link lets you in. It works once, until \(zonedTime(until, in: zone)).",
                    "If you did not ask for it, do nothing.",
                ], link: link, foot: foot)
        case .staff(let news, let about, let link):
            let what = about.map { "\($0): \(staff(news))" } ?? staff(news)
            return LetterText(what, [what + "."], link: link, foot: foot)
        case .customer(let news, let ticket, let link):
            return LetterText(
                "Ticket \(ticket): \(customer(news))", ["There is news of your ticket \(ticket): \(customer(news))."],
                link: link, foot: foot)
        }
    }

    private func staff(_ news: Letter.StaffNews) -> String {
        switch news {
        case .warned: "a promise is about to be broken"
        case .breached: "a promise was broken"
        case .breachWithdrawn: "a breach was withdrawn"
        case .escalated: "escalated to you"
        case .duty: "a duty is due"
        case .handOver: "handed over to you"
        case .mentioned: "you were mentioned"
        case .budgetSpent: "a team's share of the time is used up"
        case .clockLeapt: "the desk's clock leapt, and nothing fires"
        }
    }

    private func customer(_ news: Letter.CustomerNews) -> String {
        switch news {
        case .received: "we have received it"
        case .answered: "we have answered"
        case .resolved: "it is solved"
        case .closed: "it is closed"
        case .reopened: "it is open again"
        }
    }
}
