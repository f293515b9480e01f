import Evidence
import Foundation

/// Public keys that somebody names, as they are or by a file that holds one.
enum GivenKey {
    /// - Parameter option: that it was named with.
    static func read(_ given: String, _ option: String, _ kind: VerifierKey.Kind) throws -> VerifierKey {
        let isFile = File.exists(given)
        // Whoever offers a secret on the command line should not find it in a log once more.
        let isSecret = given.hasPrefix(secret)
        let place = isSecret ? option : "\(option) \(given.prefix(200))"
        let text =
            isFile
            ? String(decoding: try File.bytes(given, atMost: 4_096), as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            : given
        if text.hasPrefix(secret) {
            let own = (try? SignerKey(text)).map { " The public one that belongs to it is \($0.verifier.text)" } ?? ""
            throw Complaint("\(place) is a secret key, with which others could sign. Keep it to yourself.\(own)")
        }
        let key: VerifierKey
        do throws(NoteFault) { key = try VerifierKey(text) } catch {
            let what = isFile ? "holds no public key" : "is neither a public key nor a file"
            throw Complaint("\(place) \(what): \(error.text). Copy the key from its publisher.")
        }
        guard key.kind == kind else {
            switch kind {
            case .log:
                throw Complaint("\(place): \(key.name) is a witness's key, and no log's. Name it with --witness.")
            case .witness: throw Complaint("\(place): \(key.name) is a log's key, and no witness's.")
            }
        }
        return key
    }

    private static let secret = "PRIVATE+KEY+"
}
