import Crypto
import Domain
import Wire

/// An identity provider as it describes itself, asked when it is needed.
actor Provider {
    let terms: ProviderTerms
    private let fetch: Fetch

    private struct Ends {
        let authorization: String
        let token: String
        let keys: String
    }
    private var ends: (ends: Ends, at: Instant)?
    private var keys: (all: [SigningKey], at: Instant)?

    /// What it says of itself is asked for anew after so long.
    private static let believed = Duration.hours(1)
    /// A token by a key that is not known has the keys fetched, but not more often: anybody can send one.
    private static let pause = Duration.seconds(10)

    init(_ terms: ProviderTerms, fetch: @escaping Fetch) {
        self.terms = terms
        self.fetch = fetch
    }

    struct Trouble: Error {
        let trouble: ProviderTrouble
        /// For the operator.
        let cause: String
    }

    /// Where a person is sent to sign in.
    func address(state: String, nonce: String, verifier: String, at now: Instant) async throws -> String {
        let ends = try await described(now)
        let challenge = Base64URL.text(Array(SHA256.hash(data: Array(verifier.utf8))))
        let query = form([
            ("response_type", "code"), ("client_id", terms.client), ("redirect_uri", terms.redirect),
            ("scope", terms.scopes.joined(separator: " ")), ("state", state), ("nonce", nonce),
            ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ])
        return ends.authorization + (ends.authorization.contains("?") ? "&" : "?") + query
    }

    /// What the provider says of who came back with a code.
    /// - Returns: the name that the claim holds.
    func name(code: String, verifier: String, nonce: String, at now: Instant) async throws -> String {
        let ends = try await described(now)
        var headers = ["Content-Type: application/x-www-form-urlencoded", "Accept: application/json"]
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", terms.redirect),
            ("code_verifier", verifier),
        ]
        if let secret = terms.secret {
            // RFC 6749, 2.3.1: both are escaped before they are joined.
            let pair = TOTP.escaped(terms.client) + ":" + TOTP.escaped(secret)
            headers.append("Authorization: Basic " + base64(pair))
        } else {
            fields.append(("client_id", terms.client))
        }
        guard let answer = await fetch(ends.token, headers, Array(form(fields).utf8)) else {
            throw Trouble(trouble: .unreachable, cause: "its token address gave no answer")
        }
        guard answer.status == 200 else {
            throw Trouble(trouble: .refused, cause: "its token address answered \(answer.status)")
        }
        guard let text = JSONValue(reading: answer.body)?["id_token"]?.string, let token = IDToken(text) else {
            throw Trouble(trouble: .untrustworthy, cause: "it sent no ID token that can be read")
        }
        guard try await isSigned(token, ends, now) else {
            throw Trouble(trouble: .untrustworthy, cause: "none of its keys signed the ID token")
        }
        guard token.isFor(terms, nonce: nonce, at: now) else {
            throw Trouble(trouble: .untrustworthy, cause: "the ID token is for another time, client or sign-in")
        }
        guard let name = token.name(terms.claim) else {
            throw Trouble(trouble: .nobody, cause: "the ID token has no usable claim \(terms.claim)")
        }
        return name
    }

    /// By a key that is known, or by one that was published since.
    private func isSigned(_ token: IDToken, _ ends: Ends, _ now: Instant) async throws -> Bool {
        if let keys, now - keys.at < Self.believed, token.isSigned(by: keys.all) { return true }
        if let keys, now - keys.at < Self.pause { return false }
        let json = try await read(ends.keys)
        guard case .array(let list)? = json["keys"] else {
            throw Trouble(trouble: .untrustworthy, cause: "\(ends.keys) holds no keys")
        }
        let fresh = list.prefix(100).compactMap { SigningKey($0) }
        keys = (fresh, now)
        return token.isSigned(by: fresh)
    }

    /// Asks it for its own description, and for its keys.
    func look(at now: Instant) async throws {
        let json = try await read(try await described(now).keys)
        guard case .array? = json["keys"] else {
            throw Trouble(trouble: .untrustworthy, cause: "it shows no keys")
        }
    }

    private func described(_ now: Instant) async throws -> Ends {
        if let ends, now - ends.at < Self.believed { return ends.ends }
        let base = terms.issuer.hasSuffix("/") ? String(terms.issuer.dropLast()) : terms.issuer
        let json = try await read(base + "/.well-known/openid-configuration")
        guard json["issuer"]?.string == terms.issuer else {
            throw Trouble(trouble: .untrustworthy, cause: "it calls itself otherwise than the setting does")
        }
        guard let authorization = end("authorization_endpoint", json), let token = end("token_endpoint", json),
            let keys = end("jwks_uri", json)
        else { throw Trouble(trouble: .untrustworthy, cause: "it names no addresses that can be used") }
        let found = Ends(authorization: authorization, token: token, keys: keys)
        ends = (found, now)
        return found
    }

    /// An address of the same safety as the issuer's.
    private func end(_ name: String, _ json: JSONValue) -> String? {
        json[name]?.string.flatMap { $0.hasPrefix("https://") || terms.issuer.hasPrefix("http://") ? $0 : nil }
    }

    private func read(_ address: String) async throws -> JSONValue {
        guard let answer = await fetch(address, ["Accept: application/json"], nil) else {
            throw Trouble(trouble: .unreachable, cause: "\(address) gave no answer")
        }
        guard answer.status == 200, let json = JSONValue(reading: answer.body) else {
            throw Trouble(trouble: .unreachable, cause: "\(address) answered \(answer.status), or no JSON")
        }
        return json
    }

    private func form(_ fields: [(String, String)]) -> String {
        fields.map { TOTP.escaped($0) + "=" + TOTP.escaped($1) }.joined(separator: "&")
    }

    /// With padding, and the letters that headers have.
    private func base64(_ text: String) -> String {
        let letters = Base64URL.text(Array(text.utf8)).replacing("-", with: "+").replacing("_", with: "/")
        return letters + String(repeating: "=", count: (4 - letters.utf8.count % 4) % 4)
    }
}
