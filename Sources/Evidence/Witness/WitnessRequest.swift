/// What a witness is asked: to sign a log's checkpoint too, which continues one that it signed before.
///
/// The text is a line `old SIZE`, the hashes of the proof a line each, an empty line, and the log's signed note.
/// - Source: C2SP, tlog-witness, add-checkpoint.
public struct WitnessRequest: Hashable, Sendable {
    /// How many entries the log had when the witness last signed; 0 for never.
    public let old: Int64
    /// That the checkpoint continues the log of `old` entries; none if that is 0.
    public let proof: [TreeHash]
    public let note: Note

    /// Bytes. A checkpoint with a hundred signatures and the longest proof fit many times.
    public static let longest = 64 * 1_024
    /// More levels no tree has.
    public static let hashesAtMost = 63

    public init(old: Int64, proof: [TreeHash], note: Note) {
        self.old = old
        self.proof = proof
        self.note = note
    }

    /// As it is sent.
    public var text: String { "old \(old)\n" + proof.map { $0.base64 + "\n" }.joined() + "\n" + note.whole }

    /// - Throws: `malformed`.
    public init(text: [UInt8]) throws(WitnessRefusal) {
        guard text.count <= WitnessRequest.longest else {
            throw .malformed("it is longer than \(WitnessRequest.longest) bytes")
        }
        guard let text = String(validating: text, as: UTF8.self) else { throw .malformed("it is not UTF-8") }
        var rest = text[...]
        /// The next line without its end; nil where none is.
        func line() -> Substring? {
            guard let end = rest.utf8.firstIndex(of: 0x0A) else { return nil }
            defer { rest = rest[rest.utf8.index(after: end)...] }
            return rest[..<end]
        }
        guard let first = line(), first.hasPrefix("old "), let old = Int64(first.dropFirst(4)), old >= 0,
            "old \(old)" == first
        else { throw .malformed("its first line is not \"old\" and a size") }
        var proof: [TreeHash] = []
        while let line = line(), !line.isEmpty {
            guard proof.count < WitnessRequest.hashesAtMost else {
                throw .malformed("its proof has more than \(WitnessRequest.hashesAtMost) hashes")
            }
            guard let hash = TreeHash(base64: line) else {
                throw .malformed("line \(proof.count + 2) is no hash in base 64")
            }
            proof.append(hash)
        }
        do throws(NoteFault) {
            self.init(old: old, proof: proof, note: try Note(reading: rest))
        } catch { throw .malformed(error.text) }
    }
}
