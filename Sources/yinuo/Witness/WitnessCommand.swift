import ArgumentParser
import Desk
import Edges
import Evidence
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals
import Web

struct WitnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Signs the checkpoints of logs that others run, as long as each continues the one before.",
        discussion: """
            Once, to make a key and an empty memory; it prints what others verify with:
              yinuo witness --new-key witness.example/w1 --key w1.key --state w1
            Then, for each log its public key, or a file with one a line:
              yinuo witness --key w1.key --state w1 --log logs.txt
            Logs send POST /add-checkpoint, as C2SP's tlog-witness says. It prints
            where it listens once it is ready, and its log on standard error.
            Never go back to an older copy of the memory: it would sign two histories.
            Exit status: 0 after it was told to stop, 1 if it can't start or go on.
            """)

    @Option(help: "The file of its secret key.", completion: .file()) var key: String
    @Option(help: ArgumentHelp("Make the key under this name and the memory, if named; then end.", valueName: "name"))
    var newKey: String?
    @Option(help: ArgumentHelp("A log's public key, or a file of them; may be repeated.", valueName: "vkey"))
    var log: [String] = []
    @Option(help: ArgumentHelp("The folder in which it remembers what it signed.", valueName: "folder"))
    var state: String?
    @Flag(help: "Begin with an empty memory: for a key that has never signed.") var newState = false
    @Option(help: "Where logs reach it.") var listen = "127.0.0.1:8461"
    @Flag(help: "Let other machines reach it; it has no TLS, so put a proxy before it.")
    var listenBeyondLoopback = false

    func run() async throws {
        if let newKey { return try found(newKey) }
        guard let state else { throw Complaint("It needs a memory. Name its folder with --state.") }
        guard let address = ListenAddress(listen) else {
            throw Complaint("\(listen) is no address to listen on. Write HOST:PORT, such as 127.0.0.1:8461.")
        }
        let witness = try Witness(readingKey: key, logs: try log.flatMap(WitnessKeys.logs))
        guard !witness.origins.isEmpty else {
            throw Complaint("It knows no log. Name the public key of each with --log.")
        }
        if newState { try WitnessMemory.make(state, of: witness.verifier) }
        let memory = try WitnessMemory(state, of: witness.verifier)
        LoggingSystem.bootstrap { label in
            LineLog(label, .text, level: .info, now: Machine.clocks.wall, write: LogSink.write)
        }
        try await serve(try WitnessKeeper(witness, memory, Logger(label: "yinuo")), address)
    }

    /// Makes the key and, if it was named, the memory.
    private func found(_ name: String) throws {
        let signer = try WitnessKeys.new(name)
        let file = try NewFile(key)
        if let state { try WitnessMemory.make(state, of: signer.verifier) }
        try file.write(Array((signer.text + "\n").utf8))
        try file.finish()
        Output.text(signer.verifier.text)
    }

    private func serve(_ keeper: WitnessKeeper, _ address: ListenAddress) async throws {
        let logger = Logger(label: "yinuo")
        do {
            let listener = try WitnessListener(
                address: address, beyondLoopback: listenBeyondLoopback, cosign: { await keeper.cosign($0) },
                logger: logger, onListening: { Output.text("listening on http://\($0)") })
            var configuration = ServiceGroupConfiguration(
                services: [listener], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            configuration.maximumGracefulShutdownDuration = .seconds(10)
            try await ServiceGroup(configuration: configuration).run()
        } catch let fault as ListenFault {
            throw Complaint(fault.description)
        }
        logger.info("Stopped.")
    }
}
