/// Something that an entry of the journal changes in the figures.
public enum FigureChange: Hashable, Sendable {
    /// By reference: a row is large, and lists of changes are handed on.
    indirect case row(FigureRow)
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
        last.reserveCapacity(changes.count)
        stretch.rows.reserveCapacity(changes.count)
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
        func put(_ kind: FigureWords.Kind, _ word: String?) {
            if let word { coded.words[kind.rawValue] = words.code(kind, word) }
        }
        put(.category, row.words.category)
        put(.channel, row.words.channel)
        put(.team, row.words.team)
        put(.agent, row.words.agent)
        put(.site, row.words.site)
        put(.customer, row.words.customer)
        put(.language, row.words.language)
        coded.promises = code(row.promises)
        coded.traits = row.traits.rawValue
        coded.moods = Int32(clamping: row.moods)
        coded.moodSum = Int32(clamping: row.moodSum)
        coded.markCount = UInt8(row.markCount)
        coded.markSum = UInt8(row.markSum)
        coded.risks = row.risks.map { $0.lowerBound.milliseconds..<$0.upperBound.milliseconds }
        return coded
    }

    private mutating func code(_ promises: [FigureRow.Promise]) -> UInt32 {
        if let known = recent.number(of: promises) { return known }
        let profile = PromiseProfile(promises, &words)
        let number = words[.promises].add(profile.spelled)
        recent.keep(promises, number)
        return number
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

/// The promises that were spelled last and their numbers: of the tickets that come together most promise the same, and to
/// spell it takes longer than all the rest of a row.
struct RecentPromises: Sendable {
    private static let atMost = 16
    private var known: [(promises: [FigureRow.Promise], number: UInt32)] = []
    private var next = 0

    func number(of promises: [FigureRow.Promise]) -> UInt32? { known.first { $0.promises == promises }?.number }

    mutating func keep(_ promises: [FigureRow.Promise], _ number: UInt32) {
        if known.count < Self.atMost { return known.append((promises, number)) }
        known[next] = (promises, number)
        next = (next + 1) % Self.atMost
    }
}
