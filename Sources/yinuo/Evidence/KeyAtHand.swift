import Desk
import Edges
import Evidence

/// Whether the key file at hand is that of a log: a public key is only shown once it was seen to have signed.
enum KeyAtHand {
    case fits(SignerKey)
    /// With what to do.
    case trouble(String)

    init(_ file: EvidenceKeyFile, of log: SealedLog) {
        guard file.exists else {
            self = .trouble(KeyAtHand.missing(file, log))
            return
        }
        do {
            let key = try file.read().named(log.origin)
            if !log.checkpoint.isEmpty { try key.verifier.verify(Note(reading: log.checkpoint)) }
            self = .fits(key)
        } catch let fault as NoteFault {
            self = .trouble("\(file.path) is not the key of \(log.origin): \(fault.text). \(KeyAtHand.cure)")
        } catch { self = .trouble("\(error)") }
    }

    static func missing(_ file: EvidenceKeyFile, _ log: SealedLog) -> String {
        "\(file.path) is not there, and the desk's evidence log \(log.origin), of \(log.size) entries, is signed with that "
            + "key. \(cure)"
    }

    private static let cure =
        "Put the key back, or name it with --evidence-key. If it is lost, make another with yinuo evidence keygen, and begin "
        + "a log with it: yinuo evidence new-epoch --lost-key."
}
