/// Words of pages. `{1}` and `{2}` stand for what `filled` puts in.
public enum PageWord: String, CaseIterable, Sendable {
    // The frame of every page.
    case queue, submit, promises, myTickets, gallery, signIn, signOut, languageName, skip, navigation, search,
        searchHint, searchResults, found, foundCorrected, live, reconnecting, dataFrom, commands, commandHint, keys,
        keysOn, keyDown, keyUp, keyOpen, close, demo, theme, themeSystem, themeLight, themeDark, density, densityCosy,
        densityDense
    // Who somebody is.
    case roleCustomer, roleAgent, roleEngineer, roleLead, roleManager, roleDirector, roleAuditor, roleAdministrator
    // Coming in.
    case signInTitle, login, password, code, codeHint, forgotten, forgottenHint, forgottenNoMail, viaProvider,
        customerDoor, customerDoorHint, email, sendLink, sentTitle, sentHint, resetHint, newPassword, newPasswordTitle,
        newPasswordHint, passwordChosen, administratorTitle, yourName, enterTitle, enterHint, goOn
    // How a ticket stands.
    case breached, atRisk, paused, fine, all
    // The queue.
    case everyone, mine, myTeams, nobodys, nextTicket, nothingNext, nothingForTeams, wholeQueue, nothingHere,
        nothingHereHint, timeLeft, ticket, grade, state, holder, received, due, wasDue, undated, noDue, timePast,
        given, noClock, moreClocks, kept, void, days, hoursUnit, team, category, filters, anyTeam, anyGrade, apply,
        clear, page, before, after, tickets, keepView, viewName, keep, viewsKept, nobody, noSubject, erased, lookingToo
    // A ticket, for those who serve.
    case customerWords, whatHappened, clocks, why, facts, customer, contract, contact, agent, site, provider, channel,
        urgency, queueName, labour, offered, mergedInto, reply, replyHint, replyAs, keeps, mergedName, note, noteHint,
        send, addNote, take, accept, handOver, toTeam, wait, waitFor, waitText, resume, escalate, escalateText,
        resolve, resolveText, verify, verifyCustomer, closeTicket, reopen, engage, recordLabour, minutes, attachments,
        deeds, conflictTitle, conflictHint, meanwhile, yours, system, amongUs, warned, brokeNow, withdrawn, toldRole,
        budgetSpent, gradedAs, regradedTo, dutyDue, corrected, pausedClocks, handedTo, setTo, cleared, added, removed,
        opened, ratedIt, textsErased, splitInto, absorbed, laboured, agreedOn
    // What a ticket may have several of.
    case listTag, listFollower, listRelated, listDuplicate, listBlocks
    // The doors that requests come through, and how much they press.
    case channelHotline, channelChat, channelMail, channelWeb, channelAPI, channelDevice, channelDesk, urgencyHigh,
        urgencyMedium, urgencyLow
    // A ticket, for its customer.
    case nodes, nodeDone, nodeNow, nodeToCome, nodeSkipped, took, whoServes, whatNext, delayed, wasDelayed,
        amendsIf, amends, promisedToYou, promisedBy, messages, writeToUs, rateTitle, rateThanks, rateSend,
        rateEfficiency, rateExpertise, rateAttitude, rateClarity, rateResult, marksOf, certificate, certificateHint,
        noTickets, noTicketsHint, openOnes, doneOnes, nextSubmitted, nextConfirmed, nextGraded, nextAssigned,
        nextPlanReady, nextResourcesReady, nextOnTheWay, nextArrived, nextAtWork, nextSolved, nextVerified,
        nextFollowedUp, nextAwaitsYou, nextAwaitsOthers, nextNothing, nextCancelled
    // Asking for something.
    case submitTitle, questionWhat, questionWhatHint, questionReach, reachOne, reachSome, reachAll, questionLevel,
        questionKind, questionKindHint, kindUnknown, subject, submitSend, forCustomer, promisesHint
    // What went wrong.
    case notFoundTitle, notFoundHint, forbiddenTitle, forbiddenHint, staleFormTitle, staleFormHint, tooManyTitle,
        tooManyHint, awayTitle, awayHint, brokenTitle, brokenHint, backHome, badForm, fieldMissing
    // Before anybody has said what it is.
    case ungraded, giveCategory, giveCategoryHint, changeCategory, changeCategoryHint, categoryReason
    // What a page leaves out, or says once.
    case timesIn, messagesHidden, ticketsOf, nothingFound, chooseOne
}

extension Wording {
    /// A word of pages with what it speaks of.
    public func filled(_ word: PageWord, _ first: String, _ second: String = "") -> String {
        Self.filled(page(word), first, second)
    }

    /// A word of pages cut at its places, for who puts more than a text there.
    public func parts(of word: PageWord) -> [WordPart] {
        var parts: [WordPart] = []
        Self.cut(page(word)) {
            if !$0.isEmpty { parts.append(.words(String($0))) }
        } place: {
            parts.append(.place($0))
        }
        return parts
    }

    static func filled(_ words: String, _ first: String, _ second: String) -> String {
        var text = ""
        cut(words) {
            text += $0
        } place: {
            text += $0 == 1 ? first : second
        }
        return text
    }

    /// Each stretch of words and each place, once: what is put in may hold a sign that looks like a place.
    private static func cut(_ words: String, _ said: (Substring) -> Void, place: (Int) -> Void) {
        var rest = words[...]
        // By bytes: finding where characters end costs more than all else that a row of a queue needs.
        while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
            let end = rest.utf8.index(open, offsetBy: 3, limitedBy: rest.endIndex)
        {
            said(rest[..<open])
            switch rest.utf8[rest.utf8.index(after: open)] {
            case UInt8(ascii: "1"): place(1)
            case UInt8(ascii: "2"): place(2)
            default: said(rest[open..<end])
            }
            rest = rest[end...]
        }
        said(rest)
    }
}

/// A stretch of a word of pages.
public enum WordPart: Hashable, Sendable {
    case words(String)
    /// Where the first or the second thing that it speaks of stands.
    case place(Int)
}
