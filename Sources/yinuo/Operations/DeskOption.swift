import ArgumentParser
import Edges
import Foundation
import Storage

/// `--desk`, shared by the commands that work on one.
struct DeskOption: ParsableArguments {
    @Option(
        name: .customLong("desk"),
        help: """
            The desk's file, or postgresql://USER@HOST/DATABASE (\(SettingKey.desk.environmentName), \
            default \(SettingKey.desk.standard)).
            """, completion: SettingKey.desk.completion)
    var given: String?

    /// As `serve` would find it: the flag, else the environment, else the settings file, else the default.
    /// - Parameter register: the flag that names the register of erasures, where a command has one.
    func named(register: String? = nil, evidenceKey: String? = nil, figures: String? = nil) throws -> NamedDesk {
        let environment = ProcessInfo.processInfo.environment
        let file = try environment[Settings.fileVariable].map {
            (name: $0, bytes: try File.bytes($0, atMost: SettingFile.largest))
        }
        let flags = [SettingKey.desk: given, .erasureRegister: register, .evidenceKey: evidenceKey, .figures: figures]
            .compactMapValues { $0 }
        do {
            let settings = try Settings.read(flags: flags, environment: environment, file: file).settings
            return NamedDesk(
                place: settings.desk, register: settings.register, evidenceKey: settings.evidenceKeyFile,
                figures: settings.figuresFolder, witnesses: settings.evidenceWitnesses)
        } catch {
            throw Complaint(error.description)
        }
    }

    /// Of a desk that has to be there.
    func existing(
        register: String? = nil, evidenceKey: String? = nil, figures: String? = nil
    ) async throws -> NamedDesk {
        let desk = try named(register: register, evidenceKey: evidenceKey, figures: figures)
        try await desk.requireExisting()
        return desk
    }
}

/// A desk that a command was told to work on.
struct NamedDesk: Sendable {
    let place: DeskPlace
    /// Nil for a desk in a database whose settings name none.
    let register: ErasureRegister?
    /// Nil likewise.
    var evidenceKey: EvidenceKeyFile?
    /// The folder of the figures; nil likewise.
    var figures: String?
    /// Who is to sign its evidence log too.
    var witnesses: [NamedWitness] = []
    /// For people: without a password.
    var name: String { place.name }

    func requireExisting() async throws {
        if try await place.holdsDesk() { return }
        throw Complaint("There is no desk at \(name). Name it with --desk, or begin one with yinuo serve.")
    }

    /// The path of a desk in a file.
    /// - Parameter command: what can't be done with a database.
    func path(for command: String) throws -> String {
        if let path = place.path { return path }
        throw Complaint(
            "\(name) is a database of PostgreSQL, and yinuo \(command) is for a desk in a file. Use pg_basebackup with an "
                + "archive of the WAL, or pg_dump: docs/several-nodes.md says how, and how long they may be kept.")
    }
}
