import Channels
import Desk
import Domain
import Edges
import Identity
import Storage
import Web

/// Looks at everything a desk needs, and changes nothing.
struct Doctor: Sendable {
    let settings: Settings
    private let reading: Settings.Reading
    private let file: String?
    private let viewers: Int

    /// - Parameter file: of the settings; nil where there is none.
    init(_ reading: Settings.Reading, file: String?, viewers: Int) {
        (self.reading, settings, self.file, self.viewers) = (reading, reading.settings, file, viewers)
    }

    func diagnosis() async -> Diagnosis {
        // They wait for other machines, so they do it beside each other.
        async let mail = mail()
        async let provider = provider()
        async let service = ServedPort(settings).findings()
        var findings = [said(), Secrets(settings, file: file).finding]
        findings += await DeskVisit(settings).findings()
        findings += [zones()]
        findings += await mail + provider
        findings += [descriptors()]
        findings += await service
        return Diagnosis(findings: findings)
    }

    /// What was said, and what of it keeps the desk from starting.
    private func said() -> Observation {
        var troubles: [String] = []
        func tried(_ body: () throws -> Void) { do { try body() } catch { troubles.append("\(error)") } }
        tried { _ = try MailTerms(settings) }
        tried { _ = try settings.provider() }
        tried { for name in settings.policies { _ = try Policies().policy(name) } }
        for proxy in settings.trustedProxies where !Address.isOne(proxy) {
            troubles.append(
                "trusted-proxies: \"\(proxy.prefix(60))\" is no address. Name one as it connects: 127.0.0.1.")
        }
        guard troubles.isEmpty else { return .trouble("settings", troubles.joined(separator: " ")) }
        if let trouble = settings.proxyTrouble { return .note("settings", trouble) }
        let count = reading.origins.values.filter { $0 != .standard }.count
        return .ok("settings", "\(file ?? "no file"), \(count) of \(SettingKey.allCases.count) are not their default")
    }

    private func zones() -> Observation {
        do {
            let shipped = try Shipped()
            for name in ["UTC", "Asia/Shanghai", "America/New_York"] { _ = try shipped.zones.zone(name) }
            var found = "IANA \(shipped.zones.version), in the program"
            let year = Day(localMilliseconds: Machine.clocks.wall().milliseconds).date.year
            for (name, calendar) in shipped.official.sorted(by: { $0.key < $1.key }) {
                let years = calendar.years
                found += "; official calendar \(name) \(years.lowerBound)–\(years.upperBound)"
                if year > years.upperBound {
                    return .note(
                        "zones", found + ", so this year's holidays are not known. Use a later release of the program.")
                }
            }
            return .ok("zones", found)
        } catch { return .trouble("zones", "\(error)") }
    }

    private func mail() async -> [Observation] {
        guard let terms = try? MailTerms(settings) else {
            return settings.mailServer == nil ? [.ok("mail", "none is sent: mail-server is not set")] : []
        }
        let server = terms.server
        if let trouble = await server.greetingTrouble(as: String(terms.from.text.split(separator: "@").last ?? "")) {
            return [
                .trouble(
                    "mail", "\(server.text) does not take letters: \(trouble). Check mail-server and mail-authorities.")
            ]
        }
        return [.ok("mail", "\(server.text) answers" + (server.safety == .none ? ", without TLS" : " over TLS"))]
    }

    private func provider() async -> [Observation] {
        guard let terms = try? settings.provider() else { return [] }
        let asker = Asker("doctor")
        let trouble = await terms.trouble({ await asker.ask($0, headers: $1, body: $2) }, at: Machine.clocks.wall())
        if let trouble {
            return [.trouble("provider", "\(terms.issuer) can't be used: \(trouble). Check oidc-issuer.")]
        }
        return [.ok("provider", "\(terms.issuer) describes itself")]
    }

    private func descriptors() -> Observation {
        guard let limit = Descriptors.limit else { return .unchecked("descriptors", "The limit can't be read.") }
        let viewersAtMost = DeskListener.connections(descriptors: limit)
        let found = "\(limit) here, enough for \(viewersAtMost) who follow live"
        if viewersAtMost >= viewers { return .ok("descriptors", found) }
        return .trouble(
            "descriptors", found + ", and \(viewers) are expected. Raise it: LimitNOFILE= of systemd, or ulimit -n.")
    }
}
