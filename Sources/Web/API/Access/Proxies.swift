import Foundation
import HTTPTypes

/// Who may tell on whose behalf a request comes.
public struct Proxies: Sendable {
    private let trusted: Set<String>

    /// - Parameter trusted: addresses of proxies, as they connect.
    public init(_ trusted: some Sequence<String> = []) { self.trusted = Set(trusted) }

    /// Where a request comes from: the last of `X-Forwarded-For` that is no proxy of ours, if the peer is one. Of IPv6 it is
    /// the network (/64): who has one address of it has them all.
    func client(_ headers: HTTPFields, _ peer: String?) -> String {
        let peer = peer ?? "unknown"
        guard trusted.contains(peer) else { return Proxies.network(peer) }
        let told = headers[values: .forwardedFor].flatMap { $0.split(separator: ",") }.map(\.trimmed)
        return Proxies.network(told.last { !trusted.contains($0) && Proxies.isAddress($0) } ?? peer)
    }

    private static func network(_ address: String) -> String {
        var six = in6_addr()
        guard address.utf8.contains(UInt8(ascii: ":")), inet_pton(AF_INET6, address, &six) == 1 else { return address }
        let bytes = withUnsafeBytes(of: six) { Array($0) }
        // An IPv4 address in IPv6's clothes (RFC 4291, 2.5.5.2).
        if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            return bytes[12...].map(String.init).joined(separator: ".")
        }
        let groups = stride(from: 0, to: 8, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
        return groups.joined(separator: ":") + "::/64"
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
