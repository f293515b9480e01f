import Channels
import Domain
import Edges
import Foundation
import Logging
import PolicyLanguage
import Sample
import Storage
import Web

/// What the operator decides, read once at the start: flags, then the environment, then a file, then defaults.
///
/// There are no secrets among them but a password in the desk's URL, which is never shown. Nothing else in the program reads the environment.
struct Settings: Equatable, Sendable {
    var desk: DeskPlace
    /// A path, or `besideDesk`.
    var erasureRegister: String
    /// A path, or `besideDesk`.
    var evidenceKey: String
    var evidenceWitnesses: [NamedWitness]
    var evidenceTimestamps: String?
    /// A path, or `besideDesk`.
    var figures: String
    /// Nil where no certificates are issued.
    var company: String?
    var listen: ListenAddress
    var listenBeyondLoopback: Bool
    /// A second; 0 for no limit.
    var rateLimit: Int
    /// Addresses.
    var trustedProxies: [String]
    /// Ids of shipped policies, or files.
    var policies: [String]
    var logLevel: Logger.Level
    var logFormat: LineLog.Format
    var webhooksToPrivateAddresses: Bool
    var shutdownGrace: Domain.Duration
    var cacheTickets: Int
    var publicURL: String?
    var mailServer: MailServer?
    var mailFrom: MailAddress?
    var mailPasswordFile: String?
    var mailAuthorities: String?
    var mailLanguage: Language
    var oidcIssuer: String?
    var oidcClient: String?
    var oidcPasswordFile: String?
    var oidcClaim: String

    /// Says that the register lies where it always did.
    static let besideDesk = "beside-desk"
    static let none = "none"

    /// Nil for a desk in a database that was given none.
    var register: ErasureRegister? {
        if erasureRegister != Self.besideDesk { return ErasureRegister(path: erasureRegister) }
        return desk.path.map { ErasureRegister(beside: $0) }
    }

    /// Nil for a desk in a database that was given none.
    var evidenceKeyFile: EvidenceKeyFile? {
        if evidenceKey != Self.besideDesk { return EvidenceKeyFile(path: evidenceKey) }
        return desk.path.map { EvidenceKeyFile(beside: $0) }
    }

    /// Nil for a desk in a database that was given none.
    var figuresFolder: String? {
        if figures != Self.besideDesk { return figures }
        return desk.path.map { $0 + ".figures" }
    }

    /// Settings as they were read, with who said each.
    struct Reading: Sendable {
        let settings: Settings
        let origins: [SettingKey: SettingOrigin]
    }

    /// The environment's name of the settings' file, which `--settings` names too.
    static let fileVariable = "YINUO_SETTINGS"

    /// - Parameters:
    ///   - flags: the texts of those that were given.
    ///   - environment: all of it; only `YINUO_…` is looked at.
    ///   - file: its name, for messages, and its bytes.
    /// - Throws: every fault that could be found.
    static func read(
        flags: [SettingKey: String] = [:], environment: [String: String] = [:],
        file: (name: String, bytes: [UInt8])? = nil
    ) throws(SettingFaults) -> Reading {
        var faults: [SettingFault] = []
        var said: [SettingKey: (text: String, origin: SettingOrigin)] = [:]
        for key in SettingKey.allCases { said[key] = (key.standard, .standard) }
        if let file {
            for (key, text, place) in SettingFile.entries(file.name, file.bytes, &faults) {
                said[key] = (text, .file(file.name, place))
            }
        }
        let variables = Dictionary(uniqueKeysWithValues: SettingKey.allCases.map { ($0.environmentName, $0) })
        for (name, text) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix("YINUO_") {
            if let key = variables[name] {
                said[key] = (text, .environment(key))
            } else if name != fileVariable {
                faults.append(unknown(name, at: "environment", among: variables.keys.sorted() + [fileVariable]))
            }
        }
        for (key, text) in flags { said[key] = (text, .flag(key)) }
        var values = SettingValues(said)
        let settings = Settings(
            desk: values.desk(.desk), erasureRegister: values.path(.erasureRegister),
            evidenceKey: values.path(.evidenceKey),
            evidenceWitnesses: values.witnesses(.evidenceWitnesses),
            evidenceTimestamps: values.url(.evidenceTimestamps),
            figures: values.path(.figures), company: [values.path(.company)].first { $0 != none },
            listen: values.address(.listen),
            listenBeyondLoopback: values.flag(.listenBeyondLoopback),
            rateLimit: values.count(.rateLimit),
            trustedProxies: values.names(.trustedProxies).filter { $0 != none }, policies: values.names(.policies),
            logLevel: values.level(.logLevel), logFormat: values.format(.logFormat),
            webhooksToPrivateAddresses: values.flag(.webhooksToPrivateAddresses),
            shutdownGrace: values.duration(.shutdownGrace), cacheTickets: values.count(.cacheTickets),
            publicURL: values.origin(.publicURL), mailServer: values.mailServer(.mailServer),
            mailFrom: values.mailAddress(.mailFrom), mailPasswordFile: values.file(.mailPasswordFile),
            mailAuthorities: values.file(.mailAuthorities), mailLanguage: values.language(.mailLanguage),
            oidcIssuer: values.origin(.oidcIssuer), oidcClient: values.file(.oidcClient),
            oidcPasswordFile: values.file(.oidcPasswordFile), oidcClaim: values.path(.oidcClaim))
        faults += values.faults
        guard faults.isEmpty else { throw SettingFaults(faults: faults) }
        return Reading(settings: settings, origins: said.mapValues(\.origin))
    }

    static func unknown(_ name: String, at place: String, among known: [String]) -> SettingFault {
        let name = String(name.prefix(60))
        let cure =
            nearest(to: name, among: known).map { "Did you mean \($0)?" }
            ?? "Known are \(known.joined(separator: ", "))."
        return SettingFault(place: place, cause: "There is no setting \"\(name)\".", cure: cure)
    }
}

extension Settings.Reading {
    /// A made-up company issues its certificates, unless somebody said who does.
    var forDemo: Settings.Reading {
        guard origins[.company] == .standard else { return self }
        var settings = self.settings
        settings.company = Company.issuer
        return Settings.Reading(settings: settings, origins: origins)
    }

    /// As a file that would say the same, with who said each.
    var text: String {
        SettingKey.allCases.map { key in
            "\(key.name): \(settings.text(of: key))  # \(origins[key] ?? .standard)"
        }.joined(separator: "\n")
    }
}

extension Settings {
    /// As a settings file would hold it.
    func text(of key: SettingKey) -> String {
        switch key {
        case .desk: SettingFile.scalar(desk.name)
        case .erasureRegister: SettingFile.scalar(erasureRegister)
        case .evidenceKey: SettingFile.scalar(evidenceKey)
        case .evidenceWitnesses:
            evidenceWitnesses.isEmpty
                ? Self.none : "[\(evidenceWitnesses.map { SettingFile.scalar($0.text) }.joined(separator: ", "))]"
        case .evidenceTimestamps: SettingFile.scalar(evidenceTimestamps ?? Self.none)
        case .figures: SettingFile.scalar(figures)
        case .company: SettingFile.scalar(company ?? Self.none)
        case .rateLimit: "\(rateLimit)"
        case .trustedProxies:
            trustedProxies.isEmpty
                ? Self.none : "[\(trustedProxies.map(SettingFile.scalar).joined(separator: ", "))]"
        case .listen: SettingFile.scalar(listen.description)
        case .listenBeyondLoopback: "\(listenBeyondLoopback)"
        case .policies: "[\(policies.map(SettingFile.scalar).joined(separator: ", "))]"
        case .logLevel: logLevel.rawValue
        case .logFormat: logFormat.rawValue
        case .webhooksToPrivateAddresses: "\(webhooksToPrivateAddresses)"
        case .shutdownGrace: SettingValues.text(shutdownGrace)
        case .cacheTickets: "\(cacheTickets)"
        case .publicURL: SettingFile.scalar(publicURL ?? Self.none)
        case .mailServer: SettingFile.scalar(mailServer?.text ?? Self.none)
        case .mailFrom: SettingFile.scalar(mailFrom?.text ?? Self.none)
        case .mailPasswordFile: SettingFile.scalar(mailPasswordFile ?? Self.none)
        case .mailAuthorities: SettingFile.scalar(mailAuthorities ?? Self.none)
        case .mailLanguage: mailLanguage.rawValue
        case .oidcIssuer: SettingFile.scalar(oidcIssuer ?? Self.none)
        case .oidcClient: SettingFile.scalar(oidcClient ?? Self.none)
        case .oidcPasswordFile: SettingFile.scalar(oidcPasswordFile ?? Self.none)
        case .oidcClaim: SettingFile.scalar(oidcClaim)
        }
    }
}

extension Settings {
    /// What people reach the desk at; nil where nobody said so and it listens at every address of its machine, or at a port
    /// that is only known once it does.
    var base: String? { publicURL ?? (listen.port == 0 || listen.isEvery ? nil : "http://\(listen)") }

    /// Behind a proxy that it does not trust, the desk takes everybody for the proxy, and no cookie for one of TLS.
    var proxyTrouble: String? {
        guard publicURL?.hasPrefix("https://") ?? false, trustedProxies.isEmpty else { return nil }
        return
            "public-url is https, so a proxy stands before the desk, and trusted-proxies does not name it: all callers "
            + "count as one, and cookies are not kept to TLS. Name the address that it connects from: 127.0.0.1."
    }
}
