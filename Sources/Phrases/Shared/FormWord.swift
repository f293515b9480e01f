/// Words of forms that were not taken: what is wrong with a field, a file or a key, and what to do. `{1}` and `{2}` stand
/// for what `filled` puts in.
public enum FormWord: String, CaseIterable, Sendable {
    // Fields.
    case text, fieldEmpty, fieldEmptyCure, fieldLong, fieldLongCure, fieldNumber, fieldNumberCure, fieldChoice,
        fieldChoiceCure, waitUntold, waitUntoldCure, customerNone, customerNoneCure, customerSeveral,
        customerSeveralCure
    // Files.
    case filesMany, filesManyCure, fileLarge, fileLargeCure, filesLarge, filesLargeCure
    // Keys, each at its own door.
    case codeWrong, codeCure, currentWrong, currentOrCodeWrong, currentCure, ticketLinkWrong, ticketLinkOver,
        ticketLinkCure, linkTitle, linkWrong, linkOver, linkUsed, linkCure
    // A desk that nobody has asked for anything.
    case queueEmpty, queueEmptyHint
    // Views of it that somebody keeps.
    case viewsFull, viewsFullCure
}

extension Wording {
    /// A word of forms with what it speaks of.
    public func filled(_ word: FormWord, _ first: String, _ second: String = "") -> String {
        Self.filled(form(word), first, second)
    }
}
