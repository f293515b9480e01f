import Channels
import Domain
import Web
import Wire

/// The address of the service: free, or this program's already.
struct ServedPort: Sendable {
    private let address: ListenAddress
    private let beyondLoopback: Bool

    init(_ settings: Settings) {
        (address, beyondLoopback) = (settings.listen, settings.listenBeyondLoopback)
    }

    func findings() async -> [Observation] {
        if !address.isLoopback, !beyondLoopback {
            return [.trouble("port", ListenFault.beyondLoopback(address).description)]
        }
        if address.port == 0 { return [.ok("port", "the system chooses one of \(address.host)")] }
        switch Address.standing(address.host, address.port) {
        case .free: return [.ok("port", "\(address) is free")]
        case .absent: return [.trouble("port", fault("this machine has no such address"))]
        case .forbidden: return [.trouble("port", fault("the rights are missing"))]
        case .held: return await served()
        }
    }

    /// What the service says of itself; that nobody is there is trouble.
    func serving() async -> [Observation] {
        if address.port != 0, case .held = Address.standing(address.host, address.port) { return await served() }
        return [.trouble("port", "At \(address) nobody serves. Start yinuo serve, or name its address with --listen.")]
    }

    private func fault(_ reason: String) -> String { ListenFault.unavailable(address, reason: reason).description }

    /// Whoever answers there as a desk does is one; what its own checks say is said here too.
    private func served() async -> [Observation] {
        let asker = Asker("doctor", limits: PostLimits(connect: .seconds(2), total: .seconds(5)))
        let host = ["0.0.0.0": "127.0.0.1", "::": "::1"][address.host] ?? address.host
        let url = "http://\(ListenAddress(host: host, port: address.port))/health/ready"
        guard let answer = await asker.ask(url, headers: [], body: nil), [200, 503].contains(answer.status),
            let json = answer.body.withUnsafeBufferPointer({ try? JSONValue($0) }),
            let status = json["status"]?.string, ["ready", "not ready"].contains(status)
        else { return [.trouble("port", fault("another program holds it"))] }
        var findings = [Observation.ok("port", "\(address) is served by a yinuo")]
        guard case .array(let checks)? = json["checks"] else { return findings }
        for check in checks {
            guard let name = check["name"]?.string, let trouble = check["trouble"]?.string else { continue }
            findings.append(.trouble("ready: \(name)", trouble))
        }
        return findings
    }
}
