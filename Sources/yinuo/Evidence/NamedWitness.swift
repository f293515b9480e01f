import Evidence
import Foundation

/// A witness that the operator names: its key, and where it is asked.
struct NamedWitness: Hashable, Sendable {
    let key: VerifierKey
    let url: String

    /// What is wrong with one, as a clause.
    struct Flaw: Error, Equatable { let cause: String }

    /// - Parameter text: `VKEY URL`
    init(_ text: String) throws(Flaw) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, WebAddress.isOne(String(parts[1])) else {
            throw Flaw(cause: "it does not read VKEY URL, with http:// or https://")
        }
        do throws(NoteFault) { key = try VerifierKey(parts[0]) } catch { throw Flaw(cause: error.text) }
        guard key.kind == .witness else {
            throw Flaw(cause: "\(key.name) is the key of a log (01), and a witness's (04) is needed")
        }
        url = String(parts[1])
    }

    /// As a setting spells it.
    var text: String { "\(key.text) \(url)" }
}

/// Where something is asked over HTTP.
enum WebAddress {
    /// Whether it names a host, by http or https.
    static func isOne(_ text: String) -> Bool {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased() else { return false }
        return ["http", "https"].contains(scheme) && !(parts.host ?? "").isEmpty
    }
}
