import ArgumentParser
import Foundation

/// `--desk`, shared by the commands that work on one.
struct DeskOption: ParsableArguments {
    @Option(
        name: .customLong("desk"),
        help: "The desk's database (\(SettingKey.desk.environmentName), default \(SettingKey.desk.standard)).")
    var given: String?

    /// As `serve` would find it: the flag, else the environment, else the settings file, else the default.
    func path() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let file = try environment[Settings.fileVariable].map {
            (name: $0, bytes: try File.bytes($0, atMost: SettingFile.largest))
        }
        do {
            return try Settings.read(
                flags: given.map { [.desk: $0] } ?? [:], environment: environment, file: file
            ).settings.desk
        } catch {
            throw Complaint(error.description)
        }
    }

    /// Of a desk that has to be there.
    func existing() throws -> String {
        let path = try path()
        guard File.exists(path) else {
            throw Complaint("There is no desk at \(path). Name it with --desk, or begin one with yinuo serve.")
        }
        return path
    }
}
