/// Adds up rows, a cell for each group and stretch of time.
///
/// A dashboard walks over every ticket, so this is written for the processor: sums lie in one piece of memory of its own,
/// and columns are read without asking each time whether they are long enough.
final class FigureWalk {
    private let selection: FigureSelection
    private let now: Int64
    private let promptWithin: Int64
    private let wantsTimes: Bool
    private let counts: UnsafeMutableBufferPointer<Int64>
    /// Of few cells each place of both histograms; of many, histograms that begin small.
    private let places: UnsafeMutableBufferPointer<UInt32>?
    private var responses: [Histogram] = []
    private var resolutions: [Histogram] = []
    private var owed: [Int: [UInt32: Int64]] = [:]
    /// The stretch of time that the last row lay in: the next mostly lies there too.
    private var step = 0

    /// 15 MB.
    private static let denseCellsAtMost = 256

    init(_ selection: FigureSelection, at now: Int64, promptWithin: Int64?) {
        self.selection = selection
        self.now = now
        self.promptWithin = promptWithin ?? -1
        counts = .allocate(capacity: selection.cells * Quantity.count)
        counts.initialize(repeating: 0)
        let metrics = selection.query.metrics
        wantsTimes = metrics.contains(.firstResponse) || metrics.contains(.resolution)
        if wantsTimes, selection.cells <= FigureWalk.denseCellsAtMost {
            let places = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: selection.cells * 2 * Histogram.size)
            places.initialize(repeating: 0)
            self.places = places
        } else {
            places = nil
            responses = [Histogram](repeating: Histogram(), count: selection.cells)
            resolutions = responses
        }
    }

    deinit {
        counts.deallocate()
        places?.deallocate()
    }

    func tally(_ cell: Int, _ hasContacts: Bool) -> FigureTally {
        FigureTally(
            counts: Array(counts[cell * Quantity.count..<(cell + 1) * Quantity.count]),
            responses: histogram(2 * cell) ?? responses[cell],
            resolutions: histogram(2 * cell + 1) ?? resolutions[cell],
            owed: owed[cell] ?? [:], hasContacts: hasContacts)
    }

    private func histogram(_ number: Int) -> Histogram? {
        if let places {
            let own = places[number * Histogram.size..<(number + 1) * Histogram.size]
            return Histogram(places: UnsafeBufferPointer(rebasing: own))
        }
        return nil
    }

    @inline(__always) private func stepOf(_ instant: Int64) -> Int {
        if selection.bounds.isEmpty { return 0 }
        if selection.bounds[step] <= instant, instant < selection.bounds[step + 1] { return step }
        var (low, high) = (0, selection.bounds.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if selection.bounds[middle] <= instant { low = middle } else { high = middle }
        }
        step = low
        return low
    }

    func take(_ chunk: FigureTable.Chunk, first: Int, _ table: FigureTable) {
        let (steps, takesAll, hasOwed) = (selection.steps, selection.takesAll, !table.owed.isEmpty)
        let (received, words, promises, traits) = (
            chunk.received.span, chunk.words.span, chunk.promises.span, chunk.traits.span
        )
        let (response, resolution) = (chunk.response.span, chunk.resolution.span)
        let (moods, moodSum) = (chunk.moods.span, chunk.moodSum.span)
        let (markCount, markSum) = (chunk.markCount.span, chunk.markSum.span)
        let (entries, ranges) = (selection.entries, selection.entryRanges)
        for place in 0..<received.count where takesAll || selection.passes(chunk, place, table) {
            let own = FigureRow.Traits(rawValue: traits[unchecked: place])
            let row = Int32(first + place)
            var cell = stepOf(received[unchecked: place])
            if let column = selection.groupColumn {
                cell += Int(selection.slots[Int(words[unchecked: place][column])]) * steps
            } else if selection.groupsByRegion {
                cell += Int(selection.slots[Int(table.region(words[unchecked: place]))]) * steps
            }
            let range = ranges[Int(promises[unchecked: place])]
            for index in Int(range.lowerBound)..<Int(range.upperBound) {
                let entry = entries[index]
                let cell = cell + Int(entry.slot) * steps
                if hasOwed, entry.isHeld, let lines = table.owed[row] {
                    for line in lines { owed[cell, default: [:]][line.currency, default: 0] += line.minor }
                    counts[cell * Quantity.count + Quantity.owing.rawValue] += 1
                }
                if own.contains(.merged) { continue }
                let sums = counts.baseAddress! + cell * Quantity.count
                func add(_ quantity: Quantity, _ value: Int64) { sums[quantity.rawValue] += value }
                func count(_ quantity: Quantity, if trait: FigureRow.Traits) {
                    sums[quantity.rawValue] += own.contains(trait) ? 1 : 0
                }
                add(.responsesKept, entry.responsesKept)
                add(.responsesBroken, entry.responsesBroken)
                add(.resolutionsKept, entry.resolutionsKept)
                add(.resolutionsBroken, entry.resolutionsBroken)
                add(.brokenResponses, entry.responsesBroken > 0 ? 1 : 0)
                add(.brokenResolutions, entry.resolutionsBroken > 0 ? 1 : 0)
                if entry.isAnswered {
                    let answered = FigureTable.long(response[unchecked: place], table, \.longResponses, row)
                    if answered >= 0 {
                        add(.responded, 1)
                        add(.responseTime, answered)
                        add(.promptly, answered <= promptWithin ? 1 : 0)
                        if wantsTimes { note(answered, 2 * cell) }
                    }
                }
                guard entry.isHeld else { continue }
                add(.tickets, 1)
                add(.arrived, own.contains(.split) ? 0 : 1)
                count(.complaints, if: .complaint)
                count(.dispatched, if: .dispatched)
                count(.redispatched, if: .redispatched)
                count(.fixedAtOnce, if: .fixedAtOnce)
                add(.mooded, moods[unchecked: place] > 0 ? 1 : 0)
                add(.marked, markCount[unchecked: place] > 0 ? 1 : 0)
                add(.moods, Int64(moods[unchecked: place]))
                add(.mood, Int64(moodSum[unchecked: place]))
                add(.marks, Int64(markCount[unchecked: place]))
                add(.mark, Int64(markSum[unchecked: place]))
                let solved = FigureTable.long(resolution[unchecked: place], table, \.longResolutions, row)
                if solved >= 0 {
                    add(.resolved, 1)
                    add(.resolutionTime, solved)
                    if wantsTimes { note(solved, 2 * cell + 1) }
                }
                if own.contains(.open) {
                    add(.open, 1)
                    if let risks = table.risks[row], risks.contains(where: { $0.contains(now) }) { add(.atRisk, 1) }
                }
            }
        }
    }

    /// - Parameter number: twice the cell, and one more for a resolution.
    @inline(__always) private func note(_ value: Int64, _ number: Int) {
        if let places {
            places.baseAddress![number * Histogram.size + Histogram.place(of: value)] += 1
        } else if number % 2 == 0 {
            responses[number / 2].add(value)
        } else {
            resolutions[number / 2].add(value)
        }
    }

    func take(_ told: FigureStretch.Contacts) {
        guard selection.passes(told) else { return }
        let cell = selection.slot(of: told) * selection.steps + stepOf(told.at)
        counts[cell * Quantity.count + Quantity.answeredAtOnce.rawValue] += told.count
    }
}

extension FigureTable {
    /// Without touching the dictionary of long ones, unless it is one.
    @inline(__always) static func long(
        _ value: UInt32, _ table: FigureTable, _ long: KeyPath<FigureTable, [Int32: Int64]>, _ row: Int32
    ) -> Int64 {
        if value < elsewhere { return Int64(value) }
        return value == none ? -1 : table[keyPath: long][row] ?? -1
    }
}
