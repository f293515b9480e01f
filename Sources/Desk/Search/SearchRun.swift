import Domain
import Language

/// What the index answers.
private struct Found {
    var rows: [IndexRow] = []
    /// Documents that hold the words of a phrase, the best first; whether as one is still to be seen.
    var candidates: [Int64] = []
    var total = 0
    var isMore = false
    var isCorrected = false
    /// What the terms of the query came to, for marking them in the texts.
    var marks: Set<String> = []
}

/// One search, on one view of an index.
///
/// A document is found if every clause has it; its score is the sum of idf · weight. Blocks are gone through from the
/// newest on, each clause's lists beside each other, so that what is old is not even read once enough was counted.
public struct SearchRun {
    private let plan: SearchPlan
    private let reader: IndexReader
    private var found = Found()
    /// Texts that a phrase was looked for in: those of the page are shown too.
    private var read: [Int64: [OpenText]] = [:]

    /// One thing that has to be there: one of some terms.
    private struct Clause {
        var lists: [Int64]
        var documents: Int
        var worth: Float
        var isFilter: Bool
    }

    /// Words that a begun one may become, the most frequent first.
    private static let endingsAtMost = 24
    private static let endingsSeen = 256
    /// Words that a wrong one may have been meant for.
    private static let meantAtMost = 8
    private static let meantSeen = 2_000
    /// Blocks that are gone through at once.
    private static let stride: Int64 = 64
    /// Hits of which it is looked whether they hold a phrase.
    public static let phrasesAtMost = 200
    private static let phrasesAtOnce = 32

    public init(_ plan: SearchPlan, _ reader: IndexReader) {
        self.plan = plan
        self.reader = reader
    }

    public mutating func answer() throws -> SearchPage {
        if !plan.isEmpty { try look() }
        if !plan.phrases.isEmpty {
            found.isMore = found.total > found.candidates.count
            let isMore = try keepPhrases(upTo: plan.offset + plan.limit)
            found.isMore = found.isMore || isMore
            found.total = found.rows.count
            found.rows = Array(found.rows.dropFirst(plan.offset).prefix(plan.limit))
        }
        var reading = HitReading(found.rows, marks: found.marks, isForCustomer: plan.isForCustomer)
        for row in found.rows where row.stream.kind.isRecord {
            if case .record(let record)? = Held(replaying: try reader.entries(row.stream))?.aggregate {
                reading.know(record)
            }
        }
        while case let places = reading.wanted, !places.isEmpty {
            if read.isEmpty {
                reading.take(try reader.texts(places))
                continue
            }
            let known = places.compactMap { read[$0.position] }
            let unread = known.isEmpty ? places : places.filter { read[$0.position] == nil }
            reading.take(known.flatMap(\.self) + (try reader.texts(unread)))
        }
        return SearchPage(
            hits: reading.hits, total: found.total, isMore: found.isMore, isCorrected: found.isCorrected)
    }

    /// Keeps the rows that hold the phrases, as many as the page needs to know of: itself, and that there is another.
    ///
    /// To look into all of them would cost ten pages where the first fills one. Documents that don't hold the words
    /// beside each other say so themselves, but for a few, so their texts are not opened.
    /// - Returns: whether rows were left unread.
    private mutating func keepPhrases(upTo wanted: Int) throws -> Bool {
        var check = PhraseCheck(plan.phrases)
        var left = found.candidates[...]
        while !left.isEmpty {
            let some = left.prefix(Self.phrasesAtOnce)
            left = left.dropFirst(Self.phrasesAtOnce)
            let pairs = try reader.pairs(Array(some))
            var hopeful: [(document: Int64, standing: WordPairsQuestion.Standing)] = []
            for document in some {
                let standing = check.standing(in: pairs[document] ?? [])
                if standing != .nowhere { hopeful.append((document, standing)) }
            }
            // As many as may yet be wanted.
            while !hopeful.isEmpty {
                let next = hopeful.prefix(max(8, wanted + 1 - found.rows.count))
                hopeful.removeFirst(next.count)
                let rows = try reader.rows(next.map(\.document))
                for (offset, (document, standing)) in next.enumerated() {
                    guard let row = allowed(rows[document]), let texts = try holdingPhrases(row, standing, &check)
                    else { continue }
                    if (plan.offset..<wanted).contains(found.rows.count) { read.merge(texts) { first, _ in first } }
                    found.rows.append(row)
                    if found.rows.count > wanted {
                        return offset + 1 < next.count || !hopeful.isEmpty || !left.isEmpty
                    }
                }
            }
        }
        return false
    }

    /// - Returns: nil unless every phrase stands in a text that may be read; what was read for that.
    private func holdingPhrases(
        _ row: IndexRow, _ standing: WordPairsQuestion.Standing, _ check: inout PhraseCheck
    ) throws -> [Int64: [OpenText]]? {
        var read: [Int64: [OpenText]] = [:]
        check.begin()
        check.read(row.stream.id)
        var unread = Set<Int64>()
        // Of a record all is read: which of it the record still says is known only then.
        if case .at(let places) = standing, places.count == row.texts.count + 1, !row.stream.kind.isRecord {
            for (place, mayStand) in zip(row.texts, places.dropFirst()) where !mayStand {
                unread.insert(place.position)
            }
        }
        for place in HitReading.allowed(row, isForCustomer: plan.isForCustomer).prefix(HitReading.textsAtMost) {
            if check.isDone { break }
            if unread.contains(place.position) { continue }
            let texts = try reader.texts([TextAt(row.stream, place.position)])
            read[place.position] = texts
            if row.stream.kind.isRecord { continue }
            for text in texts { if let words = text.searched { check.read(words) } }
        }
        if row.stream.kind.isRecord, !check.isDone {
            // Which of them a record still says is known when all are read.
            guard case .record(let record)? = Held(replaying: try reader.entries(row.stream))?.aggregate else {
                return nil
            }
            let texts = read.sorted { $0.key < $1.key }.flatMap(\.value)
            for text in SearchDocument.texts(of: record, among: texts) {
                if let words = text.searched { check.read(words) }
            }
        }
        return check.isDone ? read : nil
    }

    private mutating func look() throws {
        let next = try reader.next()
        let called = try called()
        if let clauses = try clauses(next, corrected: false) { try go(clauses, next, called) }
        if found.total == 0, !plan.words.isEmpty, let clauses = try clauses(next, corrected: true) {
            try go(clauses, next, called)
            found.isCorrected = found.total > 0
        }
    }

    // MARK: What the words come to

    /// - Returns: nil where one of them is nowhere.
    private mutating func clauses(_ next: Int64, corrected: Bool) throws -> [Clause]? {
        found.marks = []
        var clauses: [Clause] = []
        func add(_ terms: [(number: Int64, documents: Int)], isFilter: Bool = false) -> Bool {
            let documents = terms.reduce(0) { $0 + $1.documents }
            if documents == 0 { return false }
            let rare = logarithm(1 + Float(next) / Float(documents))
            clauses.append(
                Clause(lists: terms.map(\.number), documents: documents, worth: isFilter ? 0 : rare, isFilter: isFilter)
            )
            return true
        }
        for filter in plan.filters {
            guard let term = try reader.term(filter), add([term], isFilter: true) else { return nil }
        }
        for gram in plan.grams {
            guard let term = try reader.term(gram), add([term]) else { return nil }
            found.marks.insert(gram)
        }
        for word in plan.words {
            var terms = try endings(of: word)
            if corrected {
                // For a customer it must make no difference whether others have the word.
                let isUnknown = terms.reduce(0) { $0 + $1.documents } == 0
                if plan.isForCustomer || isUnknown { terms += try meant(by: word.text) }
            }
            guard add(terms.map { ($0.number, $0.documents) }) else { return nil }
            for term in terms { found.marks.insert(term.text) }
        }
        return clauses.sorted { $0.documents < $1.documents }
    }

    private func endings(of word: SearchPlan.Word) throws -> [(text: String, number: Int64, documents: Int)] {
        let whole = try reader.term(word.text).map { [(text: word.text, number: $0.number, documents: $0.documents)] }
        guard word.isBegun else { return whole ?? [] }
        let longer = try reader.words(word.text, word.text + "\u{10FFFF}", false, Self.endingsSeen)
            .filter { $0.text != word.text }.sorted { ($1.documents, $0.text) < ($0.documents, $1.text) }
        return (whole ?? []) + longer.prefix(Self.endingsAtMost)
    }

    /// Known words that are a slip or two away, of which one end is as it should be: of a word with one slip either its
    /// first or its second half has none, and with two of three parts the first or the last are asked.
    private func meant(by word: String) throws -> [(text: String, number: Int64, documents: Int)] {
        let letters = Array(word.unicodeScalars)
        let slips = Spelling.slips(in: letters.count)
        guard slips > 0, let reversed = SearchTerm.reversed(word) else { return [] }
        let part = letters.count / (slips + 1)
        var seen: Set<String> = [word]
        var near: [(text: String, number: Int64, documents: Int)] = []
        for (text, isReversed) in [(word, false), (reversed, true)] {
            let start = String(String.UnicodeScalarView(text.unicodeScalars.prefix(part)))
            for candidate in try reader.words(start, start + "\u{10FFFF}", isReversed, Self.meantSeen)
            where SearchTerm.reversed(candidate.text) != nil && seen.insert(candidate.text).inserted {
                if Spelling.isNear(word, candidate.text, slips: slips) { near.append(candidate) }
            }
        }
        return Array(near.sorted { ($1.documents, $0.text) < ($0.documents, $1.text) }.prefix(Self.meantAtMost))
    }

    // MARK: Who has them all

    private mutating func go(_ clauses: [Clause], _ next: Int64, _ called: [Int64: [Int]]) throws {
        let wanted = plan.phrases.isEmpty ? plan.offset + plan.limit : Self.phrasesAtMost
        var best = Best(atMost: wanted)
        var scores = Scores()
        var high = (next - 1) / Postings.blockDocuments
        while high >= 0, !found.isMore {
            let low = max(0, high - Self.stride + 1)
            let (blocks, lists) = try lists(of: clauses, from: low, through: high)
            for block in blocks.reversed() {
                scores.begin()
                for (index, clause) in clauses.enumerated() {
                    scores.take(
                        lists[index][Int(block - low)], worth: clause.worth, isFilter: clause.isFilter,
                        isForCustomer: plan.isForCustomer)
                }
                for offset in called[block] ?? [] { scores.raise(offset) }
                let received = try plan.received.map { ($0, try reader.received(block)) }
                found.total += scores.collect(block, received, &best)
                if found.total >= SearchQuery.countedAtMost {
                    found.isMore = block > 0
                    break
                }
            }
            high = low - 1
        }
        let documents = best.sorted.map(\.document)
        if plan.phrases.isEmpty { found.rows = try rows(documents.dropFirst(plan.offset)) }
        found.candidates = documents
    }

    /// What ranks first, by block; asked once, whether or not the words are corrected.
    private func called() throws -> [Int64: [Int]] {
        if plan.called.isEmpty { return [:] }
        return Dictionary(grouping: try reader.called(plan.called)) { $0 / Postings.blockDocuments }
            .mapValues { $0.map { Int($0 % Postings.blockDocuments) } }
    }

    private func rows(_ documents: ArraySlice<Int64>) throws -> [IndexRow] {
        let rows = try reader.rows(Array(documents))
        return documents.compactMap { allowed(rows[$0]) }
    }

    private func allowed(_ row: IndexRow?) -> IndexRow? {
        // The filter has seen to it; a mistake in the index must not show somebody else's ticket.
        if let customer = plan.customer, row?.customer != customer || row?.stream.kind != .ticket { return nil }
        return row
    }
}

extension SearchRun {
    /// - Returns: the blocks in which every clause has a list, ascending; and by clause and by block from the first on
    ///   what lists it has there.
    private func lists(
        of clauses: [Clause], from low: Int64, through high: Int64
    ) throws -> (blocks: [Int64], lists: [[[[UInt8]]]]) {
        var blocks = Array(low...high)
        var lists: [[[[UInt8]]]] = []
        for clause in clauses where !blocks.isEmpty {
            var own = [[[UInt8]]](repeating: [], count: Int(high - low) + 1)
            for list in clause.lists {
                for (block, bytes) in try reader.lists(list, blocks) { own[Int(block - low)].append(bytes) }
            }
            blocks = blocks.filter { !own[Int($0 - low)].isEmpty }
            lists.append(own)
        }
        return (blocks, lists)
    }
}

/// ln, within a thousandth: ranks need no more, and the core has no library of mathematics.
private func logarithm(_ value: Float) -> Float {
    // ln(m · 2ᵉ) = ln 2 · e + ln m, and ln m = 2 · artanh((m − 1) / (m + 1)).
    let part = (value.significand - 1) / (value.significand + 1)
    let square = part * part
    return Float(value.exponent) * 0.693_147 + 2 * part * (1 + square * (1 / 3 + square * (1 / 5 + square / 7)))
}
