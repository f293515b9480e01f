/// A query made ready for a walk over rows: what each number of a dictionary means for it.
struct FigureSelection {
    /// Which cell a promise profile's parts go to, filters and groups by grade or policy applied.
    struct Entry {
        var slot: Int32
        /// The ticket itself counts in the cell, not only verdicts of a grade that it held before.
        var isHeld: Bool
        /// The first response counts in the cell: it was given under one of the cell's grades.
        var isAnswered: Bool
        var responsesKept: Int64 = 0
        var responsesBroken: Int64 = 0
        var resolutionsKept: Int64 = 0
        var resolutionsBroken: Int64 = 0
    }

    let query: FiguresQuery
    /// Numbers + 1 that pass, by column; nil for a column without a filter.
    private(set) var passes: [[Bool]?] = [[Bool]?](repeating: nil, count: Dimension.columns.count)
    private(set) var regionPasses: [Bool]?
    /// The columns that have a filter.
    private(set) var filtered: [Int] = []
    /// Nothing but the promises is asked of a ticket.
    var takesAll: Bool { filtered.isEmpty && regionPasses == nil && from == .min && to == .max }
    private(set) var entries: [Entry] = []
    /// Where a profile's entries lie.
    private(set) var entryRanges: [Range<Int32>] = []
    /// The column that groups, and the slot of each number + 1.
    private(set) var groupColumn: Int?
    private(set) var groupsByRegion = false
    private(set) var slots: [Int32] = []
    private(set) var keys: [FiguresAnswer.Group.Key] = [.all]
    /// Where the stretches of time begin; one more than there are. Empty without a step.
    private(set) var bounds: [Int64] = []
    let from: Int64
    let to: Int64

    var steps: Int { max(1, bounds.count - 1) }
    var cells: Int { keys.count * steps }
    /// Contacts that became no ticket are known by channel and language alone.
    var knowsContacts: Bool {
        let known: [Dimension] = [.channel, .language]
        return query.filters.allSatisfy { known.contains($0.dimension) } && (query.by.map(known.contains) ?? true)
    }

    init(
        _ query: FiguresQuery, _ table: FigureTable, _ zone: Zone, filtersAtMost: Int = FiguresQuery.filtersAtMost
    ) throws(FiguresRefusal) {
        self.query = query
        let filters = query.filters
        guard filters.count <= filtersAtMost else { throw .tooManyFilters(filters.count) }
        for (index, filter) in filters.enumerated()
        where filters[..<index].contains(where: { $0.dimension == filter.dimension }) {
            throw .filteredTwice(filter.dimension)
        }
        guard (1...FiguresQuery.groupsAtMost).contains(query.groupsAtMost) else {
            throw .groupsOutOfRange(query.groupsAtMost)
        }
        from = query.from?.milliseconds ?? .min
        to = query.to?.milliseconds ?? .max
        if let from = query.from, let to = query.to, to <= from { throw .emptyRange(from: from, to: to) }
        for filter in filters {
            if let column = Dimension.columns.firstIndex(of: filter.dimension) {
                passes[column] = FigureSelection.numbers(filter, table.words.all[column])
                filtered.append(column)
            } else if filter.dimension == .region {
                regionPasses = FigureSelection.numbers(filter, table.words[.region])
            }
        }
        if let step = query.step { bounds = try FigureSelection.bounds(step, query, table, zone) }
        group(table)
        makeEntries(table)
        guard cells <= FiguresQuery.cellsAtMost else { throw .tooManyCells(cells) }
    }

    /// Whether each number + 1 passes; 0 is for none.
    private static func numbers(_ filter: FiguresQuery.Filter, _ words: Words) -> [Bool] {
        var passes = [Bool](repeating: false, count: words.count + 1)
        for word in filter.words {
            if word.isEmpty {
                passes[0] = true
            } else if let number = words.number(of: word) {
                passes[Int(number) + 1] = true
            }
        }
        return passes
    }

    private static func bounds(
        _ step: FiguresStep, _ query: FiguresQuery, _ table: FigureTable, _ zone: Zone
    ) throws(FiguresRefusal) -> [Int64] {
        let known = table.chunks.flatMap { [$0.earliest, $0.latest] } + table.contacts.map(\.at)
        guard let from = query.from?.milliseconds ?? known.min(),
            let to = query.to?.milliseconds ?? known.max().map({ $0 + 1 }),
            from < to
        else { return [] }
        var begin = step.begin(of: Instant(milliseconds: from), in: zone)
        var bounds = [from]
        while true {
            let next = step.next(after: begin, in: zone)
            // A calendar that goes backwards, or stands, would never end.
            guard begin < next, next.milliseconds < to else { break }
            bounds.append(next.milliseconds)
            begin = next
            if bounds.count > FiguresQuery.cellsAtMost { throw .tooManyCells(bounds.count) }
        }
        return bounds + [to]
    }

    /// The groups with the most tickets have a slot each, what is left shares one.
    private mutating func group(_ table: FigureTable) {
        guard let by = query.by else { return }
        let words: Words
        switch by {
        case .grade: words = table.words[.grade]
        case .policy: words = table.words[.policy]
        case .region:
            (words, groupsByRegion) = (table.words[.region], true)
        default:
            groupColumn = Dimension.columns.firstIndex(of: by)
            words = table.words.all[groupColumn ?? 0]
        }
        let tickets = sizes(by, words.count + 1, table)
        var ranked = tickets.indices.filter { tickets[$0] > 0 }
        if knowsContacts {
            // A channel by which everything was answered at once is a group as well.
            for told in table.contacts where passes(told) {
                let number = Int(by == .channel ? told.channel : told.language)
                if tickets[number] == 0, !ranked.contains(number) { ranked.append(number) }
            }
        }
        func text(_ number: Int) -> String { number == 0 ? "" : words[UInt32(number - 1)] }
        ranked.sort { tickets[$0] != tickets[$1] ? tickets[$0] > tickets[$1] : text($0) < text($1) }
        keys = []
        slots = [Int32](repeating: Int32(min(ranked.count, query.groupsAtMost)), count: words.count + 1)
        for number in ranked.prefix(query.groupsAtMost) {
            slots[number] = Int32(keys.count)
            keys.append(number == 0 ? .without : .word(text(number)))
        }
        if ranked.count > query.groupsAtMost { keys.append(.others) }
    }

    /// Tickets by number + 1 among those that the range of time and the filters of columns let through.
    private func sizes(_ by: Dimension, _ count: Int, _ table: FigureTable) -> [Int] {
        var sizes = [Int](repeating: 0, count: count)
        var profiles = [Int](repeating: 0, count: by == .grade || by == .policy ? table.profiles.count : 0)
        let column = groupColumn
        for chunk in table.chunks where mayHold(chunk) {
            for place in 0..<chunk.count where takesAll || passes(chunk, place, table) {
                // Where only what is owed counts, the ticket still makes a group.
                if let column {
                    sizes[Int(chunk.words[place][column])] += 1
                } else if groupsByRegion {
                    sizes[Int(table.region(chunk.words[place]))] += 1
                } else {
                    profiles[Int(chunk.promises[place])] += 1
                }
            }
        }
        for (profile, tickets) in profiles.enumerated() where tickets > 0 {
            for number in Set(numbers(of: table.profiles[profile], by, table)) { sizes[number] += tickets }
        }
        return sizes
    }

    /// The numbers + 1 by which a profile's parts that pass are grouped; 0 for one without any.
    private func numbers(of profile: PromiseProfile, _ by: Dimension, _ table: FigureTable) -> [Int] {
        let parts = profile.parts.filter { passes($0, table) }
        if profile.parts.isEmpty { return matchesNone(table) ? [0] : [] }
        return parts.map { Int(by == .grade ? $0.grade : $0.policy) + 1 }
    }

    func passes(_ told: FigureStretch.Contacts) -> Bool {
        guard told.at >= from, told.at < to else { return false }
        if let allowed = passes[FigureWords.Kind.channel.rawValue], !allowed[Int(told.channel)] { return false }
        if let allowed = passes[FigureWords.Kind.language.rawValue], !allowed[Int(told.language)] { return false }
        return true
    }

    func slot(of told: FigureStretch.Contacts) -> Int {
        guard let column = groupColumn else { return 0 }
        return Int(slots[Int(column == FigureWords.Kind.channel.rawValue ? told.channel : told.language)])
    }

    func mayHold(_ chunk: FigureTable.Chunk) -> Bool { chunk.latest >= from && chunk.earliest < to }

    /// All that does not depend on promises.
    @inline(__always) func passes(_ chunk: FigureTable.Chunk, _ place: Int, _ table: FigureTable) -> Bool {
        let received = chunk.received[place]
        guard received >= from, received < to else { return false }
        for column in filtered where !passes[column]![Int(chunk.words[place][column])] { return false }
        if let regionPasses, !regionPasses[Int(table.region(chunk.words[place]))] { return false }
        return true
    }

    /// What of a ticket counts in a slot; nil where nothing does.
    func entry(in slot: Int32, _ chunk: FigureTable.Chunk, _ place: Int, _ table: FigureTable) -> Entry? {
        var own: Int32 = 0
        if let column = groupColumn {
            own = slots[Int(chunk.words[place][column])]
        } else if groupsByRegion {
            own = slots[Int(table.region(chunk.words[place]))]
        }
        let range = entryRanges[Int(chunk.promises[place])]
        return entries[Int(range.lowerBound)..<Int(range.upperBound)].first { $0.slot + own == slot }
    }

    // MARK: Promises

    private func filter(_ dimension: Dimension) -> FiguresQuery.Filter? {
        query.filters.first { $0.dimension == dimension }
    }

    private func passes(_ part: PromiseProfile.Part, _ table: FigureTable) -> Bool {
        if let filter = filter(.grade), !filter.words.contains(table.words[.grade][part.grade]) { return false }
        if let filter = filter(.policy), !filter.words.contains(table.words[.policy][part.policy]) { return false }
        return true
    }

    /// A ticket without promises passes where nothing is asked of them, or where those without are asked for.
    private func matchesNone(_ table: FigureTable) -> Bool {
        [filter(.grade), filter(.policy)].compactMap(\.self).allSatisfy { $0.words.contains("") }
    }

    private mutating func makeEntries(_ table: FigureTable) {
        let asksPromises = query.by == .grade || query.by == .policy
        for profile in table.profiles {
            let begin = Int32(entries.count)
            let parts = profile.parts.filter { passes($0, table) }
            let isUnfiltered = filter(.grade) == nil && filter(.policy) == nil
            if profile.parts.isEmpty, matchesNone(table) {
                entries.append(Entry(slot: asksPromises ? slots[0] : 0, isHeld: true, isAnswered: true))
            }
            for part in parts {
                let number = Int(query.by == .grade ? part.grade : part.policy) + 1
                let slot = asksPromises ? slots[number] : 0
                var index = entries[Int(begin)...].firstIndex { $0.slot == slot }
                if index == nil {
                    index = entries.count
                    // Without a filter every ticket counts, whatever it holds by now or held.
                    let isWhole = !asksPromises && isUnfiltered
                    entries.append(Entry(slot: slot, isHeld: isWhole, isAnswered: isWhole))
                }
                entries[index!].add(part)
            }
            entryRanges.append(begin..<Int32(entries.count))
        }
    }
}

extension FigureSelection.Entry {
    fileprivate mutating func add(_ part: PromiseProfile.Part) {
        isHeld = isHeld || part.isHeld
        isAnswered = isAnswered || part.isAnswered
        responsesKept += part.responsesKept
        responsesBroken += part.responsesBroken
        resolutionsKept += part.resolutionsKept
        resolutionsBroken += part.resolutionsBroken
    }
}
