/// Everything that can be set, each with its name, its kind, its default and its help: the one table.
///
/// A key is spelled the same everywhere: `--cache-tickets`, `YINUO_CACHE_TICKETS`, `cache-tickets:` in a file.
enum SettingKey: String, CaseIterable, Sendable {
    case desk
    case erasureRegister = "erasure-register"
    case evidenceKey = "evidence-key"
    case evidenceWitnesses = "evidence-witnesses"
    case evidenceTimestamps = "evidence-timestamps"
    case company
    case figures
    case listen
    case listenBeyondLoopback = "listen-beyond-loopback"
    case trustedProxies = "trusted-proxies"
    case rateLimit = "rate-limit"
    case policies
    case logLevel = "log-level"
    case logFormat = "log-format"
    case webhooksToPrivateAddresses = "webhooks-to-private-addresses"
    case shutdownGrace = "shutdown-grace"
    case cacheTickets = "cache-tickets"
    case publicURL = "public-url"
    case mailServer = "mail-server"
    case mailFrom = "mail-from"
    case mailPasswordFile = "mail-password-file"
    case mailAuthorities = "mail-authorities"
    case mailLanguage = "mail-language"
    case oidcIssuer = "oidc-issuer"
    case oidcClient = "oidc-client"
    case oidcPasswordFile = "oidc-password-file"
    case oidcClaim = "oidc-claim"

    var name: String { rawValue }
    var environmentName: String { "YINUO_" + rawValue.uppercased().replacing("-", with: "_") }

    enum Kind: Sendable {
        case path, url, witnesses, address, flag, names, level, format, duration, count, mailServer, mailAddress,
            language
        var isList: Bool { self == .names || self == .witnesses }
    }

    var kind: Kind { line.kind }
    var standard: String { line.standard }
    var help: String { line.help }

    private var line: (kind: Kind, standard: String, help: String) {
        switch self {
        case .desk: (.path, "yinuo.sqlite", "The desk's file, or postgresql://USER@HOST/DATABASE.")
        case .erasureRegister:
            (
                .path, Settings.besideDesk,
                "The file that says who was erased; a desk in a file has its own, NAME.erasures beside it."
            )
        case .evidenceKey:
            (
                .path, Settings.besideDesk,
                "The file of the key that signs the evidence log; a desk in a file has its own, NAME.evidence-key beside it."
            )
        case .evidenceWitnesses:
            (.witnesses, Settings.none, "Who signs the evidence log too, VKEY URL each; none for nobody.")
        case .evidenceTimestamps:
            (.url, Settings.none, "The URL of an RFC 3161 authority that stamps the log every hour; none for nobody.")
        case .figures:
            (
                .path, Settings.besideDesk,
                "The folder that figures are kept in; a desk in a file has its own, NAME.figures beside it, another keeps them in memory."
            )
        case .company:
            (.path, Settings.none, "Who issues certificates, as customers know them; none for no certificates.")
        case .rateLimit:
            (.count, "200", "How often somebody may ask the service, a second; 0 for as often as they like.")
        case .trustedProxies:
            (.names, Settings.none, "Addresses of proxies that may tell whose request it is; none for nobody.")
        case .listen:
            (
                .address, "127.0.0.1:8460",
                "Where the service, health and metrics are told; port 0 lets the system choose."
            )
        case .listenBeyondLoopback: (.flag, "false", "Let other machines reach it, though it has no TLS.")
        case .policies:
            (
                .names, "standard,after-sales,service-rules,experience",
                "Ids or files of the policies that a new desk begins with."
            )
        case .logLevel: (.level, "info", "trace, debug, info, notice, warning, error or critical.")
        case .logFormat: (.format, "text", "text or json, a record a line, on standard error.")
        case .webhooksToPrivateAddresses:
            (.flag, "false", "Let webhooks reach this machine and private networks.")
        case .shutdownGrace: (.duration, "10s", "How long work under way may take once the desk is to stop.")
        case .cacheTickets: (.count, "10000", "How many tickets are kept in memory.")
        case .publicURL:
            (.url, Settings.none, "The address that people reach the desk at, for links; none for where it listens.")
        case .mailServer:
            (
                .mailServer, Settings.none,
                "Where mail is handed in: smtp://USER@HOST:PORT (STARTTLS), smtps:// (TLS), smtp+plain:// (neither); none for no mail."
            )
        case .mailFrom: (.mailAddress, Settings.none, "The address that mail comes from.")
        case .mailPasswordFile: (.path, Settings.none, "The file that holds the mail server's password.")
        case .mailAuthorities:
            (
                .path, Settings.none,
                "A file of certificates that the mail server's is trusted by; none for the system's."
            )
        case .mailLanguage: (.language, "en", "The language of letters to people who have none: zh, en, ja or ko.")
        case .oidcIssuer:
            (.url, Settings.none, "The company's identity provider, as its tokens name it; none for none.")
        case .oidcClient: (.path, Settings.none, "What the identity provider calls this desk.")
        case .oidcPasswordFile:
            (.path, Settings.none, "The file that holds the password that the provider gave; none for a public client.")
        case .oidcClaim: (.path, "email", "What of the provider's tokens is the login here.")
        }
    }
}
