import Domain

/// HTML in the making, as UTF-8. What a value says is escaped by the way it comes in; markup is only ever spelled in code,
/// as a `StaticString`, so that no value can become any.
public struct Markup: Sendable {
    private var buffer: MarkupBuffer

    public init(capacity: Int = 16 << 10) { buffer = MarkupBuffer(capacity: capacity) }

    public var text: String { String(decoding: buffer.bytes, as: UTF8.self) }

    public var count: Int { buffer.count }

    public func withBytes<T>(_ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows -> T {
        defer { withExtendedLifetime(buffer) {} }
        return try body(buffer.bytes)
    }

    /// Nobody else sees what is written next, and there is room for it.
    @inline(__always)
    private mutating func begin(_ length: Int) {
        if !isKnownUniquelyReferenced(&buffer) { buffer = buffer.copy(withRoomFor: length) }
        buffer.reserve(length)
    }

    /// Markup of our own.
    public mutating func raw(_ markup: StaticString) {
        begin(markup.utf8CodeUnitCount)
        buffer.put(markup)
    }

    /// What was made before by the same rules.
    public mutating func append(_ other: Markup) {
        begin(other.count)
        other.withBytes { if let start = $0.baseAddress { buffer.put(start, $0.count) } }
    }

    /// A part of it, between two of its bytes.
    mutating func append(_ other: Markup, _ part: Range<Int>) {
        begin(part.count)
        other.withBytes { if let start = $0.baseAddress { buffer.put(start + part.lowerBound, part.count) } }
    }

    /// A value between tags.
    public mutating func text(_ text: String) { escape(text) }

    /// A number that is not negative, without a text in between.
    mutating func digits(_ number: Int64, width: Int = 1) {
        begin(max(20, width))
        var rest = number
        let from = buffer.count
        repeat {
            buffer.put(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0 || buffer.count - from < width
        buffer.reverse(from: from)
    }

    /// ` name="value"`.
    public mutating func attribute(_ name: StaticString, _ value: String) {
        open(attribute: name)
        escape(value)
        raw("\"")
    }

    public mutating func attribute(_ name: StaticString, _ value: Int64) {
        open(attribute: name)
        if value < 0 { raw("-") }
        // No number of a page is the least there is.
        digits(abs(value))
        raw("\"")
    }

    @inline(__always)
    private mutating func open(attribute name: StaticString) {
        begin(name.utf8CodeUnitCount + 3)
        buffer.put(UInt8(ascii: " "))
        buffer.put(name)
        buffer.put(UInt8(ascii: "="))
        buffer.put(UInt8(ascii: "\""))
    }

    /// The five signs by which a text could end and markup begin, whether it stands between tags or in quotes.
    ///
    /// Whole runs are copied: most texts have none of them.
    private mutating func escape(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            guard let start = utf8.baseAddress else { return }
            var from = 0
            var index = Markup.plain(utf8, from: 0)
            while index < utf8.count {
                let entity = Markup.entity(utf8[index])!
                begin(index - from + entity.utf8CodeUnitCount)
                buffer.put(start + from, index - from)
                buffer.put(entity)
                from = index + 1
                index = Markup.plain(utf8, from: from)
            }
            begin(utf8.count - from)
            buffer.put(start + from, utf8.count - from)
        }
    }

    private static func entity(_ byte: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }

    /// Where the next of the five stands; the end where there is none. Eight are looked at together.
    private static func plain(_ utf8: UnsafeBufferPointer<UInt8>, from first: Int) -> Int {
        var index = first
        while index + 8 <= utf8.count {
            let eight = UnsafeRawPointer(utf8.baseAddress! + index).loadUnaligned(as: UInt64.self)
            // `&` and `'` differ in the lowest bit alone, `<` and `>` in the one above it.
            let ampersand = zeros(eight & 0xFEFE_FEFE_FEFE_FEFE ^ ones &* UInt64(UInt8(ascii: "&")))
            let angle = zeros(eight & 0xFDFD_FDFD_FDFD_FDFD ^ ones &* UInt64(UInt8(ascii: "<")))
            let quote = zeros(eight ^ ones &* UInt64(UInt8(ascii: "\"")))
            if ampersand | angle | quote != 0 { break }
            index += 8
        }
        while index < utf8.count, entity(utf8[index]) == nil { index += 1 }
        return index
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// Not zero if one of the eight bytes is.
    @inline(__always)
    private static func zeros(_ eight: UInt64) -> UInt64 { (eight &- ones) & ~eight & (ones << 7) }
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
        public static var none: Attribute { Attribute(name: "", value: .nothing) }
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
    /// A place for each attribute and no list of them, and taken into whoever calls: a list would cost more than the element.
    @inline(__always)
    public mutating func open(
        _ name: StaticString, _ a: Attribute = .none, _ b: Attribute = .none,
        _ c: Attribute = .none, _ d: Attribute = .none, _ e: Attribute = .none,
        _ f: Attribute = .none, _ g: Attribute = .none, _ h: Attribute = .none,
        _ i: Attribute = .none, _ j: Attribute = .none
    ) {
        start(name)
        add(a)
        add(b)
        add(c)
        add(d)
        add(e)
        add(f)
        add(g)
        add(h)
        add(i)
        add(j)
        raw(">")
    }

    private mutating func start(_ name: StaticString) {
        begin(name.utf8CodeUnitCount + 1)
        buffer.put(UInt8(ascii: "<"))
        buffer.put(name)
    }

    public mutating func close(_ name: StaticString) {
        begin(name.utf8CodeUnitCount + 3)
        buffer.put(UInt8(ascii: "<"))
        buffer.put(UInt8(ascii: "/"))
        buffer.put(name)
        buffer.put(UInt8(ascii: ">"))
    }

    /// An element with what it holds.
    @inline(__always)
    public mutating func element(
        _ name: StaticString, _ a: Attribute = .none, _ b: Attribute = .none,
        _ c: Attribute = .none, _ d: Attribute = .none, _ e: Attribute = .none,
        _ f: Attribute = .none, _ g: Attribute = .none, _ h: Attribute = .none,
        _ i: Attribute = .none, _ j: Attribute = .none,
        body: (inout Markup) throws -> Void
    ) rethrows {
        open(name, a, b, c, d, e, f, g, h, i, j)
        try body(&self)
        close(name)
    }

    /// An element that holds a text.
    @inline(__always)
    public mutating func element(
        _ name: StaticString, _ a: Attribute = .none, _ b: Attribute = .none,
        _ c: Attribute = .none, _ d: Attribute = .none, _ e: Attribute = .none,
        _ f: Attribute = .none, _ g: Attribute = .none, _ h: Attribute = .none,
        _ i: Attribute = .none, _ j: Attribute = .none,
        text: String
    ) {
        open(name, a, b, c, d, e, f, g, h, i, j)
        self.text(text)
        close(name)
    }

    @inline(__always)
    private mutating func add(_ attribute: Attribute) {
        if case .nothing = attribute.value { return }
        put(attribute)
    }

    private mutating func put(_ attribute: Attribute) {
        switch attribute.value {
        case .constant(let value):
            begin(attribute.name.utf8CodeUnitCount + value.utf8CodeUnitCount + 4)
            buffer.put(UInt8(ascii: " "))
            buffer.put(attribute.name)
            buffer.put(UInt8(ascii: "="))
            buffer.put(UInt8(ascii: "\""))
            buffer.put(value)
            buffer.put(UInt8(ascii: "\""))
        case .text(let value): self.attribute(attribute.name, value)
        case .number(let value): self.attribute(attribute.name, value)
        case .flag:
            raw(" ")
            raw(attribute.name)
        case .nothing: break
        }
    }
}
