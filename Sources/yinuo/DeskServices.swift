import Channels
import Desk
import Domain
import Edges
import Evidence
import Foundation
import Identity
import Insight
import Logging
import Sample
import ServiceLifecycle
import Storage
import Synchronization
import Web

/// What `serve` runs of the desk, in the order in which it starts (it stops in the reverse one), and what the desk tells
/// of itself.
/// - Throws: what keeps the desk from starting, with its cure.
func deskServices(_ settings: Settings, _ logger: Logger, demo: MadeUpDays? = nil) async throws -> (
    services: [any Service], measures: @Sendable () async -> [Measure], checks: @Sendable () async -> [Check],
    evidence: EvidenceFiles, api: APIService, administratorLink: String?, customerLink: String?
) {
    let running = try await RunningDesk(settings, logger, demo: demo)
    let desk = running.desk
    let live = Live(desk)
    let api = try await APIService(running, live, settings)
    let continuation = running.continuation
    let loops: [any Service] = [
        DeskKeeper(desk: desk),
        Loop("scheduler") { await Scheduler(desk).run() },
        Loop("followers") { await Followers(desk).run() },
        Loop("live") { await live.run() },
        Loop("search") { await SearchFollower(desk).run() },
        Loop("outbox") { await Deliverer(desk).run() },
        Loop("neighbours") {
            try await Neighbours(desk).run()
            // A file has none; a loop that returned would end the program.
            try? await gracefulShutdown()
        },
        Loop("housekeeping") { await running.keepHouse() },
        Loop("figures") { await FiguresLoop(running.figures, desk).run() },
        Loop("story") {
            await continuation?.tell(desk)
            // Elsewhere there is none, and one day it ends; a loop that returned would end the program.
            try? await gracefulShutdown()
        },
        Loop("sealer") {
            await running.sealing?.run()
            // Without a key there is nothing to do; a loop that returned would end the program.
            try? await gracefulShutdown()
        },
    ]
    let auditor = Loop("auditor") {
        await running.sealing?.audit()
        try? await gracefulShutdown()
    }
    let anchoring = running.sealing.map { Anchoring($0, desk, settings) }
    let anchors = Loop("anchors") {
        await anchoring?.run()
        try? await gracefulShutdown()
    }
    let files = LogFiles(desk.edges.store)
    // At the first start of a desk that nobody has an account of.
    let administratorLink = try await complaining {
        try await running.identity.administratorLink().map { running.identity.text(of: $0) }
    }
    var customerLink: String?
    if demo != nil { customerLink = try await complaining { try await running.customerLink() } }
    return (
        loops + [auditor, anchors], { await running.measures() + (await live.measures()) }, { await running.checks() },
        { log, path throws(StoreError) in
            guard let file = try await files.file(path, of: log) else { return nil }
            return (file.bytes, file.isFinal)
        }, api, administratorLink, customerLink
    )
}

/// The desk of `serve` with its edges, and what is told of it.
final class RunningDesk: Sendable {
    let desk: ServiceDesk
    /// Nil where no key is named.
    let sealing: Sealing?
    let figures: Figures
    let identity: Identity
    /// What goes on happening on a made-up desk.
    let continuation: Continuation?
    private let logger: Logger
    private let probe = Probe()

    /// - Parameter demo: what a new desk begins with; nil for nothing.
    init(_ settings: Settings, _ logger: Logger, demo: MadeUpDays?) async throws {
        self.logger = logger
        let evidence = try ServedEvidence(settings)
        let shipped = try Shipped()
        let mail = try MailTerms(settings)
        let sender = WebhookSender(toPrivateAddresses: settings.webhooksToPrivateAddresses)
        // The sender asks the desk for addresses and secrets, and the desk is made with the sender at hand.
        let later = Later()
        let register = settings.register
        if register == nil {
            logger.warning(
                "No register of erasures is kept: a restored backup would bring erased people back. Set erasure-register."
            )
        }
        let store: Store
        do {
            store = try await Store.open(settings.desk, warn: { logger.warning("\($0)") })
        } catch {
            throw Complaint(error.text)
        }
        let edges = Edges(
            store: store, clocks: Machine.clocks, random: Machine.random, makePolicy: Shipped.makePolicy,
            zones: shipped.zones, official: shipped.official,
            deliver: { message, entry in await later.deliver(message, entry, sender, logger) },
            log: { logger.write($0) }, mails: mail != nil, registerErasures: { try register?.append($0) })
        do {
            if try await store.isRebuildUnfinished() {
                logger.warning("The projections are of an earlier release, or a rebuild was cut off; making them anew.")
                try await ServiceDesk.rebuild(edges)
            }
            desk = try await ServiceDesk.open(edges, cached: settings.cacheTickets)
            var continuation: Continuation?
            if let demo { continuation = try await Self.fill(desk, settings.desk.name, demo, logger) }
            self.continuation = continuation
            sealing = try await evidence.sealing(desk, logger)
            figures = Figures(folder: settings.figuresFolder, desk)
            identity = try await Identity(
                desk: desk, provider: try settings.provider(), fetch: settings.oidcIssuer.map { _ in Self.asker() })
            let known = identity
            later.set(desk, mail.map { Letters($0, known) })
            try await begin(settings.policies)
            // Whoever was erased after the backup that this desk was restored from is erased again.
            let again = try await desk.eraseAgain(try register?.read().erasures ?? [])
            if !again.isEmpty { logger.warning("Erased again.", metadata: ["people": "\(again.count)"]) }
        } catch let error as StoreError {
            await store.close()
            throw Complaint(error.text)
        } catch {
            await store.close()
            throw error
        }
        let head = try await store.head()
        logger.info("The desk is open.", metadata: ["desk": "\(settings.desk.name)", "entries": "\(head.next)"])
    }

    /// Only where nothing is yet: what was made up can't be told from what was not any more.
    private static func fill(
        _ desk: ServiceDesk, _ name: String, _ demo: MadeUpDays, _ logger: Logger
    ) async throws -> Continuation {
        let store = desk.edges.store
        let entries = try await store.head().next
        // Of nodes that begin together one founds the desk.
        if entries == 0, !(await store.shared?.leads("founding") ?? true) {
            throw Complaint("Another node is beginning \(name) just now. Start this one without --demo.")
        }
        guard entries == 0 else {
            throw Complaint(
                "\(name) has \(entries) entries already, and --demo is for a new desk. "
                    + "Serve it without --demo, or name another desk with --desk.")
        }
        let end = Machine.clocks.wall()
        let played = try await demo.tell(desk, until: end)
        logger.notice("A made-up company was put in.", metadata: ["tickets": "\(played.tickets)"])
        return await demo.continuation(desk, after: end)
    }

    /// A way in for a made-up customer: of those who wait for something, one who waits for much.
    func customerLink() async throws -> String? {
        var waiting = TicketFilter()
        waiting.onlyOpen = true
        let rows = try await desk.tickets(waiting, by: .newest, after: nil, atMost: 100).rows
        let counts = Dictionary(grouping: rows, by: \.customer).mapValues(\.count)
        guard let most = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key else { return nil }
        return identity.text(of: try await identity.shownLink(for: .record(.customer, RecordID(most.rawValue))))
    }

    private static func asker() -> Fetch {
        let asker = Asker("provider")
        return { await asker.ask($0, headers: $1, body: $2) }
    }

    /// A new desk begins with the policies that the settings name; one that stands keeps its own.
    private func begin(_ names: [String]) async throws {
        // Founded last: a start that was cut off before goes on with the next one, and what is in force stays so.
        while try await desk.edges.store.streams([.desk])[.desk] == nil {
            // Of nodes that begin together one founds the desk, and the others wait for it.
            if await desk.edges.store.shared?.leads("founding") ?? true { return try await found(names) }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func found(_ names: [String]) async throws {
        if try await desk.edges.store.streams([.desk])[.desk] != nil { return }
        let known = try Policies()
        var zone: String?
        var requests: [Request] = []
        for name in names {
            let policy = try known.policy(name)
            zone = zone ?? policy.zone
            requests.append(Request(.desk, .activate(Shipped.files(policy: try known.source(name).bytes))))
        }
        for request in requests { _ = try await desk.perform(request) }
        _ = try await desk.perform(Request(.desk, .found(zone: zone ?? "UTC")))
        logger.info("A new desk was made.", metadata: ["policies": "\(names.joined(separator: ","))"])
    }

    /// Old receipts go once an hour.
    func keepHouse() async {
        while !Task.isCancelled {
            do {
                // A clock that leapt ahead would take every receipt, and what is sent again would be done again.
                if desk.clockLeap == nil {
                    try await desk.edges.store.forget(Machine.clocks.wall() - Receipt.kept)
                }
            } catch {
                logger.error("Housekeeping failed.", metadata: ["cause": "\(error.text)"])
            }
            try? await Task.sleep(for: .seconds(3_600))
        }
    }

    /// Those of the store are left out while it does not answer.
    func measures() async -> [Measure] {
        let (desk, figures) = (desk, figures)
        return await desk.measures()
            + (await probe.within(.seconds(2)) {
                var measures = (try? await desk.edges.store.measures()) ?? []
                for (name, entries) in (try? await Followers(desk).lags()) ?? [] {
                    measures.append(
                        Measure(
                            "yinuo_follower_lag_entries", .gauge, "Entries that a follower has not dealt with.",
                            [.init("follower", name)], Double(entries)))
                }
                if let entries = try? await SearchFollower(desk).lag() {
                    measures.append(
                        Measure(
                            "yinuo_search_lag_entries", .gauge, "Entries that the search index does not know yet.", [],
                            Double(entries)))
                }
                if let lag = try? await figures.lag() {
                    measures.append(
                        Measure(
                            "yinuo_figures_lag_entries", .gauge, "Entries that are not in the figures yet.", [],
                            Double(lag)))
                }
                return measures
            } ?? [])
    }

    func checks() async -> [Check] {
        let desk = desk
        let asked = await probe.within(.seconds(2)) { () -> [Check] in
            do throws(StoreError) {
                let next = try await desk.edges.store.head().next
                // Where others write too, the desk may have been moved away.
                _ = try await desk.edges.store.shared?.news(next, 1)
                if let trouble = try await desk.edges.store.shared?.trouble() {
                    return [Check("store", trouble: trouble)]
                }
            } catch { return [Check("store", trouble: error.text)] }
            let behind = ((try? await Followers(desk).lags()) ?? []).filter { $0.entries > 100_000 }
            return [
                Check("store"),
                Check(
                    "followers",
                    trouble: behind.isEmpty
                        ? nil : "\(behind.map(\.name).joined(separator: ", ")) are far behind. Wait for them."),
            ]
        }
        let silent = Check("store", trouble: "The database has not answered for two seconds. Look whether it runs.")
        var checks = asked ?? [silent]
        checks.insert(Check("clock", trouble: clockTrouble), at: 1)
        if let sealing { checks.append(Check("evidence", trouble: await sealing.sealer.trouble)) }
        return checks
    }
}

extension RunningDesk {
    private var clockTrouble: String? {
        if let leap = desk.clockLeap {
            return
                "The wall clock leapt by \(leap.milliseconds / 1_000) s. Set it right, or start the desk anew to believe it."
        }
        return desk.edges.store.shared.flatMap { Self.trouble(clockOffset: $0.clockOffset()) }
    }

    /// - Parameter clockOffset: what is to be added to this machine's clock to have the database's, by which all go.
    static func trouble(clockOffset offset: Domain.Duration) -> String? {
        if abs(offset.milliseconds) <= 1_000 { return nil }
        let side = offset.milliseconds > 0 ? "behind" : "ahead of"
        return "This machine's clock is \(abs(offset.milliseconds)) ms \(side) the database's, by which the desk goes. "
            + "Set both by the same time server."
    }
}

/// Holds the desk for an edge that is made before it.
private final class Later: Sendable {
    private let desk = Mutex<ServiceDesk?>(nil)
    private let letters = Mutex<Letters?>(nil)

    func set(_ desk: ServiceDesk, _ letters: Letters?) {
        self.desk.withLock { $0 = desk }
        self.letters.withLock { $0 = letters }
    }

    func deliver(_ message: Message, _ entry: Journal.Entry, _ sender: WebhookSender, _ logger: Logger) async
        -> Delivery
    {
        switch message.maker {
        case .log:
            logger.notice(
                "notice",
                metadata: [
                    "subject": "\(message.subject)", "to": "\(message.target)", "about": "\(entry.stream)",
                    "occurred": "\(entry.occurred.text(in: .utc))", "key": "\(message.key)",
                ])
            return .delivered
        case .mail:
            guard let letters = letters.withLock({ $0 }) else {
                // Set again, it goes out with the next try.
                return .failed(cause: "no mail server is set")
            }
            return await letters.deliver(message, entry)
        case .webhook:
            guard let desk = self.desk.withLock({ $0 }) else { return .failed(cause: "the desk is starting") }
            do {
                guard let (webhook, secret) = try await desk.webhook(RecordID(message.target)) else {
                    return .impossible(cause: "the webhook is switched off")
                }
                let payload = try JournalCodec.encode(entry.event, bound: entry.bound).payload
                return await sender.send(
                    to: webhook.url, secret: secret, key: message.key, subject: message.subject,
                    body: WebhookBody.json(entry, key: message.key, payload: payload), at: Machine.clocks.wall())
            } catch {
                return .failed(cause: "\(error)")
            }
        }
    }
}

extension Continuation {
    /// Until it ends or the program does.
    fileprivate func tell(_ desk: ServiceDesk) async {
        let telling = LiveTelling(
            desk, now: { desk.now }, sleep: { try await Task.sleep(for: .milliseconds($0.milliseconds)) })
        do { try await telling.tell(self) } catch is CancellationError {} catch {
            desk.edges.log(LogLine(.error, "The made-up company came to a stop.", ["cause": "\(error)"]))
        }
    }
}

/// Closes the desk after everything that uses it has stopped.
private struct DeskKeeper: Service {
    let desk: ServiceDesk
    func run() async throws {
        try? await gracefulShutdown()
        await desk.close()
    }
}

/// A loop of the desk that ends when its task is cancelled.
private struct Loop: Service {
    let name: String
    private let body: @Sendable () async throws -> Void
    init(_ name: String, _ body: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.body = body
    }
    func run() async throws { try await cancelWhenGracefulShutdown { try await body() } }
}

extension Logger {
    fileprivate func write(_ line: LogLine) {
        let level: Level =
            switch line.level {
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        log(level: level, "\(line.text)", metadata: line.facts.mapValues { "\($0)" })
    }
}
