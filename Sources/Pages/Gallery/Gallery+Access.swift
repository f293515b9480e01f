import Domain
import Phrases

extension Gallery {
    /// Who may sign in, for those who manage that.
    static func accounts(_ reader: Reader) -> [Piece] {
        func item(
            _ id: RecordID, _ name: String, _ role: Role?, _ state: AccountsPage.State,
            teams: [QueuePage.Choice] = [], isSafe: Bool = false, isOwn: Bool = false
        ) -> AccountsPage.Item {
            .init(
                id: id, name: name, login: state == .gone ? nil : "lin.xiao", role: role, teams: teams, version: 3,
                state: state, hasSecondFactor: isSafe, isOwn: isOwn)
        }
        let page = AccountsPage(
            items: [
                item("a1", person, .administrator, .active, isSafe: true, isOwn: true),
                item("a2", "윤은지", .lead, .active, teams: teams.choices),
                // Of a team that is no choice any more.
                item("a3", hostile + long, .agent, .invited, teams: [QueuePage.Choice(id: "gone", title: hostile)]),
                item("a4", "唐子轩", .engineer, .mustChange), item("a5", "陈晨", .auditor, .disabled),
                item("a6", "a6", nil, .gone),
            ], teams: teams.choices, once: "0")
        var made = page
        made.made = .init(name: person, link: "https://desk.example.com/link/aW52aXRhdGlvbg", until: now + .hours(72))
        var refused = page
        refused.trouble = Trouble(reader.words.words(for: .loginTaken, in: reader.zone), field: "login")
        refused.sent = Fields([("name", hostile), ("login", "lin.xiao"), ("role", "lead"), ("team", "hotline")])
        // Of two who are called the same the id tells which is which.
        var onRecord = AccountsPage(
            items: [item("a1", person, .administrator, .active, isOwn: true)], teams: teams.choices, once: "0",
            agents: [
                QueuePage.Choice(id: "a9", title: hostile + long), QueuePage.Choice(id: "ma", title: "马霞 (ma)"),
                QueuePage.Choice(id: "ma2", title: "马霞 (ma2)"),
            ])
        onRecord.trouble = refused.trouble
        onRecord.sent = Fields([("agent", "ma2"), ("login", "lin.xiao")])
        return [
            Piece("accounts", page, as: .administrator, at: .accounts()),
            Piece("accounts-on-record", onRecord, as: .administrator, at: .accounts(.invite)),
            Piece("accounts-made", made, as: .administrator, at: .accounts(.invite)),
            Piece("accounts-refused", refused, as: .administrator, at: .accounts(.invite)),
        ]
    }

    static func accesses(_ reader: Reader) -> [Piece] {
        func page(_ factor: AccessPage.Factor, _ trouble: IdentityFault? = nil) -> AccessPage {
            var page = AccessPage(
                login: factor == .none ? nil : "lin.xiao", factor: factor,
                sessions: [
                    .init(
                        id: "s1", since: now - .minutes(42), until: now + .hours(11),
                        how: factor == .none ? .byLink : .byPassword, isThis: true,
                        browser: factor == .none ? nil : "Firefox · Linux"),
                    .init(id: "s2", since: now - .hours(30), until: now + .hours(3), how: .byCode, isThis: false),
                ])
            page.trouble = trouble.map {
                let (cause, cure) = reader.words.words(for: $0, in: reader.zone)
                return Trouble(cause: cause, cure: cure)
            }
            return page
        }
        // As a code of the smallest size looks: three corners, and nothing that a phone would read.
        let corners = [(4, 4), (18, 4), (4, 18)].map { x, y in
            "M\(x) \(y)h7v1h-7zM\(x) \(y + 6)h7v1h-7zM\(x) \(y + 1)h1v5h-1zM\(x + 6) \(y + 1)h1v5h-1zM\(x + 2) \(y + 2)h3v3h-3z"
        }.joined()
        let picture = AccessPage.Picture(side: 29, path: corners)
        let offered = AccessPage.Factor.offered(
            seed: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", uri: "otpauth://totp/" + hostile, picture: picture)
        return [
            Piece("access", page(.off), at: .access()),
            Piece("access-on", page(.on), at: .access()),
            Piece("access-offered", page(offered), at: .access(.offer)),
            Piece("access-refused", page(offered, .unknownOrWrong), at: .access(.confirm)),
            Piece(
                "access-recovery",
                page(.confirmed(recovery: (0..<10).map { "k7f\($0)-9m2x-q4t\($0)" })), at: .access(.confirm)),
            Piece("access-customer", page(.none), as: .customer, at: .access()),
        ]
    }
}
