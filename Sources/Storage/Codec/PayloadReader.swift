import Domain
import Evidence

/// Reads canonical JSON straight from bytes, member by member in the order in which they were written.
///
/// It looks for what must come next instead of at what comes: so a key costs one comparison, and a text that only
/// resembles a payload is refused. Every step is bounded by the count of bytes; none calls itself.
struct PayloadReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position = 0
    private var level = 0
    /// Where the event's own members stand, among which `commit` and `person` may be.
    private var eventLevel = -1
    private var last: StaticString = ""
    private var commit: [Journal.Bound.Field]?
    private var person: PersonID?

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    func fault(_ reason: String) -> PayloadFault { PayloadFault(column: position + 1, reason: reason) }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    mutating func open() throws(PayloadFault) {
        guard take(UInt8(ascii: "{")) else { throw fault("an object is missing") }
        level += 1
    }

    mutating func close() throws(PayloadFault) {
        guard take(UInt8(ascii: "}")) else { throw fault("the object should end here") }
        level -= 1
    }

    mutating func openEvent() throws(PayloadFault) {
        try open()
        eventLevel = level
    }

    mutating func closeEvent() throws(PayloadFault) -> Journal.Bound? {
        if current != UInt8(ascii: "}") { try readBound(before: nil) }
        try close()
        eventLevel = -1
        switch (commit, person) {
        case (nil, nil): return nil
        case (let fields?, let person?): return Journal.Bound(person: person, fields: fields)
        default: throw fault("\"commit\" and \"person\" stand together or not at all")
        }
    }

    func end() throws(PayloadFault) {
        guard position == bytes.count else { throw fault("nothing may follow the value") }
    }

    /// Steps over a key if it is the next one.
    mutating func has(_ key: StaticString) throws(PayloadFault) -> Bool {
        if skip(key) { return true }
        guard level == eventLevel, current != UInt8(ascii: "}"), try readBound(before: key) else { return false }
        return skip(key)
    }

    /// A key that must be the next one.
    mutating func key(_ key: StaticString) throws(PayloadFault) {
        guard try has(key) else { throw fault("the key \"\(key)\" is missing here") }
    }

    /// The next key, where keys are data; nil at the end of the object.
    mutating func nextKey() throws(PayloadFault) -> String? {
        if current == UInt8(ascii: "}") { return nil }
        guard isFirst || take(UInt8(ascii: ",")) else { throw fault("a comma or } is missing") }
        let key = try string()
        guard take(UInt8(ascii: ":")) else { throw fault("a colon is missing") }
        return key
    }

    /// The byte before tells: no value ends with an opening bracket, for a text ends with its quote.
    private var isFirst: Bool {
        position > 0 && (bytes[position - 1] == UInt8(ascii: "{") || bytes[position - 1] == UInt8(ascii: "["))
    }

    private mutating func skip(_ key: StaticString) -> Bool {
        let start = isFirst ? position : position + 1
        let count = key.utf8CodeUnitCount
        let end = start + count + 3
        guard end <= bytes.count, start == position || bytes[position] == UInt8(ascii: ","),
            bytes[start] == UInt8(ascii: "\""), bytes[end - 2] == UInt8(ascii: "\""),
            bytes[end - 1] == UInt8(ascii: ":")
        else { return false }
        let name = key.utf8Start
        for index in 0..<count where bytes[start + 1 + index] != name[index] { return false }
        position = end
        if level == eventLevel { last = key }
        return true
    }

    /// Reads `commit` and `person` where their place is: behind the last key, before the next.
    /// - Returns: whether there was any.
    @discardableResult
    private mutating func readBound(before next: StaticString?) throws(PayloadFault) -> Bool {
        let (behind, start) = (last, position)
        if commit == nil, behind.precedes(Member.commit), next.map({ Member.commit.precedes($0) }) ?? true,
            skip(Member.commit)
        {
            commit = try fields()
        }
        if person == nil, behind.precedes(Member.person), next.map({ Member.person.precedes($0) }) ?? true,
            skip(Member.person)
        {
            person = PersonID(rawValue: try string())
        }
        return position > start
    }

    private mutating func fields() throws(PayloadFault) -> [Journal.Bound.Field] {
        try open()
        var fields: [Journal.Bound.Field] = []
        while let name = try nextKey() {
            let field = Journal.Bound.Field(name: name, hash: try string())
            guard field.isPlain, fields.last.map({ $0.name.utf8.lexicographicallyPrecedes(name.utf8) }) ?? true else {
                throw fault("a plain name, ascending, with a hash of 64 hex digits is missing")
            }
            fields.append(field)
        }
        try close()
        return fields
    }
}

// Values, each with its key.
extension PayloadReader {
    mutating func text(_ key: StaticString) throws(PayloadFault) -> String {
        try self.key(key)
        return try string()
    }

    mutating func word<Word: RawRepresentable<String>>(_ key: StaticString) throws(PayloadFault) -> Word {
        try self.key(key)
        return try word()
    }

    mutating func word<Word: RawRepresentable<String>>(ifAny key: StaticString) throws(PayloadFault) -> Word? {
        try has(key) ? try word() : nil
    }

    private mutating func word<Word: RawRepresentable<String>>() throws(PayloadFault) -> Word {
        let text = try string()
        guard let word = Word(rawValue: text) else { throw fault("the word \"\(text)\" is unknown") }
        return word
    }

    mutating func integer(_ key: StaticString) throws(PayloadFault) -> Int64 {
        try self.key(key)
        return try digits()
    }

    mutating func integer(_ key: StaticString) throws(PayloadFault) -> Int { Int(try integer(key) as Int64) }

    mutating func instant(_ key: StaticString) throws(PayloadFault) -> Instant {
        Instant(milliseconds: try integer(key))
    }

    mutating func flag(_ key: StaticString) throws(PayloadFault) -> Bool {
        try self.key(key)
        return try flag()
    }

    mutating func flag() throws(PayloadFault) -> Bool {
        if take(UInt8(ascii: "0")) { return false }
        guard take(UInt8(ascii: "1")) else { throw fault("0 or 1 is missing") }
        return true
    }

    /// 1 where it holds; else the key is absent.
    mutating func fact(_ key: StaticString) throws(PayloadFault) -> Bool {
        guard try has(key) else { return false }
        guard take(UInt8(ascii: "1")) else { throw fault("1 is missing") }
        return true
    }

    mutating func part<Part: PayloadPart>(_ key: StaticString) throws(PayloadFault) -> Part {
        try self.key(key)
        return try part()
    }

    mutating func part<Part: PayloadPart>(ifAny key: StaticString) throws(PayloadFault) -> Part? {
        try has(key) ? try part() : nil
    }

    private mutating func part<Part: PayloadPart>() throws(PayloadFault) -> Part {
        try open()
        let part = try Part(from: &self)
        try close()
        return part
    }

    mutating func list<Part: PayloadPart>(_ key: StaticString) throws(PayloadFault) -> [Part] {
        try self.key(key)
        return try parts()
    }

    mutating func parts<Part: PayloadPart>() throws(PayloadFault) -> [Part] {
        try list { reader throws(PayloadFault) in try reader.part() }
    }

    mutating func texts(_ key: StaticString) throws(PayloadFault) -> [String] {
        try self.key(key)
        return try list { reader throws(PayloadFault) in try reader.string() }
    }

    private mutating func list<Element>(
        _ element: (inout PayloadReader) throws(PayloadFault) -> Element
    ) throws(PayloadFault) -> [Element] {
        guard take(UInt8(ascii: "[")) else { throw fault("a list is missing") }
        var elements: [Element] = []
        while !take(UInt8(ascii: "]")) {
            guard isFirst || take(UInt8(ascii: ",")) else { throw fault("a comma or ] is missing") }
            elements.append(try element(&self))
        }
        return elements
    }
}

// Bytes.
extension PayloadReader {
    mutating func string() throws(PayloadFault) -> String {
        guard take(UInt8(ascii: "\"")) else { throw fault("a text in quotes is missing") }
        let start = position
        var seen: UInt8 = 0
        while position < bytes.count, !CanonicalText.needsEscape(bytes[position]) {
            seen |= bytes[position]
            position += 1
        }
        let plain = UnsafeBufferPointer(rebasing: bytes[start..<position])
        if take(UInt8(ascii: "\"")) {
            // Checking costs as much again as reading, and nearly every text is an id in ASCII.
            return seen < 0x80 ? String(decoding: plain, as: UTF8.self) : try utf8(plain).get()
        }
        var text = Array(plain)
        while let byte = current {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try text.withUnsafeBufferPointer { self.utf8($0) }.get()
            case UInt8(ascii: "\\"): text.append(try escape())
            case 0..<0x20: throw fault("a control character must be escaped")
            default: text.append(byte)
            }
        }
        throw fault("a closing quote is missing")
    }

    private func utf8(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<String, PayloadFault> {
        String(validating: bytes, as: UTF8.self).map { .success($0) } ?? .failure(fault("the text is not UTF-8"))
    }

    /// Only the one spelling that the writer has for the character.
    private mutating func escape() throws(PayloadFault) -> UInt8 {
        guard let byte = current else { throw fault("an escape is cut off") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return byte
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"):
            guard take(UInt8(ascii: "0")), take(UInt8(ascii: "0")), let high = current, 0x30...0x31 ~= high else {
                throw fault("an escape that is not needed")
            }
            position += 1
            let low: UInt8
            switch current {
            case let digit? where 0x30...0x39 ~= digit: low = digit - 0x30
            case let digit? where 0x61...0x66 ~= digit: low = digit - 0x61 + 10
            default: throw fault("a small hex digit is missing")
            }
            position += 1
            let value = (high - 0x30) << 4 | low
            guard value != 0x0A, value != 0x0D, value != 0x09 else { throw fault("there is a shorter escape") }
            return value
        default: throw fault("unknown escape")
        }
    }

    mutating func digits() throws(PayloadFault) -> Int64 {
        let start = position
        let isNegative = take(UInt8(ascii: "-"))
        let first = position
        var value: Int64 = 0
        // Gathered below zero, where there is room for one more than above.
        while let byte = current, 0x30...0x39 ~= byte {
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isOver) = tens.subtractingReportingOverflow(Int64(byte - 0x30))
            guard !isTooLarge, !isOver else { throw fault("an integer is larger than 64 bits") }
            value = sum
            position += 1
        }
        guard position > first else { throw fault("an integer is missing") }
        guard bytes[first] != UInt8(ascii: "0") || position == start + 1 else {
            throw fault("an integer may not begin with 0")
        }
        guard isNegative || value != .min else { throw fault("an integer is larger than 64 bits") }
        return isNegative ? value : -value
    }
}
