// From what a person typed to the one spelling that is kept. Reading the kept spelling again gives it back.

extension FieldType {
    /// - Returns: nil for a blank.
    func read(_ typed: String, zones: Zones) throws(FieldFault.Cause) -> String? {
        // Nobody means so long a text, and splitting it would cost.
        guard typed.utf8.count <= FieldType.longestInput else { throw .tooLong(atMost: FieldType.longestInput / 4) }
        let text = typed.trimmed
        guard !text.isEmpty else { return nil }
        switch self {
        case .text(let most): return try FieldType.plain(text, atMost: most)
        case .texts(let most):
            let parts = text.split { $0 == ";" || $0 == "；" || $0.isNewline }.map { String($0).trimmed }
            return try FieldType.list(parts, "; ") { part throws(FieldFault.Cause) in
                try FieldType.plain(part, atMost: most)
            }
        case .choices(let known):
            return try words(text) { word throws(FieldFault.Cause) in try FieldType.choice(word, known) }
        case .choice(let known): return try FieldType.choice(text, known)
        case .id: return try id(text.halfWidth)
        case .ids: return try words(text) { word throws(FieldFault.Cause) in try id(word) }
        case .reference: return try checked(RecordID(checking: text.halfWidth)?.rawValue)
        case .references:
            return try words(text) { word throws(FieldFault.Cause) in try checked(RecordID(checking: word)?.rawValue) }
        case .integer(let range):
            let value = try checked(Int64(text.halfWidth))
            guard range.contains(value) else { throw .outOfRange(range) }
            return String(value)
        case .money: return try checked(Money(text.halfWidth.uppercased())?.text)
        case .share: return try checked(Share(text.halfWidth)?.text)
        case .day: return try checked(Day(text.halfWidth)?.text)
        case .instant: return try FieldType.instant(text.halfWidth)
        case .flag: return try checked(FieldType.flags[text.halfWidth.lowercased()])
        case .zone: return try FieldType.zone(text.halfWidth, zones)
        case .hours: return try checked(Week.read(text.halfWidth.lowercased()).map(Week.text))
        case .url: return try checked(FieldType.url(text.halfWidth))
        case .email: return try checked(FieldType.email(text.halfWidth))
        case .phone: return try checked(FieldType.phone(text.halfWidth))
        }
    }

    private static let longestInput = 64 << 10

    private func checked<Value>(_ value: Value?) throws(FieldFault.Cause) -> Value {
        guard let value else { throw .unreadable(self) }
        return value
    }

    // MARK: Texts and lists

    private static func plain(_ text: String, atMost most: Int) throws(FieldFault.Cause) -> String {
        let text = text.unixLines
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control || $0 == "\n" || $0 == "\t" })
        else { throw .unreadable(.text(atMost: most)) }
        guard text.unicodeScalars.count <= most else { throw .tooLong(atMost: most) }
        return text
    }

    /// Words with blanks or commas between them: ids and choices have neither inside.
    private func words(
        _ text: String, _ read: (String) throws(FieldFault.Cause) -> String
    ) throws(FieldFault.Cause) -> String? {
        let parts = text.halfWidth.split { $0.isWhitespace || $0 == "," || $0 == ";" || $0 == "、" }.map(String.init)
        return try FieldType.list(parts, " ", read)
    }

    /// Each once, in the order given; nil for none.
    private static func list(
        _ parts: [String], _ separator: String, _ read: (String) throws(FieldFault.Cause) -> String
    ) throws(FieldFault.Cause) -> String? {
        guard parts.count <= longestList else { throw .tooMany(atMost: longestList) }
        var found: [String] = []
        for part in parts where !part.isEmpty {
            let part = try read(part)
            if !found.contains(part) { found.append(part) }
        }
        return found.isEmpty ? nil : found.joined(separator: separator)
    }

    private static func choice(_ text: String, _ known: [String]) throws(FieldFault.Cause) -> String {
        let folded = text.halfWidth.lowercased()
        if let found = known.first(where: { $0 == text || $0.lowercased() == folded }) { return found }
        throw .notOneOf(known, nearest: nearest(to: folded, among: known))
    }

    /// As in policies: lower case letters, digits and hyphens inside.
    private func id(_ text: String) throws(FieldFault.Cause) -> String {
        let bytes = text.utf8
        let isID =
            bytes.count <= RecordID.longest && bytes.first != 0x2D && bytes.last != 0x2D
            && bytes.allSatisfy { RecordID.isLetterOrDigit($0) && !(0x41...0x5A).contains($0) || $0 == 0x2D }
        return try checked(isID ? text : nil)
    }

    // MARK: Single values

    private static func instant(_ text: String) throws(FieldFault.Cause) -> String {
        do throws(InstantFault) {
            let kept = try Instant(text).text(in: .utc)
            // The first hours of 1970 in the east are 1969 in UTC, and could not be read back.
            _ = try Instant(kept)
            return kept
        } catch { throw .instant(error) }
    }

    private static func zone(_ text: String, _ zones: Zones) throws(FieldFault.Cause) -> String {
        if zones.contains(text) { return text }
        throw .zone(.unknown(name: String(text.prefix(40)), nearest: nearest(to: text, among: zones.names)))
    }

    private static let flags = [
        "yes": "yes", "no": "no", "true": "yes", "false": "no", "1": "yes", "0": "no", "是": "yes", "否": "no",
        "はい": "yes", "いいえ": "no", "예": "yes", "아니오": "no", "아니요": "no",
    ]

    /// `http` or `https`, a host, no user name; scheme and host in lower case.
    private static func url(_ text: String) -> String? {
        let text = text.utf8.count <= 2_048 ? text : ""
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"),
            ["http", "https"].contains(text[..<colon].lowercased()),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !text.contains(where: { "\"<>\\^`{|}".contains($0) })
        else { return nil }
        let rest = text[colon...].dropFirst(3)
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.isEmpty, !authority.hasPrefix(":"), !authority.contains("@") else { return nil }
        return text[..<colon].lowercased() + "://" + authority.lowercased() + rest.dropFirst(authority.count)
    }

    /// One `@`, a domain with a dot; nothing that could begin another address or another header.
    private static func email(_ text: String) -> String? {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, parts.count == 2, (1...64).contains(parts[0].utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !parts[0].contains(where: { "\"(),:;<>[\\]".contains($0) })
        else { return nil }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        let areFine = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { RecordID.isLetterOrDigit($0) || $0 == 0x2D }
        }
        return labels.count >= 2 && areFine ? "\(parts[0])@\(parts[1].lowercased())" : nil
    }

    /// Digits, with a plus in front where it was typed; what people put between them goes.
    private static func phone(_ text: String) -> String? {
        let digits = text.utf8.filter { (0x30...0x39).contains($0) }
        let isPhone = text.enumerated().allSatisfy { index, character in
            character.isASCII && character.isNumber || " -()./".contains(character) || character == "+" && index == 0
        }
        guard isPhone, (3...15).contains(digits.count) else { return nil }
        return (text.hasPrefix("+") ? "+" : "") + String(decoding: digits, as: UTF8.self)
    }
}

extension String {
    /// Without white space at either end, the ideographic one too.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    /// Full-width letters, digits and signs, as Chinese and Japanese keyboards give them, in ASCII.
    var halfWidth: String {
        var scalars = UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E: scalars.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            case 0x3000: scalars.append(" ")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// Lines ended by a line feed only.
    fileprivate var unixLines: String {
        guard utf8.contains(0x0D) else { return self }
        var scalars = UnicodeScalarView()
        var last: Unicode.Scalar?
        for scalar in unicodeScalars {
            if scalar != "\n" || last != "\r" { scalars.append(scalar == "\r" ? "\n" : scalar) }
            last = scalar
        }
        return String(scalars)
    }
}
