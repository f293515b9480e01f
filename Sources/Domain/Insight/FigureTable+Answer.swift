extension FigureTable {
    /// - Parameters:
    ///   - now: as of when tickets are at risk; not before the last entry was recorded.
    ///   - zone: that of the query.
    ///   - promptWithin: the span that C2's target names.
    public func answer(
        _ query: FiguresQuery, at now: Instant, in zone: Zone, promptWithin: Duration?
    ) throws(FiguresRefusal) -> FiguresAnswer {
        let selection = try FigureSelection(query, self, zone)
        let walk = FigureWalk(selection, at: now.milliseconds, promptWithin: promptWithin?.milliseconds)
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
