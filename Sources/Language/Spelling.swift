/// How far two words are apart.
public enum Spelling {
    /// Wrong letters that a word of such a length may have: none below 4, one below 8, else two.
    public static func slips(in count: Int) -> Int { count < 4 ? 0 : count < 8 ? 1 : 2 }

    /// Whether one word becomes the other by so many letters more, less, other, or two neighbours exchanged (optimal
    /// string alignment).
    /// - Complexity: the product of the lengths; words are at most `Token.scalarsAtMost` long.
    public static func isNear(_ a: String, _ b: String, slips: Int) -> Bool {
        let (a, b) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
        guard abs(a.count - b.count) <= slips else { return false }
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in b.indices {
                var least = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, before[j - 1] + 1) }
                row.append(least)
            }
            if row.min()! > slips { return false }
            (before, last) = (last, row)
        }
        return last[b.count] <= slips
    }
}
