import Domain

extension OfficialCalendar {
    /// Joins a country's years: files with `year` and `days` of `date` and `isOffDay` (a holiday, else a weekend day worked).
    ///
    /// - Throws: which file can't be read, and why.
    public init(name: String, files: [(name: String, bytes: [UInt8])]) throws(LineFault) {
        var holidays: Set<Day> = []
        var workdays: Set<Day> = []
        var years: [Int] = []
        for file in files {
            let tree: Result<JSONValue, JSONFault> = file.bytes.withUnsafeBufferPointer { bytes in
                do throws(JSONFault) { return .success(try JSONValue(bytes)) } catch { return .failure(error) }
            }
            guard case .success(let tree) = tree, let year = tree["year"]?.number, case .array(let days)? = tree["days"]
            else {
                throw LineFault("\(file.name) is no calendar of a year. It needs \"year\" and \"days\".")
            }
            years.append(Int(year))
            for entry in days {
                guard let day = entry["date"]?.string.flatMap({ Day($0) }), case .bool(let isOff)? = entry["isOffDay"]
                else {
                    throw LineFault("\(file.name) has a day without \"date\" or \"isOffDay\".")
                }
                if isOff { holidays.insert(day) } else { workdays.insert(day) }
            }
        }
        guard let first = years.min(), let last = years.max() else {
            throw LineFault("The calendar \(name) has no years.")
        }
        self.init(name: name, years: first...last, holidays: holidays, workdays: workdays)
    }
}

extension OfficialCalendar {
    /// Its years as one document: a JSON list of them, as they stand.
    public static func document(_ years: [[UInt8]]) -> [UInt8] {
        [UInt8(ascii: "[")] + Array(years.joined(separator: [UInt8(ascii: ",")])) + [UInt8(ascii: "]")]
    }

    public init(name: String, document: [UInt8]) throws {
        let tree = try document.withUnsafeBufferPointer { bytes in try JSONValue(bytes) }
        guard case .array(let years) = tree else { throw LineFault("\(name) is no list of calendar years.") }
        try self.init(name: name, files: years.map { (name: name, bytes: Array($0.text.utf8)) })
    }
}
