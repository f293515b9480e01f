import Domain
import PolicyLanguage

extension English {
    func words(for fault: InstantFault) -> (cause: String, cure: String) {
        switch fault {
        case .shape(let text): ("“\(text)” is not a date and time.", "Write it as 2026-02-14T20:30:00+08:00.")
        case .noOffset(let text):
            ("“\(text)” does not say which time zone it means.", "Add the offset, such as +08:00, or Z for UTC.")
        case .secondSixty(let text): ("“\(text)” names a sixtieth second.", "Use second 59, or 00 of the next minute.")
        case .noSuchDate(let text): ("The date in “\(text)” does not exist.", "Check the month and the day.")
        case .noSuchTime(let text): ("The time in “\(text)” does not exist.", "Use 00:00:00 to 23:59:59.")
        case .year(let text): ("The year in “\(text)” is out of range.", "Use a year from 1970 to 2199.")
        }
    }

    func words(for fault: ZoneFault) -> (cause: String, cure: String) {
        switch fault {
        case .unknown(let name, let nearest):
            (
                "There is no time zone “\(name)”.",
                nearest.map { "Write “\($0)”." } ?? "Use an IANA name such as “Asia/Shanghai”."
            )
        case .malformed(let name, let reason):
            ("The data of the time zone “\(name)” is damaged: \(reason).", "Install the program anew.")
        }
    }

    func words(for fault: WallInterval.Fault) -> (cause: String, cure: String) {
        switch fault {
        case .notATime(let text): ("“\(text)” is not a time of day.", "Write hh:mm, such as 09:00.")
        case .opensAtMidnightsEnd: ("Nothing can open at 24:00.", "Open at 00:00 of the next day.")
        case .opensWhenItCloses(let text): ("It opens and closes at \(text).", "For a whole day write 00:00-24:00.")
        }
    }

    func words(for refusal: Ticket.Refusal, in zone: Zone) -> (cause: String, cure: String) {
        switch refusal {
        case .ahead(let occurred, let now): ahead(occurred, now, zone)
        case .beforeReceived(let occurred, let received): before(occurred, received, zone)
        case .tooFarBack(let occurred, let earliest):
            (
                "\(timeToSecond(occurred, in: zone)) is too far back.",
                "Use \(timeToSecond(earliest, in: zone, isFrom: true)) or later, "
                    + "or have someone with the right date it back."
            )
        case .dateBackNeedsReason: ("Dating back needs a reason.", "Say why it is recorded late.")
        case .notPermitted(let name, let state): notPermitted(name, state)
        case .detailMissing(let name): ("“\(event(name, in: nil))” lacks its detail.", detail(name))
        case .agreedDatePast(let date):
            ("The agreed date \(timeToSecond(date, in: zone)) has passed already.", "Agree on a later date.")
        case .handOverNotOffered(let team):
            ("The ticket was not offered to “\(readable(team.rawValue))”.", "Offer the hand-over first.")
        case .gateClosed(_, let missing):
            ("Before closing this is missing: \(and(events(missing, in: nil))).", "Record it, then close.")
        case .unknownGrade(let grade): unknown(grade)
        case .alreadyGraded(let grade): already(grade)
        case .noSuchStrand(let number): ("The ticket has no grade number \(number).", "Choose a grade that it holds.")
        case .goingDownNeedsReason(let grade):
            ("“\(readable(grade.grade.rawValue))” promises the customer less.", "Give a reason for the change.")
        case .noSuchFact(let position):
            ("Entry \(position) holds nothing to correct.", "Choose an entry of this ticket.")
        case .otherCustomer(let ticket):
            ("Ticket \(ticket) belongs to another customer.", "Merge tickets of the same customer only.")
        case .cannotMergeWithItself: ("A ticket can't be merged with itself.", "Choose another ticket.")
        case .cannotLinkToItself: ("A ticket can't be linked to itself.", "Choose another ticket.")
        case .alreadyEnded(let state): ("The ticket is \(self.state(state)).", "Open a new ticket.")
        case .mergedInto(let other): ("The ticket was merged into \(other).", "Go on with ticket \(other).")
        case .unknownEvent(let name, let nearest): unknown(name, nearest)
        case .ratedByAnother:
            ("Somebody else has rated this ticket already.", "Only who gave a rating may revise it.")
        }
    }

    func words(for refusal: Incident.Refusal, in zone: Zone) -> (cause: String, cure: String) {
        switch refusal {
        case .ahead(let occurred, let now): ahead(occurred, now, zone)
        case .beforeReceived(let occurred, let received): before(occurred, received, zone)
        case .tooFarBack(let occurred, let earliest):
            words(for: Ticket.Refusal.tooFarBack(occurred: occurred, earliest: earliest), in: zone)
        case .dateBackNeedsReason: words(for: Ticket.Refusal.dateBackNeedsReason, in: zone)
        case .notPermitted(let name, let state): notPermitted(name, state)
        case .unknownGrade(let grade): unknown(grade)
        case .alreadyGraded(let grade): already(grade)
        case .alreadyLinked(let ticket): ("Ticket \(ticket) is linked already.", "Nothing is left to do.")
        case .notLinked(let ticket): ("Ticket \(ticket) is not linked.", "Link it first.")
        case .unknownEvent(let name, let nearest): unknown(name, nearest)
        }
    }

    private func ahead(_ occurred: Instant, _ now: Instant, _ zone: Zone) -> (cause: String, cure: String) {
        ("\(timeToSecond(occurred, in: zone)) is still to come.", "Use \(timeToSecond(now, in: zone)) or earlier.")
    }

    private func before(_ occurred: Instant, _ received: Instant, _ zone: Zone) -> (cause: String, cure: String) {
        (
            "\(timeToSecond(occurred, in: zone)) is before the receipt.",
            "Use \(timeToSecond(received, in: zone, isFrom: true)) or later."
        )
    }

    private func notPermitted(_ name: EventName, _ state: State) -> (cause: String, cure: String) {
        let cause = "“\(event(name, in: nil))” can't be recorded while it is \(self.state(state))."
        switch name {
        case .received, .merged, .graded, .regraded:
            return (cause, "Use the command for it; this event follows by itself.")
        default: break
        }
        switch state {
        case .resolved, .closed: return (cause, "Reopen it first.")
        case .cancelled, .merged: return (cause, "Open a new ticket.")
        case .new, .open, .waiting:
            return (cause, name == .closed ? "Solve it first." : "It is not closed, so go on with it.")
        }
    }

    private func unknown(_ grade: GradeRef) -> (cause: String, cure: String) {
        (
            "The policy \(grade.policy) has no grade “\(grade.grade)”.",
            "Choose one of its grades, or load the version that has it."
        )
    }

    private func already(_ grade: GradeRef) -> (cause: String, cure: String) {
        ("It has the grade “\(readable(grade.grade.rawValue))” already.", "Choose another grade, or leave it.")
    }

    private func unknown(_ name: EventName, _ nearest: String?) -> (cause: String, cure: String) {
        ("There is no event “\(name)”.", nearest.map { "Write “\($0)”." } ?? "Use an event of the vocabulary.")
    }

    private func detail(_ name: EventName) -> String {
        switch name {
        case .paused: "Say what it waits for."
        case .agreed: "Give the date that was agreed."
        case .labourRecorded: "Give the minutes, and who worked."
        default: "Add the detail that belongs to it."
        }
    }
}
