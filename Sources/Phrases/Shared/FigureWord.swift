import Domain

/// Words of the pages that show figures. `{1}` and `{2}` stand for what `filled` puts in.
public enum FigureWord: String, CaseIterable, Sendable {
    case title, liveToday, theTwelve
    // The stretch of time.
    case period, today, lastDays, allTime, ownDays, from, to, show
    // What is shown of it.
    case groupBy, noGroups, ofGroup, without, others, filteredBy, takeAway, narrow, asTable, sheet, printed, asOf,
        asItStood, backToNow, stretch, ticketsReceived, nothing, emptyTitle, emptyHint, none
    // How it stands against the period before.
    case comparedWith, comparedUpTo, comparedDayBefore, comparedCases, comparedFrom, sinceMidnight, better, worse, same,
        tooFew, nothingBefore, points
    // Days that are no stretch of time.
    case noDay, noDayCure, endsBefore, endsBeforeCure, tooManyDays, tooManyDaysCure
    // What it is made of.
    case firstPage, partOf, over, overMarks, overMessages, promptWithin, halfWithin, nineWithin, picture,
        pictureNothing, thisPeriod, periodBefore, valuesBelow, behind, riskHint
    // The parts of what is behind a figure.
    case judged, kept, broken, resolved, fixedAtOnce, doneAgain, dispatched, sentAgain, sentOnce, everyTicket,
        complaints, noComplaints, open, atRisk, notAtRisk, answered, becameTickets, withMood, rated, owing
    // Columns of a table for a spreadsheet.
    case sumOf, numberOf, currency
    // The alarm.
    case alarmTitle, alarmOfGrade, alarmNow, alarmUsual, alarmRule, alarmApart, alarmSince, alarmQuiet, alarmFew,
        alarmUnsure
}

extension Wording {
    /// A word of figures with what it speaks of.
    public func figure(_ word: FigureWord, _ first: String, _ second: String = "") -> String {
        Self.filled(figure(word), first, second)
    }

    /// `CNY 10,000,000`; decimals only when they are not zero.
    public func grouped(_ money: Money) -> String { money.grouped }
}
