/// What a log says of itself: so many entries, with this root.
/// - Source: C2SP, tlog-checkpoint; without extension lines.
public struct Checkpoint: Hashable, Sendable {
    /// The log's name, by which its key is called too.
    public let origin: String
    public let size: Int64
    public let root: TreeHash

    public init(origin: String, size: Int64, root: TreeHash) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// What is signed.
    public var text: String { "\(origin)\n\(size)\n\(root.base64)\n" }

    /// - Parameter text: of a note, without its signatures.
    public init(text: String) throws(NoteFault) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 4, lines[3].isEmpty, !lines[0].isEmpty, let size = Int64(lines[1]), size >= 0,
            String(size) == lines[1], let root = TreeHash(base64: lines[2])
        else { throw .malformed("a checkpoint has three lines: origin, size and root") }
        self.init(origin: String(lines[0]), size: size, root: root)
    }

    /// One that its log signed.
    public init(_ note: Note, by key: VerifierKey) throws(NoteFault) {
        try key.verify(note)
        try self.init(text: note.text)
        guard origin == key.name else { throw .malformed("its origin is \(origin), its key's name \(key.name)") }
    }

    public func signed(by key: SignerKey) -> Note { Note(text: text, signatures: [key.sign(text)]) }
}

/// That an entry is in a log, in one file.
/// - Source: C2SP, tlog-proof.
public struct Receipt: Hashable, Sendable {
    public let index: Int64
    public let hashes: [TreeHash]
    public let checkpoint: Note

    public init(index: Int64, hashes: [TreeHash], checkpoint: Note) {
        self.index = index
        self.hashes = hashes
        self.checkpoint = checkpoint
    }

    private static let head = "c2sp.org/tlog-proof@v1"

    public var text: String {
        "\(Receipt.head)\nindex \(index)\n" + hashes.map { $0.base64 + "\n" }.joined() + "\n" + checkpoint.whole
    }

    public init(text: some StringProtocol) throws(NoteFault) {
        guard text.utf8.count <= Note.longest else { throw .malformed("it is longer than \(Note.longest) bytes") }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 3, lines[0] == Receipt.head, lines[1].hasPrefix("index "),
            let index = Int64(lines[1].dropFirst(6)), index >= 0, let gap = lines.firstIndex(where: \.isEmpty), gap >= 2
        else { throw .malformed("a proof begins with \(Receipt.head), the index, hashes and an empty line") }
        var hashes: [TreeHash] = []
        for line in lines[2..<gap] {
            guard let hash = TreeHash(base64: line) else { throw .malformed("\(line.prefix(60)) is no hash") }
            hashes.append(hash)
        }
        self.init(
            index: index, hashes: hashes,
            checkpoint: try Note(reading: lines[(gap + 1)...].joined(separator: "\n")))
    }

    /// That the entry stands in the log whose key this is.
    /// - Returns: what the log has signed.
    @discardableResult
    public func verify(_ entry: [UInt8], by key: VerifierKey) throws -> Checkpoint {
        let checkpoint = try Checkpoint(checkpoint, by: key)
        try Proof.verify(hashes, of: TreeHash(leaf: entry), at: index, in: checkpoint.size, root: checkpoint.root)
        return checkpoint
    }
}
