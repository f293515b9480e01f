import Desk
import Domain

/// The figures of a desk: follows the journal, keeps what it found in a folder, and answers.
///
/// All of it is derived. Where the folder is missing, damaged, of another release or of another journal, it is made anew;
/// each node keeps its own. There is no personal data in it: ids, and an erased customer's id leads to nobody.
/// It works beside the threads that all share, since it waits for its disk.
public actor Figures {
    /// Entries a step.
    static let entriesAtMost = 4_000
    /// Segments are read without a table in a twentieth of a second.
    public static let segmentBytesUnread = 2 << 20

    private let executor = DiskExecutor()
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let edges: Edges
    private let now: @Sendable () -> Instant
    private let folder: String?
    private var file: FiguresFile?
    /// Where the segments end that the table on disk has, and how large that is.
    private var imaged = (end: 0, bytes: 0)
    private var table = FigureTable()
    /// Nil while a step has it.
    private var reading: JournalReading?
    /// What followed the file and can't be written: another process writes it, or there is no folder.
    private var unwritten: [FigureStretch] = []
    /// The table of a past instant, for the next question about it.
    private var past: (asOf: Instant, table: FigureTable)?
    private var isOpen = false
    /// An actor lets others in while it waits for the store; whoever comes meanwhile waits for the same work.
    private var opening: Task<Void, any Error>?
    private var stepping: Task<Int, any Error>?
    private var zone: Zone?
    /// Every activation, in the journal's order, with the span that its targets name.
    private var activations: [(recorded: Instant, policy: PolicyID, within: Duration?)] = []
    public let terms: AlarmTerms
    private let tableAfter: Int

    /// - Parameters:
    ///   - folder: made if it is not there; nil keeps everything in memory.
    ///   - desk: its time is the time of the answers.
    ///   - tableAfter: bytes of segments after which the table is written down once more.
    public init(
        folder: String?, _ desk: ServiceDesk, terms: AlarmTerms = .standard,
        tableAfter: Int = Figures.segmentBytesUnread
    ) {
        self.init(folder: folder, desk.edges, terms: terms, tableAfter: tableAfter, now: { desk.now })
    }

    /// Beside whoever serves the desk: what is in the folder is read, what is missing is kept in memory.
    public init(
        folder: String?, _ edges: Edges, terms: AlarmTerms = .standard,
        tableAfter: Int = Figures.segmentBytesUnread, now: (@Sendable () -> Instant)? = nil
    ) {
        self.tableAfter = tableAfter
        self.edges = edges
        self.folder = folder
        self.terms = terms
        self.now = now ?? edges.clocks.wall
    }

    /// Takes in the next entries.
    /// - Returns: how many.
    @discardableResult
    public func step() async throws -> Int {
        if let stepping { return try await stepping.value }
        // It clears itself: who waits for it may be back before whoever began it is, and would find it for ever.
        let task = Task {
            defer { stepping = nil }
            return try await takeNext()
        }
        stepping = task
        return try await task.value
    }

    private func takeNext() async throws -> Int {
        try await open()
        let place = table.place
        let entries = try await edges.store.follow(place, Self.entriesAtMost)
        guard let last = entries.last else {
            if file?.takeOver() ?? false { close() }
            return 0
        }
        do {
            var reading =
                self.reading ?? JournalReading(edges.store) { [edges] in try await ServiceDesk.policies(edges) }
            self.reading = nil
            let changes = try await reading.changes(entries)
            // Closed meanwhile: what is read next begins elsewhere.
            guard isOpen, table.place == place else { return 0 }
            self.reading = reading
            let stretch = table.code(
                changes, to: last.position + 1, recorded: last.recorded, mark: JournalReading.mark(last))
            if let file, file.isWriter { try file.append(stretch) } else { unwritten.append(stretch) }
            try table.take(stretch, areWordsIn: true)
            keepTable()
        } catch {
            // What is in memory may be ahead of the file now; it is read again.
            close()
            throw error
        }
        if entries.contains(where: { $0.stream.kind == .policy }) { try await learnTargets() }
        return entries.count
    }

    /// Writes the table down once so much followed that reading the segments again would take longer.
    private func keepTable() {
        guard let folder, let file, file.isWriter, let mark = file.mark,
            file.end - imaged.end > max(tableAfter, tableAfter == 0 ? 0 : imaged.bytes / 16)
        else { return }
        // What can't be written is tried again when as much has followed.
        imaged = (file.end, TableFile(folder: folder).write(table, mark) ?? imaged.bytes)
    }

    /// Until nothing is left to follow.
    public func catchUp() async throws { while try await step() > 0 { try Task.checkCancellation() } }

    /// - Throws: `FiguresRefusal` for the person who asked; `StoreError` or `FiguresFileFault` for the operator.
    public func answer(_ query: FiguresQuery) async throws -> FiguresAnswer {
        try await open()
        var zone = self.zone ?? .utc
        if let name = query.zone {
            guard let known = try? edges.zones.zone(name) else { throw FiguresRefusal.unknownZone(name) }
            zone = known
        }
        let (table, at) = try await table(asOf: query.asOf)
        return try table.answer(query, at: at, in: zone, promptWithin: promptWithin(at))
    }

    /// The tickets that a figure is made of.
    public func listing(_ asked: FigureListQuery) async throws -> FigureListing {
        try await open()
        var zone = self.zone ?? .utc
        if let name = asked.figures.zone {
            guard let known = try? edges.zones.zone(name) else { throw FiguresRefusal.unknownZone(name) }
            zone = known
        }
        let (table, at) = try await table(asOf: asked.figures.asOf)
        return try table.listing(asked, at: at, in: zone)
    }

    /// The alarm of slow responses: of all tickets, or of each grade.
    public func alarms(byGrade: Bool = false, asOf: Instant? = nil) async throws -> [FiguresAlarm] {
        try await open()
        let (table, at) = try await table(asOf: asOf)
        return table.alarms(terms, at: at, byGrade: byGrade)
    }

    /// Entries of the journal that are not in the answers yet.
    public func lag() async throws -> Int64 {
        try await open()
        return try await edges.store.head().next - table.place
    }

    /// The next entry that is not in the answers.
    public var place: Int64 { table.place }

    // MARK: Opening

    /// Forgets what is at hand; the next question reads the folder again.
    public func close() {
        (file, past, isOpen) = (nil, nil, false)
        (table, unwritten, reading) = (FigureTable(), [], nil)
    }

    private func open() async throws {
        if isOpen { return }
        if let opening { return try await opening.value }
        let task = Task {
            defer { opening = nil }
            try await readFolder()
        }
        opening = task
        try await task.value
    }

    private func readFolder() async throws {
        var table = FigureTable()
        var file: FiguresFile?
        if let folder {
            let found = try FiguresFile(folder: folder)
            let tableFile = TableFile(folder: folder)
            var isMeaningless = false
            func take(_ stretch: FigureStretch) -> Bool {
                do throws(FigureTable.Fault) {
                    try table.take(stretch)
                    return true
                } catch {
                    if error == .meaningless { isMeaningless = true }
                    return false
                }
            }
            imaged = (0, 0)
            if let known = tableFile.read() {
                table = known.table
                imaged = (known.mark.end, known.bytes)
                if try !found.read(after: known.mark, take) { (table, imaged) = (FigureTable(), (0, 0)) }
            }
            if imaged.end == 0 { try found.read(take) }
            if isMeaningless { table = FigureTable() }
            let isOthers = table.place > 0 ? try await !isOfThisJournal(table) : false
            if isOthers { table = FigureTable() }
            if isMeaningless || isOthers, found.isWriter {
                try found.clear()
                tableFile.remove()
                imaged = (0, 0)
            }
            // One that somebody else writes, and that is of no use, is left alone.
            file = found.isWriter || !(isMeaningless || isOthers) ? found : nil
        }
        try await learnTargets()
        zone = try await foundedZone()
        (self.table, self.file, isOpen) = (table, file, true)
        keepTable()
    }

    private func foundedZone() async throws -> Zone? {
        for entry in try await edges.store.streams([.desk])[.desk] ?? [] {
            if case .desk(.founded(let name, _)) = entry.event { return try? edges.zones.zone(name) }
        }
        return nil
    }

    private func isOfThisJournal(_ table: FigureTable) async throws -> Bool {
        guard let last = try await edges.store.read(table.place - 1, 1).first else { return false }
        return last.position == table.place - 1 && JournalReading.mark(last) == table.mark
    }

    // MARK: Past instants

    private func table(asOf: Instant?) async throws -> (FigureTable, at: Instant) {
        let now = now()
        guard let asOf else {
            try await open()
            return (table, max(now, Instant(milliseconds: max(0, table.recorded))))
        }
        guard asOf <= now else { throw FiguresRefusal.ahead(asOf, now: now) }
        try await open()
        // An answer that is given again must be the same, so nothing of that time may be missing.
        if table.recorded <= asOf.milliseconds { try await catchUp() }
        if table.recorded <= asOf.milliseconds { return (table, asOf) }
        if let past, past.asOf == asOf { return (past.table, asOf) }
        var before = FigureTable()
        func take(_ stretch: FigureStretch) -> Bool {
            guard (try? before.take(stretch, through: asOf.milliseconds)) != nil else { return false }
            return stretch.recorded <= asOf.milliseconds
        }
        // Not held while it is opened anew: its lock would be in the way.
        if try !(file?.replay(take) ?? true) {
            // Damaged before the place up to which the table on disk was believed: made anew from there.
            if let folder { TableFile(folder: folder).remove() }
            close()
            return try await self.table(asOf: asOf)
        }
        for stretch in unwritten where before.place == stretch.from { if !take(stretch) { break } }
        if before.recorded > asOf.milliseconds {
            before.end(at: try await firstEntry(after: asOf, before: before.place))
        }
        past = (asOf, before)
        return (before, asOf)
    }

    /// The first entry that was recorded later than an instant: `recorded` never decreases.
    private func firstEntry(after instant: Instant, before end: Int64) async throws -> Int64 {
        var (low, high) = (Int64(0), end)
        while low < high {
            let middle = (low + high) / 2
            guard let entry = try await edges.store.read(middle, 1).first, entry.recorded <= instant else {
                high = middle
                continue
            }
            low = middle + 1
        }
        return low
    }

    /// Lets go of the table of a past instant.
    func forgetPast() { past = nil }

    /// What the policies in force at an instant call prompt: the first of their targets that names a span (C2).
    private func promptWithin(_ at: Instant) -> Duration? {
        var current: [(policy: PolicyID, within: Duration?)] = []
        for activation in activations where activation.recorded <= at {
            if let index = current.firstIndex(where: { $0.policy == activation.policy }) {
                current[index].within = activation.within
            } else {
                current.append((activation.policy, activation.within))
            }
        }
        return current.lazy.compactMap(\.within).first
    }

    private func learnTargets() async throws {
        let book = Book(try await ServiceDesk.policies(edges))
        var found: [(position: Int64, recorded: Instant, policy: PolicyID, within: Duration?)] = []
        let names = Set(book.all.map(\.version.id))
        for (_, entries) in try await edges.store.streams(names.map(StreamID.policy)) {
            for entry in entries {
                guard case .policy(let activation) = entry.event else { continue }
                let targets = book[activation.version]?.policy.scorecard.targets ?? []
                found.append(
                    (entry.position, entry.recorded, activation.version.id, targets.lazy.compactMap(\.within).first))
            }
        }
        activations = found.sorted { $0.position < $1.position }.map { ($0.recorded, $0.policy, $0.within) }
    }
}

/// Keeps the figures at the journal's end.
public struct FiguresLoop: Sendable {
    /// Milliseconds. What comes together is written together: each step is synced.
    private static let pause = 250
    private let figures: Figures
    private let desk: ServiceDesk

    public init(_ figures: Figures, _ desk: ServiceDesk) {
        self.figures = figures
        self.desk = desk
    }

    /// Runs until the task is cancelled.
    public func run() async {
        var idle = 0
        var isFailing = false
        while !Task.isCancelled {
            do {
                let count = try await figures.step()
                if count > 0 {
                    if count < Figures.entriesAtMost { try? await Task.sleep(for: .milliseconds(Self.pause)) }
                    continue
                }
                isFailing = false
                idle += 1
                if idle % 60 == 0 { await figures.forgetPast() }
            } catch {
                if Task.isCancelled { return }
                if !isFailing {
                    desk.edges.log(LogLine(.error, "The figures could not go on.", ["cause": "\(error)"]))
                }
                isFailing = true
                await figures.close()
            }
            await desk.waitForEntries(atMost: .seconds(1))
        }
    }
}
