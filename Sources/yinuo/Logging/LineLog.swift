import Domain
import Foundation
import Logging
import Wire

/// The program's log: one record a line, as JSON or as text, made for machines that collect it.
///
///     {"ts":"2026-02-14T12:30:00.250+00:00","level":"info","logger":"yinuo","message":"Breach told.","ticket":"t-81"}
///     2026-02-14T12:30:00.250+00:00 info yinuo: Breach told. ticket=t-81
///
/// Metadata are ids, counts and words of the program, and a message is a fixed sentence: never a name, an address, a text
/// that a person wrote. Logs are kept longer and seen by more people than the personal store, and nothing erases them.
///
/// Whatever a value holds, a line stays one line: control characters are escaped, long values are cut.
struct LineLog: LogHandler {
    enum Format: String, CaseIterable, Sendable { case text, json }

    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let format: Format
    private let now: @Sendable () -> Instant
    private let write: @Sendable (String) -> Void
    private static let longest = 4_096
    private static let reserved: Set<String> = ["ts", "level", "logger", "message", "error"]

    init(
        _ label: String, _ format: Format, level: Logger.Level, now: @escaping @Sendable () -> Instant,
        write: @escaping @Sendable (String) -> Void
    ) {
        (self.label, self.format, self.now, self.write) = (label, format, now, write)
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        let pairs = all.sorted { $0.key < $1.key }
        // The instant in UTC, so that lines of several machines sort.
        let time = now().text(in: .utc)
        let error = event.error.map { LineLog.cut("\($0)") }
        let message = LineLog.cut(event.message.description)
        switch format {
        case .json:
            var members: [JSONValue.Member] = [
                .init(key: "ts", value: .string(time)), .init(key: "level", value: .string(event.level.rawValue)),
                .init(key: "logger", value: .string(label)), .init(key: "message", value: .string(message)),
            ]
            if let error { members.append(.init(key: "error", value: .string(error))) }
            members += pairs.map { key, value in
                // A key of ours is not taken twice.
                .init(key: LineLog.reserved.contains(key) ? "_" + key : key, value: LineLog.json(value))
            }
            write(JSONValue.object(members).text)
        case .text:
            var line = "\(time) \(event.level.rawValue) \(label): \(LineLog.oneLine(message))"
            if let error { line += " error=\(LineLog.word(error))" }
            for (key, value) in pairs { line += " \(LineLog.oneLine(key))=\(LineLog.word(LineLog.text(value)))" }
            write(line)
        }
    }

    private static func json(_ value: Logger.MetadataValue) -> JSONValue {
        switch value {
        case .string, .stringConvertible: .string(text(value))
        case .array(let values): .array(values.map(json))
        case .dictionary(let values):
            .object(values.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: json($0.value)) })
        }
    }

    private static func text(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): cut(text)
        case .stringConvertible(let value): cut(value.description)
        case .array, .dictionary: json(value).text
        }
    }

    private static func cut(_ text: String) -> String {
        text.utf8.count <= longest ? text : String(text.prefix(longest / 4)) + "…"
    }

    /// Bare where it reads as one word, else quoted, so that a value can't pretend to be another key.
    private static func word(_ text: String) -> String {
        let isBare = !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "\"" && $0 != "=" }
        return oneLine(isBare ? text : JSONValue.string(text).text)
    }

    /// Escapes what ends a line or steers a terminal.
    private static func oneLine(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .format:
                line += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }
}
