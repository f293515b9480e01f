import Desk
import Domain
import Evidence
import Foundation
import GRDB
import Storage

/// The child that opens a desk after its end and looks whether all that was acknowledged is there, and whole.
///
/// Prints a line for each fault, `lost` or `half` or `broken` first, then one with what it counted.
final class Inspection {
    private let folder: String
    let path: String
    let url: String?
    private var chance: Chance
    private var faults: [String] = []
    private var acknowledged: [Told.Acknowledged] = []
    private var sent: Set<String> = []

    init(_ options: Options) throws {
        folder = try options.named()
        path = Desks.path(folder)
        url = options.url
        chance = Chance(options.seed)
    }

    /// - Returns: whether nothing was found.
    func run() async throws -> Bool {
        if url == nil { PowerCut.watch(folder) }
        alarm(900)
        let told = (try? String(contentsOfFile: folder + "/told", encoding: .utf8)) ?? ""
        for line in told.split(separator: "\n").compactMap({ Told(String($0)) }) {
            switch line {
            case .acknowledged(let one): acknowledged.append(one)
            case .sent(let key): sent.insert(key)
            }
        }
        if url != nil || FileManager.default.fileExists(atPath: path) {
            try await inspect()
        } else if let first = acknowledged.first {
            fault("lost", "there is no desk, and \(first.key) was acknowledged")
        }
        for fault in faults { say(fault) }
        return faults.isEmpty
    }

    private func fault(_ kind: String, _ text: String) { faults.append("\(kind): \(text)") }

    private func inspect() async throws {
        let store = try await Desks.store(folder, url)
        if url == nil { for fault in try Store.integrity(path) { self.fault("broken", fault) } }
        let desk = try await Desks.open(store, factor: 1)
        var journal: [Journal.Entry] = []
        while case let page = try await store.read(Int64(journal.count), 2_000), !page.isEmpty { journal += page }
        checkOrder(journal)
        try await checkAcknowledged(journal, store)
        try checkReceipts(journal)
        checkTimed(journal)
        try checkMessages(journal)
        if url == nil { try checkErased() }
        try await checkProjections(desk)
        try await checkRepeats(desk)
        // What was due when it ended, and what the followers had not seen, must go on and come to rest.
        var rounds = 0
        while try await Scheduler(desk).fireDue() > 0 {
            rounds += 1
            if rounds > 1_000 {
                fault("broken", "the due list does not empty")
                break
            }
        }
        while try await Followers(desk).stepAll() > 0 {
            rounds += 1
            if rounds > 2_000 {
                fault("broken", "the followers do not come to the end: \(try await Followers(desk).lags())")
                break
            }
        }
        for fault in try await Sealed.faults(desk, folder) { self.fault("unsealed", fault) }
        await desk.close()
        say("counted \(journal.count) entries, \(acknowledged.count) acknowledged")
    }

    private func checkOrder(_ journal: [Journal.Entry]) {
        var versions: [StreamID: Int] = [:]
        for (index, entry) in journal.enumerated() {
            if entry.position != Int64(index) { return fault("broken", "position \(index) is missing") }
            if entry.version != versions[entry.stream, default: 0] {
                fault("broken", "\(entry.stream) has version \(entry.version) twice or out of turn")
            }
            versions[entry.stream] = entry.version + 1
            if index > 0, entry.recorded < journal[index - 1].recorded {
                fault("broken", "entry \(index) was recorded before entry \(index - 1)")
            }
        }
    }

    /// Each with its receipt, its entries, its streams, its text.
    private func checkAcknowledged(_ journal: [Journal.Entry], _ store: Store) async throws {
        let keys = acknowledged.map { Receipt.Key(actor: $0.actor, text: $0.key) }
        let receipts = try await store.receipts(keys)
        var erased: Set<StreamID> = []
        for entry in journal {
            switch entry.event {
            case .ticket(.changed(.eraseTexts, _)), .record(.erased, _): erased.insert(entry.stream)
            default: break
            }
        }
        for (one, key) in zip(acknowledged, keys) {
            guard let known = receipts[key] else {
                fault("lost", "\(one.key) of \(one.actor) has no receipt")
                continue
            }
            if known.receipt.positions != one.positions || known.receipt.recorded != one.recorded
                || known.requestHash != one.requestHash
            {
                fault("broken", "the receipt of \(one.key) is \(known), acknowledged was \(one)")
            }
            guard one.positions.upperBound <= journal.count else {
                fault("lost", "\(one.key) wrote \(one.positions), the journal ends at \(journal.count)")
                continue
            }
            let entries = journal[Int(one.positions.lowerBound)..<Int(one.positions.upperBound)]
            if let other = entries.first(where: { $0.actor != one.actor || $0.recorded != one.recorded }) {
                fault("broken", "entry \(other.position) is not of \(one.key)")
            }
            let streams = Set(entries.map(\.stream.description))
            for stream in one.streams where !streams.contains(stream) {
                fault("half", "\(one.key) wrote nothing to \(stream)")
            }
            if one.textBytes > 0 { try await checkText(one, entries, erased, store) }
        }
    }

    private func checkText(
        _ one: Told.Acknowledged, _ entries: ArraySlice<Journal.Entry>, _ erased: Set<StreamID>, _ store: Store
    ) async throws {
        guard let entry = entries.first(where: { $0.bound?.fields.contains { $0.name == "text" } ?? false }),
            let bound = entry.bound
        else { return fault("half", "\(one.key) has no entry for its text") }
        let payload = Told.text(one.key, bytes: one.textBytes)
        guard let text = try await store.texts(one.positions).first(where: { $0.field == "text" }) else {
            let isErased =
                erased.contains(entry.stream) || StreamID(bound.person.rawValue).map(erased.contains) ?? false
            if !isErased { fault("lost", "the text of \(one.key) is gone") }
            return
        }
        if text.payload != payload { fault("broken", "the text of \(one.key) is another") }
        let hash = Content.hex(FieldCommitment.hash(field: "text", salt: text.salt, payload: payload))
        if bound.fields.first(where: { $0.name == "text" })?.hash != hash {
            fault("broken", "the text of \(one.key) does not match its commitment")
        }
    }

    /// Of commands that were not acknowledged too: entries and receipt stand or fall together, and no two share one.
    private func checkReceipts(_ journal: [Journal.Entry]) throws {
        let rows = try receipts()
        var owner = [String?](repeating: nil, count: journal.count)
        for row in rows {
            let (actor, key) = (row[0], row[1])
            guard let first = Int(row[2]), let count = Int(row[3]), let recorded = Int64(row[4]) else { continue }
            guard first + count <= journal.count else {
                fault("half", "\(key) has a receipt and not all its entries")
                continue
            }
            for index in first..<first + count {
                if let other = owner[index] { fault("broken", "entry \(index) is of \(other) and of \(key)") }
                owner[index] = key
                if journal[index].actor.rawValue != actor { fault("broken", "entry \(index) is not of \(actor)") }
                if journal[index].recorded.milliseconds != recorded {
                    fault("broken", "entry \(index) was not recorded with \(key)")
                }
            }
        }
        for (entry, owner) in zip(journal, owner) where owner == nil && entry.actor.rawValue.hasPrefix("agent:") {
            fault("half", "entry \(entry.position) of \(entry.actor) has no receipt")
        }
        checkPairs(journal)
    }

    /// A merge and a split write to two tickets: never to one of them alone.
    private func checkPairs(_ journal: [Journal.Entry]) {
        var (merged, absorbed): (Set<String>, Set<String>) = ([], [])
        var (parts, wholes): (Set<String>, Set<String>) = ([], [])
        for entry in journal {
            switch entry.event {
            case .ticket(.mergedInto(let other, _)): merged.insert("\(entry.stream.id) \(other)")
            case .ticket(.absorbed(let other, _, _)): absorbed.insert("\(other) \(entry.stream.id)")
            case .ticket(.opened(let opening)):
                if let whole = opening.splitFrom { parts.insert("\(whole) \(opening.id)") }
            case .ticket(.changed(.split(let part), _)): wholes.insert("\(entry.stream.id) \(part)")
            default: break
            }
        }
        for pair in merged.symmetricDifference(absorbed) { fault("half", "a merge stands on one side: \(pair)") }
        for pair in parts.symmetricDifference(wholes) { fault("half", "a split stands on one side: \(pair)") }
    }

    /// Breaches, warnings, rungs and postings: each once, whatever was cut off between firing and telling.
    private func checkTimed(_ journal: [Journal.Entry]) {
        var standing: Set<String> = []
        var told: [String: Int] = [:]
        var hearings: [String: Int] = [:]
        for entry in journal {
            switch entry.event {
            case .ticket(.course(.breached(let key, _, _))), .incident(.course(.breached(let key, _, _))):
                if !standing.insert("\(entry.stream) \(key)").inserted {
                    fault("broken", "\(entry.stream) breached \(key) twice")
                }
            case .ticket(.course(.breachWithdrawn(let key, _))), .incident(.course(.breachWithdrawn(let key, _))):
                standing.remove("\(entry.stream) \(key)")
            case .ticket(.course(.warned(let key, let share, _))), .incident(.course(.warned(let key, let share, _))):
                once("\(entry.stream) warned \(key) \(share)", &told)
            case .ticket(.course(.rungReached(let key, let rung, _))),
                .incident(.course(.rungReached(let key, let rung, _))):
                once("\(entry.stream) reached \(key) \(rung)", &told)
            case .ledger(.posted(let key, _, _)): once("\(entry.stream) posted \(key)", &told)
            case .ledger(.reversed(let key, _, _)): told["\(entry.stream) posted \(key)", default: 1] -= 1
            case .incident(.course(.happened(let name, let at, _))): hearings["\(name) \(at)", default: 0] += 1
            default: break
            }
        }
        for entry in journal where entry.actor == "follower:incidents" {
            guard case .ticket(.course(.happened(let name, let at, _))) = entry.event else { continue }
            // Several incidents may have ended at one instant, each heard once.
            once("\(entry.stream) heard \(name) \(at)", &told, atMost: hearings["\(name) \(at)"] ?? 0)
        }
    }

    private func once(_ what: String, _ told: inout [String: Int], atMost: Int = 1) {
        told[what, default: 0] += 1
        if told[what]! > atMost { fault("broken", "\(what) more than \(atMost) times") }
    }

    /// Somebody is told of every breach: the message waits, or was handed on.
    private func checkMessages(_ journal: [Journal.Entry]) throws {
        let waiting = try positionsOfMessages()
        let told = Set(sent.compactMap { Int64($0.prefix { $0 != "-" }) })
        for entry in journal {
            guard case .ticket(.course(.breached)) = entry.event else { continue }
            if !waiting.contains(entry.position), !told.contains(entry.position) {
                fault("lost", "nobody was told of the breach at \(entry.position)")
            }
        }
    }

    /// A key that was erased may be in no file any more. Keys are remembered when they are seen.
    private func checkErased() throws {
        let notes = folder + "/keys"
        var known: [String: String] = [:]
        for line in ((try? String(contentsOfFile: notes, encoding: .utf8)) ?? "").split(separator: "\n") {
            let words = line.split(separator: " ")
            known[String(words[0])] = String(words[1])
        }
        let people = try raw { db in try Row.fetchAll(db, sql: "SELECT name, hex(key), key IS NULL FROM person") }
        let files = ["", "-wal"].map { FileManager.default.contents(atPath: path + $0) ?? Data() }
        for row in people {
            let (name, key, isErased): (String, String, Bool) = (row[0], row[1] ?? "", row[2])
            if !isErased {
                known[name] = key
            } else if let old = known.removeValue(forKey: name) {
                let bytes = Data(Self.bytes(old))
                if files.contains(where: { $0.range(of: bytes) != nil }) {
                    fault("broken", "the erased key of \(name) is still in a file")
                }
            }
        }
        try known.map { "\($0) \($1)\n" }.sorted().joined().write(toFile: notes, atomically: true, encoding: .utf8)
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
    }

    private func checkProjections(_ desk: ServiceDesk) async throws {
        if try await desk.edges.store.isRebuildUnfinished() { try await ServiceDesk.rebuild(desk.edges) }
        let before = try await desk.edges.store.projections()
        try await ServiceDesk.rebuild(desk.edges)
        let after = try await desk.edges.store.projections()
        if before == after { return }
        let (gone, new) = (Set(before).subtracting(after), Set(after).subtracting(before))
        fault(
            "half",
            "\(gone.count) rows are not what a rebuild makes: \(gone.sorted().prefix(2)) became \(new.sorted().prefix(2))"
        )
    }

    /// A command that is sent again after the crash is answered as it was, and not done again.
    private func checkRepeats(_ desk: ServiceDesk) async throws {
        for _ in 0..<min(20, acknowledged.count) {
            let one = chance.one(of: acknowledged)
            let request = Request(
                one.actor, .record(.customer, "never", .put(["name": "never"])),
                key: .init(one.key, requestHash: one.requestHash))
            let receipt = try await desk.perform(request)
            if !receipt.isRepeated || receipt.positions != one.positions {
                fault("lost", "\(one.key) sent again was done again")
            }
        }
    }
}
