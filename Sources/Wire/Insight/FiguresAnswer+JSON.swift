import Domain

extension FiguresAnswer {
    /// Counts and sums as they are; `value` is one by the other.
    public func json(in zone: Zone) -> JSONValue {
        .members([
            "at": .string(at.text(in: zone)), "entries": .int(place), "zone": .string(self.zone),
            "promptWithinMs": promptWithin.map { .int($0.milliseconds) },
            "groups": .array(groups.map { $0.json(in: zone) }),
        ])
    }
}

extension FiguresAnswer.Group {
    fileprivate func json(in zone: Zone) -> JSONValue {
        .members([
            "group": .string(key.kind), "word": key.word.map(JSONValue.string),
            "points": .array(points.map { $0.json(in: zone) }),
        ])
    }
}

extension FiguresAnswer.Group.Key {
    /// `all`, `word`, `without`, `others`.
    public var kind: String {
        switch self {
        case .all: "all"
        case .word: "word"
        case .without: "without"
        case .others: "others"
        }
    }

    public var word: String? { if case .word(let word) = self { word } else { nil } }
}

extension FiguresAnswer.Point {
    fileprivate func json(in zone: Zone) -> JSONValue {
        .members([
            "from": from.map { .string($0.text(in: zone)) }, "to": to.map { .string($0.text(in: zone)) },
            "tickets": .int(tickets),
            "figures": .object(
                Metric.allCases.compactMap { metric in
                    figures[metric].map { JSONValue.Member(key: metric.rawValue, value: $0.json(metric)) }
                }),
            "prompt": prompt == .absent ? nil : prompt.json(.responseAttainment),
        ])
    }
}

extension Figure {
    /// Null where there was nothing to make it of.
    public func json(_ metric: Metric) -> JSONValue {
        switch self {
        case .absent: .null
        case .mean(let sum, let count, let percentiles):
            .members([
                "value": number, "sum": .int(sum), "count": .int(count), "p50": percentiles.map { .int($0.p50) },
                "p90": percentiles.map { .int($0.p90) }, "p95": percentiles.map { .int($0.p95) },
                "p99": percentiles.map { .int($0.p99) },
            ])
        case .share(let part, let whole): .members(["value": number, "part": .int(part), "of": .int(whole)])
        case .count(let count, let all): .members(["value": number, "count": .int(count), "of": .int(all)])
        case .money(let amounts):
            .array(
                amounts.map { .members(["currency": .string($0.currency), "minor": .int($0.minor)]) })
        }
    }

    private var number: JSONValue? { value.map { .number("\($0)") } }
}

extension FiguresAnswer {
    /// A line for each figure, so that a spreadsheet can turn it any way: group, time, metric, unit, value, and what the
    /// value was made of.
    public func csv(in zone: Zone) -> String {
        var lines = ["\u{FEFF}group,word,from,to,tickets,metric,unit,value,sum,count,p50,p90,p95,p99"]
        for group in groups {
            for point in group.points {
                for metric in Metric.allCases {
                    guard let figure = point.figures[metric] else { continue }
                    let head = [
                        group.key.kind, group.key.word ?? "", point.from?.text(in: zone) ?? "",
                        point.to?.text(in: zone) ?? "", "\(point.tickets)", metric.rawValue,
                    ]
                    for cells in figure.cells(metric) {
                        lines.append((head + cells).map(Cell.text).joined(separator: ","))
                    }
                }
            }
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}

extension Figure {
    /// Unit, value, sum, count and percentiles; money has a line for each currency.
    fileprivate func cells(_ metric: Metric) -> [[String]] {
        let value = value.map { "\($0)" } ?? ""
        let rest = [String](repeating: "", count: 4)
        switch self {
        case .absent: return [[metric.unit.rawValue, "", "", ""] + rest]
        case .mean(let sum, let count, let percentiles):
            let told = percentiles.map { [$0.p50, $0.p90, $0.p95, $0.p99].map { "\($0)" } } ?? rest
            return [[metric.unit.rawValue, value, "\(sum)", "\(count)"] + told]
        case .share(let part, let whole), .count(let part, let whole):
            return [[metric.unit.rawValue, value, "\(part)", "\(whole)"] + rest]
        case .money(let amounts): return amounts.map { [$0.currency, "\($0.minor)", "\($0.minor)", ""] + rest }
        }
    }
}

extension FiguresAlarm {
    public func json(in zone: Zone) -> JSONValue {
        .members([
            "grade": grade.map(JSONValue.string), "raised": .bool(isRaised),
            "since": since.map { .string($0.text(in: zone)) }, "at": .string(at.text(in: zone)),
            "current": current.json(.firstResponse), "baseline": baseline.json(.firstResponse),
        ])
    }
}

extension FigureListing {
    public func json(_ metric: Metric, _ items: [JSONValue], next: String?) -> JSONValue {
        .members([
            "at": .string(at.text(in: .utc)), "entries": .int(place), "metric": .string(metric.rawValue),
            "figure": figure.json(metric),
            "tickets": .object(FigurePart.allCases.map { .init(key: $0.rawValue, value: .int(counts[$0] ?? 0)) }),
            "items": .array(items), "next": next.map(JSONValue.string),
        ])
    }
}

extension FigureListing.Row {
    public func json(_ ticket: TicketID) -> JSONValue {
        .members([
            "ticket": .string(ticket.rawValue), "received": .string(received.text(in: .utc)), "part": .int(part),
            "of": .int(of),
            "owed": owed.isEmpty
                ? nil : .array(owed.map { .members(["currency": .string($0.currency), "minor": .int($0.minor)]) }),
        ])
    }
}
