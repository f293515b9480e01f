import HTTPTypes

enum Cookies {
    /// A session's cookie. Over TLS only that which no neighbour of this host could have planted.
    static func session(_ headers: HTTPFields, isSecure: Bool) -> (name: String, value: String)? {
        let wanted = isSecure ? Authenticator.cookie : Authenticator.plainCookie
        return value(wanted, headers).map { (wanted, $0) }
    }

    /// The first cookie of a name, if it is one that could be ours.
    static func value(_ wanted: String, _ headers: HTTPFields, atMost bytes: Int = 512) -> String? {
        for header in headers[values: .cookie] {
            for pair in header.split(separator: ";", maxSplits: 50) {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(\.trimmed)
                guard parts.count == 2, parts[0] == wanted, (1...bytes).contains(parts[1].utf8.count) else { continue }
                return parts[1]
            }
        }
        return nil
    }

    static func setting(_ name: String, _ value: String) -> String {
        "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax" + (name == Authenticator.cookie ? "; Secure" : "")
    }

    /// Adds a session's newer cookie, unless the answer has one of its own: whoever has just come in, or gone, must not be
    /// made who was here before.
    static func refresh(_ headers: inout HTTPFields, _ cookie: String?) {
        guard let cookie, let name = cookie.split(separator: "=").first else { return }
        if headers[values: .setCookie].contains(where: { $0.hasPrefix(name + "=") }) { return }
        headers.append(HTTPField(name: .setCookie, value: cookie))
    }

    static func clearing(_ name: String) -> String { setting(name, "") + "; Max-Age=0" }
}
