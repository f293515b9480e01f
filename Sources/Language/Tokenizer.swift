/// Takes text of any language apart into what can be looked for.
///
/// Latin, Cyrillic and whatever else writes letters with spaces between words gives words; Han and kana, which have no
/// spaces, give each character and each two that follow each other; Korean gives syllables likewise, but within a word,
/// so that a particle at its end (프린터가) does not hide its stem (프린터).
///
/// - Complexity: linear in the bytes of the text, whatever stands in it; at most four tokens a character.
public struct Tokenizer {
    private var folding = Folding()

    public init() {}

    /// - Parameter take: gets the tokens, ascending by place but for the joined ones.
    public mutating func walk(_ text: String, _ take: (Token) -> Void) { each(text, where: { _ in true }, take) }

    /// Into whoever walks here, so that no token is made where only its spelling is asked for.
    /// - Parameter isBegun: whether tokens that begin with a scalar are wanted; of joined ones it is not asked.
    @inline(__always)
    private mutating func each(_ text: String, where isBegun: (UInt32) -> Bool, _ take: (Token) -> Void) {
        var text = text
        text.withUTF8 { folding.fold($0) }
        let units = folding.units
        var index = 0
        var numbers = Numbers()
        while index < units.count {
            let script = Script(units[index].scalar)
            switch script {
            case .none:
                numbers.part(units[index].scalar)
                index += 1
                continue
            case .letter, .digit: index = word(units, from: index, &numbers, isBegun, take)
            case .dense, .hangul:
                join(&numbers, units, take)
                index = grams(units, from: index, script, isBegun, take)
            }
        }
        join(&numbers, units, take)
    }

    public mutating func tokens(_ text: String) -> [Token] {
        var tokens: [Token] = []
        walk(text) { tokens.append($0) }
        return tokens
    }

    /// Where some terms stand, in the order of the tokens.
    /// - Parameter most: places; what comes behind is not looked at.
    public mutating func places(of marks: TermMarks, in text: String, atMost most: Int) -> [TermMarks.Place] {
        var places: [TermMarks.Place] = []
        each(
            text, where: { marks.mayBegin(with: $0) },
            { token in
                if let term = marks.index(of: token.key), places.count < most {
                    places.append(TermMarks.Place(bytes: token.place, term: term))
                }
            })
        return places
    }

    @inline(__always)
    private func word(
        _ units: [Unit], from start: Int, _ numbers: inout Numbers, _ isBegun: (UInt32) -> Bool,
        _ take: (Token) -> Void
    ) -> Int {
        var end = start
        var isNumber = true
        loop: while end < units.count, end - start < Token.scalarsAtMost {
            switch Script(units[end].scalar) {
            case .digit: break
            case .letter: isNumber = false
            default: break loop
            }
            end += 1
        }
        if isBegun(units[start].scalar) { take(token(.word, units, start..<end)) }
        if isNumber, start > 0, units[start - 1].scalar == 0x2B, Numbers.digits.contains(end - start) {
            telephone(units, start..<end, take)
        }
        if !isNumber || !numbers.add(start..<end) {
            join(&numbers, units, take)
            if isNumber { _ = numbers.add(start..<end) }
        }
        return end
    }

    /// Behind a plus one can't tell where the country's code ends, which has one to three digits and is mostly left out;
    /// and the last four are what people remember.
    private func telephone(_ units: [Unit], _ number: Range<Int>, _ take: (Token) -> Void) {
        let place = Int(units[number.lowerBound].from)..<Int(units[number.upperBound - 1].to)
        for start in [1, 2, 3].map({ number.lowerBound + $0 }) + [number.upperBound - 4] {
            take(Token(.joined, key(units, start..<number.upperBound), place))
        }
    }

    @inline(__always)
    private func grams(
        _ units: [Unit], from start: Int, _ script: Script, _ isBegun: (UInt32) -> Bool, _ take: (Token) -> Void
    ) -> Int {
        var index = start
        var last = TermKey()
        var isPair = false
        while index < units.count {
            let unit = units[index]
            // The first is looked at by who calls.
            if index > start, Script(unit.scalar) != script { break }
            let isWanted = isBegun(unit.scalar)
            if isWanted || isPair {
                var key = TermKey()
                key.put(unit.scalar)
                if isWanted { take(Token(.gram, key, Int(unit.from)..<Int(unit.to))) }
                if isPair { take(Token(.pair, TermKey(last, key), Int(units[index - 1].from)..<Int(unit.to))) }
                last = key
            }
            isPair = isWanted
            index += 1
        }
        return index
    }

    /// Digits that people group as they like are found in one piece too, with and without what stands before.
    @inline(__always)
    private func join(_ numbers: inout Numbers, _ units: [Unit], _ take: (Token) -> Void) {
        if numbers.groups.count > 1 { together(numbers, units, take) }
        numbers.end()
    }

    private func together(_ numbers: Numbers, _ units: [Unit], _ take: (Token) -> Void) {
        guard Numbers.digits.contains(numbers.count) else { return }
        var left = numbers.count
        for (index, first) in numbers.groups.dropLast().enumerated() {
            if left < Numbers.digits.lowerBound { return }
            var key = TermKey()
            for group in numbers.groups[index...] { for unit in units[group] { key.put(unit.scalar) } }
            let last = numbers.groups[numbers.groups.count - 1]
            let place = Int(units[first.lowerBound].from)..<Int(units[last.upperBound - 1].to)
            take(Token(.joined, key, place))
            left -= first.count
        }
    }

    @inline(__always)
    private func token(_ kind: Token.Kind, _ units: [Unit], _ range: Range<Int>) -> Token {
        Token(kind, key(units, range), Int(units[range.lowerBound].from)..<Int(units[range.upperBound - 1].to))
    }

    @inline(__always)
    private func key(_ units: [Unit], _ range: Range<Int>) -> TermKey {
        var key = TermKey()
        for index in range { key.put(units[index].scalar) }
        return key
    }
}

/// Groups of digits that may be one number: a telephone's.
private struct Numbers {
    /// Shorter ones are found by their groups; longer ones are no telephone's (ITU-T E.164).
    static let digits = 7...15
    private static let groupsAtMost = 6
    private static let gapAtMost = 2

    private(set) var groups: [Range<Int>] = []
    private(set) var count = 0
    private var gap = 0
    private var isOver = false

    /// Something stands between; some signs end a number.
    mutating func part(_ scalar: UInt32) {
        gap += 1
        switch scalar {
        case 0x20, 0x28, 0x29, 0x2D, 0x2E, 0x2010...0x2015: break
        default: isOver = true
        }
    }

    /// What comes is no part of those before. Most words have no number before them.
    mutating func end() {
        if !groups.isEmpty { groups = [] }
        (count, gap, isOver) = (0, 0, false)
    }

    /// - Returns: false where it can't belong to those before.
    mutating func add(_ group: Range<Int>) -> Bool {
        if !groups.isEmpty, isOver || gap > Self.gapAtMost || groups.count == Self.groupsAtMost { return false }
        groups.append(group)
        count += group.count
        (gap, isOver) = (0, false)
        return true
    }
}
