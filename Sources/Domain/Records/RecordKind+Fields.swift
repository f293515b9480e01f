// The tables of all kinds. A form, an import, a check and an export are walks over them: a new field is a new line.

extension RecordKind {
    public var fields: [RecordField] { RecordKind.tables[self] ?? [] }

    public func field(_ name: String) -> RecordField? { fields.first { $0.name == name } }

    var rules: [RecordRule] {
        switch self {
        case .customer, .contact, .agent, .webhook, .account, .token, .link: []
        case .session: [.anyOf(["account", "customer", "contact"]), .ordered("since", "until")]
        case .contract: [.sameCurrency("hourly-rate", "amount"), .ordered("from", "until")]
        case .team, .provider, .queue, .category, .tag: [.anyOf(RecordKind.titles)]
        case .site: [.anyOf(RecordKind.titles), .together("latitude", "longitude")]
        case .roster: [.ordered("from", "until")]
        case .shift: [.ordered("from", "to")]
        case .field: [.anyOf(RecordKind.titles), .required("choices", when: "kind", is: "choice")]
        }
    }

    static let titles = Language.allCases.map { "title.\($0.rawValue)" }

    private static let tables = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.table) })

    private var table: [RecordField] {
        switch self {
        case .customer:
            [
                must("name", .text(atMost: 200), .personal), may("number", .text(atMost: 64)),
                // Levels are the company's own words, and policies speak of them.
                may("level", .id), may("language", .language), may("region", .text(atMost: 80)),
                may("site", .reference(.site)), may("email", .email, .personal), may("phone", .phone, .personal),
                may("address", .text(atMost: 500), .personal), may("note", .text(atMost: 2_000), .personal),
                // Days that personal data is kept after the last ticket; none: as the desk is set.
                may("retention-days", .integer(1...36_500)),
            ]
        case .contact:
            [
                must("customer", .reference(.customer)), must("name", .text(atMost: 200), .personal),
                may("email", .email, .personal), may("phone", .phone, .personal),
                may("department", .text(atMost: 120)), may("language", .language),
                may("channel", .choice(["phone", "chat", "mail", "web", "api"])),
            ]
        case .contract:
            [
                must("customer", .reference(.customer)), may("number", .text(atMost: 64)), must("amount", .money),
                must("hourly-rate", .money), may("policy", .id), may("variant", .id), may("from", .day),
                // The last day. The ceiling of what may be owed is a share in the policy, so it has no field here.
                may("until", .day),
            ]
        case .agent:
            [
                must("name", .text(atMost: 200), .personal), may("email", .email, .personal),
                may("phone", .phone, .personal), may("teams", .references(.team)), may("languages", .languages),
                must(
                    "role",
                    .choice(["agent", "engineer", "lead", "manager", "director", "auditor", "administrator"])),
                // Whom ladders tell: the roles of policies.
                may("roles", .ids), may("certificates", .ids), may("site", .reference(.site)),
                may("provider", .reference(.provider)),
            ]
        case .team:
            title + [
                may("queue", .reference(.queue)), may("site", .reference(.site)), may("languages", .languages),
                may("lead", .reference(.agent)),
            ]
        case .site:
            title + [
                may("region", .text(atMost: 80)), must("zone", .zone),
                // Millionths of a degree.
                may("latitude", .integer(-90_000_000...90_000_000)),
                may("longitude", .integer(-180_000_000...180_000_000)),
            ]
        case .provider:
            title + [
                may("email", .email, .personal), may("phone", .phone, .personal), may("disqualified", .flag),
                may("disqualified-on", .day),
            ]
        case .roster:
            title + [
                may("team", .reference(.team)), must("role", .id), must("agents", .references(.agent)),
                must("zone", .zone), must("hours", .hours), may("from", .day), may("until", .day),
                may("holidays", .choice(["none", "cn"])),
            ]
        case .shift:
            [
                must("agent", .reference(.agent)), must("kind", .choice(["on", "off"])), must("from", .instant),
                must("to", .instant), may("role", .id), may("team", .reference(.team)),
            ]
        case .queue: title + [may("team", .reference(.team))]
        case .category:
            title + [
                may("parent", .reference(.category)), may("grades", .ids),
                // Whether customers may choose it; where it says nothing its grade decides.
                may("customers", .flag),
                // Who is asked first about such a matter, where whoever brings it in says nobody.
                may("team", .reference(.team)),
            ]
        case .tag: title
        case .field:
            title + [
                must("kind", .choice(["text", "number", "choice", "flag", "day"])), may("choices", .texts(atMost: 60)),
                must("applies-to", .choices(["ticket"] + RecordKind.masterData.map(\.rawValue))),
                may("personal", .flag),
            ]
        case .webhook:
            [
                must("url", .url), must("secret", .text(atMost: 200), .secret),
                // Kinds of events; none: all.
                may("kinds", .ids), may("active", .flag),
            ]
        case .account:
            [
                must("agent", .reference(.agent)), must("login", .text(atMost: 128), .personal),
                may("verifier", .text(atMost: 400), .secret), may("totp", .text(atMost: 64), .secret),
                // A seed that was shown and not confirmed yet.
                may("totp-offered", .text(atMost: 64), .secret),
                // Hashes of the recovery codes that are left.
                may("recovery", .texts(atMost: 64), .secret), may("has-totp", .flag), may("disabled", .flag),
                may("must-change", .flag),
                // Sessions that began before are void.
                may("sessions-from", .instant),
                // The link of the last invitation: those before it are void.
                may("invitation", .text(atMost: 64)),
            ]
        case .token:
            [
                must("account", .reference(.account)), may("title", .text(atMost: 120), .personal),
                must("scopes", .choices(Permission.allCases.map(\.rawValue))), must("until", .instant),
                must("verifier", .text(atMost: 64), .secret),
            ]
        case .session:
            [
                may("account", .reference(.account)), may("customer", .reference(.customer)),
                may("contact", .reference(.contact)), must("since", .instant), must("until", .instant),
                must("how", .choice(["password", "code", "recovery-code", "provider", "link"])),
                // With another role it is another session.
                must("role", .choice(Role.allCases.map(\.rawValue))),
            ]
        case .link: [must("turn", .integer(1...1_000_000))]
        }
    }

    private var title: [RecordField] { RecordKind.titles.map { may($0, .text(atMost: 120)) } }
}

private func must(_ name: String, _ type: FieldType, _ care: RecordField.Care = .open) -> RecordField {
    RecordField(name, type, isRequired: true, care: care)
}

private func may(_ name: String, _ type: FieldType, _ care: RecordField.Care = .open) -> RecordField {
    RecordField(name, type, care: care)
}
