import Desk
import Domain
import Edges
import Foundation
import Sample
import Storage

/// Searches on a made-up desk, the one that `yinuo generate` tells, and what its index costs.
struct SearchFigures {
    let folder: URL
    let tickets: Int
    /// Of a database in PostgreSQL; nil for SQLite in the folder.
    let url: String?

    /// What people look for: frequent and rare, of four languages, several words, begun ones, with filters, with slips.
    private static let queries: [(id: String, query: SearchQuery)] = {
        func query(_ text: String, _ set: (inout SearchQuery) -> Void = { _ in }) -> SearchQuery {
            var query = SearchQuery(text, limit: 10)
            set(&query)
            return query
        }
        return [
            ("zh", query("打印机")), ("zh-two", query("核心交换机 报错")), ("zh-frequent", query("谢谢")), ("zh-one", query("机")),
            ("zh-phrase", query("\"主备切换失败\"")), ("en", query("printer")), ("en-three", query("order system slow ")),
            ("en-begun", query("certif")), ("en-slip", query("compresor ")), ("ja", query("プリンター 反応")),
            ("ko", query("프린터")),
            ("ko-two", query("결제 플랫폼 지연")), ("vpn", query("vpn")), ("nothing", query("zeppelin")),
            ("open", query("数据库") { $0.filters.isOpen = true }),
            ("queue-newest", query("") { $0.filters.isOpen = true }),
            ("category", query("备件") { $0.filters.kind = .ticket }),
            ("page-10", query("故障 无法") { $0.offset = 90 }),
        ]
    }()

    func run() async throws {
        let path = folder.appending(path: "search.sqlite").path
        let store: Store = if let url { try await .postgres(url) } else { try .sqlite(path) }
        let service = try await ServiceDesk.open(try Workplace.edges(store, clocks: Machine.clocks))
        let count = try await play(service)
        let before = try await bytes(store, path)
        try await index(service, count)
        let after = try await bytes(store, path)
        Report.line(
            "search-size", "bytes/ticket", Double(after - before) / Double(count),
            ["desk_bytes_ticket": Double(before) / Double(count)])
        var customers: [CustomerID] = []
        for id in try await store.records(.customer, nil, nil, 200) {
            customers.append(CustomerID(rawValue: id.rawValue))
        }
        var all: Double = 0
        for (id, query) in Self.queries { all += try await measure("search-" + id, [query], service) }
        Report.line("search-mean", "µs CPU", all / Double(Self.queries.count))
        let own = customers.map { customer in
            SearchQuery("打印机", customer: customer, limit: 10)
        }
        _ = try await measure("search-customer", own, service)
        try await many(service)
        await service.close()
    }

    /// A month of the small company, ending now.
    /// - Returns: how many tickets there are.
    private func play(_ desk: ServiceDesk) async throws -> Int {
        let (end, days) = (Machine.clocks.wall(), 30)
        let from = end - .hours(Int64(days) * 24)
        var requests = [(at: from, request: Request("desk", .found(zone: "Asia/Shanghai")))]
        for id in Shipped.policyIDs {
            let files = Shipped.files(policy: Shipped.bytes("policies/\(id).yaml") ?? [])
            requests.append((from, Request("desk", .activate(files))))
        }
        _ = try await desk.relive(requests)
        let company = Company(seed: 1, size: .small, policies: await desk.policies)
        let story = Story(company, seed: 1, tickets: tickets, from: from, days: days)
        return try await Play().play(story, into: desk, until: end) { _ in }.tickets
    }

    private func bytes(_ store: Store, _ path: String) async throws -> Int {
        if url == nil {
            return [path, path + "-wal"].map(Self.bytes).reduce(0, +)
        }
        return Int(try await store.measures().first { $0.name == "yinuo_database_bytes" }?.value ?? 0)
    }

    private func index(_ desk: ServiceDesk, _ tickets: Int) async throws {
        let watch = Stopwatch()
        try await SearchFollower(desk).catchUp()
        let seconds = watch.seconds
        Report.line(
            "search-indexing", "tickets/s", Double(tickets) / seconds.wall,
            ["cpu_us": seconds.cpu / Double(tickets) * 1e6, "tickets": Double(tickets)])
    }

    /// - Returns: µs of the processor for each.
    private func measure(_ id: String, _ queries: [SearchQuery], _ desk: ServiceDesk) async throws -> Double {
        var total = 0
        for query in queries.prefix(20) { total = try await desk.search(query).total }
        let times = max(1, 200 / queries.count)
        let watch = Stopwatch()
        for _ in 0..<times { for query in queries { _ = try await desk.search(query) } }
        let seconds = watch.seconds
        let micros = seconds.cpu / Double(times * queries.count) * 1e6
        Report.line(
            id, "µs CPU", micros,
            [
                "wall_us": seconds.wall / Double(times * queries.count) * 1e6, "hits": Double(total),
            ])
        return micros
    }

    /// All of them at once from several callers.
    private func many(_ desk: ServiceDesk) async throws {
        let rounds = 40
        let watch = Stopwatch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<rounds { for (_, query) in Self.queries { _ = try await desk.search(query) } }
                }
            }
            try await group.waitForAll()
        }
        let count = Double(8 * rounds * Self.queries.count)
        Report.line(
            "search-8-callers", "searches/s", count / watch.seconds.wall, ["cpu_us": watch.seconds.cpu / count * 1e6])
    }

    private static func bytes(_ path: String) -> Int {
        ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber)?.intValue ?? 0
    }
}
