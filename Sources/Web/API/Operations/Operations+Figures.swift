import Desk
import Domain
import HTTPTypes
import Phrases
import Wire

extension Operation {
    static let figures: [Operation] = [
        Operation(
            .get, "/figures", "readFigures", .figures,
            "The twelve metrics of tickets, told apart as asked for, as of any instant.", .may(.figuresRead),
            parameters: [
                Parameter(
                    "metrics", .text(atLeast: 1, atMost: 400),
                    "Some of them, with commas between; all if it is not said."),
                Parameter("by", .words(Dimension.allCases.map(\.rawValue)), "Told apart by this."),
                Parameter("step", .words(FiguresStep.allCases.map(\.rawValue)), "Told by stretches of time."),
                Parameter("from", .instant, "Of tickets received then or later."),
                Parameter("to", .instant, "Of tickets received before."),
                Parameter("zone", .text(atLeast: 1, atMost: 64), "An IANA name; the desk's own if it is not said."),
                Parameter("asOf", .instant, "As the desk would have answered then."),
                Parameter("groups", .integer(1...1_000), "How many groups are told; the others together."),
            ]
                + filters,
            .ok(.named("Figures")), run: answer),
        Operation(
            .get, "/figures/alarms", "readAlarms", .figures,
            "Whether responses are slower than they used to be by more than 30 % (C18).", .may(.figuresRead),
            parameters: [
                Parameter("byGrade", .flag, "Each grade by itself too."),
                Parameter("asOf", .instant, "As the desk would have answered then."),
            ], .ok(.object([Schema.must("alarms", .list(.any, atMost: 1_000))])),
            run: { call in
                let alarms = try await refusing {
                    try await call.service.figures.alarms(call.flag("byGrade"), call.instant("asOf"))
                }
                return .ok(.members(["alarms": .array(alarms.map { $0.json(in: .utc) })]))
            }),
        Operation(
            .get, "/figures/{metric}/tickets", "listTicketsOfFigure", .figures,
            "The tickets that a figure is made of, each with what it gives: the figure is the sum of its list.",
            .may(.figuresRead),
            parameters: [
                Parameter("metric", .words(Metric.allCases.map(\.rawValue)), "The figure.", isRequired: true),
                Parameter(
                    "part", .words(FigurePart.allCases.map(\.rawValue)),
                    "All its tickets, those that count in the upper part of a share, or those beyond; "
                        + "those that somebody should look at if it is not said."),
                Parameter("by", .words(Dimension.allCases.map(\.rawValue)), "What its groups are told apart by."),
                Parameter(
                    "group", .words(["all", "word", "without", "others"]),
                    "Of one group alone, as the figures name it; `others` needs the same `groups` too."),
                Parameter("word", .text(atLeast: 1, atMost: 200), "The word of the group."),
                Parameter("from", .instant, "Of tickets received then or later."),
                Parameter("to", .instant, "Of tickets received before."),
                Parameter("asOf", .instant, "As the desk would have answered then."),
                Parameter("groups", .integer(1...1_000), "How many groups are told; the others together."),
            ] + filters + [.limit, .cursor],
            .ok(.named("FigureTickets")), run: list),
    ]

    private static let filters = Dimension.allCases.map {
        Parameter("where.\($0.rawValue)", .text(atLeast: 1, atMost: 400), "Only these, with commas between.")
    }

    private static func answer(_ call: Call) async throws -> Answer {
        var query = FiguresQuery()
        if let text = call.text("metrics") {
            query.metrics = try text.split(separator: ",").map { word in
                if let metric = Metric(rawValue: String(word)) { return metric }
                let known = Metric.allCases.map(\.rawValue)
                let near = nearest(to: String(word.prefix(64)), among: known)
                throw APIFault.shape([SchemaFault("?metrics", .noneOf(known, nearest: near))])
            }
        }
        of(call, &query)
        query.step = call.text("step").flatMap(FiguresStep.init(rawValue:))
        query.zone = call.text("zone")
        let asked = query
        return .ok(try await refusing { try await call.service.figures.answer(asked).json(in: .utc) })
    }

    /// Of which tickets, told apart by what.
    private static func of(_ call: Call, _ query: inout FiguresQuery) {
        for dimension in Dimension.allCases {
            guard let text = call.text("where.\(dimension.rawValue)") else { continue }
            query.filters.append(.init(dimension, text.split(separator: ",").map(String.init)))
        }
        query.by = call.text("by").flatMap(Dimension.init(rawValue:))
        (query.from, query.to, query.asOf) = (call.instant("from"), call.instant("to"), call.instant("asOf"))
        query.groupsAtMost = call.int("groups") ?? query.groupsAtMost
    }

    private static func list(_ call: Call) async throws -> Answer {
        guard call.principal.may(.ticketsRead) else { throw APIFault.service(.rightBesides(.ticketsRead)) }
        let metric = call.text("metric").flatMap(Metric.init(rawValue:)) ?? .firstResponse
        var asked = FigureListQuery(metric, call.text("part").flatMap(FigurePart.init(rawValue:)), limit: call.limit)
        of(call, &asked.figures)
        switch call.text("group") {
        case "word": asked.group = .word(call.text("word") ?? "")
        case "without": asked.group = .without
        case "others": asked.group = .others
        default: break
        }
        if let cursor = call.text("cursor") {
            let parts = cursor.split(separator: ".").map { Int64($0) }
            guard parts.count == 2, let rank = parts[0], let opened = parts[1] else { throw Cursor.fault }
            asked.after = .init(rank: rank, opened: opened)
        }
        let wanted = asked
        let listing = try await refusing { try await call.service.figures.listing(wanted) }
        var items: [JSONValue] = []
        for row in listing.rows {
            guard let id = try await call.service.ticket(openedAt: row.opened) else { continue }
            items.append(row.json(id))
        }
        let next = listing.next.map { "\($0.rank).\($0.opened)" }
        var answer = Answer.ok(listing.json(metric, items, next: next))
        answer.next = next
        return answer
    }

    private static func refusing<T>(_ ask: () async throws -> T) async throws -> T {
        do { return try await ask() } catch let refusal as FiguresRefusal {
            throw APIFault.figures(refusal)
        }
    }
}
