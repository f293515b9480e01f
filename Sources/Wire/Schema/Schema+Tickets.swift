import Domain

// What the API takes and gives of tickets and incidents.

extension Schema {
    private static let orNullInstant = orNull(instant)
    private static let orNullID = orNull(id)
    static let long = text(atLeast: 1, atMost: 65_536)

    public static let ticketSchemas: [String: Schema] = [
        "NewTicket": .object(
            [
                must("customer", id),
                may("id", id, "Drawn by the desk if it is not said; always, of a customer's own tickets."),
                may(
                    "received", instant,
                    "When it reached our first edge; now, if it is not said. At most five minutes ago."),
                may("reason", text(atLeast: 1, atMost: 500), "Why it is dated back further than that."),
                may("subject", text(atLeast: 1, atMost: 500)), may("text", long),
                may("team", id, "Whom the customer asked first."),
                may("grades", list(named("NewGrade"), atMost: 8), "If none is said the category decides."),
            ] + attributes),
        "NewGrade": .object([
            must("policy", id), must("grade", id), may("complexity", words(["simple", "complex"])),
        ]),
        "Attributes": .object(attributes.map { may($0.name, orNull($0.schema), $0.words) }),
        "TicketChange": .object(
            attributes.map { may($0.name, orNull($0.schema), $0.words) } + [
                may(
                    "fields", .map(orNull(text(atMost: 2_000)), keys: Text(atLeast: 1, atMost: 64), atMost: 50),
                    "Fields that the company defined; null clears one."),
                may("grades", list(named("NewGrade"), atMost: 8, atLeast: 1), "Grades that it is given besides."),
                may("regrade", .flag, "The grades that it has follow the category that is set."),
                may("reason", text(atLeast: 1, atMost: 500), "Why, where that promises less."),
            ]),
        "Receipt": .object([
            must("stream", text(atMost: 80)),
            must(
                "positions", .object([must("from", position), must("to", position)]),
                "Of the journal; empty if nothing changed."),
            must("recorded", instant), must("repeated", .flag, "Whether it had been done before under the same key."),
            may("notes", list(named("Note"), atMost: 10), "What was done all the same, and should be known."),
        ]),
        "Note": .object([
            must("code", text(atMost: 60), "For programs; the same for ever."), must("cause", text(atMost: 2_000)),
            must("cure", text(atMost: 2_000)),
            must("looked", list(text(atMost: 80), atMost: 20), "The members that were looked at."),
        ]),
        "Ticket": .object([
            must("id", id), must("customer", id), must("state", words(states)), must("received", instant),
            must("holder", orNullID), must("offered", orNullID),
            must("attributes", .map(text(atMost: 200), keys: Text(atMost: 64), atMost: 20)),
            must("fields", .map(orNull(text(atMost: 2_000)), keys: Text(atMost: 64), atMost: 200)),
            must("lists", .map(list(text(atMost: 80), atMost: 10_000), keys: Text(atMost: 20), atMost: 10)),
            must("grades", list(named("Grade"), atMost: 100)), must("clocks", list(named("Clock"), atMost: 10_000)),
            must(
                "nodes",
                list(.object([must("node", words(Node.allCases.map(\.word))), must("at", orNullInstant)]), atMost: 12),
                "The stations a customer can watch."),
            may("labour", integer(Int64.min...Int64.max), "Minutes; not told to customers."),
            must("mergedInto", orNullID),
            must("absorbed", list(id, atMost: 10_000)), must("splitFrom", orNullID, "The ticket that it was part of."),
            must("parts", list(id, atMost: 10_000), "Tickets that were split off."), must("version", position),
        ]),
        "TicketRow": .object([
            must("id", id), must("customer", id), must("state", words(states)), must("received", instant),
            must("updated", instant), must("holder", orNullID),
            must("attributes", .map(text(atMost: 200), keys: Text(atMost: 64), atMost: 20)),
            must("grades", list(named("Grade"), atMost: 100)),
            must("due", orNullInstant, "The nearest of its running clocks, but of a notice that was given or is past."),
            must("breached", integer(0...Int64.max)),
            must(
                "clocks",
                list(
                    .object([
                        must("strand", position), must("commitment", id), must("occurrence", position),
                        must("state", words(["waiting", "running", "paused", "breached"])), may("due", orNullInstant),
                        may("leftMs", integer(Int64.min...Int64.max)), may("endedAt", orNullInstant),
                    ]), atMost: 10_000), "Those that are neither kept nor void."),
            must("version", position),
        ]),
        "Grade": .object([
            may("strand", position), must("policy", id), must("policyVersion", text(atMost: 80)),
            must("edition", position),
            must("grade", id), must("variant", orNullID), may("complexity", words(["simple", "complex"])),
        ]),
        "Clock": .object([
            must("strand", position), must("commitment", id), must("occurrence", position), must("policy", id),
            must("grade", id), must("start", instant),
            must("state", words(["waiting", "running", "paused", "met", "breached", "void"])),
            may("due", orNullInstant),
            may("pausedSince", orNullInstant),
            may("leftMs", integer(Int64.min...Int64.max), "Service time, in milliseconds."),
            may("metAt", orNullInstant), may("breachedAt", orNullInstant), may("endedAt", orNullInstant),
            may("lateMs", integer(Int64.min...Int64.max), "Service time, in milliseconds."),
            may("voidAt", orNullInstant),
            may("reason", text(atMost: 40)), may("why", named("Why")),
        ]),
        "Why": .object([
            must("start", instant), must("calendar", id), must("policy", id), must("version", text(atMost: 80)),
            must("zones", text(atMost: 80), "The edition of the zone data."),
            may("official", text(atMost: 80), "The edition of the official calendar."),
            must("limits", list(.any, atMost: 10), "Each with its own due, and whether it decides."),
            must(
                "pieces",
                list(
                    .object([
                        must("kind", words(["counted", "closed", "paused", "void"])), must("from", instant),
                        must("to", instant), must("ms", integer(0...Int64.max)),
                    ]), atMost: 10_000), "Stretches of time from start to due, without a gap."),
            may("omitted", integer(0...Int64.max), "How many pieces are left out in the middle."),
            may(
                "words", list(text(atMost: 2_000), atMost: 10_000),
                "The same as sentences, in the language of `Accept-Language` and the desk's zone."),
        ]),
        "Message": .object([
            must("position", position), must("event", text(atMost: 80)), must("occurred", instant),
            must("actor", text(atMost: 100)),
            must("texts", .map(text(atMost: 1 << 20), keys: Text(atMost: 64), atMost: 100)),
            must("attachments", list(text(atMost: 64), atMost: 100)),
        ]),
        "Incident": .object([
            must("id", id), must("state", words(states)), must("received", instant),
            must("grades", list(named("Grade"), atMost: 100)), must("clocks", list(named("Clock"), atMost: 10_000)),
            must("tickets", list(id, atMost: 1_000_000)), must("version", position),
        ]),
        "Event": .object([
            must("event", text(atLeast: 1, atMost: 64), "A word of the vocabulary, or of the ticket's policy."),
            may("occurred", instant, "Now, if it is not said."),
            may("reason", text(atLeast: 1, atMost: 500), "Why it is dated back; needs the right tickets.backdate."),
            may("waiting", words(Waiting.allCases.map(\.rawValue)), "For paused: what it waits for."),
            may("date", instant, "For agreed: the date promised."),
            may("team", id, "For assigned: the team that accepted."),
            may("minutes", integer(-10_000_000...10_000_000), "For labour-recorded."),
            may("by", id, "For labour-recorded: whose labour."),
            may("robotAccepted", .flag, "For a message of the answer engine: whether the customer took it."),
            may("text", long), may("subject", text(atLeast: 1, atMost: 500)),
        ]),
    ]

    /// The doors that requests come through.
    public static let channels = ["hotline", "chat", "mail", "web", "api", "device", "desk"]

    static let states: [String] =
        ["new", "open", "resolved", "closed", "cancelled", "merged"] + Waiting.allCases.map(\.state)

    private static let attributes: [Property] = Attribute.allCases.map { attribute in
        switch attribute {
        case .language: may("language", language)
        case .urgency: may("urgency", words(["high", "medium", "low"]), "The customer's wish, not our promise.")
        case .reach: may("reach", words(Reach.allCases.map(\.rawValue)), "How far it reaches, as the customer says.")
        case .channel: may("channel", words(channels))
        default: may(attribute.rawValue, id)
        }
    }
}
