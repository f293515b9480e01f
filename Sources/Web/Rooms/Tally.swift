import Desk
import Domain
import Pages
import Phrases
import Synchronization

/// What a view of the queue has, as of a state of the board: until an entry is written or a ticket comes into danger or out of
/// it, whoever looks sees the same, and forty people look.
final class Tally: Sendable {
    /// Of the whole view, whatever its risk.
    let counts: [Risk: Int]
    /// Those whose risk the view shows, in order.
    let shown: [BoardLine]
    let teams: Set<String>
    /// Of the board that it was counted on.
    let generation: Int
    /// While no risk of the view changes with time.
    let good: Range<Instant>
    /// Rows of its pages as they were spelled, each good for a day and what its names are called.
    private let pages = Mutex<[PageKey: Spelled]>([:])

    private struct PageKey: Hashable {
        let from: Int
        let language: Language
    }
    private struct Spelled {
        let day: Day
        let turn: Int
        let rows: [QueueRow.Written]
    }

    /// - Returns: nil where they have to be spelled.
    func page(from: Int, _ reader: Reader, turn: Int) -> [QueueRow.Written]? {
        pages.withLock { pages in
            guard let page = pages[PageKey(from: from, language: reader.language)], page.day == reader.today,
                page.turn == turn
            else { return nil }
            return page.rows
        }
    }

    func keep(_ rows: [QueueRow.Written], from: Int, _ reader: Reader, turn: Int) {
        pages.withLock { pages in
            // Most look at the first.
            if pages.count >= Self.pagesAtMost { pages = [:] }
            pages[PageKey(from: from, language: reader.language)] = Spelled(day: reader.today, turn: turn, rows: rows)
        }
    }

    private static let pagesAtMost = 8

    init(_ view: QueueView, agent: String?, teams: Set<String>, _ board: Board.Reading, at now: Instant) {
        var counts: [Risk: Int] = [:]
        var shown: [BoardLine] = []
        var until = Instant.horizon
        for line in board.lines where line.isIn(view, agent: agent, teams: teams) {
            let risk = line.risk(at: now)
            counts[risk, default: 0] += 1
            if view.risk.map({ $0 == risk }) ?? true { shown.append(line) }
            until = min(until, line.turns(after: now))
        }
        self.counts = counts
        // What shows everything is the board itself.
        self.shown = shown.count == board.lines.count ? board.lines : shown
        self.teams = teams
        generation = board.generation
        good = now..<max(now, until)
    }
}

/// Tallies at hand.
final class Tallies: Sendable {
    struct Key: Hashable {
        let view: QueueView
        /// Where the view is somebody's own.
        let agent: String?
    }
    private static let atMost = 64
    private let kept = Mutex((generation: 0, shelf: Shelf<Key, Tally>(atMost: atMost)))

    func tally(
        _ view: QueueView, agent: String?, teams: Set<String>, _ board: Board.Reading, at now: Instant
    ) -> Tally {
        var view = view
        view.page = 1
        let isOwn = view.whose == .mine || view.whose == .myTeams
        let key = Key(view: view, agent: isOwn ? agent : nil)
        if let known = kept.withLock({ $0.shelf.take(key) }), known.generation == board.generation,
            known.teams == teams,
            known.good.contains(now)
        {
            return known
        }
        let tally = Tally(view, agent: agent, teams: teams, board, at: now)
        kept.withLock { kept in
            // Those of an older board are never shown again, and hold what may have been erased since.
            if board.generation > kept.generation { kept = (board.generation, Shelf(atMost: Self.atMost)) }
            if board.generation == kept.generation { kept.shelf.put(key, tally) }
        }
        return tally
    }
}

extension BoardLine {
    fileprivate func isIn(_ view: QueueView, agent: String?, teams: Set<String>) -> Bool {
        switch view.whose {
        case .everyone: break
        case .mine: if self.agent == nil || self.agent != agent { return false }
        // What is on offer waits for an answer of theirs.
        case .myTeams:
            let theirs = [team, offered].compactMap { $0?.rawValue }
            if teams.isDisjoint(with: theirs) { return false }
        case .nobodys: if self.agent != nil || state.isSettled { return false }
        }
        if let team = view.team, self.team != team { return false }
        if let grade = view.grade { return grades.contains { "\($0.policy.id)/\($0.grade)" == grade } }
        return true
    }
}
