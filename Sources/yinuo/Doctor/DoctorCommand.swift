import ArgumentParser
import Edges
import Foundation
import Wire

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Says what keeps a desk from running well, and what to do about it.",
        discussion: """
            Looks at settings, secrets, the desk and its disk or database, keys, zones,
            clocks, mail, the identity provider, descriptors, the port, the outbox and
            the followers. It writes nothing, sends nothing, and works before a desk is
            begun and while it is served.
            Example:
              yinuo doctor --settings yinuo.yaml
            Exit status: 0 if all is well (a note is no trouble), 1 if there is trouble,
            2 if there is none but something could not be checked.
            """)

    @Option(
        help: "A YAML file of settings (\(Settings.fileVariable)).", completion: .file(extensions: ["yaml", "yml"]))
    var settings: String?
    @OptionGroup var desk: DeskOption
    @Option(help: "Where the service is, or will be (\(SettingKey.listen.environmentName)).") var listen: String?
    @Option(help: "How many people will follow what happens live, at once.") var viewers = 500
    @Flag(help: "Ask only the service, whether it is there and ready: for whoever watches over a container.")
    var serving = false
    @Flag(help: "Answer in JSON.") var json = false

    func validate() throws {
        guard (0...1_000_000).contains(viewers) else {
            throw ValidationError("--viewers is \(viewers). Name a number from 0 to 1000000.")
        }
    }

    func run() async throws {
        let diagnosis = await diagnosis(ProcessInfo.processInfo.environment)
        for line in json ? [diagnosis.json.text] : diagnosis.lines { print(line) }
        if diagnosis.exitStatus != 0 { throw ExitCode(diagnosis.exitStatus) }
    }

    private func diagnosis(_ environment: [String: String]) async -> Diagnosis {
        let path = settings ?? environment[Settings.fileVariable]
        let flags = [SettingKey.desk: desk.given, .listen: listen].compactMapValues { $0 }
        let reading: Settings.Reading
        do {
            let file = try path.map { (name: $0, bytes: try File.bytes($0, atMost: SettingFile.largest)) }
            reading = try Settings.read(flags: flags, environment: environment, file: file)
        } catch {
            // What the rest would be looked at with is what is not known.
            return Diagnosis(findings: [.trouble("settings", "\(error)".replacing("\n", with: " "))])
        }
        if serving { return Diagnosis(findings: await ServedPort(reading.settings).serving()) }
        return await Doctor(reading, file: path, viewers: viewers).diagnosis()
    }
}
