import Desk
import Domain
import Identity
import Pages
import Phrases
import Synchronization

/// Names and titles that pages show again and again, kept while their records stay as they are: the board hears every entry
/// of the journal, and what it tells of is let go. So is everything of a person that is erased.
final class Names: Sendable {
    /// What a record is called.
    private enum Called: Sendable {
        case title(Title)
        case text(String)
        case nothing
    }
    private struct Term: Hashable {
        let grade: GradeRef
        let commitment: CommitmentID?
        let language: Language
    }

    private enum ListKey: Hashable {
        case teams(Language)
        /// By name.
        case colleagues(Language)
        /// Of the policies in force, of which there were so many.
        case grades(Language, ofPolicies: Int)
    }

    private struct RowKey: Hashable {
        let ticket: TicketID
        let language: Language
    }
    private struct Row: Sendable {
        let version: Int
        let day: Day
        let turn: Int
        let written: QueueRow.Written
    }

    private struct Told {
        let version: Int
        let day: Day
        let turn: Int
        let story: Story
    }

    private struct ClockWordsKey: Hashable {
        let ticket: TicketID
        let language: Language
        let isForCustomer: Bool
    }
    private struct ClockWords {
        let version: Int
        let day: Day
        let clocks: [ClockKey: WrittenClock]
    }

    private struct Kept {
        var records = Shelf<StreamID, Called>(atMost: 100_000)
        /// The first words of tickets, each good for one version: whatever erases them is an entry of the ticket, or of its
        /// customer, whereupon all are let go.
        var subjects = Shelf<TicketID, (version: Int, text: String?)>(atMost: subjectsAtMost)
        /// The words of entries that hold files too, good for one version of their ticket: to read them means to open the
        /// files, which lie in the same box.
        var words = Shelf<Int64, (version: Int, texts: [OpenText])>(atMost: wordsAtMost)
        /// What happened to tickets, as those who serve are told it: each good for one version of its ticket, one day and
        /// what its names are called.
        var stories = Shelf<RowKey, Told>(atMost: storiesAtMost)
        /// The longer ones of them.
        var longStories = Shelf<RowKey, Told>(atMost: longStoriesAtMost)
        /// What is promised of tickets and why it is due when it is, each good for one version of its ticket and one day.
        var clocks = Shelf<ClockWordsKey, ClockWords>(atMost: storiesAtMost)
        /// What forms list, as long as nothing that they list has changed.
        var lists: [ListKey: (turn: Int, choices: ChoiceList)] = [:]
        /// Rows of queues, each good for one version, one day and what its names are called.
        var rows = Shelf<RowKey, Row>(atMost: rowsAtMost)
        /// Rises whenever something is let go: what was read before then is not kept.
        var turn = 0
        /// Rises with it where rows show what was let go.
        var rowTurn = 0
        /// Rises whenever something changes that forms list.
        var listTurn = 0
        /// Records that are being read, each by whom: who finds another number there, or none, has read what was let go.
        var reading: [StreamID: Int] = [:]
        var readers = 0

        mutating func begins(_ stream: StreamID) -> Int {
            readers += 1
            reading[stream] = readers
            return readers
        }

        mutating func ends(_ stream: StreamID, _ reader: Int, _ called: Called?) {
            guard reading[stream] == reader else { return }
            reading[stream] = nil
            if let called { records.put(stream, called) }
        }

        mutating func letGo(_ stream: StreamID, isNew: Bool) {
            guard case .record(let kind) = stream.kind, !kind.isCredential else { return }
            if Kept.listed.contains(kind) { listTurn += 1 }
            // Customers come all day long. Of a new one nothing is kept, unless somebody asked for it before it was there.
            if isNew, records.peek(stream) == nil, reading[stream] == nil { return }
            turn += 1
            reading[stream] = nil
            records.drop(stream)
            if Kept.ofRows.contains(kind) { rowTurn += 1 }
            guard Kept.ofPeople.contains(kind) else { return }
            // Their turn is past, so nobody is shown them; nor are they to lie here for as long as nobody asks.
            stories = Shelf(atMost: Kept.storiesAtMost)
            longStories = Shelf(atMost: Kept.longStoriesAtMost)
            rows = Shelf(atMost: Kept.rowsAtMost)
            if kind == .agent {
                lists = [:]
            } else {
                subjects = Shelf(atMost: Kept.subjectsAtMost)
                words = Shelf(atMost: Kept.wordsAtMost)
            }
        }

        private static let subjectsAtMost = 20_000
        private static let wordsAtMost = 2_000
        private static let storiesAtMost = 2_000
        private static let longStoriesAtMost = 100
        private static let rowsAtMost = 20_000
        private static let ofRows: Set<RecordKind> = [.customer, .contact, .team, .agent, .category]
        private static let listed: Set<RecordKind> = [.team, .agent]
        private static let ofPeople: Set<RecordKind> = [.customer, .contact, .agent]
        var terms: [Term: String] = [:]
    }
    private let kept = Mutex(Kept())
    let frames = Frames()

    init(_ desk: ServiceDesk) {
        // It is told at once, erasures among it.
        desk.watchRecords { [weak self, frames] news in
            for item in news { frames.letGo(item.stream, isNew: item.isNew) }
            self?.kept.withLock { kept in for item in news { kept.letGo(item.stream, isNew: item.isNew) } }
        }
    }

    func forget() {
        frames.forget()
        kept.withLock { kept in
            let (turn, rowTurn, listTurn) = (kept.turn + 1, kept.rowTurn + 1, kept.listTurn + 1)
            let readers = kept.readers
            kept = Kept()
            (kept.turn, kept.rowTurn, kept.listTurn, kept.readers) = (turn, rowTurn, listTurn, readers)
        }
    }

    func hear(_ entry: Journal.Entry) {
        switch entry.event {
        case .record:
            frames.letGo(entry.stream, isNew: entry.version == 0)
            kept.withLock { $0.letGo(entry.stream, isNew: entry.version == 0) }
        default: break
        }
    }

    // MARK: Titles of policies

    func title(
        of grade: GradeRef, _ language: Language, _ book: [PolicyInForce], _ gaps: Gaps? = nil
    ) -> String {
        term(Term(grade: grade, commitment: nil, language: language), gaps) { words, policy in
            words.title(of: grade.grade, in: policy)
        } in: {
            book
        }
    }

    func title(
        of commitment: CommitmentID, _ grade: GradeRef, _ language: Language, _ book: [PolicyInForce],
        _ gaps: Gaps? = nil
    ) -> String {
        term(Term(grade: grade, commitment: commitment, language: language), gaps) { words, policy in
            words.shortTitle(of: commitment, grade: grade.grade, in: policy)
        } in: {
            book
        }
    }

    /// Of each clock of a row; where two are called the same, with their grades before them.
    func titles(of line: BoardLine, _ language: Language, _ book: [PolicyInForce]) -> [String] {
        let titles = line.clocks.map { title(of: $0.key.commitment, $0.grade, language, book) }
        return zip(line.clocks, titles).map { clock, title in
            let isAlone = titles.count { $0 == title } == 1
            return isAlone ? title : self.title(of: clock.grade, language, book) + " · " + title
        }
    }

    private func term(
        _ term: Term, _ gaps: Gaps?, _ made: (any Wording, Policy) -> String, in book: () -> [PolicyInForce]
    ) -> String {
        if let known = kept.withLock({ $0.terms[term] }) { return known }
        guard let policy = book().first(where: { $0.version == term.grade.policy })?.policy else {
            gaps?.note()
            return term.commitment?.rawValue ?? term.grade.grade.rawValue
        }
        let text = made(wording(term.language), policy)
        kept.withLock { $0.terms[term] = text }
        return text
    }

    // MARK: Rows

    /// Rises whenever rows may be spelled otherwise.
    var rowTurn: Int { kept.withLock { $0.rowTurn } }

    /// Rows that were spelled before and would be spelled the same now, with the turn to keep others under.
    func rows(_ lines: [BoardLine], _ reader: Reader) -> (rows: [QueueRow.Written?], turn: Int) {
        kept.withLock { kept in
            let rows = lines.map { line -> QueueRow.Written? in
                guard let row = kept.rows.take(RowKey(ticket: line.id, language: reader.language)),
                    row.version == line.version, row.day == reader.today, row.turn == kept.rowTurn
                else { return nil }
                return row.written
            }
            return (rows, kept.rowTurn)
        }
    }

    func keep(_ rows: some Sequence<(BoardLine, QueueRow.Written)>, _ reader: Reader, _ turn: Int) {
        kept.withLock { kept in
            guard turn == kept.rowTurn else { return }
            for (line, written) in rows {
                kept.rows.put(
                    RowKey(ticket: line.id, language: reader.language),
                    Row(version: line.version, day: reader.today, turn: turn, written: written))
            }
        }
    }

    // MARK: Records

    /// What a record is called, if that is at hand; `load` makes it so.
    func called(_ kind: RecordKind, _ id: String, _ language: Language, _ gaps: Gaps? = nil) -> String {
        switch kept.withLock({ $0.records.peek(.record(kind, RecordID(id))) }) {
        case .title(let title): return title.text(language) ?? id
        case .text(let text): return text
        case .nothing: return id
        case nil:
            gaps?.note()
            return id
        }
    }

    /// Whether a record has a name of its own, be it the same as its id; not where it is not at hand.
    func isNamed(_ kind: RecordKind, _ id: String) -> Bool {
        switch kept.withLock({ $0.records.peek(.record(kind, RecordID(id))) }) {
        case .title, .text: true
        case .nothing, nil: false
        }
    }

    /// What was let go while it was read is read again, so often: else a page would show an id, or no title, of what has
    /// one. On a desk whose records change all the time nobody waits for longer.
    private static let readingsAtMost = 3

    /// Makes the names of records ready.
    func load(_ wanted: some Sequence<(RecordKind, String)>, _ desk: ServiceDesk) async throws {
        let wanted = Array(wanted)
        for _ in 0..<Self.readingsAtMost {
            let missing = kept.withLock { kept in
                wanted.filter { kept.records.take(.record($0.0, RecordID($0.1))) == nil }
            }
            if missing.isEmpty { return }
            for (kind, id) in missing {
                let stream = StreamID.record(kind, RecordID(id))
                let reader = kept.withLock { $0.begins(stream) }
                var called: Called?
                defer { kept.withLock { $0.ends(stream, reader, called) } }
                called = try await self.called(kind, RecordID(id), desk)
            }
        }
    }

    private func called(_ kind: RecordKind, _ id: RecordID, _ desk: ServiceDesk) async throws -> Called {
        if kind == .contract {
            let record = try await desk.record(kind, id)
            return record?.values["number"].map(Called.text) ?? record?.title.map(Called.title) ?? .nothing
        }
        guard kind.field("name") != nil else {
            return try await desk.record(kind, id)?.title.map(Called.title) ?? .nothing
        }
        return try await desk.openRecord(kind, id, personal: true)?.record.texts["name"].map(Called.text) ?? .nothing
    }

    /// Whoever is signed in, by name.
    func who(_ principal: Principal, _ desk: ServiceDesk) async throws -> String {
        let parts = principal.actor.rawValue.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let kind = RecordKind(rawValue: parts[0]) else { return principal.actor.rawValue }
        try await load([(kind, parts[1])], desk)
        return called(kind, parts[1], .en)
    }

    /// Agents in the order of their names.
    func colleagues(_ language: Language, atMost: Int, _ desk: ServiceDesk) async throws -> ChoiceList {
        try await list(.colleagues(language)) {
            let agents = try await choices(.agent, language, atMost: atMost, desk)
            return Self.people(agents)
        }
    }

    /// By name; of those who share one, the id tells which is which.
    static func people(_ people: [QueuePage.Choice]) -> [QueuePage.Choice] {
        let people = people.sorted { ($0.title, $0.id) < ($1.title, $1.id) }
        let counts = Dictionary(people.map { ($0.title, 1) }, uniquingKeysWith: +)
        return people.map { person in
            counts[person.title] == 1
                ? person : QueuePage.Choice(id: person.id, title: "\(person.title) (\(person.id))")
        }
    }

    /// Teams in the order of their ids.
    func teams(_ language: Language, atMost: Int, _ desk: ServiceDesk) async throws -> ChoiceList {
        try await list(.teams(language)) { try await choices(.team, language, atMost: atMost, desk) }
    }

    private func choices(
        _ kind: RecordKind, _ language: Language, atMost: Int, _ desk: ServiceDesk
    ) async throws -> [QueuePage.Choice] {
        let ids = try await desk.edges.store.records(kind, nil, nil, atMost)
        try await load(ids.map { (kind, $0.rawValue) }, desk)
        return ids.map { QueuePage.Choice(id: $0.rawValue, title: called(kind, $0.rawValue, language)) }
    }

    /// Grades of the policies in force, each its newest.
    func grades(_ language: Language, _ book: [PolicyInForce]) async throws -> ChoiceList {
        try await list(.grades(language, ofPolicies: book.count)) {
            let words = wording(language)
            return book.newest.flatMap { policy in
                policy.policy.grades.map { grade in
                    QueuePage.Choice(
                        id: "\(policy.version.id)/\(grade.id)", title: words.title(of: grade.id, in: policy.policy))
                }
            }
        }
    }

    private func list(_ key: ListKey, _ made: () async throws -> [QueuePage.Choice]) async throws -> ChoiceList {
        let (known, turn) = kept.withLock { ($0.lists[key], $0.listTurn) }
        if let known, known.turn == turn { return known.choices }
        let choices = ChoiceList(try await made())
        kept.withLock { if $0.listTurn == turn { $0.lists[key] = (turn, choices) } }
        return choices
    }

    // MARK: Words of tickets

    private static let wordsAtMost = 16_384
    private static let (storyAtMost, longStoryAtMost) = (16_384, 131_072)

    /// What was written in an entry of a ticket, without the bytes of what is attached to it.
    func words(of entry: Journal.Entry, _ view: TicketView, _ desk: ServiceDesk) async throws -> [OpenText] {
        let (known, turn) = kept.withLock { ($0.words.take(entry.position), $0.turn) }
        if let known, known.version == view.version { return known.texts }
        let all = try await desk.edges.store.texts(entry.position..<entry.position + 1)
        let texts = all.filter { !$0.field.hasPrefix(Attachment.prefix) }
        let isSmall = texts.reduce(0) { $0 + $1.payload.count } <= Self.wordsAtMost
        if texts.count < all.count, isSmall {
            kept.withLock { if $0.turn == turn { $0.words.put(entry.position, (view.version, texts)) } }
        }
        return texts
    }

    /// What happened to a ticket, for those who serve: to read it means to read its entries and open each text.
    func story(of view: TicketView, _ rooms: Rooms, _ visit: Visit) async throws -> Story {
        let key = RowKey(ticket: view.ticket.id, language: visit.reader.language)
        let (known, turn) = kept.withLock { ($0.stories.take(key) ?? $0.longStories.take(key), $0.turn) }
        let day = visit.reader.today
        if let known, known.version == view.version, known.day == day, known.turn == turn { return known.story }
        var story = try await Story(of: view, rooms, visit)
        story.spell(visit.reader)
        // What was written meanwhile is of a later version.
        if story.isWhole, story.through == view.version, story.bytes <= Self.longStoryAtMost {
            let told = Told(version: view.version, day: day, turn: turn, story: story)
            let isShort = story.bytes <= Self.storyAtMost
            kept.withLock { kept in
                guard kept.turn == turn else { return }
                if isShort { return kept.stories.put(key, told) }
                kept.stories.drop(key)
                kept.longStories.put(key, told)
            }
        }
        return story
    }

    func clocks(of view: TicketView, _ reader: Reader, isForCustomer: Bool) -> [ClockKey: WrittenClock] {
        let key = ClockWordsKey(ticket: view.ticket.id, language: reader.language, isForCustomer: isForCustomer)
        guard let known = kept.withLock({ $0.clocks.take(key) }), known.version == view.version,
            known.day == reader.today
        else { return [:] }
        return known.clocks
    }

    func keep(_ clocks: [ClockKey: WrittenClock], of view: TicketView, _ reader: Reader, isForCustomer: Bool) {
        let key = ClockWordsKey(ticket: view.ticket.id, language: reader.language, isForCustomer: isForCustomer)
        kept.withLock { $0.clocks.put(key, ClockWords(version: view.version, day: reader.today, clocks: clocks)) }
    }

    func subject(_ id: TicketID) -> String? { kept.withLock { $0.subjects.peek(id)?.text } }

    /// Makes the subjects of tickets ready: what the first entry calls it, else how the customer's words begin.
    func loadSubjects(_ tickets: [(id: TicketID, version: Int)], _ desk: ServiceDesk) async throws {
        for _ in 0..<Self.readingsAtMost {
            let (missing, turn) = kept.withLock { kept in
                (tickets.filter { kept.subjects.take($0.id)?.version != $0.version }, kept.turn)
            }
            if missing.isEmpty { return }
            let streams = try await desk.edges.store.streams(missing.map { .ticket($0.id) })
            for (id, version) in missing {
                let found = try await Names.subject(streams[.ticket(id)]?.first, desk)
                kept.withLock { kept in
                    if kept.turn == turn { kept.subjects.put(id, (version, found)) } else { kept.subjects.drop(id) }
                }
            }
        }
    }

    private static func subject(_ first: Journal.Entry?, _ desk: ServiceDesk) async throws -> String? {
        guard let first, first.bound != nil else { return nil }
        let texts = try await desk.edges.store.texts(first.position..<first.position + 1)
        let text = texts.first { $0.field == "subject" } ?? texts.first { $0.field == "text" }
        return text.map { beginning(String(decoding: $0.payload, as: UTF8.self)) }
    }

    static func beginning(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return line.count > 120 ? line.prefix(119) + "…" : line
    }
}
