import Domain
import Support
import Testing

/// Terms, what happened, and how the clocks stand then.
struct ClockCase: CustomTestStringConvertible {
    let title: String
    let grades: [Grade]
    var received = "10:00"
    let given: [String]
    let now: String
    let clocks: [String]
    /// Only checked where the case says so.
    var told: [String]?

    init(
        _ title: String, _ grades: [Grade], received: String = "10:00", given: [String] = [], at now: String,
        then clocks: [String], told: [String]? = nil
    ) {
        (self.title, self.grades, self.received, self.given) = (title, grades, received, given)
        (self.now, self.clocks, self.told) = (now, clocks, told)
    }

    /// Of a grade with these promises.
    init(
        _ title: String, _ commitments: Commitment..., received: String = "10:00", given: [String] = [], at now: String,
        then clocks: String..., told: [String]? = nil
    ) {
        self.init(
            title, [Grade(id: "g", commitments: commitments)], received: received, given: given, at: now, then: clocks,
            told: told)
    }

    var testDescription: String { title }
}

/// The door of the clocks: plays a ticket and compares what it shows.
func check(_ c: ClockCase, sourceLocation: SourceLocation = #_sourceLocation) {
    var stage = Stage(c.grades, received: c.received)
    do { try stage.play(c.given) } catch {
        Issue.record("\(c.title): \(error)", sourceLocation: sourceLocation)
        return
    }
    // A view is right even if nothing fired yet (POLICIES 1.7), so it is asked before time is told; but a grade that a
    // rung attaches is there only once the rung is told.
    if !c.grades.flatMap(\.commitments).flatMap(\.ladder).contains(where: { $0.attach != nil }) {
        let seen = stage.clocks(at: t(c.now)).map(\.words)
        #expect(seen == c.clocks, "\(c.title)", sourceLocation: sourceLocation)
    }
    do { try stage.perform(.advance, at: t(c.now)) } catch { Issue.record(error, sourceLocation: sourceLocation) }
    #expect(
        stage.clocks(at: t(c.now)).map(\.words) == c.clocks, "\(c.title), once time is told",
        sourceLocation: sourceLocation)
    if let told = c.told { #expect(stage.told == told, "\(c.title)", sourceLocation: sourceLocation) }
    #expect(
        Ticket(replaying: stage.journal) == stage.ticket, "\(c.title): the journal rebuilds it",
        sourceLocation: sourceLocation)
}
