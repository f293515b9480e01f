import Desk
import Domain

/// Which decisions of a batch can stand, as far as is known: each is looked at as if those before it had been written.
struct Judgement {
    /// Decisions that go as one call. A new part begins where a decision needs what an earlier one writes beside the
    /// journal: a follower's next step, texts after an erasure.
    struct Part {
        var decisions: [Int] = []
        /// Where each stream is taken to be when the part begins.
        var expected: [(stream: StreamID, next: Int)] = []
        var people: Set<PersonID> = []

        func entries(_ batch: [Decision]) -> Int64 { Int64(decisions.reduce(0) { $0 + batch[$1].drafts.count }) }
    }

    /// Final for those that were left out.
    var results: [Committed]
    var payloads: [[(kind: String, payload: String)]]
    var erased: Set<PersonID> = []
    private var isOut: [Bool]
    /// What is known to be otherwise than the batch took it to be.
    private var versions: [StreamID: Int] = [:]
    private var receipts: [Receipt.Key: Known] = [:]
    private var steps: Set<String> = []

    init(_ batch: [Decision]) {
        results = [Committed](repeating: .done(0..<0), count: batch.count)
        payloads = []
        isOut = [Bool](repeating: false, count: batch.count)
        payloads.reserveCapacity(batch.count)
        for (index, decision) in batch.enumerated() {
            var spelled: [(kind: String, payload: String)] = []
            for draft in decision.drafts {
                do throws(CodecFault) { spelled.append(try JournalCodec.encode(draft.event, bound: draft.bound)) } catch
                {
                    isOut[index] = true
                    results[index] =
                        switch error {
                        case .tooLong(_, let bytes): .refused(.entryTooLong(bytes: bytes))
                        case .bound(_, let field): .refused(.badField(field))
                        case .unknownKind, .malformed: .refused(.badField("\(error)"))
                        }
                    break
                }
            }
            payloads.append(spelled)
        }
    }

    mutating func learn(_ facts: Facts, _ batch: [Decision], _ vault: PostgresVault) {
        versions.merge(facts.versions) { $1 }
        receipts.merge(facts.receipts) { $1 }
        steps.formUnion(facts.steps)
        // The vault has just forgotten those whose keys are gone.
        if !facts.people.isEmpty {
            for draft in batch.lazy.flatMap(\.drafts) where !draft.texts.isEmpty {
                if let person = draft.person, vault.id(person) == nil { erased.insert(person) }
            }
        }
        if facts.rulesChanged || facts.recorded != nil {
            let instant = facts.recorded ?? Instant(milliseconds: .min)
            for index in batch.indices where !isOut[index] {
                isOut[index] = true
                results[index] = .behind(instant, rulesChanged: facts.rulesChanged)
            }
        }
    }

    /// What is left to be written. Marks what can't stand.
    mutating func parts(_ batch: [Decision]) -> [Part] {
        var walk = Walk(versions: versions, erased: erased)
        for index in batch.indices {
            if !isOut[index], let left = leftOut(batch[index], walk) {
                isOut[index] = true
                results[index] = left
            }
            if isOut[index] { walk.leave(batch[index]) } else { walk.take(index, batch[index]) }
        }
        return walk.parts.filter { !$0.decisions.isEmpty }
    }

    private func leftOut(_ decision: Decision, _ walk: Walk) -> Committed? {
        if let claim = decision.receipt, let known = receipts[claim.key] { return .repeated(known) }
        if let step = decision.step, steps.contains(step.follower) { return .stale(StreamID(.desk, step.follower)) }
        if let stream = walk.undone(decision) { return .stale(stream) }
        var own: [StreamID: Int] = [:]
        for draft in decision.drafts {
            let next = own[draft.stream] ?? walk.next[draft.stream] ?? draft.version
            guard next == draft.version else { return .stale(draft.stream) }
            own[draft.stream] = next + 1
        }
        for read in decision.reads where (walk.next[read.stream] ?? read.version) != read.version {
            return .stale(read.stream)
        }
        for draft in decision.drafts where !draft.texts.isEmpty {
            if let person = draft.person, walk.erased.contains(person) { return .erased(person) }
        }
        return nil
    }

    /// The batch as it would stand so far.
    private struct Walk {
        /// Of each stream that is known or was taken to be somewhere.
        var next: [StreamID: Int]
        var erased: Set<PersonID>
        var parts: [Part] = [Part()]
        /// Streams as they would be after decisions that were left out. Their versions prove nothing: another node may
        /// have written just as many entries.
        private var undone: Set<StreamID> = []
        private var inPart: Set<StreamID> = []
        private var followers: Set<String> = []
        private var hasErased = false

        init(versions: [StreamID: Int], erased: Set<PersonID>) {
            next = versions
            self.erased = erased
        }

        mutating func leave(_ decision: Decision) { for draft in decision.drafts { undone.insert(draft.stream) } }

        /// A stream that the decision was judged on and that will not be so.
        func undone(_ decision: Decision) -> StreamID? {
            if undone.isEmpty { return nil }
            return decision.drafts.lazy.map(\.stream).first { undone.contains($0) }
                ?? decision.reads.lazy.map(\.stream).first { undone.contains($0) }
        }

        mutating func take(_ index: Int, _ decision: Decision) {
            let steps = decision.step.map { followers.contains($0.follower) } ?? false
            if hasErased || steps {
                parts.append(Part())
                (inPart, followers, hasErased) = ([], [], false)
            }
            let last = parts.count - 1
            parts[last].decisions.append(index)
            if let step = decision.step { followers.insert(step.follower) }
            for read in decision.reads { expect(read.stream, read.version) }
            for draft in decision.drafts {
                expect(draft.stream, draft.version)
                next[draft.stream] = draft.version + 1
                if let person = draft.person, !draft.texts.isEmpty { parts[last].people.insert(person) }
            }
            if !decision.erased.isEmpty {
                hasErased = true
                erased.formUnion(decision.erased.people)
            }
        }

        /// Only what the part itself has not moved.
        private mutating func expect(_ stream: StreamID, _ version: Int) {
            guard inPart.insert(stream).inserted else { return }
            parts[parts.count - 1].expected.append((stream, version))
            if next[stream] == nil { next[stream] = version }
        }
    }
}
