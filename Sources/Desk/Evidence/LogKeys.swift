import Evidence

/// The keys of a desk's logs: the same bytes under each log's own name.
struct LogKeys: Sendable {
    let key: SignerKey
    init(_ key: SignerKey) { self.key = key }

    /// Of the n-th log.
    func signer(_ number: Int) throws(NoteFault) -> SignerKey {
        try key.named(LogName(first: key.verifier.name, number: number).text)
    }

    /// A checkpoint of one of a desk's logs.
    struct Told {
        let checkpoint: Checkpoint
        /// Its log's own signature is all that is needed of it.
        let note: Note
        let number: Int
        /// Whether this key signed it; one of a key that is lost can only be compared.
        let isOurs: Bool
    }

    /// - Throws: `damaged` for what anybody could have written.
    func read(_ note: Note) throws(SealFault) -> Told {
        func damaged(_ cause: String) -> SealFault { .damaged(place: "the published checkpoint", cause: cause) }
        do throws(NoteFault) {
            let checkpoint = try Checkpoint(text: note.text)
            let number = number(of: checkpoint.origin)
            let own = key.verifier.named(checkpoint.origin)
            let lines = note.signatures.filter { $0.name == checkpoint.origin }
            let isOurs = number.ours && lines.contains { $0.keyID == own.id }
            if isOurs { try own.verify(note) }
            guard !lines.isEmpty else { throw .unsigned(name: checkpoint.origin) }
            let kept = isOurs ? lines.filter { $0.keyID == own.id } : lines
            return Told(
                checkpoint: checkpoint, note: Note(text: checkpoint.text, signatures: kept), number: number.number,
                isOurs: isOurs)
        } catch { throw damaged(error.text) }
    }

    /// Which of a desk's logs is called so, and whether this key's logs are.
    private func number(of origin: String) -> (number: Int, ours: Bool) {
        if origin == key.verifier.name { return (1, true) }
        let name = LogName(origin)
        return (name?.number ?? 1, name?.first == key.verifier.name)
    }

    /// That a log's key is another than this.
    func other(than log: SealedLog, _ fault: NoteFault? = nil) -> SealFault {
        let own = LogName(first: key.verifier.name, number: log.number).text
        if case .otherKey(let name, let expected, let found)? = fault {
            return .otherKey(expected: "\(name)+\(expected)", found: "\(name)+\(found.joined(separator: ", "))")
        }
        return .otherKey(expected: own, found: log.origin)
    }
}

extension Note {
    /// Which log, and how long.
    var firstLines: String { text.split(separator: "\n").prefix(2).joined(separator: " at ") }
}
