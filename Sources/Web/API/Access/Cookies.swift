import HTTPTypes

enum Cookies {
    /// A session's cookie, under the name that it came with.
    static func session(_ headers: HTTPFields) -> (name: String, value: String)? {
        for header in headers[values: .cookie] {
            for pair in header.split(separator: ";", maxSplits: 50) {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(\.trimmed)
                guard parts.count == 2, [Authenticator.cookie, Authenticator.plainCookie].contains(parts[0]),
                    (1...512).contains(parts[1].utf8.count)
                else { continue }
                return (parts[0], parts[1])
            }
        }
        return nil
    }

    static func setting(_ name: String, _ value: String) -> String {
        "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax" + (name == Authenticator.cookie ? "; Secure" : "")
    }

    static func clearing(_ name: String) -> String { setting(name, "") + "; Max-Age=0" }
}
