import Domain

/// Where a store keeps the search index. Written by one follower, with its own place in the journal; everything in it
/// can be made anew from the journal and the texts, so no backup, export or move takes it along.
public struct SearchStore: Sendable {
    /// The position up to which the journal is in the index.
    public var place: @Sendable () async throws(StoreError) -> Int64
    /// What the documents of streams are made of; one that is in the index up to the position that it is asked for is
    /// left out. Those of which all entries are at hand are not looked for.
    public var sources:
        @Sendable (_ touched: [StreamID: Int64], _ atHand: [StreamID: [Journal.Entry]]) async throws(StoreError) ->
            [SearchSource]
    /// Streams whose documents were emptied by an erasure and wait to be written anew.
    public var emptied: @Sendable (_ limit: Int) async throws(StoreError) -> [StreamID]
    /// Writes documents and moves the place, in one transaction.
    /// - Returns: false, and nothing is written, if the place is another, or somebody whose texts are in the documents
    ///   has been erased meanwhile.
    public var put: @Sendable (_ step: IndexStep) async throws(StoreError) -> Bool
    /// Empties the documents that hold texts of people, to the last byte in any file. The desk does it before an erasure
    /// is answered; the follower does it once more, should the program have ended in between.
    public var forget: @Sendable (_ people: [PersonID]) async throws(StoreError) -> Void
    /// Empties the index and takes it back to the journal's beginning.
    public var clear: @Sendable () async throws(StoreError) -> Void
    /// All of a search on one view of the index and the texts: to go to the store for each part of it costs more than
    /// the part.
    public var find: @Sendable (_ plan: SearchPlan) async throws(StoreError) -> SearchPage

    public init(
        place: @escaping @Sendable () async throws(StoreError) -> Int64,
        sources:
            @escaping @Sendable (_ touched: [StreamID: Int64], _ atHand: [StreamID: [Journal.Entry]])
            async throws(StoreError) -> [SearchSource],
        emptied: @escaping @Sendable (_ limit: Int) async throws(StoreError) -> [StreamID],
        put: @escaping @Sendable (_ step: IndexStep) async throws(StoreError) -> Bool,
        forget: @escaping @Sendable (_ people: [PersonID]) async throws(StoreError) -> Void,
        clear: @escaping @Sendable () async throws(StoreError) -> Void,
        find: @escaping @Sendable (_ plan: SearchPlan) async throws(StoreError) -> SearchPage
    ) {
        self.place = place
        self.sources = sources
        self.emptied = emptied
        self.put = put
        self.forget = forget
        self.clear = clear
        self.find = find
    }
}

/// A stream with those of its texts that are searched.
public struct SearchSource: Sendable {
    public let stream: StreamID
    /// All of them, by version.
    public let entries: [Journal.Entry]
    public let texts: [OpenText]
    /// Where its first entry stands; behind everything where it has none.
    let begun: Int64

    public init(stream: StreamID, entries: [Journal.Entry], texts: [OpenText]) {
        self.stream = stream
        self.entries = entries
        self.texts = texts
        begun = entries.isEmpty ? .max : entries[0].position
    }

    /// Of a ticket with thousands of messages the first entry and the latest are searched.
    static let textsAtMost = 400

    /// The entries whose texts are wanted.
    public static func positions(_ entries: [Journal.Entry]) -> [Int64] {
        var positions: [Int64] = []
        for index in entries.indices {
            guard let bound = entries[index].bound else { continue }
            if bound.fields.contains(where: { !SearchDocument.isAttachment($0.name) }) {
                positions.append(entries[index].position)
            }
        }
        return positions.count <= textsAtMost ? positions : [positions[0]] + positions.suffix(textsAtMost - 1)
    }
}

/// What the follower writes at once.
public struct IndexStep: Sendable {
    public let from: Int64
    public let to: Int64
    public var documents: [SearchDocument]
    /// Streams of which nothing is to be found any more.
    public var gone: [StreamID]
    /// Something that was erased goes with it: afterwards it may be in no file.
    public var erases = false

    public init(from: Int64, to: Int64, documents: [SearchDocument] = [], gone: [StreamID] = []) {
        self.from = from
        self.to = to
        self.documents = documents
        self.gone = gone
    }
}

/// What a store's index is asked while a search runs, on one view of it.
public struct IndexReader {
    /// Documents are numbered from 0; the number of the next.
    public var next: () throws -> Int64
    /// A term's number, and how many documents hold it.
    public var term: (_ text: String) throws -> (number: Int64, documents: Int)?
    /// The documents of those streams that have one, in no order.
    public var called: (_ streams: [StreamID]) throws -> [Int64]
    /// Terms between two texts, the second not included; or, reversed, words whose letters in reverse order are.
    public var words:
        (_ from: String, _ to: String, _ reversed: Bool, _ limit: Int) throws -> [(
            text: String, number: Int64, documents: Int
        )]
    /// The lists of a term in blocks, ascending.
    public var lists: (_ term: Int64, _ blocks: [Int64]) throws -> [(block: Int64, bytes: [UInt8])]
    /// When the documents of a block were received: 8 bytes each, the lowest first.
    public var received: (_ block: Int64) throws -> [UInt8]
    public var rows: (_ documents: [Int64]) throws -> [Int64: IndexRow]
    /// Which words of documents are neighbours, as `SearchDocument.pairs` has it; nothing is known of those left out.
    public var pairs: (_ documents: [Int64]) throws -> [Int64: [UInt8]]
    /// The personal texts of entries that can still be read.
    public var texts: (_ places: [TextAt]) throws -> [OpenText]
    public var entries: (_ stream: StreamID) throws -> [Journal.Entry]

    public init(
        next: @escaping () throws -> Int64, term: @escaping (_ text: String) throws -> (number: Int64, documents: Int)?,
        called: @escaping (_ streams: [StreamID]) throws -> [Int64],
        words:
            @escaping (_ from: String, _ to: String, _ reversed: Bool, _ limit: Int) throws -> [(
                text: String, number: Int64, documents: Int
            )],
        lists: @escaping (_ term: Int64, _ blocks: [Int64]) throws -> [(block: Int64, bytes: [UInt8])],
        received: @escaping (_ block: Int64) throws -> [UInt8],
        rows: @escaping (_ documents: [Int64]) throws -> [Int64: IndexRow],
        pairs: @escaping (_ documents: [Int64]) throws -> [Int64: [UInt8]],
        texts: @escaping (_ places: [TextAt]) throws -> [OpenText],
        entries: @escaping (_ stream: StreamID) throws -> [Journal.Entry]
    ) {
        self.next = next
        self.term = term
        self.called = called
        self.words = words
        self.lists = lists
        self.received = received
        self.rows = rows
        self.pairs = pairs
        self.texts = texts
        self.entries = entries
    }
}

/// A document as a page of hits needs it.
public struct IndexRow: Hashable, Sendable {
    public let stream: StreamID
    public let customer: CustomerID?
    /// Nil where that is no question.
    public let isOpen: Bool?
    public let received: Instant
    /// Where its texts stand.
    public let texts: [TextPlace]

    public init(
        stream: StreamID, customer: CustomerID?, isOpen: Bool?, received: Instant, texts: [TextPlace]
    ) {
        self.stream = stream
        self.customer = customer
        self.isOpen = isOpen
        self.received = received
        self.texts = texts
    }
}

/// An entry whose texts are wanted.
public struct TextAt: Hashable, Sendable {
    public let stream: StreamID
    public let position: Int64

    public init(_ stream: StreamID, _ position: Int64) {
        self.stream = stream
        self.position = position
    }
}

/// An entry with texts, and whether the customer may read them.
public struct TextPlace: Hashable, Sendable {
    public let position: Int64
    public let isForCustomer: Bool
    public init(position: Int64, isForCustomer: Bool) {
        self.position = position
        self.isForCustomer = isForCustomer
    }

    /// (distance to the one before · 2 + 1 if the customer may read it) as varints.
    public static func bytes(_ places: [TextPlace]) -> [UInt8] {
        var bytes: [UInt8] = []
        var last: Int64 = 0
        for place in places {
            Varint.put(UInt64(place.position - last) << 1 | (place.isForCustomer ? 1 : 0), to: &bytes)
            last = place.position
        }
        return bytes
    }

    public static func places(_ bytes: [UInt8]) -> [TextPlace] {
        var places: [TextPlace] = []
        var (index, last) = (0, Int64(0))
        while let value = Varint.next(bytes, &index) {
            last += Int64(value >> 1)
            places.append(TextPlace(position: last, isForCustomer: value & 1 == 1))
        }
        return places
    }
}
