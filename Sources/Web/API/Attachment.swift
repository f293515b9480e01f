import Desk
import Domain
import Pages

/// A file that comes with a message, a note or a request.
struct Attachment: Sendable {
    /// As its sender calls it, without what only deceives.
    let name: String
    let bytes: [UInt8]

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = Self.plain(name)
        self.bytes = bytes
    }

    static let nameScalarsAtMost = 150
    /// Of a name that is looked at at all.
    private static let sentScalarsAtMost = 4_096
    private static let endingScalarsAtMost = 20
    /// Field of its bytes; what follows stands in the journal.
    static let prefix = "attachment."
    /// Field of what it is called, where that can be no field's name.
    private static let called = "filename."
    private static let fieldNameAtMost = 53

    /// The last part of a path, without signs that can't be seen, and without those that turn letters round: by them
    /// `gpj.exe` reads like a picture.
    private static func plain(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        var scalars = String.UnicodeScalarView()
        for scalar in last.unicodeScalars.prefix(sentScalarsAtMost) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: continue
            default: scalars.append(scalar)
            }
        }
        let shown = shortened(String(scalars).trimmed)
        return shown.isEmpty || shown == "." || shown == ".." ? "file" : shown
    }

    /// What is cut stands before the ending: by that alone a system knows what to open it with, and we what is a program.
    private static func shortened(_ name: String) -> String {
        let scalars = name.unicodeScalars
        guard scalars.count > nameScalarsAtMost else { return name }
        let ending = name.lastIndex(of: ".").map { String(name[$0...]) } ?? ""
        let kept = ending.unicodeScalars.count <= endingScalarsAtMost ? ending : ""
        return String(scalars.prefix(nameScalarsAtMost - kept.unicodeScalars.count)) + kept
    }

    /// The texts of some, each under a name of its own.
    ///
    /// A field's name is ASCII and stands in the journal for ever. So what is called otherwise is numbered there, and its
    /// name is a text like any other: encrypted, and erased with its person.
    static func texts(_ attachments: [Attachment]) -> [Desk.Request.Text] {
        var texts: [Desk.Request.Text] = []
        var taken: Set<String> = []
        for (index, attachment) in attachments.enumerated() {
            var field = attachment.name
            let isPlain = field.utf8.count <= fieldNameAtMost && RecordID(checking: field) != nil
            if !isPlain || taken.contains(field) {
                field = "file-\(index + 1)" + attachment.ending
                texts.append(.init(called + field, attachment.name))
            }
            taken.insert(field)
            texts.append(.init(prefix + field, bytes: attachment.bytes))
        }
        return texts
    }

    /// `.pdf`; nothing where the name has none that is one.
    private var ending: String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
        let letters = name[name.index(after: dot)...]
        let isOne = (1...8).contains(letters.utf8.count) && letters.utf8.allSatisfy(Self.isAlphanumeric)
        return isOne ? "." + letters : ""
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }

    // MARK: What stands in an entry

    /// Whether a text is bytes or name of one, and no words of a person.
    static func isPart(_ field: String) -> Bool { field.hasPrefix(prefix) || field.hasPrefix(called) }

    /// The fields of an entry's attachments, without what stands before each.
    static func fields(_ names: some Sequence<String>) -> [String] {
        names.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }

    /// What a field's attachment is called.
    static func name(of field: String, _ texts: [OpenText]) -> String {
        texts.first { $0.field == called + field }.map { String(decoding: $0.payload, as: UTF8.self) } ?? field
    }

    /// Whether an entry names any that is called otherwise than its field.
    static func hasNames(_ fields: some Sequence<String>) -> Bool { fields.contains { $0.hasPrefix(called) } }

    /// The one that is asked for, by its field or by what it is called.
    static func find(_ name: String, in texts: [OpenText]) -> (name: String, bytes: [UInt8])? {
        let wanted =
            texts.first { $0.field.hasPrefix(called) && String(decoding: $0.payload, as: UTF8.self) == name }
            .map { String($0.field.dropFirst(called.count)) } ?? name
        return texts.first { $0.field == prefix + wanted }.map { (self.name(of: wanted, texts), $0.payload) }
    }

    /// Saved under its name, and never shown in its place (RFC 6266; the name's letters as in RFC 8187).
    static func disposition(_ name: String) -> String {
        let plain = String(
            name.unicodeScalars.map { scalar in
                scalar.isASCII && scalar.value >= 0x20 && scalar != "\"" && scalar != "\\" && scalar != "%"
                    ? Character(scalar) : "_"
            })
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(PercentCode.encoded(name))"
    }
}
