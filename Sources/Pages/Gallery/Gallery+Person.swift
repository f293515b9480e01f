import Domain
import Phrases

extension Gallery {
    /// News for whoever is signed in.
    static func people(_ reader: Reader) -> [Piece] {
        let word = reader.words
        func item(_ title: String, _ risk: Risk?, _ minutes: Int64, _ who: String?, isNew: Bool) -> NoticesPage.Item {
            .init(
                ticket: "a1b2c3", subject: risk == .breached ? hostile + long : "冷却泵漏油，产线已停", title: title, risk: risk,
                at: now - .minutes(minutes), who: who, isNew: isNew)
        }
        return [
            Piece(
                "notices",
                NoticesPage(
                    items: [
                        item(word.filled(.noticeBroken, "响应"), .breached, 4, nil, isNew: true),
                        item(word.filled(.noticeAtRisk, "响应"), .atRisk, 22, nil, isNew: true),
                        item(reader(.noticeWrote), nil, 28, "陈晨", isNew: true),
                        item(reader(.noticeMentioned), nil, 35, "唐子轩", isNew: true),
                        item(word.filled(.noticeHanded, "400 热线组"), nil, 70, "윤은지", isNew: false),
                        item(reader(.noticeAssigned), nil, 3_000, "윤은지", isNew: false),
                    ], through: 42), at: .notices),
            Piece("notices-empty", NoticesPage(items: [], through: 0), at: .notices),
        ]
    }
}
