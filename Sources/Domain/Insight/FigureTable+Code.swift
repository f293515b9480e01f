/// Something that an entry of the journal changes in the figures.
public enum FigureChange: Hashable, Sendable {
    case row(FigureRow)
    /// What was put on a ledger for the ticket, or taken back.
    case posting(opened: Int64, Money)
    case contacts(AnsweredAtOnce)
    case customerRegion(CustomerID, String?)
    case siteRegion(String, String?)
}

extension FigureTable {
    /// Puts numbers for words, and leaves out rows that say what stands already.
    ///
    /// New words are in the dictionaries afterwards: if the stretch is not taken in, the table is of no use any more.
    /// - Parameter changes: in the journal's order, each with the instant at which its entry was recorded.
    public mutating func code(
        _ changes: [(recorded: Instant, change: FigureChange)], to: Int64, recorded: Instant, mark: UInt64
    ) -> FigureStretch {
        let before = words.all.map(\.count)
        var stretch = FigureStretch(from: place, to: to, recorded: recorded.milliseconds, mark: mark)
        var last: [Int64: Int] = [:]
        for (recorded, change) in changes {
            let recorded = recorded.milliseconds
            switch change {
            case .row(let row):
                let coded = code(row, recorded)
                if let index = last[row.opened] {
                    if stretch.rows[index].isLike(coded) { continue }
                } else if let known = self.row(of: row.opened), self.coded(known).isLike(coded) {
                    continue
                }
                last[row.opened] = stretch.rows.count
                stretch.rows.append(coded)
            case .posting(let opened, let money):
                stretch.postings.append(
                    .init(
                        opened: opened, recorded: recorded, currency: words[.currency].add(money.currency),
                        minor: money.minor))
            case .contacts(let told):
                stretch.contacts.append(
                    .init(
                        at: told.at.milliseconds, recorded: recorded, channel: words.code(.channel, told.channel),
                        language: words.code(.language, told.language), count: Int64(told.count)))
            case .customerRegion(let customer, let region):
                let number = words[.customer].add(customer.rawValue)
                stretch.regions.append(
                    .init(isSite: false, of: number, region: words.code(.region, region), recorded: recorded))
            case .siteRegion(let site, let region):
                let number = words[.site].add(site)
                stretch.regions.append(
                    .init(isSite: true, of: number, region: words.code(.region, region), recorded: recorded))
            }
        }
        for kind in FigureWords.Kind.allCases {
            let new = before[kind.rawValue]..<words[kind].count
            stretch.words[kind.rawValue] = new.map { words[kind][UInt32($0)] }
        }
        return stretch
    }

    private mutating func code(_ row: FigureRow, _ recorded: Int64) -> CodedRow {
        var coded = CodedRow(opened: row.opened, recorded: recorded, received: row.received.milliseconds)
        coded.response = row.response?.milliseconds ?? -1
        coded.resolution = row.resolution?.milliseconds ?? -1
        for (column, dimension) in Dimension.columns.enumerated() {
            coded.words[column] = row.words[dimension].map { words.all[column].add($0) + 1 } ?? 0
        }
        let profile = PromiseProfile(row.promises, &words)
        coded.promises = words[.promises].add(profile.spelled)
        coded.traits = row.traits.rawValue
        coded.moods = Int32(clamping: row.moods)
        coded.moodSum = Int32(clamping: row.moodSum)
        coded.markCount = UInt8(row.markCount)
        coded.markSum = UInt8(row.markSum)
        coded.risks = row.risks.map { $0.lowerBound.milliseconds..<$0.upperBound.milliseconds }
        return coded
    }

    /// A row as it was taken in last; `recorded` is not kept.
    func coded(_ row: Int32) -> CodedRow {
        let (chunk, place) = (chunks[Int(row) / Chunk.size], Int(row) % Chunk.size)
        var coded = CodedRow(opened: chunk.opened[place], recorded: 0, received: chunk.received[place])
        coded.response = FigureTable.long(chunk.response[place], longResponses, row)
        coded.resolution = FigureTable.long(chunk.resolution[place], longResolutions, row)
        coded.words = chunk.words[place]
        coded.promises = chunk.promises[place]
        coded.traits = chunk.traits[place]
        coded.moods = chunk.moods[place]
        coded.moodSum = chunk.moodSum[place]
        coded.markCount = chunk.markCount[place]
        coded.markSum = chunk.markSum[place]
        coded.risks = risks[row] ?? []
        return coded
    }

    static func long(_ value: UInt32, _ long: [Int32: Int64], _ row: Int32) -> Int64 {
        switch value {
        case none: -1
        case elsewhere: long[row] ?? -1
        default: Int64(value)
        }
    }
}
