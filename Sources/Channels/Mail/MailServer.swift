/// Where mail is handed in.
public struct MailServer: Hashable, Sendable {
    public enum Safety: Hashable, Sendable {
        /// TLS from the first byte.
        case tls
        /// TLS by STARTTLS, or nothing is sent.
        case startTLS
        /// None: for a relay on this machine.
        case none
    }
    public let host: String
    public let port: Int
    public let safety: Safety
    public let user: String?
    public var password: String?
    /// A file of certificates to trust besides the system's; nil for the system's alone.
    public var authorities: String?

    /// As a setting would say it.
    public var text: String {
        let scheme =
            switch safety {
            case .tls: "smtps"
            case .startTLS: "smtp"
            case .none: "smtp+plain"
            }
        return "\(scheme)://\(user.map { $0 + "@" } ?? "")\(host):\(port)"
    }

    /// `smtp://user@host:port` (STARTTLS), `smtps://…` (TLS), `smtp+plain://…` (neither).
    ///
    /// Nil for anything else, a password in it among that: it would be seen in every list of processes.
    public init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        let standard: Int
        switch text[..<colon] {
        case "smtp": (safety, standard) = (.startTLS, 587)
        case "smtps": (safety, standard) = (.tls, 465)
        case "smtp+plain": (safety, standard) = (.none, 25)
        default: return nil
        }
        var rest = text[colon...].dropFirst(3)
        if let at = rest.lastIndex(of: "@") {
            let name = rest[..<at]
            guard !name.isEmpty, !name.contains(":") else { return nil }
            user = String(name)
            rest = rest[at...].dropFirst()
        } else {
            user = nil
        }
        let parts: (host: Substring, port: Substring?)
        if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
            let after = rest[end...].dropFirst()
            guard after.isEmpty || after.hasPrefix(":") else { return nil }
            parts = (rest[...end], after.isEmpty ? nil : after.dropFirst())
        } else {
            let pieces = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            parts = (pieces[0], pieces.count == 2 ? pieces[1] : nil)
        }
        guard !parts.host.isEmpty, !parts.host.contains(where: { "/?#".contains($0) }),
            let port = parts.port.map({ Int($0) }) ?? standard, (1...65_535).contains(port)
        else { return nil }
        host = String(parts.host)
        self.port = port
    }
}
