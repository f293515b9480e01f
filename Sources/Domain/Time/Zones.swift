// The zone table: the IANA database in one piece, as `bin/zones` writes it.
//
//     YINUO-ZONES 1 2026f 598\n          format, release of the database, number of names
//     Africa/Abidjan 0 85\n              name, offset into the blob, length; ascending by name
//     …
//     \n
//     blob                               TZif, version 2 part only; zones that are alike share their bytes

/// All time zones by name, each read when it is first asked for by the caller.
public struct Zones: Sendable {
    /// The release of the IANA database, `2026f`.
    public let version: String
    private let index: [String: Range<Int>]
    private let bytes: [UInt8]

    public init(_ bytes: [UInt8]) throws(ZoneFault) {
        let broken = ZoneFault.malformed(name: "zone table", reason: "its index does not fit its contents")
        var lines: [[Substring]] = []
        var position = 0
        while let end = bytes[position...].firstIndex(of: 0x0A), end > position {
            lines.append(String(decoding: bytes[position..<end], as: UTF8.self).split(separator: " "))
            position = end + 1
        }
        let blob = position + 1
        guard let head = lines.first, head.count == 4, head[0] == "YINUO-ZONES", head[1] == "1",
            Int(head[3]) == lines.count - 1
        else { throw broken }
        var index: [String: Range<Int>] = [:]
        for line in lines.dropFirst() {
            guard line.count == 3, let offset = Int(line[1]), let length = Int(line[2]), blob <= bytes.count,
                (0...bytes.count - blob).contains(offset), (1...bytes.count).contains(length),
                blob + offset + length <= bytes.count
            else { throw broken }
            index[String(line[0])] = blob + offset..<blob + offset + length
        }
        version = String(head[2])
        self.index = index
        self.bytes = bytes
    }

    public var names: [String] { index.keys.sorted() }

    public func contains(_ name: String) -> Bool { index[name] != nil }

    /// - Throws: `.unknown` with the nearest known name.
    public func zone(_ name: String) throws(ZoneFault) -> Zone {
        guard let range = index[name] else { throw .unknown(name: name, nearest: nearest(to: name, among: names)) }
        return try Zone(name: name, tzif: Array(bytes[range]))
    }
}
