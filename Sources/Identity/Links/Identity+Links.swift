import Desk
import Domain

extension Identity {
    /// The text of a link, for an address or a letter. Made of the link's facts and the desk's key, so that it is the same
    /// whenever it is made and lies nowhere.
    public func text(of link: AccessLink) -> String {
        keys.signed(
            "link",
            "\(link.purpose.rawValue)\n\(link.id)\n\(link.whom)\n\(String(link.until.milliseconds, radix: 36))")
    }

    /// What a link is for, before anything is done with it.
    /// - Throws: `unknownOrWrong`, `expired`.
    public func link(_ text: String) throws(IdentityFault) -> AccessLink {
        guard let facts = keys.opened("link", text) else { throw .unknownOrWrong }
        let parts = facts.split(separator: "\n", omittingEmptySubsequences: false)
        guard parts.count == 4, let purpose = AccessLink.Purpose(rawValue: String(parts[0])),
            let whom = StreamID(parts[2]), let until = Int64(parts[3], radix: 36)
        else { throw .unknownOrWrong }
        let link = AccessLink(
            id: String(parts[1]), purpose: purpose, whom: whom, until: Instant(milliseconds: until))
        guard desk.now < link.until else { throw .expired }
        return link
    }

    /// The same, while it is good for that: nobody is asked to fill in what would be refused for its link.
    /// - Throws: `unknownOrWrong`, `expired`, `usedBefore`, `revoked`, `disabled`, `noSuch`.
    public func usable(link text: String) async throws(IdentityFault) -> AccessLink {
        let link = try link(text)
        switch link.purpose {
        case .administrator: if try await hasAccounts { throw .usedBefore }
        case .invitation, .reset: _ = try await asking { try await invited(by: link) }
        case .entry: break
        }
        return link
    }

    /// The account whose password a link lets its owner choose.
    private func invited(by link: AccessLink) async throws -> Account {
        let account = try await existing(RecordID(link.whom.id))
        if account.isDisabled { throw IdentityFault.disabled }
        // One that was made before the password was changed, or taken away, is for a door that is no more.
        let length = link.purpose == .reset ? IdentityTerms.reset : IdentityTerms.invitation
        guard account.sessionsFrom <= link.until - length else { throw IdentityFault.revoked }
        // Of invitations the last one is good; who was invited before accounts named theirs has what was sent.
        if link.purpose == .invitation, let last = account.record.values["invitation"], last != link.id {
            throw IdentityFault.revoked
        }
        return account
    }

    /// What a link of any sort is for, and until when; no purpose for one that reads a ticket.
    /// - Throws: `unknownOrWrong`, `expired`, `revoked`.
    public func kind(
        ofLink text: String
    ) async throws(IdentityFault) -> (purpose: AccessLink.Purpose?, until: Instant) {
        if keys.opened("ticket", text) != nil { return (nil, try await ticketFacts(text).until) }
        let link = try link(text)
        return (link.purpose, link.until)
    }

    func open(_ text: String, for purposes: Set<AccessLink.Purpose>) throws(IdentityFault) -> AccessLink {
        let link = try link(text)
        // A link for one thing is none for another.
        guard purposes.contains(link.purpose) else { throw .unknownOrWrong }
        return link
    }

    func makeLink(
        _ purpose: AccessLink.Purpose, _ whom: StreamID, _ length: Duration, by actor: Actor
    ) async throws -> AccessLink {
        let now = desk.now
        let link = AccessLink(id: desk.newID(), purpose: purpose, whom: whom, until: now + length)
        try await note(.linkMade(link, at: now), by: actor)
        return link
    }

    /// Has a link sent with which an account's owner chooses a new password. It answers the same, and as fast, whether or
    /// not anybody has the login.
    public func beginReset(login: String, from address: String) {
        guard login.utf8.count <= 1_024,
            requests.take(
                "address " + address.prefix(64), desk.now, atMost: Throttle.anHourFromAddress)
        else { return }
        Task {
            try? await asking {
                guard let id = try await accounts.account(of: login), let account = try await look(id),
                    !account.isDisabled, requests.take("account " + id.rawValue, desk.now)
                else { return }
                _ = try await makeLink(
                    .reset, .record(.account, id), IdentityTerms.reset, by: Identity.actor)
            }
        }
    }

    /// Chooses a password by a link of an invitation or a reset; sessions end, and a second factor is still asked for.
    public func finishReset(
        link text: String, password: String, from address: String
    ) async throws(IdentityFault) {
        let link = try open(text, for: [.invitation, .reset])
        try await asking {
            let account = try await invited(by: link)
            try await check(password, account)
            let fields: [String: String?] = [
                "verifier": try await verifier(of: password), "must-change": String?.none,
                "sessions-from": desk.now.text(in: .utc),
            ]
            _ = try await putOnce(.account, account.id, fields, key: "link/\(link.id)", expects: account.version)
            if let login = account.texts["login"] { attempts.forgive(Accounts.fold(login), address) }
        }
    }

    /// Has a link sent that lets a customer or a contact in (`customer/…`, `contact/…`).
    /// - Throws: `noSuch`; `busy` when there were too many within an hour.
    @discardableResult
    public func magicLink(for whom: StreamID, by actor: Actor) async throws(IdentityFault) -> AccessLink {
        try await asking {
            guard try await principal(of: whom) != nil else { throw IdentityFault.noSuch(whom) }
            guard requests.take("whom \(whom)", desk.now) else { throw IdentityFault.busy }
            return try await makeLink(.entry, whom, IdentityTerms.entry, by: actor)
        }
    }

    /// The same for whoever is shown it and nobody else: nothing is written of it, since a letter would follow from that. The
    /// session that it leads to is a fact like any other.
    public func shownLink(for whom: StreamID) async throws(IdentityFault) -> AccessLink {
        try await asking {
            guard try await principal(of: whom) != nil else { throw IdentityFault.noSuch(whom) }
            return AccessLink(id: desk.newID(), purpose: .entry, whom: whom, until: desk.now + IdentityTerms.entry)
        }
    }

    /// Lets a customer in by a link, once.
    public func redeem(link text: String) async throws(IdentityFault) -> SignedIn {
        let link = try open(text, for: [.entry])
        return try await asking {
            guard case .record(let kind) = link.whom.kind, let (principal, _) = try await principal(of: link.whom)
            else {
                throw IdentityFault.revoked
            }
            return try await openSession(
                [kind.rawValue: link.whom.id, "role": Role.customer.rawValue, "how": "link"], principal,
                key: "link/\(link.id)")
        }
    }

    // MARK: Links to a ticket

    /// The text of a link with which anybody who has it reads one ticket, until a day or until it is made void.
    public func ticketLink(_ ticket: TicketID, until: Instant) async throws(IdentityFault) -> String {
        let turn: Int64 = try await asking { try await self.turn(of: ticket) }
        return keys.signed("ticket", "\(ticket)\n\(turn)\n\(String(until.milliseconds, radix: 36))")
    }

    /// - Throws: `unknownOrWrong`, `expired`, `revoked`.
    public func ticket(link text: String) async throws(IdentityFault) -> TicketID { try await ticketFacts(text).ticket }

    private func ticketFacts(_ text: String) async throws(IdentityFault) -> (ticket: TicketID, until: Instant) {
        guard let facts = keys.opened("ticket", text) else { throw .unknownOrWrong }
        let parts = facts.split(separator: "\n", omittingEmptySubsequences: false)
        guard parts.count == 3, let turn = Int64(parts[1]), let until = Int64(parts[2], radix: 36) else {
            throw .unknownOrWrong
        }
        guard desk.now < Instant(milliseconds: until) else { throw .expired }
        let ticket = TicketID(parts[0])
        guard try await asking({ try await self.turn(of: ticket) }) == turn else { throw .revoked }
        return (ticket, Instant(milliseconds: until))
    }

    /// Makes every link to a ticket that was handed out so far void.
    public func voidTicketLinks(_ ticket: TicketID, by actor: Actor) async throws(IdentityFault) {
        try await asking {
            let next = try await turn(of: ticket) + 1
            _ = try await put(.link, RecordID(ticket.rawValue), ["turn": String(next)], by: actor)
        }
    }

    private func turn(of ticket: TicketID) async throws -> Int64 {
        try await desk.record(.link, RecordID(ticket.rawValue))?.integer("turn") ?? 0
    }
}
