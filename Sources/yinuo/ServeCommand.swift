import ArgumentParser
import Desk
import Domain
import Edges
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals
import Web
import Wire

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the desk until it is told to stop (SIGTERM or SIGINT).",
        discussion: """
            Each setting is a flag, else a variable of the environment, else a key of
            the settings file, else its default. What they come to:
              yinuo serve --print-settings
            Example:
              yinuo serve --settings yinuo.yaml --listen 127.0.0.1:8460
              yinuo serve --desk demo.sqlite --demo
              yinuo serve --desk demo.sqlite --demo --demo-history examples/itsm/incidents.csv
            With --demo, customers go on asking and staff goes on working for a day.
            It prints where it listens once it is ready, and its log on standard error.
            Exit status: 0 after it was told to stop, 1 if it can't start or go on.
            """)

    @Option(
        help: "A YAML file of settings (\(Settings.fileVariable)).", completion: .file(extensions: ["yaml", "yml"]))
    var settings: String?
    @Option(help: help(.desk), completion: SettingKey.desk.completion) var desk: String?
    @Option(help: help(.erasureRegister), completion: SettingKey.erasureRegister.completion) var erasureRegister:
        String?
    @Option(help: help(.evidenceKey), completion: SettingKey.evidenceKey.completion) var evidenceKey: String?
    @Option(help: help(.evidenceWitnesses)) var evidenceWitnesses: String?
    @Option(help: help(.evidenceTimestamps)) var evidenceTimestamps: String?
    @Option(help: help(.company)) var company: String?
    @Option(help: help(.listen)) var listen: String?
    @Flag(inversion: .prefixedNo, help: help(.listenBeyondLoopback)) var listenBeyondLoopback: Bool?
    @Option(help: help(.rateLimit)) var rateLimit: String?
    @Option(help: help(.trustedProxies)) var trustedProxies: String?
    @Option(help: help(.policies), completion: SettingKey.policies.completion) var policies: String?
    @Option(help: help(.logLevel), completion: SettingKey.logLevel.completion) var logLevel: String?
    @Option(help: help(.logFormat), completion: SettingKey.logFormat.completion) var logFormat: String?
    @Flag(inversion: .prefixedNo, help: help(.webhooksToPrivateAddresses)) var webhooksToPrivateAddresses: Bool?
    @Option(help: help(.shutdownGrace)) var shutdownGrace: String?
    @Option(help: help(.cacheTickets)) var cacheTickets: String?
    @Option(name: .customLong("public-url"), help: help(.publicURL)) var publicURL: String?
    @Option(help: help(.mailServer)) var mailServer: String?
    @Option(help: help(.mailFrom)) var mailFrom: String?
    @Option(help: help(.mailPasswordFile), completion: SettingKey.mailPasswordFile.completion) var mailPasswordFile:
        String?
    @Option(help: help(.mailAuthorities), completion: SettingKey.mailAuthorities.completion) var mailAuthorities:
        String?
    @Option(help: help(.mailLanguage), completion: SettingKey.mailLanguage.completion) var mailLanguage: String?
    @Option(help: help(.oidcIssuer)) var oidcIssuer: String?
    @Option(help: help(.oidcClient)) var oidcClient: String?
    @Option(help: help(.oidcPasswordFile), completion: SettingKey.oidcPasswordFile.completion) var oidcPasswordFile:
        String?
    @Option(help: help(.oidcClaim)) var oidcClaim: String?
    @Flag(help: "Begin a new desk with a made-up company and 750 tickets; a desk that has anything in it is refused.")
    var demo = false
    @Option(
        help: "Real incidents to put behind the demo's made-up days, a history as `replay` reads it.",
        completion: .file(extensions: ["csv", "jsonl"])) var demoHistory: String?
    @Flag(help: "Say what every setting is, and why, and do nothing else.") var printSettings = false

    private static func help(_ key: SettingKey) -> ArgumentHelp {
        // A flag's default is not to be set, which its two names say already.
        let standard = key.kind == .flag ? "" : ", default \(key.standard)"
        return "\(key.help) (\(key.environmentName)\(standard))"
    }

    func validate() throws {
        if demoHistory != nil, !demo { throw ValidationError("--demo-history is for a demo. Add --demo.") }
    }

    func run() async throws {
        let reading = try read(ProcessInfo.processInfo.environment)
        if printSettings {
            print(reading.text)
            return
        }
        try await serve(reading.settings)
    }

    private func read(_ environment: [String: String]) throws -> Settings.Reading {
        let path = settings ?? environment[Settings.fileVariable]
        let file = try path.map { (name: $0, bytes: try File.bytes($0, atMost: SettingFile.largest)) }
        do {
            let reading = try Settings.read(flags: flags, environment: environment, file: file)
            return demo ? reading.forDemo : reading
        } catch {
            Output.error(error.description)
            throw ExitCode(1)
        }
    }

    private var flags: [SettingKey: String] {
        let given: [SettingKey: String?] = [
            .desk: desk, .erasureRegister: erasureRegister, .evidenceKey: evidenceKey,
            .evidenceWitnesses: evidenceWitnesses, .evidenceTimestamps: evidenceTimestamps, .company: company,
            .listen: listen,
            .listenBeyondLoopback: listenBeyondLoopback.map { "\($0)" },
            .rateLimit: rateLimit, .trustedProxies: trustedProxies, .policies: policies, .logLevel: logLevel,
            .logFormat: logFormat,
            .webhooksToPrivateAddresses: webhooksToPrivateAddresses.map { "\($0)" },
            .shutdownGrace: shutdownGrace, .cacheTickets: cacheTickets, .publicURL: publicURL, .mailServer: mailServer,
            .mailFrom: mailFrom,
            .mailPasswordFile: mailPasswordFile, .mailAuthorities: mailAuthorities, .mailLanguage: mailLanguage,
            .oidcIssuer: oidcIssuer, .oidcClient: oidcClient, .oidcPasswordFile: oidcPasswordFile,
            .oidcClaim: oidcClaim,
        ]
        return given.compactMapValues { $0 }
    }

    private func madeUpDays() throws -> MadeUpDays {
        var days = MadeUpDays.demo
        guard let demoHistory else { return days }
        let reader = try HistoryFile(path: demoHistory, mapping: nil, zones: try Shipped().zones, events: []).read()
        guard !reader.tickets.isEmpty else { throw Complaint("\(demoHistory) has no ticket that could be read.") }
        days.past = MadeUpDays.Past(tickets: reader.tickets, mapping: reader.mapping)
        return days
    }

    private func serve(_ settings: Settings) async throws {
        // Before a desk is made that then stays behind.
        if let refusal = settings.listen.refusal(beyondLoopback: settings.listenBeyondLoopback) {
            throw Complaint(refusal.description)
        }
        let started = Date().timeIntervalSince1970
        LoggingSystem.bootstrap { label in
            LineLog(label, settings.logFormat, level: settings.logLevel, now: Machine.clocks.wall, write: LogSink.write)
        }
        let logger = Logger(label: "yinuo")
        if let trouble = settings.proxyTrouble { logger.warning("\(trouble)") }
        let manager = ServiceManager(ProcessInfo.processInfo.environment[ServiceManager.variable])
        let days = demo ? try madeUpDays() : nil
        let desk = try await deskServices(settings, logger, demo: days)
        var api = desk.api
        api.isDemo = demo
        let listener: DeskListener
        do {
            listener = try DeskListener(
                address: settings.listen, beyondLoopback: settings.listenBeyondLoopback, api: api,
                settings: APISettings(perSecond: settings.rateLimit, proxies: Proxies(settings.trustedProxies)),
                measures: {
                    let start = Measure(
                        "process_start_time_seconds", .gauge, "When the process started, in seconds since 1970.", [],
                        started)
                    return [start] + (await desk.measures())
                }, checks: desk.checks, evidence: desk.evidence, logger: logger,
                onListening: { address in
                    var output = Output()
                    output.line("listening on http://\(address)")
                    if let days { output.line("a made-up company is in it: \(days.text)") }
                    if let link = desk.administratorLink {
                        // Told this once; whoever reads it becomes the desk's administrator.
                        output.line(
                            "first administrator, once and within 24 hours: "
                                + LinkAddress(settings.publicURL ?? "http://\(address)").link(link))
                    }
                    if let link = desk.customerLink {
                        output.line(
                            "a customer of it, once and within 15 minutes: "
                                + LinkAddress(settings.publicURL ?? "http://\(address)").link(link))
                    }
                    manager.isReady()
                })
        } catch {
            throw Complaint(error.description)
        }
        let lastResort = LastResort()
        defer { lastResort.isNotNeeded() }
        let goodbye = Goodbye(
            manager: manager, lastResort: lastResort, limit: settings.shutdownGrace + LastResort.patience,
            logger: logger)
        // The listener starts last and stops first: who asks it learns that the desk is going before it goes.
        let services: [any Service] = desk.services + [listener, goodbye]
        // Named by hand: unasked, a service is called by all that it holds.
        let named = services.map { service in
            ServiceGroupConfiguration.ServiceConfiguration(service: service, serviceName: "\(type(of: service))")
        }
        var configuration = ServiceGroupConfiguration(
            services: named, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .milliseconds(settings.shutdownGrace.milliseconds)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let fault as ListenFault {
            throw Complaint(fault.description)
        } catch let fault as JournalPutBack {
            logger.error("\(fault)")
            throw Complaint(fault.description)
        }
        logger.info("Stopped.")
    }
}

/// Says that the program is ending as soon as it is told to, and sees to it that it does.
private struct Goodbye: Service {
    let manager: ServiceManager
    let lastResort: LastResort
    let limit: Domain.Duration
    let logger: Logger
    func run() async throws {
        try? await gracefulShutdown()
        manager.isStopping()
        lastResort.begin(after: limit) { [logger] in
            logger.error(
                """
                The desk did not close in time, and the program ends without it. Look whether its disk or its database \
                answers.
                """)
            exit(1)
        }
    }
}
