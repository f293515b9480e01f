import Foundation
import HTTPTypes

/// Who may tell on whose behalf a request comes.
public struct Proxies: Sendable {
    private let trusted: Set<String>

    /// - Parameter trusted: addresses of proxies, as they connect.
    public init(_ trusted: some Sequence<String> = []) { self.trusted = Set(trusted) }

    /// The address that a request comes from: the last of `X-Forwarded-For` that is no proxy of ours, if the peer is one.
    func client(_ headers: HTTPFields, _ peer: String?) -> String {
        let peer = peer ?? "unknown"
        guard trusted.contains(peer) else { return peer }
        let told = headers[values: .forwardedFor].flatMap { $0.split(separator: ",") }.map(\.trimmed)
        return told.last { !trusted.contains($0) && Proxies.isAddress($0) } ?? peer
    }

    /// Whether a trusted proxy took it over TLS.
    func isSecure(_ headers: HTTPFields, _ peer: String?) -> Bool {
        peer.map(trusted.contains) ?? false && headers[.forwardedProto]?.lowercased() == "https"
    }

    private static func isAddress(_ text: String) -> Bool {
        var four = in_addr()
        var six = in6_addr()
        return inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1
    }
}
