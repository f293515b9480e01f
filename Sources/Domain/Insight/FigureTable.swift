/// The figures of every ticket as of one place in the journal, column by column.
///
/// A ticket's row is found by the position of its first entry, which ascends along the table; so no index is kept. A
/// million tickets take some 70 MB.
public struct FigureTable: Sendable {
    /// The next entry of the journal that it has not taken in.
    public internal(set) var place: Int64 = 0
    /// When the last entry taken in was recorded.
    public internal(set) var recorded: Int64 = .min
    /// What that entry is.
    public internal(set) var mark: UInt64 = 0
    public internal(set) var words = FigureWords()
    var profiles: [PromiseProfile] = []
    /// Numbers of `words`, so they go where those go.
    var recent = RecentPromises()
    var chunks: [Chunk] = []
    public internal(set) var count = 0
    /// When tickets are at risk, by row.
    var risks: [Int32: [Range<Int64>]] = [:]
    /// What stands on ledgers, by row and currency; no entry for what was taken back whole.
    var owed: [Int32: [(currency: UInt32, minor: Int64)]] = [:]
    var contacts: [FigureStretch.Contacts] = []
    /// A region's number + 1 for each number + 1 of a customer and of a site.
    var customerRegions: [UInt32] = []
    var siteRegions: [UInt32] = []

    public init() {}

    /// Rows that lie together, each column in one piece; full chunks never move.
    struct Chunk: Sendable {
        static let size = 65_536
        var opened: [Int64] = []
        var received: [Int64] = []
        var response: [UInt32] = []
        var resolution: [UInt32] = []
        var words: [CodedWords] = []
        var promises: [UInt32] = []
        var traits: [UInt16] = []
        var moods: [Int32] = []
        var moodSum: [Int32] = []
        var markCount: [UInt8] = []
        var markSum: [UInt8] = []
        /// Of all received in it.
        var earliest = Int64.max
        var latest = Int64.min

        var count: Int { opened.count }
    }

    /// Milliseconds up to 49 days stand in the column; longer ones beside it.
    static let none = UInt32.max
    static let elsewhere = UInt32.max - 1
    var longResponses: [Int32: Int64] = [:]
    var longResolutions: [Int32: Int64] = [:]

    /// The row of a ticket; nil if it has none.
    func row(of opened: Int64) -> Int32? {
        // From the end, in growing steps: what happens mostly happens to tickets that came lately.
        var (low, high, step) = (count, count, 1)
        while low > 0, openedPosition(low - 1) >= opened {
            (high, low) = (low - 1, max(0, low - step))
            step *= 2
        }
        while low < high {
            let middle = (low + high) / 2
            if openedPosition(middle) < opened { low = middle + 1 } else { high = middle }
        }
        return low < count && openedPosition(low) == opened ? Int32(low) : nil
    }

    private func openedPosition(_ row: Int) -> Int64 { chunks[row / Chunk.size].opened[row % Chunk.size] }

    public enum Fault: Error, Hashable, Sendable {
        /// Stretches follow each other without a gap.
        case notNext(place: Int64, from: Int64)
        /// It names a word, a ticket or promises that are not there.
        case meaningless
    }

    /// Takes in what a stretch of the journal changes.
    /// - Parameters:
    ///   - through: what was recorded later is left out; so the figures are those of that instant.
    ///   - areWordsIn: its words stand in the dictionaries already, as after `code`.
    public mutating func take(
        _ stretch: FigureStretch, through: Int64 = .max, areWordsIn: Bool = false
    ) throws(Fault) {
        guard stretch.from == place, stretch.to >= place else { throw .notNext(place: place, from: stretch.from) }
        if !areWordsIn {
            for kind in FigureWords.Kind.allCases {
                for word in stretch.words[kind.rawValue] {
                    let next = words[kind].count
                    guard words[kind].add(word) == next else { throw .meaningless }
                }
            }
        }
        try learnProfiles()
        for row in stretch.rows where row.recorded <= through { try put(row) }
        for posting in stretch.postings where posting.recorded <= through { try add(posting) }
        for told in stretch.contacts where told.recorded <= through {
            guard told.channel <= words[.channel].count, told.language <= words[.language].count else {
                throw .meaningless
            }
            contacts.append(told)
        }
        for region in stretch.regions where region.recorded <= through { try move(region) }
        place = stretch.to
        recorded = stretch.recorded
        mark = stretch.mark
    }

    /// Says that an entry is the first that is not in it: of a stretch that was taken in part, no more than its end is known.
    public mutating func end(at position: Int64) { place = position }

    mutating func learnProfiles() throws(Fault) {
        while profiles.count < words[.promises].count {
            guard let profile = PromiseProfile(spelled: words[.promises][UInt32(profiles.count)]),
                profile.parts.allSatisfy({ part in
                    part.grade < words[.grade].count && part.policy < words[.policy].count
                })
            else { throw .meaningless }
            profiles.append(profile)
        }
    }

    private mutating func put(_ coded: CodedRow) throws(Fault) {
        for column in Dimension.columns.indices
        where coded.words[column] > words.all[column].count { throw .meaningless }
        guard coded.promises < profiles.count else { throw .meaningless }
        let row: Int
        if let found = self.row(of: coded.opened) {
            row = Int(found)
        } else {
            guard count == 0 || openedPosition(count - 1) < coded.opened, count < Int32.max else { throw .meaningless }
            row = count
            if row % Chunk.size == 0 { chunks.append(Chunk()) }
            count += 1
        }
        let number = Int32(row)
        let response = FigureTable.short(coded.response, &longResponses, number)
        let resolution = FigureTable.short(coded.resolution, &longResolutions, number)
        chunks[row / Chunk.size].put(coded, response, resolution, at: row % Chunk.size)
        if coded.risks.isEmpty {
            if risks[number] != nil { risks[number] = nil }
        } else {
            risks[number] = coded.risks
        }
    }

    private static func short(_ value: Int64, _ long: inout [Int32: Int64], _ row: Int32) -> UInt32 {
        if value >= 0, value < Int64(elsewhere) {
            if !long.isEmpty { long[row] = nil }
            return UInt32(value)
        }
        // A correction may date a fact before the arrival; then it is no time at all.
        if value == -1 {
            if !long.isEmpty { long[row] = nil }
            return none
        }
        long[row] = value
        return elsewhere
    }

    private mutating func add(_ posting: FigureStretch.Posting) throws(Fault) {
        guard let row = row(of: posting.opened), posting.currency < words[.currency].count else { throw .meaningless }
        var lines = owed[row] ?? []
        if let index = lines.firstIndex(where: { $0.currency == posting.currency }) {
            lines[index].minor = Ratio.sum(lines[index].minor, posting.minor)
            if lines[index].minor == 0 { lines.remove(at: index) }
        } else if posting.minor != 0 {
            lines.append((posting.currency, posting.minor))
        }
        owed[row] = lines.isEmpty ? nil : lines
    }

    private mutating func move(_ region: FigureStretch.Region) throws(Fault) {
        let kind = region.isSite ? FigureWords.Kind.site : .customer
        guard region.of < words[kind].count, region.region <= words[.region].count else { throw .meaningless }
        func set(_ regions: inout [UInt32]) {
            while regions.count <= Int(region.of) { regions.append(0) }
            regions[Int(region.of)] = region.region
        }
        if region.isSite { set(&siteRegions) } else { set(&customerRegions) }
    }

    /// Where a ticket lies: its customer's region, else its site's; a number + 1.
    func region(_ words: borrowing CodedWords) -> UInt32 {
        func region(_ code: UInt32, _ regions: [UInt32]) -> UInt32 {
            code > 0 && Int(code) <= regions.count ? regions[Int(code) - 1] : 0
        }
        let own = region(words[FigureWords.Kind.customer.rawValue], customerRegions)
        return own != 0 ? own : region(words[FigureWords.Kind.site.rawValue], siteRegions)
    }
}

extension FigureTable.Chunk {
    fileprivate mutating func put(_ row: CodedRow, _ response: UInt32, _ resolution: UInt32, at place: Int) {
        earliest = min(earliest, row.received)
        latest = max(latest, row.received)
        if place == count {
            if count == 0 { reserve() }
            opened.append(row.opened)
            received.append(row.received)
            self.response.append(response)
            self.resolution.append(resolution)
            words.append(row.words)
            promises.append(row.promises)
            traits.append(row.traits)
            moods.append(row.moods)
            moodSum.append(row.moodSum)
            markCount.append(row.markCount)
            markSum.append(row.markSum)
            return
        }
        received[place] = row.received
        self.response[place] = response
        self.resolution[place] = resolution
        words[place] = row.words
        promises[place] = row.promises
        traits[place] = row.traits
        moods[place] = row.moods
        moodSum[place] = row.moodSum
        markCount[place] = row.markCount
        markSum[place] = row.markSum
    }

    /// In one piece at once: growing by doubling would leave half of it unused.
    private mutating func reserve() {
        opened.reserveCapacity(Self.size)
        received.reserveCapacity(Self.size)
        response.reserveCapacity(Self.size)
        resolution.reserveCapacity(Self.size)
        words.reserveCapacity(Self.size)
        promises.reserveCapacity(Self.size)
        traits.reserveCapacity(Self.size)
        moods.reserveCapacity(Self.size)
        moodSum.reserveCapacity(Self.size)
        markCount.reserveCapacity(Self.size)
        markSum.reserveCapacity(Self.size)
    }
}
