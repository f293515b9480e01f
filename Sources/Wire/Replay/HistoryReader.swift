import Domain

/// Collects the tickets of a history file, row by row, in CSV or JSON Lines.
///
/// A row that can't be read is told with its line and cause and left out; the rest goes on.
public struct HistoryReader {
    public private(set) var tickets: [HistoryTicket] = []
    public private(set) var rejected: [RejectedRow] = []
    public private(set) var rows = 0
    /// Rejected rows beyond those that are kept by name.
    public private(set) var moreRejected = 0
    /// The last dated row.
    public private(set) var end: Instant?

    public let mapping: HistoryMapping
    private let zone: Zone
    private let events: Set<EventName>
    private var index: [String: Int] = [:]
    private var last: (id: String, index: Int)?
    private var columns: Columns?
    private let states: [(text: [UInt8], meaning: HistoryMapping.Meaning)]
    private let unknown: [[UInt8]]

    static let keptRejections = 10_000

    /// Where the mapping's columns are in this file.
    private struct Columns {
        var ticket, at: Int
        var state, event, opened, resolved, grade, waiting, date, minutes, team: Int?
        var count: Int
    }

    /// - Parameter events: words that the policies add to the vocabulary.
    public init(_ mapping: HistoryMapping, zone: Zone, events: Set<EventName> = []) {
        self.mapping = mapping
        self.zone = zone
        self.events = events
        states = mapping.states.map { (Array($0.key.utf8), $0.value) }
        unknown = mapping.unknown.map { Array($0.utf8) }
    }

    /// A column of the mapping that the file does not have.
    public struct MissingColumn: Error, Equatable, Sendable {
        public let column: String
        public let nearest: String?
    }

    /// The first record of a CSV file, or the keys of a JSON line.
    public mutating func header(_ names: [String]) throws(MissingColumn) {
        func place(_ column: String) throws(MissingColumn) -> Int {
            guard let index = names.firstIndex(of: column) else {
                throw MissingColumn(column: column, nearest: nearest(to: column, among: names))
            }
            return index
        }
        func optional(_ column: String?) throws(MissingColumn) -> Int? {
            try column.map { column throws(MissingColumn) in try place(column) }
        }
        let wanted = mapping.columns
        // Columns of details may be missing where no event needs them.
        func detail(_ column: String?) -> Int? { column.flatMap { names.firstIndex(of: $0) } }
        columns = Columns(
            ticket: try place(wanted.ticket), at: try place(wanted.at), state: try optional(wanted.state),
            event: try optional(wanted.event), opened: try optional(wanted.opened),
            resolved: try optional(wanted.resolved),
            grade: try optional(wanted.grade), waiting: detail(wanted.waiting), date: detail(wanted.date),
            minutes: detail(wanted.minutes), team: detail(wanted.team), count: names.count)
    }

    public mutating func reject(_ line: Int, _ cause: String) {
        if rejected.count < HistoryReader.keptRejections {
            rejected.append(RejectedRow(line: line, cause: cause))
        } else {
            moreRejected += 1
        }
    }

    /// A CSV record after the header.
    public mutating func add(_ record: CSVReader.Record) {
        guard let columns else { return }
        guard record.fields.count == columns.count else {
            reject(
                record.line,
                "The row has \(record.fields.count) fields, the header \(columns.count). Quote fields that hold a comma."
            )
            return
        }
        add(line: record.line, columns) { index in record[index] }
    }

    /// A JSON object, its members named like columns.
    public mutating func add(_ value: JSONValue, line: Int) {
        guard case .object(let members) = value else {
            reject(line, "The line is \(value.kind), not an object.")
            return
        }
        do throws(MissingColumn) {
            var wanted = members.map(\.key)
            for optional in [mapping.columns.opened, mapping.columns.resolved, mapping.columns.grade] {
                if let optional, !wanted.contains(optional) { wanted.append(optional) }
            }
            try header(wanted)
        } catch {
            reject(line, "The key \"\(error.column)\" is missing.")
            return
        }
        guard let columns else { return }
        var bytes: [UInt8] = []
        var fields: [Range<Int>] = []
        for index in 0..<columns.count {
            let start = bytes.count
            if index < members.count {
                switch members[index].value {
                case .string(let text): bytes += Array(text.utf8)
                case .null: break
                case let other: bytes += Array(other.text.utf8)
                }
            }
            fields.append(start..<bytes.count)
        }
        bytes.withUnsafeBufferPointer { bytes in
            add(line: line, columns) { UnsafeBufferPointer(rebasing: bytes[fields[$0]]) }
        }
    }

    private mutating func add(line: Int, _ columns: Columns, _ field: (Int) -> UnsafeBufferPointer<UInt8>) {
        func text(_ index: Int) -> String { String(decoding: field(index), as: UTF8.self) }
        func instant(_ index: Int) -> Instant? { mapping.times.instant(field(index), in: zone) }
        let form = mapping.times.rawValue

        guard !isUnknown(field(columns.ticket)) else { return reject(line, "The ticket's name is missing.") }
        guard let at = instant(columns.at) else {
            return reject(
                line,
                "\"\(text(columns.at).prefix(40))\" in \(mapping.columns.at) is no time. It should look like \(form).")
        }
        var opened: Instant?
        var resolved: Instant?
        if let column = columns.opened, !isUnknown(field(column)) {
            guard let found = instant(column) else {
                return reject(
                    line,
                    "\"\(text(column).prefix(40))\" in \(mapping.columns.opened ?? "") is no time. It should look like \(form)."
                )
            }
            opened = found
        }
        if let column = columns.resolved, !isUnknown(field(column)) {
            guard let found = instant(column) else {
                return reject(
                    line,
                    "\"\(text(column).prefix(40))\" in \(mapping.columns.resolved ?? "") is no time. It should look like \(form)."
                )
            }
            resolved = found
        }
        var state: HistoryMapping.Meaning?
        if let column = columns.state {
            guard let meaning = meaning(field(column)) else {
                return reject(
                    line, "The state \"\(text(column).prefix(40))\" is not in the mapping. Add it under states.")
            }
            state = meaning
        }
        var happened: HistoryTicket.Row.What?
        if let column = columns.event, !isUnknown(field(column)) {
            switch event(line, columns, field) {
            case .success(let event): happened = event
            case .failure(let fault): return reject(line, fault.text)
            }
        }
        rows += 1
        end = max(end ?? at, at, resolved ?? at)
        let place = place(of: field(columns.ticket))
        if let state { tickets[place].rows.append(HistoryTicket.Row(at: at, what: .state(state))) }
        if happened == .event(.received, .none) {
            opened = min(opened ?? at, at)
        } else if let happened {
            tickets[place].rows.append(HistoryTicket.Row(at: at, what: happened))
        }
        if let opened { tickets[place].opened = min(tickets[place].opened ?? opened, opened) }
        if let resolved { tickets[place].resolved = resolved }
        if let column = columns.grade, !isUnknown(field(column)) {
            // Rows may stand in any order, so each counts: the latest is known only at the end.
            tickets[place].grades.append((at, text(column)))
        }
    }

    private func event(
        _ line: Int, _ columns: Columns, _ field: (Int) -> UnsafeBufferPointer<UInt8>
    ) -> Result<HistoryTicket.Row.What, LineFault> {
        func text(_ index: Int?) -> String { index.map { String(decoding: field($0), as: UTF8.self) } ?? "" }
        let word = text(columns.event)
        let name = mapping.events[word] ?? EventName(word)
        guard name.isShared || events.contains(name) else {
            let hint =
                nearest(to: word, among: EventName.vocabulary.map(\.name.rawValue)).map { " Did you mean \"\($0)\"?" }
                ?? ""
            return .failure(LineFault("The event \"\(word.prefix(40))\" is unknown.\(hint)"))
        }
        switch name {
        case .paused:
            guard let waiting = Waiting(rawValue: text(columns.waiting)) ?? Waiting(state: text(columns.waiting)) else {
                return .failure(
                    LineFault("A pause does not say whom it waits for. Use customer, supplier, problem or evidence."))
            }
            return .success(.event(name, .waiting(waiting)))
        case .agreed:
            guard let index = columns.date, let date = mapping.times.instant(field(index), in: zone) else {
                return .failure(LineFault("An agreement has no date that can be read."))
            }
            return .success(.event(name, .date(date)))
        case .labourRecorded:
            guard let minutes = Int(text(columns.minutes)), (0...10_000_000).contains(minutes) else {
                return .failure(LineFault("Labour has no minutes that can be read."))
            }
            return .success(.event(name, .labour(minutes: minutes, by: "history")))
        case .assigned:
            let team = text(columns.team)
            return .success(.event(name, team.isEmpty ? .none : .team(TeamID(team))))
        default: return .success(.event(name, .none))
        }
    }

    private func isUnknown(_ field: UnsafeBufferPointer<UInt8>) -> Bool { unknown.contains { field.elementsEqual($0) } }

    private func meaning(_ field: UnsafeBufferPointer<UInt8>) -> HistoryMapping.Meaning? {
        states.first { field.elementsEqual($0.text) }?.meaning
    }

    /// Rows of a ticket mostly stand together, so the last one is looked at first.
    private mutating func place(of field: UnsafeBufferPointer<UInt8>) -> Int {
        if let last, last.id.utf8.elementsEqual(field) { return last.index }
        let id = String(decoding: field, as: UTF8.self)
        let place = index[id] ?? tickets.count
        if place == tickets.count {
            index[id] = place
            tickets.append(HistoryTicket(id: id))
        }
        last = (id, place)
        return place
    }
}
