import Desk
import Domain
import NIOCore
import Synchronization
import Wire

/// The journal's newest entries at hand, as events of a stream, for all who follow it live.
///
/// Each entry is read and spelled once, however many follow. Nobody has a queue of their own: who follows holds a
/// position and asks for what comes after it, so who reads slowly costs nothing and falls behind, and who falls too far
/// behind is told to begin anew.
public actor Live {
    /// One entry as an event: `id` is its position.
    struct Frame: Sendable {
        let position: Int64
        let stream: StreamID
        /// Whose ticket it is about.
        let customer: CustomerID?
        let bytes: ByteBuffer
        /// The same for the customer, if it is about one's ticket: that it changed, and what of that they are told.
        let bytesForCustomer: ByteBuffer?
    }

    enum Batch: Sendable {
        case frames([Frame])
        /// Nothing has come for a while.
        case quiet
        /// Too far behind: begin anew at this position.
        case reset(Int64)
        case closed
    }

    static let kept = 10_000
    private static let framesAtOnce = 500
    private static let heartbeat = Domain.Duration.seconds(15)
    /// Milliseconds. Under load a commit comes every few of them: what comes together is told together, since each news
    /// wakes all who follow. What comes after a rest is told at once.
    private static let pause = 5

    /// What followers ask for. Behind a lock and not the actor: thousands are woken at once, each on a thread of its own
    /// connection, and would pass the actor on from thread to thread.
    private struct Ring {
        var frames: [Frame] = []
        /// The position after the last frame.
        var next: Int64 = 0
        /// Whether it is known where the journal ends.
        var isBegun = false
        var isClosed = false
        var waiting: [CheckedContinuation<Bool, Never>] = []
        var followers = 0
        var streams: [Actor: Int] = [:]

        /// - Parameter head: the journal's, as far as that is known.
        /// - Returns: nil where there is nothing to be had but by waiting.
        func batch(after position: Int64, head: Int64) -> Found? {
            if isClosed { return .batch(.closed) }
            if !isBegun { return nil }
            if position >= next { return position < head ? nil : .ahead }
            if position + 1 == next { return nil }
            if next - position > Int64(Live.kept) { return .batch(.reset(next - 1)) }
            let first = next - Int64(frames.count)
            guard position + 1 >= first else { return .older(atMost: Int(next - 1 - position)) }
            let from = Int(position + 1 - first)
            return .batch(.frames(Array(frames[from..<min(frames.count, from + Live.framesAtOnce)])))
        }
    }
    private enum Found {
        case batch(Batch)
        /// Nothing of it was heard of yet.
        case ahead
        /// It is not in the ring: so many entries are known of. More may be on disk, and will be told when they are.
        case older(atMost: Int)
    }

    private let desk: ServiceDesk
    private let ring = Mutex(Ring())
    private var customers: [TicketID: CustomerID] = [:]
    /// Windows that one customer may have open.
    static let streamsOfCustomer = 20

    public init(_ desk: ServiceDesk) { self.desk = desk }

    /// Reads what the desk writes, until the task is cancelled.
    public func run() async {
        var lastNews = ContinuousClock.now
        var outage = Outage("The live stream could not go on.", desk.edges)
        var isBegun = false
        while !Task.isCancelled {
            do {
                if !isBegun {
                    let head = try await desk.edges.store.head().next
                    ring.withLock { ($0.next, $0.isBegun) = (head, true) }
                    isBegun = true
                    wake(hasNews: true)
                }
                var hasCome = false
                while case let next = ring.withLock({ $0.next }),
                    case let entries = try await desk.edges.store.follow(next, Self.framesAtOnce), !entries.isEmpty
                {
                    try await publish(entries)
                    lastNews = .now
                    hasCome = true
                }
                outage.isOver()
                if hasCome { try? await Task.sleep(for: .milliseconds(Self.pause)) }
            } catch {
                if Task.isCancelled { break }
                outage.goesOn(error)
            }
            if ContinuousClock.now - lastNews >= .milliseconds(Self.heartbeat.milliseconds) {
                wake(hasNews: false)
                lastNews = .now
            }
            await desk.wakeLive.wait(atMost: .seconds(1))
        }
        close()
    }

    /// What comes after a position; waits until there is something.
    nonisolated func batch(after position: Int64) async throws -> Batch {
        var head: Int64 = 0
        while true {
            switch ring.withLock({ $0.batch(after: position, head: head) }) {
            case .batch(let batch): return batch
            case .ahead:
                head = try await desk.edges.store.head().next
                // Of another desk, or of one that was restored.
                if position >= head { return .reset(head - 1) }
                continue
            case .older(let known):
                let entries = try await desk.edges.store.read(position + 1, min(known, Self.framesAtOnce))
                // The journal was put back to before them.
                if entries.isEmpty { return .reset(ring.withLock { $0.next - 1 }) }
                return .frames(try await Operation.away { try await frames(entries) })
            case nil: break
            }
            let hasNews = await withCheckedContinuation { continuation in
                let isThere = ring.withLock { ring in
                    // It may have come in between.
                    if ring.batch(after: position, head: head) != nil { return true }
                    ring.waiting.append(continuation)
                    return false
                }
                if isThere { continuation.resume(returning: true) }
            }
            if !hasNews { return ring.withLock { $0.isClosed } ? .closed : .quiet }
        }
    }

    /// The last entry that is told of; nil before it is known.
    nonisolated private var told: Int64? { ring.withLock { $0.isBegun ? $0.next - 1 : nil } }

    /// The position from which on there will be news.
    nonisolated func last() async throws -> Int64 {
        if let told { return told }
        return try await desk.edges.store.head().next - 1
    }

    /// - Returns: false for a customer who follows as often as anybody may: connections are for all.
    nonisolated func come(_ who: Principal) -> Bool {
        ring.withLock { ring in
            let own = ring.streams[who.actor] ?? 0
            guard who.customer == nil || own < Self.streamsOfCustomer else { return false }
            ring.streams[who.actor] = own + 1
            ring.followers += 1
            return true
        }
    }

    nonisolated func go(_ who: Principal) {
        ring.withLock { ring in
            ring.followers -= 1
            ring.streams[who.actor] = (ring.streams[who.actor] ?? 1) - 1
            if ring.streams[who.actor] == 0 { ring.streams[who.actor] = nil }
        }
    }

    /// Ends every stream, and those that are still to come.
    nonisolated func close() {
        ring.withLock { $0.isClosed = true }
        wake(hasNews: false)
    }

    nonisolated var followers: Int { ring.withLock { $0.followers } }

    public func measures() -> [Measure] {
        [
            Measure(
                "yinuo_live_followers", .gauge, "Streams that are followed live.", [],
                Double(followers))
        ]
    }

    private func publish(_ entries: [Journal.Entry]) async throws {
        guard let last = entries.last else { return }
        // What nobody follows is not spelled; who comes back after it has it read from the journal.
        let isFollowed = ring.withLock { $0.followers > 0 }
        let frames = isFollowed ? try await frames(entries) : []
        ring.withLock { ring in
            if isFollowed { ring.frames += frames } else { ring.frames = [] }
            // Cut now and then, and not at every entry.
            if ring.frames.count > Self.kept + Self.framesAtOnce {
                ring.frames.removeFirst(ring.frames.count - Self.kept)
            }
            ring.next = last.position + 1
        }
        wake(hasNews: true)
    }

    nonisolated private func wake(hasNews: Bool) {
        let woken = ring.withLock { ring in
            defer { ring.waiting = [] }
            return ring.waiting
        }
        for continuation in woken { continuation.resume(returning: hasNews) }
    }

    private func frames(_ entries: [Journal.Entry]) async throws -> [Frame] {
        var frames: [Frame] = []
        frames.reserveCapacity(entries.count)
        for entry in entries {
            let customer = try await customer(of: entry)
            frames.append(
                Frame(
                    position: entry.position, stream: entry.stream, customer: customer,
                    bytes: Self.event(entry, isForCustomer: false),
                    bytesForCustomer: customer.map { _ in Self.event(entry, isForCustomer: true) }))
        }
        return frames
    }

    private func customer(of entry: Journal.Entry) async throws -> CustomerID? {
        guard entry.stream.kind == .ticket else { return nil }
        // A note is for those who serve.
        if case .ticket(.changed(.note, _)) = entry.event { return nil }
        let id = TicketID(entry.stream.id)
        if case .ticket(.opened(let opening)) = entry.event { customers[id] = opening.customer }
        if let known = customers[id] { return known }
        if customers.count > Self.kept * 2 { customers = [:] }
        let customer = try await desk.customer(of: id)
        customers[id] = customer
        return customer
    }

    /// Nothing personal is in it: who may see more asks for it by its position. Who did what, and what is done among those
    /// who serve, is not told to customers, to whom it is a change of their ticket like another.
    private static func event(_ entry: Journal.Entry, isForCustomer: Bool) -> ByteBuffer {
        let isTold = !isForCustomer || entry.event.isForCustomer
        let members = JSONValue.members([
            "position": .int(entry.position), "stream": .string(entry.stream.description),
            "version": .int(entry.version), "event": isTold ? .string(entry.event.subject) : nil,
            "occurred": .string(entry.occurred.text(in: .utc)), "recorded": .string(entry.recorded.text(in: .utc)),
            "actor": isForCustomer ? nil : .string(entry.actor.rawValue),
        ])
        let text = "id: \(entry.position)\nevent: entry\ndata: " + members.text
        return ByteBuffer(string: text + "\n\n")
    }
}
