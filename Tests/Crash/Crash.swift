import Foundation

/// Proves that a desk survives its end: kills it at random instants, damages its files as a power cut would, and looks
/// whether everything that was acknowledged is there, whole.
///
///     crash [--rounds N] [--seed S] [--folder F] [--json]
///     crash --postgres [--rounds N] [--seed S]
///
///     crash --firing TICKETS [--seed S]
///     crash --promotion [--rounds N] [--seed S]
///
/// With `--firing` three nodes fire what is due of so many tickets, one of them two seconds ahead and one behind, while
/// they are killed, stopped and cut off; with `--promotion` a standby takes over from a killed server.
///
/// With `--postgres` two or three nodes work on one database of a private server, and node, session, server and network
/// come to their ends.
/// The rest are the children's trades; a failing round prints which of them to run again.
@main enum Crash {
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        var words = Array(CommandLine.arguments.dropFirst())
        let trade = words.first.flatMap { $0.hasPrefix("-") ? nil : $0 }
        if trade != nil { words.removeFirst() }
        do {
            let options = try Options(words)
            switch trade {
            case nil where options.firing != nil: exit(try FiringRound(options).run() ? 0 : 1)
            case nil where options.isPromotion: exit(try PromotionRounds(options).run() ? 0 : 1)
            case nil where options.isPostgres: exit(try ServerRounds(options).run() ? 0 : 1)
            case nil: exit(try Rounds(options).run() ? 0 : 1)
            case "load": try await Load(options).run()
            case "node": try await FiringNode(options).run()
            case "check": exit(try await Inspection(options).run() ? 0 : 1)
            case "hold": try await Faults.hold(options)
            case "open": try await Faults.open(options)
            case "fill": exit(try await Faults.fill(options) ? 0 : 1)
            case let other?: throw Usage("\(other) is no trade of this program")
            }
        } catch {
            say("crash: \(error)", to: 2)
            exit(error is Usage ? 64 : 1)
        }
    }
}

/// What was asked of this process.
struct Options {
    var rounds = 20
    var seed: UInt64 = 1
    /// The folder of a desk, or for the parent one that keeps them; for some trades the desk's file.
    var folder: String?
    var isJSON = false
    var isPostgres = false
    /// How many tickets are to be fired.
    var firing: Int?
    var isPromotion = false
    /// How far the nodes' time is ahead of the wall clock, in milliseconds.
    var ahead: Int64 = 0
    /// How wrong a node's clock is, in milliseconds.
    var skew: Int64 = 0
    /// The database of a desk in PostgreSQL.
    var url: String?
    /// Gives up the rights of root first.
    var asNobody = false
    /// No file may grow past so many bytes.
    var fileBytesAtMost: UInt64?

    init(_ words: [String]) throws {
        var words = words[...]
        func value<T>(_ name: String, _ read: (String) -> T?) throws -> T {
            guard let word = words.popFirst(), let value = read(word) else { throw Usage("\(name) needs a value") }
            return value
        }
        while let word = words.popFirst() {
            switch word {
            case "--rounds": rounds = try value(word) { Int($0) }
            case "--seed": seed = try value(word) { UInt64($0) }
            case "--folder": folder = try value(word) { $0 }
            case "--file-bytes": fileBytesAtMost = try value(word) { UInt64($0) }
            case "--postgres": isPostgres = true
            case "--firing": firing = try value(word) { Int($0) }
            case "--promotion": isPromotion = true
            case "--ahead": ahead = try value(word) { Int64($0) }
            case "--skew": skew = try value(word) { Int64($0) }
            case "--url": url = try value(word) { $0 }
            case "--json": isJSON = true
            case "--as-nobody": asNobody = true
            case let word where word.hasPrefix("-"): throw Usage("\(word) is unknown")
            default: folder = word
            }
        }
    }

    func named() throws -> String {
        guard let folder else { throw Usage("name a folder") }
        return folder
    }
}

struct Usage: Error, CustomStringConvertible {
    let text: String
    init(_ text: String) { self.text = text }
    var description: String {
        "\(text). Use crash [--postgres | --firing N | --promotion] [--rounds N] [--seed S] [--folder F] [--json]."
    }
}

/// A whole line in one write, so that a kill leaves no half of one among others.
func say(_ line: String, to descriptor: Int32 = 1) {
    let bytes = Array((line + "\n").utf8)
    var sent = 0
    while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count <= 0 { return }
        sent += count
    }
}
