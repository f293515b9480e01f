extension FigureTable {
    /// The whole table, its columns as they lie in memory: to be read again by the same release on the same kind of machine.
    ///
    /// Of a million tickets some 70 MB, which are read in the time that the disk takes; the stretches that it was made of
    /// take seconds.
    public func image() -> [UInt8] {
        var writer = ImageWriter()
        writer.bytes.reserveCapacity(count * 80 + (1 << 16))
        writer.number(place)
        writer.number(recorded)
        writer.number(Int64(bitPattern: mark))
        for words in words.all { words.write(to: &writer) }
        writer.number(Int64(chunks.count))
        for chunk in chunks { chunk.write(to: &writer) }
        writer.array(risks.keys.map(\.self))
        writer.array(risks.values.map { Int32($0.count) })
        writer.array(risks.values.flatMap { $0.flatMap { [$0.lowerBound, $0.upperBound] } })
        let lines = owed.flatMap { row, lines in lines.map { (row, $0.currency, $0.minor) } }
        writer.array(lines.map(\.0))
        writer.array(lines.map(\.1))
        writer.array(lines.map(\.2))
        writer.array(contacts.map(\.at))
        writer.array(contacts.map(\.recorded))
        writer.array(contacts.map(\.channel))
        writer.array(contacts.map(\.language))
        writer.array(contacts.map(\.count))
        writer.array(customerRegions)
        writer.array(siteRegions)
        for long in [longResponses, longResolutions] {
            writer.array(long.keys.map(\.self))
            writer.array(long.values.map(\.self))
        }
        return writer.bytes
    }

    /// - Parameter image: what `image()` gave, at an address that is a multiple of eight.
    /// - Returns: nil for what is none. What is one in form is believed: a check sum has to have said that it is whole.
    public init?(image: UnsafeRawBufferPointer) {
        var reader = ImageReader(image)
        place = reader.number()
        recorded = reader.number()
        mark = UInt64(bitPattern: reader.number())
        for kind in words.all.indices { words.all[kind] = Words(reading: &reader) }
        let chunkCount = reader.number()
        guard reader.isSound, (0...Int64(Int32.max)).contains(chunkCount) else { return nil }
        for number in 0..<chunkCount {
            let chunk = Chunk(reading: &reader)
            guard reader.isSound, chunk.isEven, number == chunkCount - 1 || chunk.count == Chunk.size else {
                return nil
            }
            chunks.append(chunk)
            count += chunk.count
        }
        let (rows, counts, bounds) = (reader.array(Int32.self), reader.array(Int32.self), reader.array(Int64.self))
        guard let risks = FigureTable.risks(rows, counts, bounds) else { return nil }
        self.risks = risks
        let (owing, currencies, minors) = (
            reader.array(Int32.self), reader.array(UInt32.self), reader.array(Int64.self)
        )
        guard owing.count == currencies.count, owing.count == minors.count else { return nil }
        for (row, line) in zip(owing, zip(currencies, minors)) { owed[row, default: []].append((line.0, line.1)) }
        let (at, told) = (reader.array(Int64.self), reader.array(Int64.self))
        let (channels, languages) = (reader.array(UInt32.self), reader.array(UInt32.self))
        let sums = reader.array(Int64.self)
        guard [told.count, channels.count, languages.count, sums.count].allSatisfy({ $0 == at.count }) else {
            return nil
        }
        contacts = at.indices.map {
            .init(
                at: at[$0], recorded: told[$0], channel: channels[$0], language: languages[$0], count: sums[$0])
        }
        customerRegions = reader.array(UInt32.self)
        siteRegions = reader.array(UInt32.self)
        longResponses = reader.dictionary()
        longResolutions = reader.dictionary()
        guard reader.isSound, reader.isAtEnd, (try? learnProfiles()) != nil else { return nil }
    }
}

extension FigureTable {
    /// The spans of each row again, of their counts and of all bounds in one list; nil where these do not fit.
    private static func risks(_ rows: [Int32], _ counts: [Int32], _ bounds: [Int64]) -> [Int32: [Range<Int64>]]? {
        guard rows.count == counts.count, counts.allSatisfy({ $0 >= 0 }),
            counts.reduce(0, { $0 + Int($1) }) * 2 == bounds.count
        else { return nil }
        var risks: [Int32: [Range<Int64>]] = [:]
        var next = 0
        for (row, count) in zip(rows, counts) {
            for _ in 0..<count {
                guard bounds[next] <= bounds[next + 1] else { return nil }
                risks[row, default: []].append(bounds[next]..<bounds[next + 1])
                next += 2
            }
        }
        return risks
    }
}

extension FigureTable.Chunk {
    fileprivate func write(to writer: inout ImageWriter) {
        writer.array(opened)
        writer.array(received)
        writer.array(response)
        writer.array(resolution)
        writer.array(words)
        writer.array(promises)
        writer.array(traits)
        writer.array(moods)
        writer.array(moodSum)
        writer.array(markCount)
        writer.array(markSum)
        writer.number(earliest)
        writer.number(latest)
    }

    fileprivate init(reading reader: inout ImageReader) {
        opened = reader.array(Int64.self, room: Self.size)
        received = reader.array(Int64.self, room: Self.size)
        response = reader.array(UInt32.self, room: Self.size)
        resolution = reader.array(UInt32.self, room: Self.size)
        words = reader.array(CodedWords.self, room: Self.size)
        promises = reader.array(UInt32.self, room: Self.size)
        traits = reader.array(UInt16.self, room: Self.size)
        moods = reader.array(Int32.self, room: Self.size)
        moodSum = reader.array(Int32.self, room: Self.size)
        markCount = reader.array(UInt8.self, room: Self.size)
        markSum = reader.array(UInt8.self, room: Self.size)
        earliest = reader.number()
        latest = reader.number()
    }

    /// Whether every column has as many rows; columns are read without asking for each.
    fileprivate var isEven: Bool {
        [
            received.count, response.count, resolution.count, words.count, promises.count, traits.count, moods.count,
            moodSum.count, markCount.count, markSum.count,
        ].allSatisfy { $0 == opened.count } && (1...Self.size).contains(count)
    }
}

/// Arrays one after the other, each its count and its elements, at multiples of eight.
struct ImageWriter {
    var bytes: [UInt8] = []

    mutating func number(_ value: Int64) { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }

    mutating func array<Element: BitwiseCopyable>(_ elements: [Element]) {
        number(Int64(elements.count))
        elements.withUnsafeBytes { bytes.append(contentsOf: $0) }
        while bytes.count % 8 != 0 { bytes.append(0) }
    }
}

/// Reads on past what is no image, and says at the end that it was none.
struct ImageReader {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0
    private(set) var isSound = true
    var isAtEnd: Bool { place == bytes.count }

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func number() -> Int64 {
        guard isSound, place + 8 <= bytes.count else {
            isSound = false
            return 0
        }
        defer { place += 8 }
        return Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int64.self))
    }

    /// - Parameter room: for so many elements, so that it grows without moving.
    mutating func array<Element: BitwiseCopyable>(_ type: Element.Type, room: Int = 0) -> [Element] {
        let (told, stride) = (number(), MemoryLayout<Element>.stride)
        guard isSound, told >= 0, told <= Int64((bytes.count - place) / stride) else {
            isSound = false
            return []
        }
        let count = Int(told)
        let from = place
        place += (count * stride + 7) / 8 * 8
        if place > bytes.count {
            isSound = false
            return []
        }
        return Array(unsafeUninitializedCapacity: max(count, room)) { buffer, filled in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: .init(rebasing: bytes[from..<from + count * stride]))
            filled = count
        }
    }

    mutating func dictionary() -> [Int32: Int64] {
        let (keys, values) = (array(Int32.self), array(Int64.self))
        guard keys.count == values.count else {
            isSound = false
            return [:]
        }
        return Dictionary(zip(keys, values)) { first, _ in first }
    }
}
