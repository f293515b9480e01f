import Foundation

/// Where a listener waits: `127.0.0.1:8460`, `[::1]:8460`, `localhost:0`.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// Without brackets.
    public let host: String
    /// 0 lets the system choose.
    public let port: Int

    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// - Returns: nil when it is no host and port.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        var host = text[..<colon]
        let digits = text[text.index(after: colon)...]
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(digits), port <= 65_535
        else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":") else { return nil }
        } else if host.contains(":") {
            return nil
        }
        let isWord = host.unicodeScalars.allSatisfy {
            $0.isASCII && $0.value > 0x20 && !"[]/@".unicodeScalars.contains($0)
        }
        guard !host.isEmpty, isWord else { return nil }
        self.init(host: String(host), port: port)
    }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Why a listener would not listen here; nil where it may.
    /// - Parameter beyondLoopback: whether other machines may reach it.
    public func refusal(beyondLoopback: Bool) -> ListenFault? {
        beyondLoopback || isLoopback ? nil : .beyondLoopback(self)
    }

    /// Whether only programs of this machine reach it.
    public var isLoopback: Bool {
        if host == "localhost" { return true }
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
        var six = in6_addr()
        guard inet_pton(AF_INET6, host, &six) == 1 else { return false }
        return withUnsafeBytes(of: six) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
    }

    /// Whether it means every address of this machine, so that no link can begin with it.
    public var isEvery: Bool {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return four.s_addr == 0 }
        var six = in6_addr()
        guard inet_pton(AF_INET6, host, &six) == 1 else { return false }
        return withUnsafeBytes(of: six) { $0.allSatisfy { $0 == 0 } }
    }
}
