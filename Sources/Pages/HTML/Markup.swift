import Domain

/// HTML in the making, as UTF-8. What a value says is escaped by the way it comes in; markup is only ever spelled in code,
/// as a `StaticString`, so that no value can become any.
public struct Markup: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init(capacity: Int = 16 << 10) { bytes.reserveCapacity(capacity) }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Markup of our own.
    public mutating func raw(_ markup: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: markup.utf8Start, count: markup.utf8CodeUnitCount))
    }

    /// What was made before by the same rules.
    public mutating func append(_ other: Markup) { bytes += other.bytes }

    /// A value between tags.
    public mutating func text(_ text: String) { escape(text) }

    /// A number that is not negative, without a text in between.
    mutating func digits(_ number: Int64, width: Int = 1) {
        var rest = number
        let from = bytes.count
        var count = 0
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
            count += 1
        } while rest > 0 || count < width
        bytes[from...].reverse()
    }

    /// ` name="value"`.
    public mutating func attribute(_ name: StaticString, _ value: String) {
        begin(name)
        escape(value)
        bytes.append(UInt8(ascii: "\""))
    }

    public mutating func attribute(_ name: StaticString, _ value: Int64) {
        begin(name)
        for byte in String(value).utf8 { bytes.append(byte) }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func begin(_ name: StaticString) {
        bytes.append(UInt8(ascii: " "))
        raw(name)
        raw("=\"")
    }

    /// The five signs by which a text could end and markup begin, whether it stands between tags or in quotes.
    ///
    /// Whole runs are copied: most texts have none of them.
    private mutating func escape(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            var from = 0
            for index in 0..<utf8.count {
                let entity: StaticString
                switch utf8[index] {
                case UInt8(ascii: "&"): entity = "&amp;"
                case UInt8(ascii: "<"): entity = "&lt;"
                case UInt8(ascii: ">"): entity = "&gt;"
                case UInt8(ascii: "\""): entity = "&quot;"
                case UInt8(ascii: "'"): entity = "&#39;"
                default: continue
                }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[from..<index]))
                raw(entity)
                from = index + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[from...]))
        }
    }
}

extension Markup {
    /// An attribute of an element. Addresses come only as such: a text never becomes a link.
    public struct Attribute: Sendable {
        enum Value: Sendable {
            case constant(StaticString)
            case text(String)
            case number(Int64)
            case flag
            case nothing
        }
        let name: StaticString
        let value: Value

        public static func `class`(_ names: StaticString) -> Attribute { Attribute("class", names) }
        public static func id(_ id: String) -> Attribute { Attribute("id", text: id) }
        public static func href(_ address: Address) -> Attribute { Attribute("href", text: address.text) }
        public static func action(_ address: Address) -> Attribute { Attribute("action", text: address.text) }
        /// Present or absent.
        public static func flag(_ name: StaticString, if isThere: Bool = true) -> Attribute {
            Attribute(name: name, value: isThere ? .flag : .nothing)
        }
        public static func number(_ name: StaticString, _ number: some BinaryInteger) -> Attribute {
            Attribute(name: name, value: .number(Int64(number)))
        }
        /// Absent for nil.
        public static func text(_ name: StaticString, _ text: String?) -> Attribute {
            Attribute(name: name, value: text.map(Value.text) ?? .nothing)
        }
        public static func address(_ name: StaticString, _ address: Address?) -> Attribute {
            .text(name, address?.text)
        }

        init(name: StaticString, value: Value) {
            self.name = name
            self.value = value
        }
        public init(_ name: StaticString, _ constant: StaticString) {
            self.init(name: name, value: .constant(constant))
        }
        init(_ name: StaticString, text: String) { self.init(name: name, value: .text(text)) }
    }
}

extension Markup {
    /// `<name attributes>`
    ///
    /// Taken into whoever calls: a list that lives nowhere else needs no memory of its own.
    @inline(__always)
    public mutating func open(_ name: StaticString, _ attributes: Attribute...) { open(name, attributes) }

    @inline(__always)
    mutating func open(_ name: StaticString, _ attributes: [Attribute]) {
        raw("<")
        raw(name)
        for attribute in attributes { put(attribute) }
        raw(">")
    }

    public mutating func close(_ name: StaticString) {
        raw("</")
        raw(name)
        raw(">")
    }

    /// An element with what it holds.
    @inline(__always)
    public mutating func element(
        _ name: StaticString, _ attributes: Attribute..., body: (inout Markup) throws -> Void
    ) rethrows {
        open(name, attributes)
        try body(&self)
        close(name)
    }

    /// An element that holds a text.
    @inline(__always)
    public mutating func element(_ name: StaticString, _ attributes: Attribute..., text: String) {
        open(name, attributes)
        self.text(text)
        close(name)
    }

    private mutating func put(_ attribute: Attribute) {
        switch attribute.value {
        case .constant(let value):
            raw(" ")
            raw(attribute.name)
            raw("=\"")
            raw(value)
            raw("\"")
        case .text(let value): self.attribute(attribute.name, value)
        case .number(let value): self.attribute(attribute.name, value)
        case .flag:
            raw(" ")
            raw(attribute.name)
        case .nothing: break
        }
    }
}
