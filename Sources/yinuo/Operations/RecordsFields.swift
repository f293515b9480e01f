import ArgumentParser
import Domain
import Phrases
import Wire

struct RecordsFields: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fields", abstract: "Lists the columns that a kind's table may have.",
        discussion: """
            Example:
              yinuo records fields customer
            Each with whether it is required, whether it is personal (encrypted, and
            erased with its person) or secret, and how it is written. The column id,
            which names the record, stands before them.
            """)

    @Argument(help: ArgumentHelp(stringLiteral: RecordKind.masterData.map(\.rawValue).joined(separator: ", ")))
    var kind: String
    @Flag(help: "Answer in JSON, one object a line.") var json = false

    func run() throws {
        let kind = try RecordsCommand.kind(kind)
        var output = Output()
        for field in kind.fields {
            let marks = [
                field.isRequired ? "required" : nil, field.isPersonal ? "personal" : nil,
                field.isSecret ? "secret" : nil,
            ].compactMap { $0 }
            if json {
                output.line(
                    JSONValue.members([
                        "field": .string(field.name), "required": .bool(field.isRequired),
                        "personal": .bool(field.isPersonal), "secret": .bool(field.isSecret),
                        "example": .string(example(of: field.type)),
                    ]).text)
            } else {
                let name = field.name + String(repeating: " ", count: max(1, 18 - field.name.count))
                let mark = marks.joined(separator: ", ")
                output.line(
                    name + mark + String(repeating: " ", count: max(1, 20 - mark.count)) + written(field.type))
            }
        }
        output.flush()
    }

    private func written(_ type: FieldType) -> String {
        switch type {
        case .choice(let known): known.joined(separator: " | ")
        case .choices(let known): known.joined(separator: " ")
        case .reference(let kind): "the id of a \(kind.rawValue)"
        case .references(let kind): "ids of \(kind.rawValue) records"
        case .text(let most): "text, at most \(most) characters"
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
        default: "like " + example(of: type)
        }
    }
}
