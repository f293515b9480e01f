import Desk
import Domain
import Foundation
import Storage

/// Trades for the tests of what the world does to a desk. Each needs a process of its own.
enum Faults {
    /// Holds a desk until its input ends.
    static func hold(_ options: Options) async throws {
        let store = try Store.sqlite(try options.named())
        say("held")
        while readLine() != nil {}
        await store.close()
    }

    /// Opens a desk, writes to it and prints how that went.
    static func open(_ options: Options) async throws {
        if options.asNobody {
            guard setgroups(0, nil) == 0, setgid(65_534) == 0, setuid(65_534) == 0 else {
                throw Usage("the rights of root can't be given up: errno \(errno)")
            }
        }
        do {
            let store = try Store.sqlite(try options.named())
            let desk = try await Desks.open(store, factor: 1)
            _ = try await desk.perform(Request("desk", .found(zone: "Asia/Shanghai")))
            await desk.close()
            say("opened")
        } catch let error as StoreError { say(error.text) } catch DeskError.store(let error) { say(error.text) }
    }

    /// Works until the disk is full, sees what the desk answers, makes room, works on.
    /// - Returns: whether all is as it should be; prints what is not.
    static func fill(_ options: Options) async throws -> Bool {
        let folder = try options.named()
        var faults: [String] = []
        let ballast = folder + "/ballast"
        if options.fileBytesAtMost == nil {
            try Data(repeating: 0, count: 4 << 20).write(to: URL(filePath: ballast))
        }
        signal(SIGXFSZ, SIG_IGN)
        limit(options.fileBytesAtMost)
        var desk = try await Desks.open(try .sqlite(Desks.path(folder)), factor: 200)
        try await Desks.prepare(desk)
        let pool = Pool()
        var mix = Mix(seed: options.seed, caller: 0, pool: pool)
        var acknowledged: [(ask: Ask, receipt: Receipt)] = []
        var refused: (ask: Ask, error: StoreError)?
        func work(_ count: Int) async throws {
            for _ in 0..<count {
                let ask = mix.next()
                do {
                    acknowledged.append((ask, try await desk.perform(ask.request)))
                    mix.learn(ask)
                } catch is Refusal { continue } catch DeskError.store(let error) {
                    refused = (ask, error)
                    return
                }
            }
        }
        try await work(50_000)
        guard let full = refused else {
            say("the disk did not become full in \(acknowledged.count) commands")
            return false
        }
        say("full after \(acknowledged.count): \(full.error.text)")
        // As long as there is no room the answer stays the same, and reading goes on.
        for _ in 0..<3 { if (try? await desk.perform(full.ask.request)) != nil { break } }
        let head = try await desk.edges.store.head()
        if let last = acknowledged.map(\.receipt.positions.upperBound).max(), head.next < last {
            faults.append("the journal ends at \(head.next), acknowledged was up to \(last)")
        }
        // Room again: the very command that failed is done, once.
        try? FileManager.default.removeItem(atPath: ballast)
        limit(.max)
        let before = acknowledged.count
        acknowledged.append((full.ask, try await desk.perform(full.ask.request)))
        refused = nil
        try await work(200)
        if let again = refused { faults.append("with room again: \(again.error.text)") }
        say("\(acknowledged.count - before) more with room again")
        await desk.close()
        desk = try await Desks.open(try .sqlite(Desks.path(folder)), factor: 1)
        for (ask, receipt) in acknowledged {
            let again = try await desk.perform(ask.request)
            if !again.isRepeated || again.positions != receipt.positions {
                faults.append("\(ask.request.key?.text ?? "") is lost")
            }
        }
        let live = try await desk.edges.store.projections()
        try await ServiceDesk.rebuild(desk.edges)
        if try await desk.edges.store.projections() != live { faults.append("the projections are not the journal's") }
        await desk.close()
        faults += try Store.integrity(Desks.path(folder))
        for fault in faults { say(fault) }
        if faults.isEmpty { say("sound") }
        return faults.isEmpty
    }

    /// For this process alone, and only the soft limit, so that it can be lifted again.
    private static func limit(_ bytes: UInt64?) {
        guard let bytes else { return }
        var limits = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
        limits.rlim_cur = min(rlim_t(bytes), limits.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
    }
}
