import Pages

/// A form that brings files along (RFC 7578), as browsers send it.
struct Multipart: Sendable {
    private(set) var pairs: [(name: String, value: String)] = []
    /// The first of those that were sent, as many as are taken.
    private(set) var files: [Attachment] = []
    /// All of them are counted, so that it can be said how many were too many.
    private(set) var filesSent = 0

    static let filesAtMost = 10
    /// Of what stands before each part.
    private static let headBytesAtMost = 4_096

    /// - Parameter type: the request's `Content-Type`.
    /// - Returns: nil for what is none, is cut off, or has more parts than any form of ours.
    init?(_ bytes: [UInt8], type: String) {
        guard let boundary = Self.parameter("boundary", of: type), (1...70).contains(boundary.utf8.count) else {
            return nil
        }
        // The first delimiter has no line before it.
        let delimiter = Array("\r\n--\(boundary)".utf8)
        guard bytes.starts(with: delimiter.dropFirst(2)) else { return nil }
        let search = ByteSearch(delimiter)
        var place = delimiter.count - 2
        while true {
            if bytes[place...].starts(with: "--".utf8) { return }
            guard bytes[place...].starts(with: "\r\n".utf8),
                let end = search.first(in: bytes, from: place)
            else { return nil }
            guard pairs.count + filesSent < Fields.atMost, add(bytes[(place + 2)..<max(place + 2, end)]) else {
                return nil
            }
            place = end + delimiter.count
        }
    }

    private mutating func add(_ part: ArraySlice<UInt8>) -> Bool {
        let head = part.prefix(Self.headBytesAtMost)
        guard let end = ByteSearch(Array("\r\n\r\n".utf8)).first(in: Array(head), from: 0),
            let text = String(validating: head.prefix(end), as: UTF8.self)
        else { return false }
        let lines = text.split(separator: "\r\n")
        guard let line = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
            let name = Self.parameter("name", of: String(line))
        else { return false }
        let body = part.dropFirst(end + 4)
        guard let file = Self.parameter("filename", of: String(line)) else {
            guard let value = String(validating: body, as: UTF8.self) else { return false }
            pairs.append((name, value))
            return true
        }
        // A field of files that nobody chose any for is sent all the same.
        if file.isEmpty, body.isEmpty { return true }
        filesSent += 1
        if files.count < Self.filesAtMost { files.append(Attachment(file, Array(body))) }
        return true
    }

    /// `name="…"` of a header. Browsers write a quote in it as `%22`, and anything else as it is.
    private static func parameter(_ name: String, of header: String) -> String? {
        var rest = header[...]
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == " " || $0 == "\t" }
            guard let equals = rest.firstIndex(of: "="), rest[..<equals].lowercased() == name else {
                // A semicolon within quotes is none.
                if let equals = rest.firstIndex(of: "="), rest[equals...].hasPrefix("=\"") {
                    rest = rest[rest.index(equals, offsetBy: 2)...].drop { $0 != "\"" }
                }
                continue
            }
            let value = rest[rest.index(after: equals)...]
            if value.first == "\"" {
                return String(value.dropFirst().prefix { $0 != "\"" }).replacing("%22", with: "\"")
            }
            return String(value.prefix { $0 != ";" }).trimmed
        }
        return nil
    }
}

/// Finds some bytes among many, by leaps (Horspool, 1980): a file of megabytes is searched for each part's end.
struct ByteSearch {
    private let wanted: [UInt8]
    private var leaps: [Int]

    init(_ wanted: [UInt8]) {
        self.wanted = wanted
        leaps = Array(repeating: wanted.count, count: 256)
        for (index, byte) in wanted.dropLast().enumerated() { leaps[Int(byte)] = wanted.count - 1 - index }
    }

    func first(in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            wanted.withUnsafeBufferPointer { wanted in
                leaps.withUnsafeBufferPointer { leaps in
                    var place = start
                    while place + wanted.count <= bytes.count {
                        let last = bytes[place + wanted.count - 1]
                        if last == wanted[wanted.count - 1] {
                            var index = wanted.count - 1
                            while index > 0, bytes[place + index - 1] == wanted[index - 1] { index -= 1 }
                            if index == 0 { return place }
                        }
                        place += leaps[Int(last)]
                    }
                    return nil
                }
            }
        }
    }
}
