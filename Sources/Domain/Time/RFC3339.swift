/// Why a text is no instant. The wording is Phrases'.
public enum InstantFault: Error, Hashable, Sendable {
    /// Not `YYYY-MM-DD`, `T` or a space, `hh:mm:ss`, offset.
    case shape(String)
    case noOffset(String)
    /// A sixtieth second exists in UTC but not on our line of milliseconds.
    case secondSixty(String)
    case noSuchDate(String)
    case noSuchTime(String)
    /// Only 1970–2199.
    case year(String)
}

extension Instant {
    /// Reads RFC 3339 with seconds and an offset; digits finer than milliseconds are cut off.
    /// - Source: POLICIES 1.1.
    public init(_ text: some StringProtocol) throws(InstantFault) {
        let bytes = Array(text.utf8)
        func shown() -> String { String(text.prefix(40)) }
        func separator(_ index: Int, _ character: Unicode.Scalar) -> Bool { bytes[index] == UInt8(ascii: character) }
        guard bytes.count >= 19, separator(4, "-"), separator(7, "-"), separator(13, ":"), separator(16, ":"),
            separator(10, "T") || separator(10, "t") || separator(10, " "),
            let year = decimal(bytes[0..<4]), let month = decimal(bytes[5..<7]), let day = decimal(bytes[8..<10]),
            let hour = decimal(bytes[11..<13]), let minute = decimal(bytes[14..<16]),
            let second = decimal(bytes[17..<19])
        else { throw .shape(shown()) }
        var position = 19
        var millisecond = 0
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            let digits = bytes[(position + 1)...].prefix { $0 >= 0x30 && $0 <= 0x39 }
            guard !digits.isEmpty else { throw .shape(shown()) }
            for index in 0..<3 {
                millisecond = millisecond * 10 + (index < digits.count ? Int(digits[position + 1 + index] - 0x30) : 0)
            }
            position = digits.endIndex
        }
        let rest = bytes[position...]
        var offset: Int64 = 0
        switch rest.first {
        case nil: throw .noOffset(shown())
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            guard rest.count == 1 else { throw .shape(shown()) }
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard rest.count == 6, bytes[position + 3] == UInt8(ascii: ":"),
                let hours = decimal(bytes[position + 1..<position + 3]),
                let minutes = decimal(bytes[position + 4..<position + 6]), hours < 24, minutes < 60
            else { throw .shape(shown()) }
            offset = Int64(hours * 60 + minutes) * (rest.first == UInt8(ascii: "-") ? -60_000 : 60_000)
        default: throw .shape(shown())
        }
        guard (1970...2199).contains(year) else { throw .year(shown()) }
        guard let date = Day(checkedYear: year, month: month, day: day) else { throw .noSuchDate(shown()) }
        guard second != 60 else { throw .secondSixty(shown()) }
        guard hour < 24, minute < 60, second < 60 else { throw .noSuchTime(shown()) }
        let time = Int64(((hour * 60 + minute) * 60 + second) * 1_000 + millisecond)
        self.init(milliseconds: date.localMilliseconds + time - offset)
    }

    /// `2026-02-15T09:15:00+08:00`, with `.123` only when there are milliseconds; in UTC where the zone's offset has
    /// seconds, since RFC 3339 can't write those.
    public func text(in zone: Zone) -> String {
        let offset = writtenOffset(in: zone)
        let local = milliseconds + offset
        let day = Day(localMilliseconds: local)
        let time = Int(local - day.localMilliseconds)
        let date = day.date
        let minutes = Int(abs(offset) / 60_000)
        // Every row of every answer holds some: written in one piece.
        return String(unsafeUninitializedCapacity: 29) { bytes in
            var place = 0
            func put(_ value: Int, _ width: Int, after mark: Unicode.Scalar? = nil) {
                if let mark {
                    bytes[place] = UInt8(ascii: mark)
                    place += 1
                }
                var rest = value.magnitude
                var digit = place + width
                while digit > place {
                    digit -= 1
                    bytes[digit] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                place += width
            }
            put(date.year, 4)
            put(date.month, 2, after: "-")
            put(date.day, 2, after: "-")
            put(time / 3_600_000, 2, after: "T")
            put(time / 60_000 % 60, 2, after: ":")
            put(time / 1_000 % 60, 2, after: ":")
            if time % 1_000 != 0 { put(time % 1_000, 3, after: ".") }
            put(minutes / 60, 2, after: offset < 0 ? "-" : "+")
            put(minutes % 60, 2, after: ":")
            return place
        }
    }

    /// Whether its local year can be written (1970–2199); a due beyond is told as none.
    public func isWritable(in zone: Zone) -> Bool {
        Day(localMilliseconds: milliseconds + writtenOffset(in: zone)).date.year <= 2199
    }

    private func writtenOffset(in zone: Zone) -> Int64 {
        let exact = zone.offset(at: self)
        return exact % 60_000 == 0 ? exact : 0
    }
}
