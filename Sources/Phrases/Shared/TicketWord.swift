/// Words of what can be done with a ticket, and of what lies beside it. `{1}` and `{2}` stand for what `filled` puts in.
public enum TicketWord: String, CaseIterable, Sendable {
    case
        replyWait, replyResolve, files, filesHint, filesAgain, programCause, programCure, mention,
        mentionNobody, mentioned, labourBy, merge, mergeHint, intoTicket, split, splitHint, splitGrade,
        byCategory, handOverText, link, linkAs, otherTicket, unlink, evidence, sealed, sealing, noLog, logName,
        proofOfLast, doorForm, doorRobot, doorSignIn, credited, granted, incident,
        ourReply, yourMessage, youConfirmed, weContacted, awaitsYou, reopenHint, customerWrote, wasBroken,
        inNoTeam, inNoTeamHint,
        nextMerged, splitFrom, splitOff, splitText, noText, nextRated, yourRating, rateAgain,
        reach, oneReached, severalReached, allReached, blockedBy, duplicateOf
}

extension Wording {
    /// A word of tickets with what it speaks of.
    public func filled(_ word: TicketWord, _ first: String, _ second: String = "") -> String {
        Self.filled(ticket(word), first, second)
    }
}
