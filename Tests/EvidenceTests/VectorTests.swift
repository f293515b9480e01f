import Evidence
import Foundation
import Support
import Testing

/// Known answers that two other programs agree on.
@Suite struct VectorTests {
    struct File: Decodable {
        let trees: [Tree]
        let notes: [SignedNote]
        let tilePaths: [Paths]
        let commitments: [Commitment]
    }
    struct Tree: Decodable {
        let name: String
        let leafInputsHex: [String]?
        let leafCount: Int?
        let roots: [String: String]
        let inclusion: [Inclusion]
        let consistency: [Consistency]
    }
    struct Inclusion: Decodable {
        let name, leafHash, root: String
        let index, size: Int64
        let proof: [String]
        let valid: Bool
    }
    struct Consistency: Decodable {
        let name, oldRoot, newRoot: String
        let old, new: Int64
        let proof: [String]
        let valid: Bool
    }
    struct SignedNote: Decodable {
        let name, vkey, note: String
        let witness: [String]?
        let need: Int?
        let valid: Bool
    }
    struct Paths: Decodable {
        let size: Int64
        let paths: [String]
    }
    struct Commitment: Decodable { let field, saltHex, payloadB64, commit: String }

    private static let file: File = {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try! decoder.decode(File.self, from: Data(Fixture.bytes("Tests/EvidenceTests/Data/vectors.json")))
    }()

    private func hash(_ hex: String) -> TreeHash { TreeHash(bytes: Content.bytes(hex: hex)!)! }

    private func leaves(_ tree: Tree) -> [TreeHash] {
        if let inputs = tree.leafInputsHex { return inputs.map { TreeHash(leaf: Content.bytes(hex: $0)!) } }
        return (0..<tree.leafCount!).map { TreeHash(leaf: [UInt8($0 % 256)]) }
    }

    @Test func `roots of trees`() {
        for tree in Self.file.trees {
            for (size, root) in tree.roots {
                var range = CompactRange()
                for leaf in leaves(tree).prefix(Int(size)!) { range.append(leaf) }
                #expect(range.root.hex == root, "\(tree.name) \(size)")
            }
        }
    }

    @Test func `proofs of entries, good ones made alike and bad ones refused`() throws {
        for tree in Self.file.trees {
            for vector in tree.inclusion {
                let proof = vector.proof.map(hash)
                let isValid =
                    (try? Proof.verify(
                        proof, of: hash(vector.leafHash), at: vector.index, in: vector.size, root: hash(vector.root)))
                    != nil
                #expect(isValid == vector.valid, "\(tree.name) \(vector.name)")
                guard vector.valid else { continue }
                #expect(try Proof.inclusion(of: vector.index, in: vector.size, source(tree, vector.size)) == proof)
            }
        }
    }

    @Test func `proofs of continuation, good ones made alike and bad ones refused`() throws {
        for tree in Self.file.trees {
            for vector in tree.consistency {
                let proof = vector.proof.map(hash)
                let isValid =
                    (try? Proof.verify(
                        proof, from: (vector.old, hash(vector.oldRoot)), to: (vector.new, hash(vector.newRoot)))) != nil
                #expect(isValid == vector.valid, "\(tree.name) \(vector.name)")
                guard vector.valid else { continue }
                #expect(try Proof.consistency(from: vector.old, to: vector.new, source(tree, vector.new)) == proof)
            }
        }
    }

    private func source(_ tree: Tree, _ size: Int64) -> Proof.Source {
        var edge = TreeEdge()
        let tiles = edge.append(leaves(tree).prefix(Int(size))).tiles
        return TileSource(size: size) { tiles[Tile(level: $0.level, number: $0.number)] }.hash
    }

    @Test(arguments: file.notes.map(\.name)) func `signed notes and cosignatures`(_ name: String) throws {
        let vector = Self.file.notes.first { $0.name == name }!
        let key = try VerifierKey(vector.vkey)
        #expect(key.text == vector.vkey)
        func verify() throws {
            let note = try Note(reading: vector.note)
            _ = try Checkpoint(note, by: key)
            let witnesses = try (vector.witness ?? []).map { try VerifierKey($0) }
            let seen = witnesses.count { (try? $0.verify(note)) ?? nil != nil }
            if seen < vector.need ?? 0 { throw NoteFault.unsigned(name: "witnesses") }
        }
        #expect(((try? verify()) != nil) == vector.valid)
    }

    @Test func `paths of tiles by size`() {
        for vector in Self.file.tilePaths {
            #expect(Set(Tile.all(of: vector.size).map(\.path)) == Set(vector.paths), "\(vector.size)")
        }
    }

    @Test func `commitments to fields`() {
        for vector in Self.file.commitments {
            let hash = FieldCommitment.hash(
                field: vector.field, salt: Content.bytes(hex: vector.saltHex)!,
                payload: Array(Data(base64Encoded: vector.payloadB64)!))
            #expect(Content.hex(hash) == vector.commit)
        }
    }
}
