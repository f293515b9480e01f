import Domain
import Wire

// What the API gives of everything but tickets.

extension Schema {
    static let statesOfTickets = ["new", "resolved", "closed", "cancelled", "merged"] + Waiting.allCases.map(\.state)
    private static let count = integer(0...Int64.max)
    private static let anyCount = integer(Int64.min...Int64.max)

    static let deskSchemas: [String: Schema] = [
        "Problem": .object([
            must("type", text(atMost: 200)), must("title", text(atMost: 100)), must("status", integer(400...599)),
            must("code", text(atMost: 60), "For programs; the same for ever."), must("cause", text(atMost: 2_000)),
            must("cure", text(atMost: 2_000)), may("faults", list(named("Fault"), atMost: 100)),
        ]),
        "Fault": .object([
            must(
                "pointer", text(atMost: 400),
                "A JSON pointer into the body, ?name of the query, {name} of the address, or line:column of a file."),
            must("cause", text(atMost: 2_000)), must("cure", text(atMost: 8_000)),
        ]),
        "Entry": .object([
            must("position", position), must("stream", text(atMost: 80)), must("version", position),
            must("occurred", instant),
            must("recorded", instant), must("actor", text(atMost: 100)), must("kind", text(atMost: 60)),
            must("event", text(atMost: 80)), must("payload", .any),
        ]),
        "Posting": .object([
            must("contract", id), must("ticket", id), must("basis", words(["labour", "lateness", "grant"])),
            may("month", count), may("benefit", text(atMost: 80)),
            must("owedMinor", anyCount, "What the rule gives, in the currency's smallest unit."),
            must("minor", anyCount, "What the ceiling left of it."),
        ]),
        "Ledger": .object([
            must("contract", id), must("currency", text(atMost: 3)), must("totalMinor", anyCount),
            must("postings", list(named("Posting"), atMost: 1_000_000)),
        ]),
        "DeadLetter": .object([
            must("key", text(atMost: 40)), must("maker", text(atMost: 20)), must("target", text(atMost: 100)),
            must("subject", text(atMost: 100)), must("attempts", count), must("cause", text(atMost: 2_000)),
        ]),
        "Status": .object([
            must("version", text(atMost: 40)), must("entries", count), must("recorded", orNull(instant)),
            must("now", instant), must("clockTrusted", flag), must("followers", count, "Live streams on this node."),
        ]),
        "Myself": .object([
            must("actor", text(atMost: 100)), must("role", words(Role.allCases.map(\.rawValue))),
            must("customer", orNull(id)), must("rights", list(words(Permission.allCases.map(\.rawValue)), atMost: 50)),
            may("csrf", text(atMost: 200), "In a session alone: what its changing requests send in X-CSRF-Token."),
        ]),
        "Evidence": .object([
            must("origin", orNull(text(atMost: 200))), must("log", count), must("size", count),
            must("checkpoint", orNull(text(atMost: 10_000)), "A signed note (C2SP)."),
        ]),
        "Activation": .object([
            must("policy", id), must("version", text(atMost: 80)), must("edition", count),
            must("content", text(atMost: 64), "SHA-256 of the file."), must("zones", text(atMost: 64)),
            must("official", .map(text(atMost: 64), keys: Text(atMost: 40), atMost: 20)), must("at", instant),
        ]),
        "Policy": .object([
            must("policy", id), must("version", text(atMost: 80)), must("edition", count),
            must("zone", text(atMost: 80)),
            must(
                "grades",
                list(
                    .object([
                        must("grade", id), must("title", .map(text(atMost: 400), keys: Text(atMost: 2), atMost: 4)),
                        must("categories", list(text(atMost: 80), atMost: 1_000)),
                        must(
                            "commitments",
                            list(.object([must("commitment", id), must("calendar", id)]), atMost: 1_000)),
                    ]), atMost: 1_000)),
        ]),
        "Sentences": .object([
            must(
                "sentences",
                list(.object([must("depth", count), must("sentence", text(atMost: 4_000))]), atMost: 100_000))
        ]),
        "Findings": .object([
            must("sound", flag, "Whether it can be put in force."),
            must(
                "findings",
                list(
                    .object([
                        must("severity", words(["fault", "note"])), must("line", count), must("column", count),
                        must("cause", text(atMost: 4_000)), must("cure", text(atMost: 4_000)),
                    ]), atMost: 100_000)),
        ]),
        "DueAnswer": .object([
            must("commitment", id), may("occurrence", count), must("due", orNull(instant)), may("paused", flag),
            may("note", text(atMost: 100), "Why there is none."),
        ]),
        "Kind": .object([
            must("kind", text(atMost: 20)),
            must(
                "fields",
                list(
                    .object([
                        must("name", text(atMost: 80)), must("required", flag),
                        must("care", words(["open", "personal", "secret"])), must("type", text(atMost: 40)),
                    ]), atMost: 1_000)),
        ]),
        "Record": .object([
            must("id", id), must("kind", text(atMost: 20)),
            must("state", words(["absent", "live", "retired", "erased"])),
            must("values", .map(text(atMost: 8_000), keys: Text(atMost: 80), atMost: 400)),
            must("sealed", list(text(atMost: 80), atMost: 400), "Fields that have a value which is not shown here."),
            may("version", count),
        ]),
        "Found": .object([
            must(
                "items",
                list(
                    .object([
                        must("stream", text(atMost: 80)), must("customer", orNull(id)), may("open", flag),
                        must("received", instant), may("title", named("Snippet")), may("snippet", named("Snippet")),
                    ]), atMost: 50)),
            must("total", count, "As far as they were counted."), must("more", flag, "There are more than that."),
            must("corrected", flag, "Nothing has the words as they were typed; these have words like them."),
            may("next", text(atMost: 20)),
        ]),
        "Snippet": .object([
            must("parts", list(.object([must("text", text(atMost: 400)), must("match", flag)]), atMost: 400)),
            must("cutBefore", flag), must("cutAfter", flag),
        ]),
        "Figures": .object([
            must("at", instant), must("entries", count, "The first entry of the journal that is not in it."),
            must("zone", text(atMost: 64)), may("promptWithinMs", count, "What counts as prompt (C2)."),
            must(
                "groups",
                list(
                    .object([
                        must("group", words(["all", "word", "without", "others"])), may("word", text(atMost: 200)),
                        must(
                            "points",
                            list(
                                .object([
                                    may("from", instant), may("to", instant), must("tickets", count),
                                    must(
                                        "figures", .any,
                                        "By metric: what it was made of, exactly, and percentiles to 0.8 %; null for none."
                                    ), may("prompt", .any, "Responses within what counts as prompt."),
                                ]), atMost: 20_000)),
                    ]), atMost: 1_002)),
        ]),
        "FigureTickets": .object([
            must("at", instant), must("entries", count, "The first entry of the journal that is not in it."),
            must("metric", words(Metric.allCases.map(\.rawValue))),
            must("figure", .any, "What it was made of, exactly: the sum of all its tickets. Null for none."),
            must(
                "tickets", .object([must("all", count), must("part", count), must("rest", count)]),
                "How many tickets each part has; a ticket that kept one promise and broke another is in both."),
            must(
                "items",
                list(
                    .object([
                        must("ticket", id), must("received", instant),
                        must("part", anyCount, "What it adds to the upper part, or to the sum."),
                        must("of", anyCount, "What it adds to the whole, or to the count."),
                        may(
                            "owed",
                            list(.object([must("currency", text(atMost: 3)), must("minor", anyCount)]), atMost: 50)),
                    ]), atMost: 200)), may("next", text(atMost: 60)),
        ]),
        "Session": .object([
            must("actor", text(atMost: 100)), must("role", words(Role.allCases.map(\.rawValue))),
            must("csrf", text(atMost: 200), "What changing requests of the session send in X-CSRF-Token."),
            must("until", instant, "It ends then, however much it is used."),
        ]),
        "SessionSeen": .object([
            must("id", id), must("since", instant), must("until", instant),
            must("how", words(["password", "code", "recovery-code", "provider", "link"]), "How it was begun."),
        ]),
        "Link": .object([
            must("link", text(atMost: 2_000), "A whole address, to be handed on; it lies nowhere."),
            must("until", instant),
        ]),
        "Account": .object([
            must("id", id), must("agent", id), must("login", orNull(text(atMost: 200))),
            must("role", orNull(words(Role.allCases.map(\.rawValue)))), must("password", flag), must("totp", flag),
            must("disabled", flag), must("mustChange", flag), must("retired", flag),
        ]),
        "Token": .object([
            must("id", id), must("account", id), may("title", text(atMost: 200)),
            must("scopes", list(words(Permission.allCases.map(\.rawValue)), atMost: 50)), must("until", instant),
            must("revoked", flag),
        ]),
        "Import": .object([
            must("taken", count), must("unchanged", count), must("refused", count),
            must(
                "faults",
                list(
                    .object([
                        must("line", count), may("column", text(atMost: 100)), must("cause", text(atMost: 2_000)),
                        must("cure", text(atMost: 8_000)),
                    ]), atMost: 1_000)),
        ]),
    ]
}
