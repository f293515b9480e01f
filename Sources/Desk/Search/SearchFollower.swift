import Domain

/// Keeps the search index at the journal's end.
///
/// A step reads a stretch of entries and writes anew each document that they touch. A document holds how far its stream
/// is in it, so that a long history is read once and not once for each of its entries.
public struct SearchFollower: Sendable {
    /// Documents a step: the store's one writer is taken for as long as they take.
    static let documentsAtMost = 512
    static let entriesAtMost = 8_000
    /// What comes together is written together: each list of a term is then changed once.
    private static let pause = Duration(milliseconds: 250)
    private let desk: ServiceDesk
    private var store: Store { desk.edges.store }

    public init(_ desk: ServiceDesk) { self.desk = desk }

    /// Deals with the next stretch.
    /// - Returns: how many entries and emptied documents that was; 0 when there is nothing to do.
    /// - Throws: `StoreError`.
    public func step() async throws -> Int { try await stretch().count }

    /// - Returns: besides, whether more is left for sure: it took as much as it may, nothing was written, or documents
    ///   were emptied.
    private func stretch() async throws -> (count: Int, isMore: Bool) {
        let from = try await store.search.place()
        var (to, count) = (from, 0)
        var touched = Touched()
        var erased: [PersonID] = []
        var erases = false
        // First: what was emptied is to be found again before anything new is.
        for stream in try await store.search.emptied(Self.documentsAtMost) {
            touched.add(whole: stream)
            count += 1
        }
        // By index: an entry is made of so many parts that a copy of it costs more than what is done with it here.
        let entries = try await store.follow(from, Self.entriesAtMost)
        for index in entries.indices {
            if !touched.add(entries[index], streamsAtMost: Self.documentsAtMost) { break }
            switch entries[index].event {
            case .record(.erased, _): erased.append(PersonID(rawValue: entries[index].stream.description))
            case .ticket(.changed(.eraseTexts, _)): erases = true
            default: break
            }
            to = entries[index].position + 1
            count += 1
        }
        if count == 0 { return (0, false) }
        // Done before the erasure was answered, unless the program ended in between.
        if !erased.isEmpty { try await store.search.forget(erased) }
        var step = IndexStep(from: from, to: to)
        step.erases = erases
        // In the journal's order, so that a later number is a later document.
        let touchedCount = touched.count
        let (through, begun) = touched.parted()
        var sources = try await store.search.sources(through, begun)
        sources.sort { $0.begun < $1.begun }
        step.documents.reserveCapacity(sources.count)
        var gathering = TermGathering()
        for source in sources {
            if let document = SearchDocument(source, &gathering) {
                step.documents.append(document)
            } else {
                step.gone.append(source.stream)
            }
        }
        let isFull = touchedCount >= Self.documentsAtMost || entries.count >= Self.entriesAtMost
        let isWritten = try await store.search.put(step)
        return (count, isFull || !isWritten || !erased.isEmpty)
    }

    /// Until nothing is left to follow.
    /// - Parameter progress: told how many entries are in the index.
    public func catchUp(progress: (Int64) -> Void = { _ in }) async throws {
        while try await step() > 0 { progress(try await store.search.place()) }
    }

    /// How far the index is behind the journal, in entries.
    public func lag() async throws -> Int64 {
        let next = try await store.head().next
        return max(0, next - (try await store.search.place()))
    }

    /// Runs until the task is cancelled.
    public func run() async {
        var outage = Outage("The search index could not go on.", desk.edges)
        while !Task.isCancelled {
            do {
                if await desk.leads("search") {
                    // What has come since a step began waits for the next turn: a few documents at a time, each list of a
                    // common word would be written anew for a few.
                    while try await stretch().isMore, !Task.isCancelled {}
                    outage.isOver()
                }
            } catch {
                if Task.isCancelled { return }
                outage.goesOn(error)
            }
            await desk.wakeSearch.wait(atMost: .seconds(1))
            try? await Task.sleep(for: .milliseconds(Self.pause.milliseconds))
        }
    }
}

/// The streams of a stretch, as far as it goes.
private struct Touched {
    private struct Stream {
        let id: StreamID
        var through: Int64
        /// All of it, where it begins in this stretch; else none.
        var entries: [Journal.Entry] = []
    }
    private var streams: [Stream] = []
    private var places: [StreamID: Int] = [:]

    var count: Int { streams.count }

    /// One that is wanted up to its end.
    mutating func add(whole stream: StreamID) { put(Stream(id: stream, through: .max)) }

    /// - Returns: false, and it is left out, where it would be of a stream too many.
    mutating func add(_ entry: borrowing Journal.Entry, streamsAtMost: Int) -> Bool {
        if let place = place(of: entry.stream) {
            if streams[place].through != .max { streams[place].through = entry.position }
            if !streams[place].entries.isEmpty { streams[place].entries.append(copy entry) }
            return true
        }
        if streams.count >= streamsAtMost { return false }
        guard entry.stream.kind.isSearched else { return true }
        var stream = Stream(id: entry.stream, through: entry.position)
        if entry.version == 0 {
            // As many as open most tickets.
            stream.entries.reserveCapacity(2)
            stream.entries.append(copy entry)
        }
        put(stream)
        return true
    }

    private mutating func put(_ stream: Stream) {
        places[stream.id] = streams.count
        streams.append(stream)
    }

    /// Mostly it is the last, since the entries of a request stand together.
    private func place(of stream: StreamID) -> Int? {
        if let last = streams.last?.id, last == stream { return streams.count - 1 }
        return places[stream]
    }

    /// Those that are to be read, with how far; and those that are at hand.
    consuming func parted() -> (through: [StreamID: Int64], begun: [StreamID: [Journal.Entry]]) {
        var (through, begun): ([StreamID: Int64], [StreamID: [Journal.Entry]]) = ([:], [:])
        begun.reserveCapacity(streams.count)
        for stream in streams {
            if stream.entries.isEmpty { through[stream.id] = stream.through } else { begun[stream.id] = stream.entries }
        }
        return (through, begun)
    }
}

extension StreamID.Kind {
    /// Whether anything of such a stream is to be found.
    var isSearched: Bool {
        switch self {
        case .ticket, .incident: true
        case .record(let kind): !kind.isCredential
        case .desk, .policy, .ledger, .contacts, .access: false
        }
    }
}
