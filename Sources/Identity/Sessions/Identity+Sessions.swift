import Desk
import Domain
import Synchronization

/// Somebody who is in, as it was looked up.
struct Seat: Sendable {
    let principal: Principal
    let until: Instant
    /// Nil for a customer.
    let account: RecordID?
    /// What forms of the session send along.
    let csrf: String
}

/// A session as its owner sees it in a list.
public struct SessionView: Sendable {
    public let id: RecordID
    public let since: Instant
    public let until: Instant
    /// `password`, `code`, `recovery-code`, `provider`, `link`.
    public let how: String
}

extension Identity {
    /// Who shows a session's cookie.
    /// - Returns: the cookie to hand out instead, once a minute; and what forms of this session send along.
    public func principal(
        session cookie: String
    ) async throws(IdentityFault) -> (principal: Principal, refreshed: String?, csrf: String) {
        let (shown, seat) = try await seat(cookie)
        let now = desk.now
        let isOld = now - shown.seen >= SessionCookie.refreshed
        return (
            seat.principal, isOld ? SessionCookie(id: shown.id, seen: now).text(keys) : nil, seat.csrf
        )
    }

    /// Who shows it, without a look at the store; nil for a session that has to be looked up, or is none.
    public func remembered(session cookie: String) -> Principal? {
        let now = desk.now
        guard let shown = shown(cookie), now - shown.seen <= terms.idle,
            let seat = sessions.find(shown.id, ticks: ticks), now < seat.until
        else { return nil }
        return seat.principal
    }

    /// Whether a form came from a page of the session itself.
    public func isForm(_ csrf: String, of cookie: String) -> Bool {
        guard let shown = SessionCookie(cookie, keys) else { return false }
        return isSame(Array(shown.csrf(keys).utf8), Array(csrf.utf8))
    }

    /// The session of a cookie, as `sessions(of:)` calls it; nil for a cookie that is none.
    public func id(ofSession cookie: String) -> RecordID? { SessionCookie(cookie, keys).map { RecordID($0.id) } }

    /// Whose session it is: an account, a customer or a contact.
    public func owner(session cookie: String) async throws(IdentityFault) -> StreamID {
        let (_, seat) = try await seat(cookie)
        if let account = seat.account { return .record(.account, account) }
        let parts = seat.principal.actor.rawValue.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let kind = RecordKind(rawValue: parts[0]) else { throw .unknownOrWrong }
        return .record(kind, RecordID(parts[1]))
    }

    /// Ends one of somebody's own sessions.
    /// - Throws: `noSuch` for one that is not the owner's, or is over.
    public func endSession(_ id: RecordID, of owner: StreamID, by actor: Actor) async throws(IdentityFault) {
        guard try await sessions(of: owner).contains(where: { $0.id == id }) else {
            throw .noSuch(.record(.session, id))
        }
        try await endSession(id, by: actor)
    }

    /// Ends a session; a cookie that is none ends nothing.
    public func signOut(cookie: String) async throws(IdentityFault) {
        guard let shown = SessionCookie(cookie, keys) else { return }
        try await endSession(RecordID(shown.id), by: Identity.actor)
    }

    public func endSession(_ id: RecordID, by actor: Actor) async throws(IdentityFault) {
        try await asking {
            guard try await desk.record(.session, id) != nil else { return }
            _ = try await desk.perform(Request(actor, .credential(.session, id, .retire)))
        }
    }

    /// Sessions of an account, a customer or a contact that are still good, the newest first.
    public func sessions(of owner: StreamID) async throws(IdentityFault) -> [SessionView] {
        try await asking {
            var views: [SessionView] = []
            var after: String?
            while case let page = try await desk.edges.store.records(.session, owner.id, after, 500), !page.isEmpty {
                for id in page where try await lookUp(id) != nil {
                    // Ids of two kinds may be the same.
                    guard let record = try await desk.record(.session, id), case .record(let kind) = owner.kind,
                        record.id(kind.rawValue)?.rawValue == owner.id, let since = record.instant("since"),
                        let until = record.instant("until")
                    else { continue }
                    views.append(SessionView(id: id, since: since, until: until, how: record.values["how"] ?? ""))
                }
                after = page.last?.rawValue
            }
            return views.sorted { $0.since > $1.since }
        }
    }

    /// What a cookie says; its signature is looked at once a minute, since it is another by then.
    private func shown(_ cookie: String) -> SessionCookie? {
        if let known = cookies.withLock({ $0.take(cookie) }) { return known }
        guard let shown = SessionCookie(cookie, keys) else { return nil }
        cookies.withLock { $0.put(cookie, shown) }
        return shown
    }

    func seat(_ cookie: String) async throws(IdentityFault) -> (SessionCookie, Seat) {
        guard let shown = shown(cookie) else { throw .unknownOrWrong }
        let now = desk.now
        if now - shown.seen > terms.idle { throw .expired }
        let seat: Seat
        if let known = sessions.find(shown.id, ticks: ticks) {
            seat = known
        } else {
            seat = try await asking {
                let changes = sessions.changes
                guard let (seat, rests) = try await lookUp(RecordID(shown.id)) else { throw IdentityFault.revoked }
                sessions.keep(shown.id, seat, on: rests, ticks: ticks, changes: changes)
                return seat
            }
        }
        if now >= seat.until { throw .expired }
        return (shown, seat)
    }

    /// - Returns: nil for a session that was ended, or whose owner is no longer who signed in.
    private func lookUp(_ id: RecordID) async throws -> (Seat, rests: [StreamID])? {
        let stream = StreamID.record(.session, id)
        guard let record = try await desk.record(.session, id), record.state == .live,
            let since = record.instant("since"), let until = record.instant("until"),
            let role = record.values["role"].flatMap({ Role(rawValue: $0) })
        else { return nil }
        let csrf = SessionCookie(id: id.rawValue, seen: since).csrf(keys)
        if let id = record.id("account") {
            guard let account = try await look(id, withTexts: false), !account.isDisabled, account.role == role,
                since >= account.sessionsFrom
            else { return nil }
            let seat = Seat(
                principal: Principal(actor: account.actor, role: role), until: until, account: id, csrf: csrf)
            return (seat, [stream, account.stream, .record(.agent, account.agent)])
        }
        guard let (principal, rests) = try await customer(of: record) else { return nil }
        return (Seat(principal: principal, until: until, account: nil, csrf: csrf), [stream] + rests)
    }

    /// The customer or the contact that a session is of.
    private func customer(of session: Record) async throws -> (Principal, [StreamID])? {
        if let contact = session.id("contact") { return try await principal(of: .record(.contact, contact)) }
        guard let customer = session.id("customer") else { return nil }
        return try await principal(of: .record(.customer, customer))
    }

    /// A customer, or somebody who speaks for one.
    func principal(of whom: StreamID) async throws -> (Principal, [StreamID])? {
        guard case .record(let kind) = whom.kind, kind == .customer || kind == .contact,
            let record = try await desk.record(kind, RecordID(whom.id)), record.state == .live
        else { return nil }
        if kind == .customer {
            return (
                Principal(actor: Actor("customer:\(whom.id)"), role: .customer, customer: CustomerID(whom.id)), [whom]
            )
        }
        guard let id = record.id("customer"), let customer = try await desk.record(.customer, id),
            customer.state == .live
        else { return nil }
        let principal = Principal(
            actor: Actor("contact:\(whom.id)"), role: .customer, customer: CustomerID(id.rawValue))
        return (principal, [whom, .record(.customer, id)])
    }
}
