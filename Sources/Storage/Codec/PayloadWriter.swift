import Domain
import Evidence

/// Writes canonical JSON straight into bytes. The caller gives keys ascending; the members that bind personal data
/// find their place among them by themselves.
struct PayloadWriter {
    private(set) var bytes: [UInt8]
    /// What is left to write of `commit` and `person`, which only the event's own members may be mixed with.
    private var pending: Pending
    private var level = 0
    private var fields: [Journal.Bound.Field] = []
    private var person = ""

    private enum Pending { case commit, person, nothing }

    /// Takes the bytes over, so that appending copies none.
    init(taking bytes: inout [UInt8], bound: Journal.Bound? = nil) {
        self.bytes = bytes
        bytes = []
        pending = bound == nil ? .nothing : .commit
        guard let bound else { return }
        person = bound.person.rawValue
        fields = bound.fields
        if fields.count > 1 { fields.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } }
    }

    /// The first field that can't be bound.
    var faultyField: String? {
        for index in fields.indices where !fields[index].isPlain { return fields[index].name }
        for index in fields.indices.dropFirst() where fields[index].name == fields[index - 1].name {
            return fields[index].name
        }
        return nil
    }

    mutating func open() {
        bytes.append(UInt8(ascii: "{"))
        level += 1
    }

    mutating func close() {
        if pending != .nothing, level == 1 { bind(before: nil) }
        bytes.append(UInt8(ascii: "}"))
        level -= 1
    }

    mutating func key(_ key: StaticString) {
        if pending != .nothing, level == 1 { bind(before: key) }
        separate()
        bytes.append(UInt8(ascii: "\""))
        raw(key)
        raw("\":")
    }

    /// A key that is data; never among the event's own members.
    mutating func key(_ key: String) {
        separate()
        string(key)
        bytes.append(UInt8(ascii: ":"))
    }

    /// The byte before tells: no value ends with an opening bracket, for a text ends with its quote.
    private mutating func separate() {
        let last = bytes[bytes.count - 1]
        if last != UInt8(ascii: "{"), last != UInt8(ascii: "[") { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func bind(before next: StaticString?) {
        if pending == .commit, next.map({ Member.commit.precedes($0) }) ?? true {
            pending = .nothing
            key(Member.commit)
            open()
            for field in fields {
                key(field.name)
                string(field.hash)
            }
            close()
            pending = .person
        }
        if pending == .person, next.map({ Member.person.precedes($0) }) ?? true {
            pending = .nothing
            text(Member.person, person)
        }
    }

    mutating func raw(_ part: [UInt8]) { bytes.append(contentsOf: part) }
    mutating func raw(_ text: StaticString) { bytes.append(contentsOf: text.bytes) }
}

// Values, each with its key.
extension PayloadWriter {
    mutating func text(_ key: StaticString, _ value: String) {
        self.key(key)
        string(value)
    }

    mutating func word(_ key: StaticString, _ value: some RawRepresentable<String>) { text(key, value.rawValue) }

    mutating func word(_ key: StaticString, ifAny value: (some RawRepresentable<String>)?) {
        if let value { text(key, value.rawValue) }
    }

    mutating func integer(_ key: StaticString, _ value: Int64) {
        self.key(key)
        digits(value)
    }

    mutating func integer(_ key: StaticString, _ value: Int) { integer(key, Int64(value)) }
    mutating func instant(_ key: StaticString, _ value: Instant) { integer(key, value.milliseconds) }
    mutating func flag(_ key: StaticString, _ value: Bool) { integer(key, value ? 1 : 0) }

    /// 1 where it holds; else the key is left out.
    mutating func fact(_ key: StaticString) { integer(key, 1) }

    mutating func part(_ key: StaticString, _ value: some PayloadPart) {
        self.key(key)
        part(value)
    }

    mutating func list(_ key: StaticString, _ values: some Sequence<some PayloadPart>) {
        self.key(key)
        bytes.append(UInt8(ascii: "["))
        for value in values {
            separate()
            part(value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    mutating func list(_ key: StaticString, _ values: [String]) {
        self.key(key)
        bytes.append(UInt8(ascii: "["))
        for value in values {
            separate()
            string(value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func part(_ value: some PayloadPart) {
        open()
        value.write(to: &self)
        close()
    }
}

// Values without keys, as the columns of rows have them.
extension PayloadWriter {
    /// A list of lists.
    mutating func array<Value>(_ values: [Value], _ write: (inout PayloadWriter, Value) -> Void) {
        bytes.append(UInt8(ascii: "["))
        for value in values {
            separate()
            bytes.append(UInt8(ascii: "["))
            write(&self, value)
            bytes.append(UInt8(ascii: "]"))
        }
        bytes.append(UInt8(ascii: "]"))
    }

    mutating func item(_ value: String?) {
        separate()
        if let value { string(value) } else { raw("null") }
    }

    mutating func item(_ value: Int64?) {
        separate()
        if let value { digits(value) } else { raw("null") }
    }
}

// Bytes.
extension PayloadWriter {
    mutating func string(_ value: String) { CanonicalText.append(value, &bytes) }

    mutating func digits(_ value: Int64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var first = digits.count
            var rest = value.magnitude
            repeat {
                first -= 1
                digits.initializeElement(at: first, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            } while rest > 0
            if value < 0 {
                first -= 1
                digits.initializeElement(at: first, to: UInt8(ascii: "-"))
            }
            bytes.append(contentsOf: UnsafeMutableBufferPointer(rebasing: digits[first...]))
        }
    }
}

/// The members that every payload may have besides its own.
enum Member {
    static let commit: StaticString = "commit"
    static let person: StaticString = "person"
}

extension StaticString {
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount) }

    func precedes(_ other: StaticString) -> Bool { bytes.lexicographicallyPrecedes(other.bytes) }
}
