import ArgumentParser
import Desk
import Domain
import Edges
import Storage
import Wire

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Says how the desk stands: tickets, due list, outbox, followers, policies.",
        discussion: """
            Example:
              yinuo status --desk yinuo.sqlite
            Works while the desk is served.
            """)

    @OptionGroup var desk: DeskOption
    @Flag(help: "Answer in JSON.") var json = false

    func run() async throws {
        try await complaining {
            let desk = try await desk.existing()
            let status = try await DeskStatus(of: desk.place, now: Machine.clocks.wall())
            try await OpenDesk.reading(desk) { store in
                let zone = try await OpenDesk.zone(store)
                let lags = try await store.lags(behind: status.head)
                let policies = try await policies(store)
                if json {
                    print(JSONValue(status, lags, policies, desk.name, zone).text)
                } else {
                    for line in lines(status, lags, policies, desk.name, zone) { print(line) }
                }
            }
        }
    }

    /// The newest activation of each policy.
    private func policies(_ store: Store) async throws -> [Activation] {
        var newest: [Activation] = []
        var after: String?
        while case let names = try await store.names(.policy, after, 500), !names.isEmpty {
            let streams = try await store.streams(names.map { StreamID(.policy, $0) })
            for name in names {
                guard case .policy(let activation)? = streams[StreamID(.policy, name)]?.last?.event else { continue }
                newest.append(activation)
            }
            after = names.last
        }
        return newest
    }

    private func lines(
        _ status: DeskStatus, _ lags: [(name: String, entries: Int64)], _ policies: [Activation], _ path: String,
        _ zone: Zone
    ) -> [String] {
        func at(_ instant: Instant?, _ before: String) -> String {
            instant.map { before + $0.shown(in: zone) } ?? ""
        }
        var lines = [
            ("desk", "\(path), \(shownBytes(status.bytes)), schema \(status.schema)"),
            (
                "journal",
                status.head.next == 0
                    ? "empty"
                    : "\(status.head.next) entries, the last at position \(status.head.next - 1)"
                        + at(status.head.recorded, ", recorded ")
            ),
            (
                "tickets",
                "\(status.openTickets) open, \(status.breached) with a broken promise, "
                    + "\(status.dueNextHour) due within an hour"
            ),
            ("incidents", "\(status.openIncidents) open"),
            ("due list", "\(status.dueList)" + at(status.nextDue, ", the next at ")),
            ("outbox", "\(status.messages) waiting, \(status.deadLetters) dead letters"),
            ("people", "\(status.people) with a key, \(status.erased) erased"),
            ("followers", lags.map { "\($0.name) \($0.entries) behind" }.joined(separator: ", ")),
        ]
        for (index, policy) in policies.enumerated() {
            let text = "\(policy.version.id) \(policy.version.version), edition \(policy.version.edition)"
            lines.append((index == 0 ? "policies" : "", text + at(policy.at, ", since ")))
        }
        if status.isRebuildUnfinished {
            let text = "A rebuild was cut off, or an upgrade asks for one: run yinuo rebuild before you trust"
            lines.append(("attention", text + " these figures."))
        }
        return lines.map { name, text in name + String(repeating: " ", count: 11 - name.count) + text }
    }
}

extension Store {
    /// How far behind the journal its followers are.
    func lags(behind head: Head) async throws -> [(name: String, entries: Int64)] {
        var lags: [(name: String, entries: Int64)] = []
        for follower in Follower.all {
            lags.append((follower.name, max(0, head.next - (try await place(follower.name)))))
        }
        // A file that an older release wrote has no index until it is served.
        if let place = try? await search.place() { lags.append(("search", max(0, head.next - place))) }
        return lags
    }
}

extension JSONValue {
    fileprivate init(
        _ status: DeskStatus, _ lags: [(name: String, entries: Int64)], _ policies: [Activation], _ path: String,
        _ zone: Zone
    ) {
        func at(_ instant: Instant?) -> JSONValue { instant.map { .string($0.shown(in: zone)) } ?? .null }
        self = .members([
            "desk": .string(path), "bytes": .int(status.bytes), "schema": .int(status.schema),
            "entries": .int(status.head.next), "head": status.head.next > 0 ? .int(status.head.next - 1) : .null,
            "recorded": at(status.head.recorded),
            "tickets": .members([
                "open": .int(status.openTickets), "breached": .int(status.breached),
                "due_next_hour": .int(status.dueNextHour),
            ]),
            "incidents": .members(["open": .int(status.openIncidents)]),
            "due_list": .members(["streams": .int(status.dueList), "next": at(status.nextDue)]),
            "outbox": .members(["waiting": .int(status.messages), "dead_letters": .int(status.deadLetters)]),
            "people": .members(["with_key": .int(status.people), "erased": .int(status.erased)]),
            "followers": .array(
                lags.map { .members(["name": .string($0.name), "behind": .int($0.entries)]) }),
            "policies": .array(
                policies.map {
                    .members([
                        "id": .string($0.version.id.rawValue), "version": .string($0.version.version),
                        "edition": .int($0.version.edition), "since": at($0.at),
                    ])
                }),
            "rebuild_unfinished": .bool(status.isRebuildUnfinished),
        ])
    }
}
