import ArgumentParser
import Desk
import Edges
import Evidence
import Wire

extension EvidenceCommand {
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says how far the log is, by whom it was witnessed, and what keeps it from going on.",
            discussion: """
                Example:
                  yinuo evidence status --desk desk.sqlite
                What is wrong stands in lines that begin with "trouble:". Witnesses are
                those of the settings (YINUO_SETTINGS, YINUO_EVIDENCE_WITNESSES).
                Exit status: 0 if all is well, 1 if there is trouble.
                """)

        @OptionGroup var which: LogOption
        @OptionGroup var option: EvidenceOption
        @Flag(help: "Answer in JSON.") var json = false

        func run() async throws {
            try await complaining {
                let (desk, file) = try await option.named()
                let standing = try await OpenDesk.reading(desk) { store in
                    try await EvidenceStanding(store, file, desk.witnesses, which.log == nil ? nil : which.find(store))
                }
                print(json ? standing.json.text : standing.lines.joined(separator: "\n"))
                if !standing.troubles.isEmpty { throw ExitCode(1) }
            }
        }
    }
}

/// A desk's logs as they stand, and what is wrong with them.
struct EvidenceStanding {
    private let logs: [SealedLog]
    /// The one that was asked for.
    private let shown: SealedLog?
    private let next: Int64
    private let anchors: [Anchor]
    /// Nil unless it signed the log that is shown.
    private let key: VerifierKey?
    private(set) var troubles: [String] = []

    init(_ store: Store, _ file: EvidenceKeyFile?, _ witnesses: [NamedWitness], _ asked: SealedLog?) async throws {
        // Before the log, which may grow meanwhile.
        let outside: Result<Note?, EvidenceFileFault>
        do throws(EvidenceFileFault) { outside = .success(try file?.published.read()) } catch {
            outside = .failure(error)
        }
        logs = try await store.seals.logs()
        shown = asked ?? logs.last
        next = try await store.head().next
        anchors = try await store.seals.anchors(shown?.number ?? 0)
        key =
            if let file, let shown, !shown.checkpoint.isEmpty, case .fits(let signer) = KeyAtHand(file, of: shown) {
                signer.verifier
            } else { nil }
        troubles = try await Self.troubles(store, logs.last, file, outside)
        guard let log = logs.last, log.size > 0 else { return }
        let signed = Set(try await store.seals.anchors(log.number).filter { $0.kind == .witness }.map(\.by))
        for witness in witnesses where !signed.contains(witness.key.name) {
            troubles.append(
                "The witness \(witness.key.name) has never signed \(log.origin). Look whether \(witness.url) knows the log, "
                    + "and into the log of yinuo serve.")
        }
    }

    private static func troubles(
        _ store: Store, _ log: SealedLog?, _ file: EvidenceKeyFile?, _ outside: Result<Note?, EvidenceFileFault>
    ) async throws -> [String] {
        guard let file else {
            return try await store.seals.isRestored()
                ? [SealFault.restored(origin: log?.origin, size: log?.size ?? 0).text] : []
        }
        let signer: SignerKey
        if let log {
            switch KeyAtHand(file, of: log) {
            case .trouble(let text): return [text]
            case .fits: signer = try file.read()
            }
        } else if file.exists {
            signer = try file.read()
        } else {
            return []
        }
        switch outside {
        case .failure(let fault): return [fault.description]
        case .success(let note):
            return try await LogStanding(store, key: signer).trouble(note).map { [$0.text] } ?? []
        }
    }

    private var sealed: Int64 { logs.last.map { $0.size - $0.shift } ?? 0 }

    var lines: [String] {
        var lines = logs.filter { shown == logs.last || $0 == shown }.map {
            "log        \($0.origin), \($0.size) entries"
        }
        if logs.isEmpty { lines.append("log        none yet: it begins with yinuo serve") }
        lines.append("journal    \(next) entries, \(next - sealed) not sealed yet")
        for anchor in anchors.filter({ $0.kind != .stamped }).suffix(5) {
            lines.append(
                "anchor     at \(anchor.size), \(anchor.kind == .timestamp ? "time stamp" : "witness") of \(anchor.by)")
        }
        if let key { lines.append("key        \(key.text)") }
        return lines + troubles.map { "trouble: \($0)" }
    }

    var json: JSONValue {
        .members([
            "logs": .array(
                logs.map {
                    .members(["number": .int($0.number), "origin": .string($0.origin), "size": .int($0.size)])
                }), "epoch": .int(logs.last?.number ?? 0), "entries": .int(next), "sealed": .int(sealed),
            "key": key.map { .string($0.text) },
            "anchors": .array(
                anchors.map {
                    .members(["size": .int($0.size), "kind": .string($0.kind.rawValue), "by": .string($0.by)])
                }), "trouble": .array(troubles.map { .string($0) }),
        ])
    }
}
