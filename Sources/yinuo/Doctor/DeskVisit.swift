import Desk
import Domain
import Edges
import Evidence
import Storage

/// What the desk itself shows, in its file or its database.
struct DeskVisit: Sendable {
    let settings: Settings
    let now = Machine.clocks.wall()

    /// Less than that, and the next hours may fill the disk.
    private static let roomAtLeast = 512_000_000
    /// The log is folded into the file long before, unless somebody reads for hours.
    private static let logAtMost = 256_000_000
    /// As `serve` judges whether it is ready.
    private static let lagAtMost: Int64 = 100_000

    init(_ settings: Settings) { self.settings = settings }

    func findings() async -> [Observation] {
        switch settings.desk {
        case .file(let path): await file(path)
        case .database(let place): await database(place)
        }
    }

    // MARK: In a file

    private func file(_ path: String) async -> [Observation] {
        let folder = Disks.folder(of: path)
        var findings: [Observation] = []
        var isCurrent = false
        if File.exists(path) {
            do throws(StoreError) {
                let look = try await FileLook(path, limit: .seconds(20))
                isCurrent = look.schema == FileLook.schemaOfThisRelease
                findings.append(desk(path, folder, look))
                findings.append(check(path, look.faults))
                findings.append(log(look))
            } catch {
                findings.append(.trouble("desk", error.text))
            }
        } else if Disks.mayWrite(folder) {
            findings.append(.note("desk", "there is none at \(path) yet; yinuo serve makes it"))
        } else {
            findings.append(
                .trouble("desk", "\(folder) can't be written. Make it, or let the desk's user write there."))
        }
        findings.append(disk(folder))
        return findings + [key()] + (isCurrent ? await work() : [])
    }

    private func desk(_ path: String, _ folder: String, _ look: FileLook) -> Observation {
        for place in [path, folder] where !Disks.mayWrite(place) {
            return .trouble("desk", StoreError.readOnly(path: place).text)
        }
        let found = "\(path), \(shownBytes(look.bytes)), schema \(look.schema)"
        if look.schema == FileLook.schemaOfThisRelease { return .ok("desk", found) }
        return .note(
            "desk", found + "; this release's is \(FileLook.schemaOfThisRelease), which yinuo serve makes of it")
    }

    private func check(_ path: String, _ faults: [String]?) -> Observation {
        guard let faults else {
            return .note(
                "integrity", "no fault in 20 s, which were not enough for all of it; yinuo backup checks it all")
        }
        guard let first = faults.first else { return .ok("integrity", "the file's pages are sound") }
        return .trouble("integrity", StoreError.damaged(path: path, what: first).text)
    }

    private func log(_ look: FileLook) -> Observation {
        if look.logBytes <= Self.logAtMost { return .ok("log", "\(shownBytes(look.logBytes)) beside the desk") }
        return .trouble(
            "log",
            "\(shownBytes(look.logBytes)) lie in the log and not in the desk yet: somebody reads for long, or nobody serves. "
                + "End a long export or backup, or start yinuo serve.")
    }

    private func disk(_ folder: String) -> Observation {
        guard let room = Disks.room(folder) else {
            return .unchecked("disk", "How much room \(folder) has can't be read.")
        }
        if room >= Self.roomAtLeast { return .ok("disk", "\(shownBytes(room)) free in \(folder)") }
        return .trouble("disk", "\(shownBytes(room)) are free in \(folder), which does not last. Make room.")
    }

    // MARK: In a database

    private func database(_ place: PostgresPlace) async -> [Observation] {
        let look: DatabaseLook
        do throws(StoreError) { look = try await DatabaseLook(place, clock: Machine.clocks.wall) } catch {
            return [.trouble("database", error.text), key()]
        }
        let name = "PostgreSQL \(look.version) at \(place.name)"
        if let trouble = look.trouble { return [.trouble("database", "\(name): \(trouble)"), key()] }
        var findings = [Observation.ok("database", name)]
        findings.append(
            look.standbyTrouble.map { .trouble("standby", $0) } ?? look.standbyNote.map { .note("standby", $0) }
                ?? .ok("standby", "a commit is on a second server before it is acknowledged"))
        findings.append(
            RunningDesk.trouble(clockOffset: look.clockOffset).map { .trouble("clock", $0) }
                ?? .ok("clock", "within \(abs(look.clockOffset.milliseconds)) ms of the database's"))
        guard let schema = look.schema else {
            return findings + [.note("desk", "there is none in \(place.name) yet; yinuo serve makes it"), key()]
        }
        let (found, current) = ("\(place.name), schema \(schema)", DatabaseLook.schemaOfThisRelease)
        if schema > current {
            return findings + [
                .trouble("desk", StoreError.newer(path: place.name, version: schema, known: current).text), key(),
            ]
        }
        if schema < current {
            return findings + [
                .note("desk", found + "; this release's is \(current), which yinuo serve makes of it"), key(),
            ]
        }
        return findings + [.ok("desk", found), key()] + (await work())
    }

    // MARK: Wherever it lies

    private func key() -> Observation {
        guard let file = settings.evidenceKeyFile else {
            return .note(
                "evidence key",
                "none is named, so no evidence is kept. Make one with yinuo evidence keygen; set evidence-key.")
        }
        if !file.exists {
            if settings.evidenceKey == Settings.besideDesk {
                return .ok("evidence key", "none yet; yinuo serve makes it with the desk")
            }
            return .trouble(
                "evidence key",
                "\(file.path) is not there. Name the right file with evidence-key, or make a first key with yinuo evidence keygen."
            )
        }
        do {
            return .ok("evidence key", "\(file.path), of \(try file.read().verifier.name)")
        } catch { return .trouble("evidence key", error.description) }
    }

    /// What waits, what was given up, and how far behind the journal its readers are.
    private func work() async -> [Observation] {
        do {
            let status = try await DeskStatus(lookingAt: settings.desk, now: now)
            let store = try await open()
            return try await OpenDesk.closing(store) { store in
                var findings = [clock(status), outbox(status), try await followers(store, status.head)]
                if status.isRebuildUnfinished {
                    findings.append(
                        .trouble(
                            "projections",
                            "A rebuild was cut off, or an upgrade asks for one. Run yinuo rebuild, or yinuo serve."))
                }
                let evidence = try await EvidenceStanding(
                    store, settings.evidenceKeyFile, settings.evidenceWitnesses, nil)
                findings.append(
                    evidence.troubles.isEmpty
                        ? .ok("evidence", "the log can go on")
                        : .trouble("evidence", evidence.troubles.joined(separator: " ")))
                return findings
            }
        } catch {
            let text = (error as? StoreError)?.text ?? "\(error)"
            return [.unchecked("work", "What waits can't be read: \(text)")]
        }
    }

    private func open() async throws -> Store {
        // Of a database only one of this release's tables comes here, so that there is nothing to be brought forward.
        if let path = settings.desk.path { return try .looking(at: path) }
        return try await Store.open(settings.desk, readOnly: true)
    }

    /// The journal never goes back, so an entry that lies ahead holds everything up until its time has come.
    private func clock(_ status: DeskStatus) -> Observation {
        guard let last = status.head.recorded else { return .ok("time", "nothing is recorded yet") }
        if last <= now + .seconds(2) { return .ok("time", "the last entry is of \(last.text(in: .utc))") }
        return .trouble(
            "time",
            "The last entry is of \(last.text(in: .utc)), and this machine's clock says \(now.text(in: .utc)). "
                + "Set the clock right by a time server.")
    }

    private func outbox(_ status: DeskStatus) -> Observation {
        let found = "\(status.messages) waiting, \(status.deadLetters) dead letters"
        if status.deadLetters == 0 { return .ok("outbox", found) }
        return .trouble("outbox", found + ". See why with yinuo dead-letters list, and retry or drop them.")
    }

    private func followers(_ store: Store, _ head: Head) async throws -> Observation {
        let lags = try await store.lags(behind: head)
        let behind = lags.filter { $0.entries > Self.lagAtMost }
        if behind.isEmpty { return .ok("followers", "at most \(lags.map(\.entries).max() ?? 0) entries behind") }
        let names = behind.map { "\($0.name) \($0.entries)" }.joined(separator: ", ")
        return .trouble(
            "followers", "Far behind: \(names) entries. Wait for yinuo serve; if they do not move, read its log.")
    }
}
