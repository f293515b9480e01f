import ArgumentParser
import Evidence
import Foundation
import Wire

extension EvidenceCommand {
    struct VectorsCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "vectors",
            abstract: "Runs known answers through this program's log, its proofs and signatures.",
            discussion: """
                Example:
                  yinuo evidence vectors Tests/EvidenceTests/Data/vectors.json
                Exit status: 0 if all pass.
                """)

        @Argument(help: "A JSON file of trees, notes, tile_paths and commitments.", completion: .file()) var file:
            String
        @Flag(help: "Answer in JSON.") var json = false

        func run() throws {
            let text = String(decoding: try File.bytes(file, atMost: 64 << 20), as: UTF8.self)
            let document: JSONValue
            do { document = try JSONValue(text) } catch {
                throw Complaint("\(file), column \(error.column): \(error.reason).")
            }
            let results = EvidenceVectors(document).run()
            let failed = results.filter { !$0.isPassed }
            if json {
                print(
                    JSONValue.members([
                        "passed": .int(results.count - failed.count), "failed": .array(failed.map { .string($0.name) }),
                    ]).text)
            } else {
                for result in failed { print("failed: \(result.name)") }
                print("\(results.count - failed.count) passed, \(failed.count) failed")
            }
            if !failed.isEmpty || results.isEmpty { throw ExitCode(1) }
        }
    }
}

/// Known answers, as a file holds them.
struct EvidenceVectors {
    typealias Result = (name: String, isPassed: Bool)
    private let document: JSONValue
    init(_ document: JSONValue) { self.document = document }

    func run() -> [Result] {
        list(document, "trees").flatMap(tree) + list(document, "notes").map(note)
            + list(document, "tile_paths").map(paths) + list(document, "commitments").map(commitment)
    }

    private func tree(_ tree: JSONValue) -> [Result] {
        let name = tree["name"]?.string ?? "tree"
        let leaves: [TreeHash] =
            if let inputs = strings(tree, "leaf_inputs_hex") {
                inputs.map { TreeHash(leaf: Content.bytes(hex: $0) ?? []) }
            } else {
                (0..<int(tree, "leaf_count")).map { TreeHash(leaf: [UInt8($0 % 256)]) }
            }
        var results: [Result] = []
        if case .object(let roots)? = tree["roots"] {
            for root in roots {
                var range = CompactRange()
                for leaf in leaves.prefix(Int(root.key) ?? 0) { range.append(leaf) }
                results.append(("\(name) root \(root.key)", range.root.hex == root.value.string))
            }
        }
        results += list(tree, "inclusion").map { inclusion($0, name, leaves) }
        results += list(tree, "consistency").map { consistency($0, name, leaves) }
        return results
    }

    private func inclusion(_ vector: JSONValue, _ tree: String, _ leaves: [TreeHash]) -> Result {
        let name = "\(tree) inclusion \(vector["name"]?.string ?? "")"
        guard let proof = hashes(vector, "proof"), let leaf = hash(vector, "leaf_hash"), let root = hash(vector, "root")
        else { return (name, !isValid(vector)) }
        let (index, size) = (int(vector, "index"), int(vector, "size"))
        let passes = (try? Proof.verify(proof, of: leaf, at: index, in: size, root: root)) != nil
        guard isValid(vector) else { return (name, !passes) }
        let made = try? Proof.inclusion(of: index, in: size, source(leaves, size))
        return (name, passes && made == proof)
    }

    private func consistency(_ vector: JSONValue, _ tree: String, _ leaves: [TreeHash]) -> Result {
        let name = "\(tree) consistency \(vector["name"]?.string ?? "")"
        guard let proof = hashes(vector, "proof"), let old = hash(vector, "old_root"),
            let new = hash(vector, "new_root")
        else { return (name, !isValid(vector)) }
        let (before, after) = (int(vector, "old"), int(vector, "new"))
        let passes = (try? Proof.verify(proof, from: (before, old), to: (after, new))) != nil
        guard isValid(vector) else { return (name, !passes) }
        let made = try? Proof.consistency(from: before, to: after, source(leaves, after))
        return (name, passes && made == proof)
    }

    private func source(_ leaves: [TreeHash], _ size: Int64) -> Proof.Source {
        var edge = TreeEdge()
        let tiles = edge.append(leaves.prefix(Int(size))).tiles
        return TileSource(size: size) { tiles[Tile(level: $0.level, number: $0.number)] }.hash
    }

    private func note(_ vector: JSONValue) -> Result {
        func verify() throws {
            let note = try Note(reading: vector["note"]?.string ?? "")
            _ = try Checkpoint(note, by: VerifierKey(vector["vkey"]?.string ?? ""))
            let witnesses = try (strings(vector, "witness") ?? []).map { try VerifierKey($0) }
            let seen = witnesses.count { (try? $0.verify(note)) != nil }
            if seen < int(vector, "need") { throw NoteFault.unsigned(name: "a witness") }
        }
        return ("note \(vector["name"]?.string ?? "")", ((try? verify()) != nil) == isValid(vector))
    }

    private func paths(_ vector: JSONValue) -> Result {
        let size = int(vector, "size")
        return ("tile paths \(size)", Set(Tile.all(of: size).map(\.path)) == Set(strings(vector, "paths") ?? []))
    }

    private func commitment(_ vector: JSONValue) -> Result {
        let field = vector["field"]?.string ?? ""
        let payload = Data(base64Encoded: vector["payload_b64"]?.string ?? "").map { Array($0) } ?? []
        let salt = Content.bytes(hex: vector["salt_hex"]?.string ?? "") ?? []
        let hash = Content.hex(FieldCommitment.hash(field: field, salt: salt, payload: payload))
        return ("commitment \(field) \(hash.prefix(8))", hash == vector["commit"]?.string)
    }

    private func isValid(_ vector: JSONValue) -> Bool { vector["valid"] == .bool(true) }
    private func int(_ value: JSONValue, _ key: String) -> Int64 { Int64(value[key]?.number ?? 0) }
    private func hash(_ value: JSONValue, _ key: String) -> TreeHash? {
        value[key]?.string.flatMap { Content.bytes(hex: $0) }.flatMap { TreeHash(bytes: $0) }
    }
    private func list(_ value: JSONValue, _ key: String) -> [JSONValue] {
        if case .array(let values)? = value[key] { values } else { [] }
    }
    private func strings(_ value: JSONValue, _ key: String) -> [String]? {
        if case .array(let values)? = value[key] { values.compactMap(\.string) } else { nil }
    }
    private func hashes(_ value: JSONValue, _ key: String) -> [TreeHash]? {
        strings(value, key)?.compactMap { Content.bytes(hex: $0) }.compactMap { TreeHash(bytes: $0) }
    }
}
