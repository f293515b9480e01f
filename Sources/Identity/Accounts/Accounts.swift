import Desk
import Domain
import Foundation
import Synchronization

/// Which account a login is of. Logins lie encrypted with the texts of their agents, so they are read once and kept at hand;
/// what has changed since is read again before it is asked for.
actor Accounts {
    private let desk: ServiceDesk
    private var logins: [RecordID: String] = [:]
    private var agents: [RecordID: RecordID] = [:]
    private var isRead = false
    private var isReading = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    /// Accounts and agents that have changed.
    private let changed = Mutex<Set<StreamID>>([])

    init(_ desk: ServiceDesk) { self.desk = desk }

    /// The form that logins are compared in.
    static func fold(_ login: String) -> String {
        login.precomposedStringWithCompatibilityMapping.lowercased().trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// - Returns: nil for what can't be a login.
    static func checked(_ login: String) -> String? {
        guard login.utf8.count <= 1_024 else { return nil }
        let folded = fold(login)
        let isPlain = folded.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
                .spaceSeparator:
                false
            default: true
            }
        }
        return isPlain && (1...128).contains(folded.unicodeScalars.count) ? folded : nil
    }

    nonisolated func hear(_ streams: [StreamID]) {
        let concerning = streams.filter { $0.kind == .record(.account) || $0.kind == .record(.agent) }
        if !concerning.isEmpty { changed.withLock { $0.formUnion(concerning) } }
    }

    /// Of several with one login, which two nodes can make at the same instant, always the same one.
    func account(of login: String) async throws(StoreError) -> RecordID? {
        try await accounts(called: Accounts.fold(login)).first
    }

    func accounts(called folded: String) async throws(StoreError) -> [RecordID] {
        try await read()
        return logins.filter { $0.value == folded }.keys.sorted()
    }

    var all: [RecordID] {
        get async throws(StoreError) {
            try await read()
            return agents.keys.sorted()
        }
    }

    func accounts(of agent: RecordID) async throws(StoreError) -> [RecordID] {
        try await read()
        return agents.filter { $0.value == agent }.keys.sorted()
    }

    /// One at a time: who asks goes by nothing that another is only about to read.
    private func read() async throws(StoreError) {
        while isReading { await withCheckedContinuation { waiting.append($0) } }
        isReading = true
        defer {
            isReading = false
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
        if !isRead {
            var after: String?
            while case let page = try await desk.edges.store.names(.record(.account), after, 500), !page.isEmpty {
                for id in page { try await read(RecordID(id)) }
                after = page.last
            }
            isRead = true
        }
        let streams = changed.withLock { changed in
            defer { changed = [] }
            return changed
        }
        if streams.isEmpty { return }
        do throws(StoreError) {
            for stream in streams {
                if stream.kind == .record(.account) {
                    try await read(RecordID(stream.id))
                } else {
                    for (account, agent) in agents where agent.rawValue == stream.id { try await read(account) }
                }
            }
        } catch {
            // What could not be read is still to be read.
            changed.withLock { $0.formUnion(streams) }
            throw error
        }
    }

    private func read(_ account: RecordID) async throws(StoreError) {
        let record = try await desk.record(.account, account).flatMap { $0.state == .live ? $0 : nil }
        // Gone with its agent's key.
        let login = record == nil ? nil : try await desk.texts(of: .record(.account, account))["login"]
        // At once, since others sign in meanwhile.
        (logins[account], agents[account]) = (login.map(Accounts.fold), record?.id("agent"))
    }
}

extension ServiceDesk {
    /// A record's sealed texts.
    func texts(of stream: StreamID) async throws(StoreError) -> [String: String] {
        do {
            return try await sealed(stream).mapValues { String(decoding: $0, as: UTF8.self) }
        } catch {
            throw error as? StoreError ?? .failed(operation: "reading texts", cause: "\(error)")
        }
    }
}
