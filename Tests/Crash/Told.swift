import Desk
import Domain

/// What a child told before it was killed, a line each; the parent keeps them beside the desk.
enum Told {
    /// A command that `perform` has answered.
    case acknowledged(Acknowledged)
    /// A message that was handed on: `position-number`.
    case sent(String)

    struct Acknowledged {
        let actor: Actor
        let key: String
        let requestHash: String
        let positions: Range<Int64>
        let recorded: Instant
        /// The streams that the command has to have written, at least.
        let streams: [String]
        /// Bytes of the text that came with it; 0 for none. What it says follows from the key.
        let textBytes: Int
    }

    var line: String {
        switch self {
        case .sent(let key): "sent\t\(key)"
        case .acknowledged(let it):
            "done\t\(it.actor)\t\(it.key)\t\(it.requestHash)\t\(it.positions.lowerBound)\t\(it.positions.upperBound)"
                + "\t\(it.recorded.milliseconds)\t\(it.streams.joined(separator: " "))\t\(it.textBytes)"
        }
    }

    init?(_ line: String) {
        let words = line.split(separator: "\t" as Character, omittingEmptySubsequences: false).map { String($0) }
        if words.count == 2, words[0] == "sent" {
            self = .sent(words[1])
            return
        }
        guard words.count == 9, words[0] == "done", let from = Int64(words[4]), let to = Int64(words[5]), from <= to,
            let recorded = Int64(words[6]), let textBytes = Int(words[8])
        else { return nil }
        self = .acknowledged(
            Acknowledged(
                actor: Actor(rawValue: words[1]), key: words[2], requestHash: words[3], positions: from..<to,
                recorded: Instant(milliseconds: recorded), streams: words[7].split(separator: " ").map(String.init),
                textBytes: textBytes))
    }

    /// The text that goes with a key, so that it need not be told.
    static func text(_ key: String, bytes: Int) -> [UInt8] {
        let line = Array("客户来电 \(key) 打印机无法打印; ".utf8)
        return (0..<bytes).map { line[$0 % line.count] }
    }
}
