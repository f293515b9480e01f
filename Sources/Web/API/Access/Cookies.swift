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
            for pair in header.utf8.split(separator: UInt8(ascii: ";"), maxSplits: 50) {
                guard let sign = pair.firstIndex(of: UInt8(ascii: "=")),
                    trimmed(pair[..<sign]).elementsEqual(wanted.utf8)
                else { continue }
                let value = trimmed(pair[pair.index(after: sign)...])
                if (1...bytes).contains(value.count) { return String(Substring(value)) }
            }
        }
        return nil
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var text = text
        while text.first.map(isBlank) ?? false { text.removeFirst() }
        while text.last.map(isBlank) ?? false { text.removeLast() }
        return text
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

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
