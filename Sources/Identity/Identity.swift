import Desk
import Domain
import Synchronization

/// Who is asking: accounts and how they sign in, sessions, tokens and links. Everything lasting is a record of the desk, so
/// it is in the journal, moves with it and is erased with its person.
///
/// One for each running program; what others do to accounts, tokens and sessions it hears of as the desk does.
public final class Identity: Sendable {
    public let desk: ServiceDesk
    public let terms: IdentityTerms
    let keys: DeskKeys
    let accounts: Accounts
    let attempts = Attempts()
    let requests = Throttle()
    let threads = PasswordThreads()
    let tokens: Remembered<TokenKnown>
    let sessions: Remembered<Seat>
    /// Cookies that this desk is known to have signed; whom they let in is looked at each time.
    let cookies = Mutex(Shelf<String, SessionCookie>(atMost: 5_000))
    let provider: Provider?
    /// What a password is compared with where nobody has the login, so that it takes as long.
    let nobody: PasswordVerifier

    /// - Parameters:
    ///   - provider: the company's identity provider, where it has one.
    ///   - fetch: asks it.
    public init(
        desk: ServiceDesk, terms: IdentityTerms = IdentityTerms(), provider: ProviderTerms? = nil,
        fetch: Fetch? = nil
    ) async throws {
        self.desk = desk
        self.terms = terms
        keys = try await DeskKeys(of: desk)
        accounts = Accounts(desk)
        // News of other nodes may be cut off; who was told to go must not stay for long.
        let believed: Duration? = desk.edges.store.shared == nil ? nil : .seconds(10)
        tokens = Remembered(atMost: 20_000, believed: believed)
        sessions = Remembered(atMost: 20_000, believed: believed)
        nobody = PasswordVerifier(ofNobody: desk.edges.random, cost: terms.cost)
        self.provider = provider.flatMap { terms in fetch.map { Provider(terms, fetch: $0) } }
        desk.watchRecords { [tokens, sessions, accounts] news in
            let streams = news.map(\.stream)
            tokens.forget(streams)
            sessions.forget(streams)
            accounts.hear(streams)
        }
    }

    /// The journal's name for what happens to people before anybody knows who they are.
    static let actor: Actor = "edge:sign-in"

    var ticks: Duration { desk.edges.clocks.ticks() }
}

/// What the ways in go by.
public struct IdentityTerms: Sendable {
    /// A session ends when it was not used for so long,
    public var idle = Duration.hours(1)
    /// and after so long at all.
    public var absolute = Duration.hours(12)
    /// What an authenticator app calls this desk.
    public var issuer = "Yinuo"
    var cost = PasswordVerifier.Cost.usual

    public init() {}

    static let invitation = Duration.hours(72)
    static let reset = Duration.hours(1)
    static let entry = Duration.minutes(15)
    static let administrator = Duration.hours(24)
    /// A token lives no longer: it is forgotten in some script before that.
    static let tokenAtMost = Duration.hours(24 * 400)
}

/// Somebody who was let in.
public struct SignedIn: Sendable {
    public let cookie: String
    /// What forms send along.
    public let csrf: String
    public let principal: Principal
    /// When the session ends however much it is used.
    public let until: Instant
}

/// Asks another machine: a GET, or a POST where there is a body. Nil where no answer came.
public typealias Fetch =
    @Sendable (_ url: String, _ headers: [String], _ body: [UInt8]?) async -> (status: Int, body: [UInt8])?

extension Identity {
    /// Runs what asks the desk; what the desk can't do is told in its log and here only as that.
    func asking<Value>(_ body: () async throws -> Value) async throws(IdentityFault) -> Value {
        do { return try await body() } catch let fault as IdentityFault { throw fault } catch is PasswordThreads.Busy {
            throw .busy
        } catch {
            desk.edges.log(LogLine(.error, "Nobody could be looked up.", ["cause": "\(error)"]))
            throw .unavailable
        }
    }

    func put(
        _ kind: RecordKind, _ id: RecordID, _ fields: [String: String?], by actor: Actor, key: String? = nil,
        expects version: Int? = nil, telling event: AccessEvent? = nil
    ) async throws -> Receipt {
        let command = Command.credential(kind, id, .put(fields), telling: event)
        var request = Request(actor, command, key: key.map { Request.Key($0) })
        request.expects = version
        do { return try await desk.perform(request) } catch Refusal.changed { throw IdentityFault.changedMeanwhile }
    }

    /// What happens once: a second time under the same key it is told so.
    func putOnce(
        _ kind: RecordKind, _ id: RecordID, _ fields: [String: String?], key: String, expects version: Int? = nil
    ) async throws -> Receipt {
        // One actor for all, since the same key of two actors is two keys.
        do {
            let receipt = try await put(kind, id, fields, by: Identity.actor, key: key, expects: version)
            if receipt.isRepeated { throw IdentityFault.usedBefore }
            return receipt
        } catch Refusal.keyReused { throw IdentityFault.usedBefore }
    }

    func note(_ event: AccessEvent, by actor: Actor = Identity.actor) async throws {
        _ = try await desk.perform(Request(actor, .note(event)))
    }
}
