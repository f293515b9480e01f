import Desk

/// Measures in Prometheus' text format, version 0.0.4.
///
/// Families stand by name and lines within one by labels, so that the same measures always give the same text. Of two
/// measures with one name and the same labels the last is told: a reader would refuse the page otherwise.
enum MetricsText {
    static let type = "text/plain; version=0.0.4; charset=utf-8"

    static func render(_ measures: [Measure]) -> String {
        var text = ""
        for (name, family) in Dictionary(grouping: measures, by: \.name).sorted(by: { $0.key < $1.key }) {
            guard let first = family.first else { continue }
            text += "# HELP \(name) \(escaped(first.help))\n# TYPE \(name) \(first.kind.rawValue)\n"
            let lines = Dictionary(family.map { (labels($0.labels), $0.value) }) { $1 }
            for (labels, value) in lines.sorted(by: { $0.key < $1.key }) {
                text += "\(name)\(labels) \(number(value))\n"
            }
        }
        return text
    }

    private static func labels(_ labels: [Measure.Label]) -> String {
        if labels.isEmpty { return "" }
        let pairs = labels.map { "\($0.name)=\"\(escaped($0.value).replacing("\"", with: "\\\""))\"" }
        return "{" + pairs.joined(separator: ",") + "}"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map(String.init) ?? String(value)
    }
}
