import Desk
import Domain
import Edges
import Foundation
import Phrases
import Storage

/// A desk at hand for one command: nothing fires, nobody is told; `serve` does that.
enum OpenDesk {
    /// What the commands write is signed with this.
    static let actor: Actor = "edge:command-line"

    /// - Parameter reason: noted down with whom is erased.
    static func edges(_ store: Store, _ register: ErasureRegister?, reason: String? = nil) throws -> Edges {
        let shipped = try Shipped()
        return Edges(
            store: store, clocks: Machine.clocks, random: Machine.random, makePolicy: Shipped.makePolicy,
            zones: shipped.zones, official: shipped.official,
            deliver: { _, _ in .failed(cause: "only yinuo serve sends") },
            log: { line in
                if line.level == .info { return }
                let facts = line.facts.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
                Output.error(line.text + facts)
            }, registerErasures: { try register?.append($0, reason: reason) })
    }

    /// Beside whoever serves it.
    static func reading<Value>(_ desk: NamedDesk, _ body: (Store) async throws -> Value) async throws -> Value {
        try await closing(try await Store.open(desk.place, readOnly: true), body)
    }

    /// - Throws: while another program serves it, if it is a file; in a database they work beside each other.
    static func writing<Value>(
        _ desk: NamedDesk, reason: String? = nil, _ body: (ServiceDesk) async throws -> Value
    ) async throws -> Value {
        try await closing(try await Store.open(desk.place)) { store in
            try await body(try await ServiceDesk.open(try edges(store, desk.register, reason: reason)))
        }
    }

    /// - Parameters:
    ///   - progress: told how many streams are folded.
    ///   - indexed: told how many entries are in the search index, and how many there are.
    /// - Returns: entries folded.
    static func rebuilding(
        _ desk: NamedDesk, _ progress: @escaping @Sendable (Int) -> Void, indexed: (Int64, Int64) -> Void
    ) async throws -> Int {
        try await closing(try await Store.open(desk.place)) { store in
            let edges = try edges(store, desk.register)
            let count = try await ServiceDesk.rebuild(edges, progress: progress)
            let all = try await store.head().next
            // In a database the node that serves may do it at the same time: each step is one of theirs or of ours.
            try await SearchFollower(try await ServiceDesk.open(edges)).catchUp { indexed($0, all) }
            return count
        }
    }

    static func closing<Value>(
        _ store: Store, _ body: (Store) async throws -> Value
    ) async throws -> Value {
        do {
            let value = try await body(store)
            await store.close()
            return value
        } catch {
            await store.close()
            throw error
        }
    }

    /// The zone that the desk was founded in, for times that people read.
    static func zone(_ store: Store) async throws -> Zone {
        for entry in try await store.streams([.desk])[.desk] ?? [] {
            if case .desk(.founded(let name, _)) = entry.event, let zone = try? Shipped().zones.zone(name) {
                return zone
            }
        }
        return .utc
    }
}

/// Runs a command's work, and says what went wrong with its cause and its cure.
func complaining<Value>(_ words: any Wording = wording(.en), _ body: () async throws -> Value) async throws -> Value {
    do { return try await body() } catch {
        throw (error as? any DeskTrouble)?.complaint(words) ?? error
    }
}

/// An error of a desk that a person can mend.
protocol DeskTrouble {
    func complaint(_ words: any Wording) -> Complaint
}

extension StoreError: DeskTrouble {
    func complaint(_ words: any Wording) -> Complaint { Complaint(text) }
}

extension DeskImportFault: DeskTrouble {
    func complaint(_ words: any Wording) -> Complaint { Complaint(text + " Nothing was imported.") }
}

extension DeskMoveFault: DeskTrouble {
    func complaint(_ words: any Wording) -> Complaint { Complaint(text) }
}

extension ErasureRegisterFault: DeskTrouble {
    func complaint(_ words: any Wording) -> Complaint { Complaint(description) }
}

extension DeskError: DeskTrouble {
    func complaint(_ words: any Wording) -> Complaint {
        switch self {
        case .store(let error): error.complaint(words)
        case .stale(let stream): Complaint("\(stream) was changed by others again and again. Try again.")
        case .defect(let text): Complaint("\(text) Please report it.")
        }
    }
}

extension Refusal: DeskTrouble {
    func complaint(_ words: any Wording) -> Complaint { Complaint(words.words(for: self, in: .utc)) }
}

extension Instant {
    /// As a person reads it, in a zone.
    func shown(in zone: Zone) -> String { text(in: isWritable(in: zone) ? zone : .utc) }
}
