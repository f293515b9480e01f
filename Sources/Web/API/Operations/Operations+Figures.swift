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
                + Dimension.allCases.map {
                    Parameter(
                        "where.\($0.rawValue)", .text(atLeast: 1, atMost: 400), "Only these, with commas between.")
                },
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
    ]

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
        for dimension in Dimension.allCases {
            guard let text = call.text("where.\(dimension.rawValue)") else { continue }
            query.filters.append(.init(dimension, text.split(separator: ",").map(String.init)))
        }
        query.by = call.text("by").flatMap(Dimension.init(rawValue:))
        query.step = call.text("step").flatMap(FiguresStep.init(rawValue:))
        (query.from, query.to) = (call.instant("from"), call.instant("to"))
        (query.zone, query.asOf) = (call.text("zone"), call.instant("asOf"))
        query.groupsAtMost = call.int("groups") ?? query.groupsAtMost
        let asked = query
        return .ok(try await refusing { try await call.service.figures.answer(asked).json(in: .utc) })
    }

    private static func refusing<T>(_ ask: () async throws -> T) async throws -> T {
        do { return try await ask() } catch let refusal as FiguresRefusal {
            throw APIFault.figures(refusal)
        }
    }
}
