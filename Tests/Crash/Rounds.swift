import Foundation

/// The parent: lets a child work, kills it, damages what it left, has another look at it. The same desk for ten rounds,
/// so that it grows and its log wraps around.
final class Rounds {
    private static let roundsPerDesk = 10

    private let options: Options
    private let base: String
    private let ownsBase: Bool
    private var acknowledged = 0
    private var kills = 0
    private var entries = 0
    private var faults: [String: Int] = [:]
    private var failed = 0
    private var damages: [String: Int] = [:]
    /// Writes that a kill came before the sync of.
    private var unsynced = 0

    init(_ options: Options) throws {
        self.options = options
        ownsBase = options.folder == nil
        base = options.folder ?? FileManager.default.temporaryDirectory.path + "/yinuo-crash-\(getpid())"
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
    }

    func run() throws -> Bool {
        let began = ContinuousClock.now
        var folder = ""
        for round in 1...max(1, options.rounds) {
            let seed = options.seed &+ UInt64(round - 1)
            if folder.isEmpty {
                folder = base + "/desk-\(seed)"
                try? FileManager.default.removeItem(atPath: folder)
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
            let isSound = try self.round(seed, folder)
            if !isSound {
                failed += 1
                folder = ""
            } else if round % Self.roundsPerDesk == 0 || round == options.rounds {
                try FileManager.default.removeItem(atPath: folder)
                folder = ""
            }
            if round % 100 == 0 { say("round \(round): \(acknowledged) acknowledged, \(failed) failed", to: 2) }
        }
        if ownsBase, failed == 0 { try FileManager.default.removeItem(atPath: base) }
        if options.rounds >= 20, unsynced == 0 {
            failed += 1
            say(
                "crash: no write was ever seen unsynced, so a power cut was not tried. Does pwrite64 reach PowerCut?",
                to: 2)
        }
        report((ContinuousClock.now - began).components.seconds)
        return failed == 0
    }

    private func round(_ seed: UInt64, _ folder: String) throws -> Bool {
        var chance = Chance(seed)
        let load = try Child(["load", folder, "--seed", "\(seed)"], errors: folder + "/load.err")
        guard kill(load, &chance) else {
            let status = load.finish()
            return fail(seed, folder, "the load ended by itself with status \(status)", "/load.err")
        }
        try note(load, folder)
        let damage = try befall(folder, &chance)
        try keep(folder)
        if chance.once(in: 8) {
            // The look itself ends in the middle: of recovery, of firing, of a rebuild.
            let look = try Child(["check", folder, "--seed", "\(seed)"], errors: folder + "/check.err")
            if look.listen(milliseconds: wait(mean: 250, &chance)) { Glibc.kill(look.id, SIGKILL) }
            kills += 1
            _ = look.finish()
        }
        let look = try Child(["check", folder, "--seed", "\(seed)"], errors: folder + "/check.err")
        let status = look.finish()
        if status == 0 {
            for line in look.lines {
                let words = line.split(separator: " ")
                if words.first == "counted" { entries = max(entries, Int(words[1]) ?? 0) }
            }
            return true
        }
        for line in look.lines { faults[String(line.prefix { $0 != ":" }), default: 0] += 1 }
        let found = look.lines.prefix(8).joined(separator: "\n  ")
        return fail(seed, folder, "after \(damage), status \(status)\n  \(found)", "/check.err")
    }

    /// - Returns: false when it had ended before.
    private func kill(_ child: Child, _ chance: inout Chance) -> Bool {
        let isRunning: Bool
        if chance.once(in: 4) {
            isRunning = child.listen(milliseconds: wait(mean: 120, &chance))
        } else {
            // From the first acknowledgement on, so that a slow machine's starts do not take all the time.
            isRunning =
                child.listen(milliseconds: 300_000, untilFirstLine: true)
                && child.listen(milliseconds: wait(mean: 300, &chance))
        }
        guard isRunning else { return false }
        Glibc.kill(child.id, SIGKILL)
        kills += 1
        return child.finish() == 128 + Int(SIGKILL)
    }

    /// Exponential: most often soon, sometimes late.
    private func wait(mean: Double, _ chance: inout Chance) -> Int {
        min(1_500, 2 + Int(-mean * Foundation.log(1 - chance.share())))
    }

    private func note(_ child: Child, _ folder: String) throws {
        let lines = child.lines.filter { Told($0) != nil }
        acknowledged += lines.count { $0.hasPrefix("done") }
        let notes = folder + "/told"
        let descriptor = open(notes, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Usage("\(notes) can't be written: errno \(errno)") }
        if !lines.isEmpty { say(lines.joined(separator: "\n"), to: descriptor) }
        close(descriptor)
    }

    private func befall(_ folder: String, _ chance: inout Chance) throws -> String {
        unsynced += PowerCut.unsynced(folder).count
        let damage = chance.once(in: 3) ? Damage.powerCut : chance.one(of: Damage.allCases)
        damages[damage.rawValue, default: 0] += 1
        return try damage.befall(folder, &chance)
    }

    /// As it was found, so that a fault can be looked at again.
    private func keep(_ folder: String) throws {
        let found = folder + "/found"
        try? FileManager.default.removeItem(atPath: found)
        try FileManager.default.createDirectory(atPath: found, withIntermediateDirectories: true)
        for name in ["desk.sqlite", "desk.sqlite-wal", "desk.sqlite-shm", "desk.sqlite-journal", "told", "keys"]
        where FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
            try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(found)/\(name)")
        }
    }

    private func fail(_ seed: UInt64, _ folder: String, _ what: String, _ errors: String) -> Bool {
        let complaint = (try? String(contentsOfFile: folder + errors, encoding: .utf8)) ?? ""
        say(
            """
            crash: round with seed \(seed) FAILED: \(what)
              \(complaint.split(separator: "\n").suffix(8).joined(separator: "\n  "))
              kept      \(folder), as it was found in \(folder)/found
              look      cp -r \(folder)/found /tmp/found && \(CommandLine.arguments[0]) check /tmp/found
              run again \(CommandLine.arguments[0]) --rounds 10 --seed \(seed)
            """, to: 2)
        return false
    }

    private func report(_ seconds: Int64) {
        let (lost, half) = (faults["lost", default: 0], faults["half", default: 0])
        let rate = options.rounds * 60 / Int(max(1, seconds))
        if options.isJSON {
            say(
                """
                {"rounds":\(options.rounds),"kills":\(kills),"acknowledged":\(acknowledged),"lost":\(lost),\
                "half_applied":\(half),"broken":\(faults["broken", default: 0]),"failed_rounds":\(failed),\
                "entries_at_most":\(entries),"seconds":\(seconds),"rounds_per_minute":\(rate)}
                """)
            return
        }
        let done = damages.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        say("kills \(kills), writes found unsynced \(unsynced), damage: \(done)")
        say("\(rate) rounds a minute, up to \(entries) entries in a desk")
        say("rounds \(options.rounds), commands \(acknowledged) acknowledged, lost \(lost), half-applied \(half)")
        say("\(max(0, options.rounds - failed)) passed, \(failed) failed")
    }
}
