/// What is wrong with a log, and where.
public struct LogFault: Error, Hashable, Sendable {
    /// The file, or the entry.
    public let place: String
    public let cause: String
    /// Whether it shows that something was altered; else it only could not be checked.
    public let isProof: Bool
    public init(place: String, cause: String, isProof: Bool = true) {
        self.place = place
        self.cause = cause
        self.isProof = isProof
    }
    public var text: String { "\(place): \(cause)" }
}

/// Goes through a published log from its first entry to its last and holds everything against its checkpoint.
///
/// Needs the log's files and its public key, nothing of who runs it.
public struct LogWalk {
    /// A file of the log by its path below its root; nil if there is none.
    public typealias Fetch = (String) throws -> [UInt8]?

    private let key: VerifierKey
    private let fetch: Fetch
    public init(key: VerifierKey, fetch: @escaping Fetch) {
        self.key = key
        self.fetch = fetch
    }

    public struct Result: Sendable {
        public let checkpoint: Checkpoint
        public let note: Note
    }

    /// The checkpoint as it stands, its signature verified.
    public func head() throws -> Result {
        guard let bytes = try fetch("checkpoint") else {
            throw LogFault(place: "checkpoint", cause: "there is none, so this is no log", isProof: false)
        }
        do {
            let note = try Note(reading: String(decoding: bytes, as: UTF8.self))
            // Whoever took the wrong key has found nothing yet.
            if let other = key.mismatch(note) {
                throw LogFault(place: "checkpoint", cause: other, isProof: false)
            }
            return Result(checkpoint: try Checkpoint(note, by: key), note: note)
        } catch let fault as NoteFault { throw LogFault(place: "checkpoint", cause: fault.text) }
    }

    /// - Parameters:
    ///   - old: checkpoints seen before, by anybody: each has to be the beginning of this log.
    ///   - entry: told each entry with its index; a text it returns is what is wrong with it.
    /// - Throws: `LogFault` for the first thing that is wrong.
    public func verify(
        old: [Checkpoint] = [], entry: (Int64, ArraySlice<UInt8>) -> String? = { _, _ in nil }
    ) throws -> Result {
        let head = try head()
        let size = head.checkpoint.size
        for checkpoint in old {
            guard checkpoint.origin == head.checkpoint.origin else {
                throw LogFault(
                    place: "the checkpoint at \(checkpoint.size)", cause: "it is of another log, \(checkpoint.origin)")
            }
            guard checkpoint.size <= size else {
                throw LogFault(
                    place: "checkpoint",
                    cause: "the log has \(size) entries, and had \(checkpoint.size) before: it was cut")
            }
        }
        var range = CompactRange()
        var olds = old.sorted { $0.size < $1.size }[...]
        func compareOld(_ range: CompactRange) throws {
            while let first = olds.first, first.size == range.size {
                guard first.root == range.root else {
                    throw LogFault(
                        place: "the checkpoint at \(first.size)",
                        cause: "the first \(first.size) entries are not those that it was signed over: "
                            + "the log was rewritten")
                }
                olds.removeFirst()
            }
        }
        try compareOld(range)
        // The hashes of a level of tiles, as what lies below says.
        var above: [TreeHash] = []
        for bundle in Tile.bundles(of: size) {
            let hashes = try leaves(bundle, &range, compareOld, entry)
            try compare(Tile(level: 0, number: bundle.number, count: bundle.count), hashes)
            if bundle.count == Tile.width { above.append(hashes.root) }
        }
        var level = 1
        while !above.isEmpty {
            var next: [TreeHash] = []
            for start in stride(from: 0, to: above.count, by: Tile.width) {
                let hashes = Array(above[start..<min(start + Tile.width, above.count)])
                try compare(
                    Tile(level: level, number: Int64(start / Tile.width), count: hashes.count), hashes)
                if hashes.count == Tile.width { next.append(hashes.root) }
            }
            (above, level) = (next, level + 1)
        }
        guard range.root == head.checkpoint.root else {
            throw LogFault(
                place: "checkpoint", cause: "its root is not that of the \(size) entries: some were altered or replaced"
            )
        }
        return head
    }

    private func leaves(
        _ bundle: Tile, _ range: inout CompactRange, _ compareOld: (CompactRange) throws -> Void,
        _ look: (Int64, ArraySlice<UInt8>) -> String?
    ) throws -> [TreeHash] {
        guard let bytes = try file(bundle) else { throw LogFault(place: bundle.path, cause: "it is missing") }
        guard let entries = Bundle.entries(bytes, count: bundle.count) else {
            throw LogFault(
                place: bundle.path, cause: "it does not hold \(bundle.count) entries: some are missing or too many")
        }
        var hashes: [TreeHash] = []
        hashes.reserveCapacity(entries.count)
        for entry in entries {
            let index = range.size
            if let fault = look(index, entry) { throw LogFault(place: "entry \(index)", cause: fault) }
            let hash = TreeHash(leaf: entry)
            hashes.append(hash)
            range.append(hash)
            try compareOld(range)
        }
        return hashes
    }

    private func compare(_ tile: Tile, _ expected: [TreeHash]) throws {
        guard let bytes = try file(tile) else { throw LogFault(place: tile.path, cause: "it is missing") }
        guard let found = [TreeHash](bytes: bytes), found.count == expected.count else {
            throw LogFault(place: tile.path, cause: "it does not hold \(expected.count) hashes")
        }
        guard let wrong = zip(found, expected).enumerated().first(where: { $0.element.0 != $0.element.1 }) else {
            return
        }
        let number = tile.number * 256 + Int64(wrong.offset)
        let what = tile.level == 0 ? "entry \(number)" : "\(Tile(level: tile.level! - 1, number: number).path)"
        throw LogFault(place: tile.path, cause: "its hash of \(what) is another: one of the two was altered")
    }

    /// A partial file, or the whole one that has taken its place since.
    private func file(_ tile: Tile) throws -> [UInt8]? {
        if let bytes = try fetch(tile.path) { return bytes }
        if tile.count == Tile.width { return nil }
        guard let whole = try fetch(Tile(level: tile.level, number: tile.number).path) else { return nil }
        if tile.level != nil { return Array(whole.prefix(tile.count * TreeHash.byteCount)) }
        guard let entries = Bundle.entries(whole, count: Tile.width) else { return nil }
        var bytes: [UInt8] = []
        for entry in entries.prefix(tile.count) { Bundle.append(Array(entry), to: &bytes) }
        return bytes
    }
}
