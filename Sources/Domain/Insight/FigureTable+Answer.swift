extension FigureTable {
    /// - Parameters:
    ///   - now: as of when tickets are at risk; not before the last entry was recorded.
    ///   - zone: that of the query.
    ///   - promptWithin: the span that C2's target names.
    public func answer(
        _ query: FiguresQuery, at now: Instant, in zone: Zone, promptWithin: Duration?
    ) throws(FiguresRefusal) -> FiguresAnswer {
        let selection = try FigureSelection(query, self, zone)
        var walk = FigureWalk(selection, at: now.milliseconds, promptWithin: promptWithin?.milliseconds)
        for (number, chunk) in chunks.enumerated() where selection.mayHold(chunk) {
            walk.take(chunk, first: number * Chunk.size, self)
        }
        if selection.knowsContacts { for told in contacts { walk.take(told) } }
        let hasContacts = selection.knowsContacts && !contacts.isEmpty
        let groups = selection.keys.enumerated().map { slot, key in
            FiguresAnswer.Group(
                key,
                (0..<selection.steps).map { step in
                    let hasStep = !selection.bounds.isEmpty
                    let from = hasStep ? Instant(milliseconds: selection.bounds[step]) : query.from
                    let to = hasStep ? Instant(milliseconds: selection.bounds[step + 1]) : query.to
                    return walk.tally(slot * selection.steps + step, hasContacts)
                        .point(query, from: from, to: to, promptly: promptWithin != nil, words)
                })
        }
        return FiguresAnswer(at: now, place: place, zone: zone.name, promptWithin: promptWithin, groups: groups)
    }
}

/// Adds up rows, a cell for each group and stretch of time.
private struct FigureWalk {
    private let selection: FigureSelection
    private let now: Int64
    private let promptWithin: Int64
    private let wantsTimes: Bool
    private var counts: [Int64]
    private var responses: [Histogram]
    private var resolutions: [Histogram]
    private var owed: [Int: [UInt32: Int64]] = [:]
    /// The stretch of time that the last row lay in: the next mostly lies there too.
    private var step = 0

    init(_ selection: FigureSelection, at now: Int64, promptWithin: Int64?) {
        self.selection = selection
        self.now = now
        self.promptWithin = promptWithin ?? -1
        counts = [Int64](repeating: 0, count: selection.cells * Quantity.count)
        let metrics = selection.query.metrics
        wantsTimes = metrics.contains(.firstResponse) || metrics.contains(.resolution)
        responses = [Histogram](repeating: Histogram(), count: selection.cells)
        resolutions = responses
    }

    func tally(_ cell: Int, _ hasContacts: Bool) -> FigureTally {
        FigureTally(
            counts: Array(counts[cell * Quantity.count..<(cell + 1) * Quantity.count]), responses: responses[cell],
            resolutions: resolutions[cell], owed: owed[cell] ?? [:], hasContacts: hasContacts)
    }

    private mutating func stepOf(_ instant: Int64) -> Int {
        let bounds = selection.bounds
        if bounds.isEmpty { return 0 }
        if bounds[step] <= instant, instant < bounds[step + 1] { return step }
        var (low, high) = (0, bounds.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if bounds[middle] <= instant { low = middle } else { high = middle }
        }
        step = low
        return low
    }

    mutating func take(_ chunk: FigureTable.Chunk, first: Int, _ table: FigureTable) {
        let steps = selection.steps
        for place in 0..<chunk.count where selection.passes(chunk, place, table) {
            let traits = FigureRow.Traits(rawValue: chunk.traits[place])
            let row = Int32(first + place)
            let step = stepOf(chunk.received[place])
            var slot = 0
            if let column = selection.groupColumn {
                slot = Int(selection.slots[Int(chunk.words[place][column])])
            } else if selection.groupsByRegion {
                slot = Int(selection.slots[Int(table.region(chunk.words[place]))])
            }
            let response = FigureTable.long(chunk.response[place], table.longResponses, row)
            let resolution = FigureTable.long(chunk.resolution[place], table.longResolutions, row)
            let range = selection.entryRanges[Int(chunk.promises[place])]
            for index in Int(range.lowerBound)..<Int(range.upperBound) {
                let entry = selection.entries[index]
                let cell = (slot + Int(entry.slot)) * steps + step
                if entry.isHeld, let lines = table.owed.isEmpty ? nil : table.owed[row] {
                    for line in lines { owed[cell, default: [:]][line.currency, default: 0] += line.minor }
                }
                if traits.contains(.merged) { continue }
                counts.withUnsafeMutableBufferPointer { all in
                    let cell = UnsafeMutableBufferPointer(
                        rebasing: all[cell * Quantity.count..<(cell + 1) * Quantity.count])
                    func add(_ quantity: Quantity, _ value: Int64) { cell[quantity.rawValue] += value }
                    add(.responsesKept, entry.responsesKept)
                    add(.responsesBroken, entry.responsesBroken)
                    add(.resolutionsKept, entry.resolutionsKept)
                    add(.resolutionsBroken, entry.resolutionsBroken)
                    guard entry.isHeld else { return }
                    add(.tickets, 1)
                    if !traits.contains(.split) { add(.arrived, 1) }
                    if traits.contains(.complaint) { add(.complaints, 1) }
                    if traits.contains(.dispatched) { add(.dispatched, 1) }
                    if traits.contains(.redispatched) { add(.redispatched, 1) }
                    if traits.contains(.fixedAtOnce) { add(.fixedAtOnce, 1) }
                    if response >= 0 {
                        add(.responded, 1)
                        add(.responseTime, response)
                        if response <= promptWithin { add(.promptly, 1) }
                    }
                    if resolution >= 0 {
                        add(.resolved, 1)
                        add(.resolutionTime, resolution)
                    }
                    add(.moods, Int64(chunk.moods[place]))
                    add(.mood, Int64(chunk.moodSum[place]))
                    add(.marks, Int64(chunk.markCount[place]))
                    add(.mark, Int64(chunk.markSum[place]))
                    if traits.contains(.open) {
                        add(.open, 1)
                        if let risks = table.risks[row], risks.contains(where: { $0.contains(now) }) { add(.atRisk, 1) }
                    }
                }
                guard wantsTimes, entry.isHeld else { continue }
                if response >= 0 { responses[cell].add(response) }
                if resolution >= 0 { resolutions[cell].add(resolution) }
            }
        }
    }

    mutating func take(_ told: FigureStretch.Contacts) {
        guard selection.passes(told) else { return }
        var slot = 0
        if let column = selection.groupColumn {
            slot = Int(selection.slots[Int(column == FigureWords.Kind.channel.rawValue ? told.channel : told.language)])
        }
        let cell = slot * selection.steps + stepOf(told.at)
        counts[cell * Quantity.count + Quantity.answeredAtOnce.rawValue] += told.count
    }
}
