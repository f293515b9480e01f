/// Words of news for whoever is signed in. `{1}` stands for what `filled` puts in.
public enum PersonWord: String, CaseIterable, Sendable {
    case notices, noNotices, noticesHint, noticeAssigned, noticeMentioned, noticeAtRisk, noticeBroken, noticeHanded,
        noticeWrote, noticeReopened, markRead, newOnes
}

extension Wording {
    /// A word that concerns a person with what it speaks of.
    public func filled(_ word: PersonWord, _ first: String, _ second: String = "") -> String {
        Self.filled(person(word), first, second)
    }
}
