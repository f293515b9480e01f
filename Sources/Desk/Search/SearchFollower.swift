import Domain

/// Keeps the search index at the journal's end.
///
/// A step reads a stretch of entries and writes anew each document that they touch. A document holds how far its stream
/// is in it, so that a long history is read once and not once for each of its entries.
public struct SearchFollower: Sendable {
    /// Documents a step: the store's one writer is taken for as long as they take.
    static let documentsAtMost = 1_024
    static let entriesAtMost = 8_000
    /// What comes together is written together: each list of a term is then changed once.
    private static let pause = Duration(milliseconds: 250)
    private let desk: ServiceDesk
    private var store: Store { desk.edges.store }

    public init(_ desk: ServiceDesk) { self.desk = desk }

    /// Deals with the next stretch.
    /// - Returns: how many entries and emptied documents that was; 0 when there is nothing to do.
    /// - Throws: `StoreError`.
    public func step() async throws -> Int {
        let from = try await store.search.place()
        var (to, count) = (from, 0)
        var touched: [StreamID: Int64] = [:]
        // All of the streams that begin in this stretch, as far as it goes.
        var begun: [StreamID: [Journal.Entry]] = [:]
        var erased: [PersonID] = []
        var erases = false
        // First: what was emptied is to be found again before anything new is.
        for stream in try await store.search.emptied(Self.documentsAtMost) {
            touched[stream] = .max
            count += 1
        }
        for entry in try await store.follow(from, Self.entriesAtMost) {
            if touched[entry.stream] == nil {
                if touched.count >= Self.documentsAtMost { break }
                if entry.stream.kind.isSearched {
                    touched[entry.stream] = entry.position
                    if entry.version == 0 { begun[entry.stream] = [entry] }
                }
            } else if touched[entry.stream] != .max {
                touched[entry.stream] = entry.position
                begun[entry.stream]?.append(entry)
            }
            switch entry.event {
            case .record(.erased, _): erased.append(PersonID(rawValue: entry.stream.description))
            case .ticket(.changed(.eraseTexts, _)): erases = true
            default: break
            }
            to = entry.position + 1
            count += 1
        }
        if count == 0 { return 0 }
        // Done before the erasure was answered, unless the program ended in between.
        if !erased.isEmpty { try await store.search.forget(erased) }
        var step = IndexStep(from: from, to: to)
        step.erases = erases
        // In the journal's order, so that a later number is a later document.
        let sources = try await store.search.sources(touched, begun).sorted { $0.begun < $1.begun }
        for source in sources {
            if let document = SearchDocument(source) {
                step.documents.append(document)
            } else {
                step.gone.append(source.stream)
            }
        }
        _ = try await store.search.put(step)
        return count
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
                    while try await step() > 0, !Task.isCancelled {}
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

extension SearchSource {
    fileprivate var begun: Int64 { entries.first?.position ?? .max }
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
