import Domain
import Phrases

/// How a figure moved, drawn on the server: a line, or bars for what is counted. What it shows stands in a table too, and in
/// its label in short.
struct FigurePicture {
    let metric: Metric
    /// Ascending in time, one a stretch.
    let values: [Double?]
    /// Of the period before, stretch by stretch; empty where there is none.
    var before: [Double?] = []
    /// Of what is owed: the first there is.
    private let currency: String?

    init(_ metric: Metric, _ points: [FiguresAnswer.Point], before: [FiguresAnswer.Point] = []) {
        self.metric = metric
        let currency = points.lazy.compactMap { point -> String? in
            if case .money(let amounts)? = point.figures[metric] { amounts.first?.currency } else { nil }
        }.first
        func value(_ point: FiguresAnswer.Point) -> Double? {
            switch point.figures[metric] ?? .absent {
            case .money(let amounts): amounts.first { $0.currency == currency }.map { Double($0.minor) }
            case let figure: figure.value
            }
        }
        values = points.map(value)
        self.before = before.map(value)
        self.currency = currency
    }

    static let (width, height): (Double, Double) = (240, 48)
    /// Strokes need room at the edges.
    private static let margin = 3.0

    private var known: [Double] { (values + before).compactMap(\.self) }
    private var isBars: Bool { metric.unit == .money || metric.unit == .tickets }

    /// The values at the lower and the upper edge.
    var scale: ClosedRange<Double> {
        let (least, most) = (known.min() ?? 0, known.max() ?? 0)
        switch metric.unit {
        // Of what should be whole the whole is shown, of what should be rare what there is.
        case .share where metric.better == .higher: return 0...1
        case .mark: return 1...5
        case .index: return min(0, least)...max(0.1, most)
        case .share, .milliseconds, .money, .tickets: return min(0, least)...max(most, .leastNonzeroMagnitude)
        }
    }

    func write(_ html: inout Markup, _ reader: Reader) {
        html.element(
            "svg", .class("picture"), .init("viewBox", "0 0 240 48"), .init("preserveAspectRatio", "none"),
            .init("role", "img"), .text("aria-label", label(reader))
        ) { html in
            if metric.unit == .index { line(&html, "zero", [0, 0]) }
            if isBars {
                html.element("path", .class("bars"), .text("d", bars)) { _ in }
            } else {
                if !before.isEmpty { line(&html, "before", before) }
                html.element("path", .class("area"), .text("d", area)) { _ in }
                line(&html, "line", values)
                if let last = values.lastIndex(where: { $0 != nil }), let value = values[last] {
                    html.element(
                        "path", .class("dot"), .text("d", "M\(x(last, values.count)) \(y(value))h0")
                    ) { _ in }
                }
            }
        }
    }

    func label(_ reader: Reader) -> String {
        extremes(reader).map { reader.words.name(of: metric) + ": " + $0 } ?? reader.figures(.pictureNothing)
    }

    /// Nil where there is nothing to draw.
    private func extremes(_ reader: Reader) -> String? {
        let own = values.compactMap(\.self)
        guard let least = own.min(), let most = own.max() else { return nil }
        return reader.figures(.picture, text(least, reader), text(most, reader))
    }

    /// What its lines are, how far they reach, and where every value stands.
    func legend(_ html: inout Markup, _ reader: Reader) {
        guard let reach = extremes(reader) else { return }
        html.element("p", .class("legend")) { html in
            if !isBars, before.contains(where: { $0 != nil }) {
                html.element("span", .init("data-line", "own"), text: reader.figures(.thisPeriod))
                html.element("span", .init("data-line", "before"), text: reader.figures(.periodBefore))
            }
            html.element("span", text: reach)
            html.element("span", text: reader.figures(.valuesBelow))
        }
    }

    private func text(_ value: Double, _ reader: Reader) -> String {
        currency.map { reader.words.grouped(Money(currency: $0, minor: Int64(value))) }
            ?? reader.number(value, metric.unit)
    }

    private func line(_ html: inout Markup, _ kind: StaticString, _ values: [Double?]) {
        var path = ""
        var isBroken = true
        for (place, value) in values.enumerated() {
            guard let value else {
                isBroken = true
                continue
            }
            path += "\(isBroken ? "M" : "L")\(x(place, values.count)) \(y(value))"
            // One alone is a point.
            if isBroken, place + 1 >= values.count || values[place + 1] == nil { path += "h0" }
            isBroken = false
        }
        html.element("path", .init("class", kind), .text("d", path)) { _ in }
    }

    private var area: String {
        var path = ""
        var run: [(Int, Double)] = []
        func close() {
            guard run.count > 1, let first = run.first, let last = run.last else { return }
            path += "M\(x(first.0, values.count)) \(y(scale.lowerBound))"
            for (place, value) in run { path += "L\(x(place, values.count)) \(y(value))" }
            path += "L\(x(last.0, values.count)) \(y(scale.lowerBound))Z"
        }
        for (place, value) in values.enumerated() {
            if let value {
                run.append((place, value))
            } else {
                close()
                run = []
            }
        }
        close()
        return path
    }

    private var bars: String {
        let step = Self.width / Double(max(1, values.count))
        let (gap, ground) = (min(3, step * 0.2), y(max(0, scale.lowerBound)))
        return values.enumerated().map { place, value in
            let left = FigurePicture.short(Double(place) * step + gap / 2)
            return "M\(left) \(ground)V\(y(value ?? 0))h\(FigurePicture.short(step - gap))V\(ground)Z"
        }.joined()
    }

    private func x(_ place: Int, _ count: Int) -> String {
        let room = Self.width - 2 * Self.margin
        return FigurePicture.short(Self.margin + (count > 1 ? Double(place) / Double(count - 1) : 0.5) * room)
    }

    private func y(_ value: Double) -> String {
        let (low, high) = (scale.lowerBound, scale.upperBound)
        let share = high > low ? (value - low) / (high - low) : 0
        return FigurePicture.short(Self.height - Self.margin - share * (Self.height - 2 * Self.margin))
    }

    /// One decimal is more than a screen shows.
    private static func short(_ value: Double) -> String {
        let tenths = Int64((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}
