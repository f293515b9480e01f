import ArgumentParser
import Desk
import Domain
import Edges
import Storage
import Wire

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Makes a desk of a backup and its keys, and erases again whoever was erased.",
        discussion: """
            Example:
              yinuo restore /backups/desk-2026-02-14.sqlite \\
                --keys /backups-of-keys/desk-2026-02-14.keys --desk yinuo.sqlite
            Who was erased after the backup stands in the register beside the desk
            (yinuo.sqlite.erasures). On another machine name it with --erasures; it
            then begins the register of the new desk. The evidence log waits until it is
            sure that nobody has seen it longer: bring NAME.evidence-key and the newest
            NAME.evidence-key.published along (yinuo evidence resume, new-epoch).
            Exit status: 1 if nothing was restored; what was there is as it was.
            """)

    @Argument(help: "The copy that yinuo backup wrote.", completion: .file()) var backup: String
    @Option(help: "Its file of keys.", completion: .file()) var keys: String
    @OptionGroup var desk: DeskOption
    @Flag(help: "Put the desk that is there aside, as NAME.before-INSTANT.") var replace = false
    @Option(help: "The register of erasures, if it is not beside the desk.", completion: .file()) var erasures: String?
    @Flag(help: "Answer in JSON.") var json = false

    func run() async throws {
        try await complaining {
            let named = try desk.named()
            let path = try named.path(for: "restore")
            if File.exists(path), !replace {
                throw Complaint("\(path) is there already. Add --replace to put it aside, or name another place.")
            }
            let staging = try DeskStaging(path)
            let listed = try register(for: path, staging)
            let progress = ProgressLine("Copying bytes")
            let report = try Backup.restore(
                backup, keys: keys, to: staging.partial, without: Set(listed.map(\.person)),
                progress: { progress.tell($0, of: $1) })
            let again = try await OpenDesk.writing(
                NamedDesk(place: .file(staging.partial), register: nil)
            ) { try await $0.eraseAgain(listed) }
            let aside = staging.isTaken ? RestoreCommand.aside(path) : nil
            try staging.finish(keepingOldAs: aside)
            tell(path, report, again, aside, progress.end())
            if let key = named.evidenceKey { tellOfEvidence(report, key) }
        }
    }

    /// Who was erased: by the register, and by the desk that is there. All of them stand in the register of the place
    /// from now on.
    private func register(for path: String, _ staging: DeskStaging) throws -> [Erasure] {
        let own = ErasureRegister(beside: path)
        let given = erasures.map { ErasureRegister(path: $0) } ?? own
        if erasures != nil, !given.exists {
            throw Complaint("There is no register of erasures at \(given.path). Check the name.")
        }
        if !given.exists, !staging.isTaken {
            Output.error("There is no \(own.path): nobody is erased again. Was it left on another machine?")
        }
        let (listed, known) = (try given.read(), try own.read())
        if listed.isTorn {
            Output.error("The last line of \(given.path) is cut off and was left out; nobody had been erased by it.")
        }
        let missing = Set(listed.erasures).subtracting(known.erasures)
        var all = known.erasures + listed.erasures.filter(missing.contains)
        let noted = Set(all.map(\.person))
        do throws(StoreError) {
            let now = Machine.clocks.wall()
            for person in try staging.erasedThere() where !noted.contains(person) {
                all.append(Erasure(person: person, at: now, position: 0))
            }
        } catch {
            Output.error("\(path) can't be asked whom it had erased: \(error.text) Only the register is followed.")
        }
        let new = Array(all.dropFirst(known.erasures.count))
        if !new.isEmpty { try own.append(new) }
        return all
    }

    private func tell(
        _ path: String, _ report: Backup.Report, _ again: [PersonID], _ aside: String?, _ time: Swift.Duration
    ) {
        if json {
            let answer = JSONValue.members([
                "desk": .string(path), "entries": .int(report.entries), "head": report.head.map { .int($0) } ?? .null,
                "people": .int(report.people), "erased_again": .array(again.map { .string($0.rawValue) }),
                "aside": aside.map { .string($0) }, "sealed": report.sealed.map { .int($0) } ?? .null,
                "seconds": .number(String(time.seconds)),
            ])
            print(answer.text)
            return
        }
        let head = report.head.map { ", the last at position \($0)" } ?? ""
        print("\(path): \(report.entries) entries\(head); the keys of \(report.people) people; \(time.shown)")
        if !again.isEmpty { print("erased again: \(again.map(\.rawValue).joined(separator: ", "))") }
        if let aside {
            print("The desk that was there is \(aside). Delete it when you no longer need it: no erasure reaches it.")
        }
    }

    private func tellOfEvidence(_ report: Backup.Report, _ key: EvidenceKeyFile) {
        guard report.sealed != nil || key.exists else { return }
        let log = report.sealed.map { "The evidence log has \($0) entries" } ?? "The evidence log is not in the backup"
        var lines = ["\(log), and is not gone on with before it is sure that nobody has seen it longer."]
        let files = [key.path, key.published.path].filter { !File.exists($0) }
        if !files.isEmpty {
            lines.append("Bring along from where the desk was: \(files.joined(separator: ", ")).")
        }
        lines.append("What then keeps it from going on, yinuo evidence status says; see resume and new-epoch.")
        Output.error(lines.joined(separator: " "))
    }

    /// `yinuo.sqlite.before-20260214T123000Z`, and if that is there already the same with a number.
    private static func aside(_ path: String) -> String {
        let instant = Machine.clocks.wall().text(in: .utc).prefix(19).filter { $0 != "-" && $0 != ":" }
        let name = "\(path).before-\(instant)Z"
        var number = 1
        while File.exists(number == 1 ? name : "\(name)-\(number)") { number += 1 }
        return number == 1 ? name : "\(name)-\(number)"
    }
}
