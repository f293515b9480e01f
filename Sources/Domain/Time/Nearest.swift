/// The word a person most likely meant: the known one with the fewest edits, if those are few for its length.
public func nearest(to word: String, among known: some Sequence<String>) -> String? {
    // Cut before anything else: what somebody pasted by mistake may be as long as a book.
    let word = Array(String(decoding: word.utf8.prefix(64), as: UTF8.self).lowercased().utf8)
    let bound = max(1, word.count / 3)
    var best: (word: String, distance: Int)?
    for candidate in known {
        let distance = edits(word, Array(candidate.lowercased().utf8), atMost: bound)
        if distance <= bound, best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.word
}

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours; words are cut at 64 bytes.
private func edits(_ a: [UInt8], _ b: [UInt8], atMost bound: Int) -> Int {
    let (a, b) = (a.prefix(64), b.prefix(64))
    guard abs(a.count - b.count) <= bound else { return bound + 1 }
    var (before, last) = ([Int](), Array(0...b.count))
    for i in 0..<a.count {
        var row = [i + 1]
        for j in 0..<b.count {
            var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
            row.append(cost)
        }
        (before, last) = (last, row)
    }
    return last[b.count]
}
