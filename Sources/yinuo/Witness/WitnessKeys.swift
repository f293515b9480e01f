import Edges
import Evidence
import Foundation

/// The keys that a witness is given, from files and arguments.
enum WitnessKeys {
    /// Bytes; thousands of logs.
    private static let longest = 1 << 20

    static func new(_ name: String) throws -> SignerKey {
        do throws(NoteFault) {
            return try SignerKey(name: name, kind: .witness, seed: Machine.random(SignerKey.seedBytes))
        } catch { throw Complaint("\(name) can't be its name: \(error.text). Take one such as witness.example/w1.") }
    }

    /// Of a key of a log, or of a file with one a line; empty lines and those after `#` are passed over.
    static func logs(_ text: String) throws -> [VerifierKey] {
        let fault: NoteFault
        do throws(NoteFault) { return [try VerifierKey(text)] } catch { fault = error }
        guard File.exists(text) else {
            throw Complaint(
                "\(text) is no log's key (\(fault.text)), and no file. Copy the key from the log's publisher.")
        }
        var keys: [VerifierKey] = []
        let lines = String(decoding: try File.bytes(text, atMost: longest), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") { continue }
            do throws(NoteFault) { keys.append(try VerifierKey(line)) } catch {
                throw Complaint("\(text):\(number + 1): \(error.text). Copy the key from the log's publisher.")
            }
        }
        return keys
    }
}

extension Witness {
    /// - Parameter path: of its secret key.
    init(readingKey path: String, logs: [VerifierKey]) throws {
        let text = String(decoding: try File.bytes(path, atMost: 4_096), as: UTF8.self)
        do throws(NoteFault) {
            try self.init(key: try SignerKey(text.trimmingCharacters(in: .whitespacesAndNewlines)), logs: logs)
        } catch { throw Complaint("\(path): \(error.text). Make a key with --new-key.") }
    }
}
