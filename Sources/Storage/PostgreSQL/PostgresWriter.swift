import Desk
import Domain
import Foundation
import Wire

/// Writes a node's batches, one at a time.
///
/// A batch has a number, which is written with it: after a lost connection it is sent again as it was, and what has been
/// written by then is only answered. What another node has changed meanwhile leaves a decision out; the rest goes again.
actor PostgresWriter {
    private let line: Line
    private let place: PostgresPlace
    private let node: String
    private var number: Int64 = 0
    private var vault = PostgresVault()

    init(_ line: Line, _ place: PostgresPlace, node: String) {
        self.line = line
        self.place = place
        self.node = node
    }

    func commit(_ batch: [Decision]) async throws(StoreError) -> [Committed] {
        // What a key that comes again is answered with is known when the first is written.
        if let cut = repeatedKey(batch) {
            return try await commit(Array(batch[..<cut])) + commit(Array(batch[cut...]))
        }
        var judgement = Judgement(batch)
        try await prepare(batch, &judgement)
        var left = batch.count + 1
        while true {
            let parts = judgement.parts(batch)
            if parts.isEmpty { return judgement.results }
            let count = parts.reduce(0) { $0 + $1.decisions.count }
            // Each answer leaves something out, else the same would be sent for ever.
            guard count < left else {
                throw .failed(operation: "writing", cause: "the database refuses what nobody can name")
            }
            left = count
            let sql = try message(parts, batch, &judgement)
            switch try await send(sql) {
            case .written(let firsts):
                // One transaction, so each part begins where the one before it ends; of a message that was sent again
                // only the last part's beginning is known.
                var next = firsts[firsts.count - 1]
                for part in parts.dropLast() { next -= part.entries(batch) }
                for part in parts {
                    for index in part.decisions {
                        let count = Int64(batch[index].drafts.count)
                        judgement.results[index] = .done(next..<next + count)
                        next += count
                    }
                }
                return judgement.results
            case .refused(let facts):
                if let moved = facts.moved { throw StoreError(moved: moved, place) }
                vault.forget(facts.people)
                judgement.learn(facts, batch, vault)
            }
        }
    }

    private func repeatedKey(_ batch: [Decision]) -> Int? {
        var keys: Set<Receipt.Key> = []
        return batch.firstIndex { $0.receipt.map { !keys.insert($0.key).inserted } ?? false }
    }

    /// Keys, which stand for themselves, are there before the batch that needs them.
    private func prepare(_ batch: [Decision], _ judgement: inout Judgement) async throws(StoreError) {
        let people = batch.lazy.flatMap { $0.drafts.lazy.filter { !$0.texts.isEmpty }.compactMap(\.person) }
        for _ in 0..<2 {
            let missing = vault.missing(people).filter { !judgement.erased.contains($0) }
            if missing.isEmpty { return }
            let known = try await line.again("looking people up") { try PostgresVault.load(missing, $0) }
            vault.learn(known)
            judgement.erased.formUnion(known.filter { $0.key == nil }.map(\.person))
        }
    }

    private func message(
        _ parts: [Judgement.Part], _ batch: [Decision], _ judgement: inout Judgement
    ) throws(StoreError) -> [CChar] {
        var sql: [UInt8] = []
        do {
            for (index, part) in parts.enumerated() {
                var message = BatchMessage()
                for (stream, next) in part.expected { message.expect(stream, next) }
                for index in part.decisions {
                    try message.add(batch[index], judgement.payloads[index], &vault)
                }
                for person in part.people { if let id = vault.id(person) { message.expectKey(of: id) } }
                number += 1
                message.call(node: node, batch: number, strict: parts.count > 1, isFirst: index == 0, to: &sql)
            }
        } catch { throw StoreError(any: error, place.name, "sealing texts") }
        sql.append(0)
        return sql.map { CChar(bitPattern: $0) }
    }

    private enum Sent: Sendable {
        /// The first position of each part.
        case written([Int64])
        case refused(Facts)
    }

    private func send(_ sql: [CChar]) async throws(StoreError) -> Sent {
        let wasSent = Flag()
        do {
            return try await line.again("writing") { link in
                do {
                    let answers = try link.run(sql)
                    let texts = answers.map { $0.text(0, 0) }
                    let firsts = texts.compactMap { Int64($0) }
                    return firsts.count == texts.count ? .written(firsts) : .refused(try Facts(texts[texts.count - 1]))
                } catch let fault as PostgresFault where fault.isLost {
                    wasSent.raise()
                    throw fault
                } catch let fault as PostgresFault where fault.state == "YN001" {
                    return .refused(try Facts(fault.message))
                }
            }
        } catch {
            if wasSent.isRaised { throw .uncertain(operation: "writing") }
            throw error
        }
    }
}

/// Set once, from whichever thread.
private final class Flag: @unchecked Sendable {
    private let lock = NSLock()
    private var value = false
    func raise() { lock.withLock { value = true } }
    var isRaised: Bool { lock.withLock { value } }
}

/// What a batch took to be otherwise, as the database tells.
struct Facts: Sendable {
    var moved: String?
    var versions: [StreamID: Int] = [:]
    var receipts: [Receipt.Key: Known] = [:]
    var steps: Set<String> = []
    var people: Set<Int64> = []
    /// When the journal's last entry was recorded, if that is later than the batch.
    var recorded: Instant?
    var rulesChanged = false

    init(_ told: String) throws {
        let value = try JSONValue(told)
        func rows(_ name: String) -> [[JSONValue]] {
            guard case .array(let rows)? = value[name] else { return [] }
            return rows.map { if case .array(let parts) = $0 { parts } else { [$0] } }
        }
        func text(_ value: JSONValue) -> String { PlainText.unescaped(value.string ?? "") }
        func whole(_ value: JSONValue?) -> Int64? {
            if case .number(let digits)? = value { Int64(digits) } else { nil }
        }
        moved = value["moved"]?.string
        for row in rows("stale") {
            if let stream = StreamID(text(row[0])) { versions[stream] = Int(whole(row[1]) ?? 0) }
        }
        for row in rows("known") {
            let first = whole(row[3]) ?? 0
            receipts[Receipt.Key(actor: Actor(rawValue: text(row[0])), text: text(row[1]))] = Known(
                requestHash: text(row[2]),
                receipt: Receipt(
                    positions: first..<first + (whole(row[4]) ?? 0),
                    recorded: Instant(milliseconds: whole(row[5]) ?? 0), isRepeated: true))
        }
        steps = Set(rows("steps").map { text($0[0]) })
        people = Set(rows("people").compactMap { whole($0[0]) })
        recorded = whole(value["recorded"]).map(Instant.init(milliseconds:))
        rulesChanged = value["rules"] == JSONValue.bool(true)
    }
}
