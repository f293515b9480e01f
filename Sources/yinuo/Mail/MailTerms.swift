import Channels
import Domain
import Identity
import Web

/// How mail goes out, as the settings say.
struct MailTerms: Sendable {
    let server: MailServer
    let from: MailAddress
    let links: LinkAddress
    let language: Language

    /// Nil where no mail server is set.
    /// - Throws: what keeps mail from going out, with its cure.
    init?(_ settings: Settings) throws {
        guard var server = settings.mailServer else { return nil }
        guard let from = settings.mailFrom else {
            throw Complaint("mail-server is set and mail-from is not. Name the address that mail comes from.")
        }
        if let path = settings.mailPasswordFile { server.password = try Self.secret(path) }
        if server.user != nil, server.password == nil {
            throw Complaint("mail-server names a user. Name the file of the password: mail-password-file.")
        }
        server.authorities = settings.mailAuthorities
        guard let base = settings.base else {
            throw Complaint(
                "Links in mail can't lead to every address of this machine, nor to a port that is chosen at each start. "
                    + "Set public-url, or one address and a port in listen.")
        }
        self.server = server
        self.from = from
        links = LinkAddress(base)
        language = settings.mailLanguage
    }

    /// The first line of a file.
    static func secret(_ path: String) throws -> String {
        let bytes = try File.bytes(path, atMost: 4_096)
        let line = String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
        if line.isEmpty { throw Complaint("\(path) is empty. Write the password on its first line.") }
        return line
    }
}

extension Settings {
    /// Nil where no identity provider is set.
    func provider() throws -> ProviderTerms? {
        guard let issuer = oidcIssuer else { return nil }
        guard let client = oidcClient else {
            throw Complaint("oidc-issuer is set and oidc-client is not. Name what the provider calls this desk.")
        }
        guard let publicURL else {
            throw Complaint("oidc-issuer is set and public-url is not. Name the address that people reach the desk at.")
        }
        return ProviderTerms(
            issuer: issuer, client: client, secret: try oidcPasswordFile.map { try MailTerms.secret($0) },
            redirect: LinkAddress(publicURL).provider, claim: oidcClaim)
    }
}

/// Where the desk's links lead: the one place that knows their paths.
struct LinkAddress: Hashable, Sendable {
    let base: String
    init(_ base: String) { self.base = base }

    /// Of an invitation, a reset, a way in; `Identity.link` tells which.
    func link(_ text: String) -> String { "\(base)/link/\(text)" }
    /// Of a ticket that a customer reads.
    func ticketLink(_ text: String) -> String { "\(base)/t/\(text)" }
    func ticket(_ id: String) -> String { "\(base)/tickets/\(id)" }
    /// Where the identity provider sends people back to.
    var provider: String { "\(base)/sign-in/provider" }
}
