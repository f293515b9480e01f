import Desk
import Domain
import Testing

@testable import Storage

/// Who stands in line for a database that is gone does so for a while, and not for the sum of all before them.
@Suite struct LineTests {
    private static func line() -> Line {
        Line(PostgresPlace("postgresql://desk@/desk?host=/nowhere"), name: "yinuo test")
    }

    /// What comes of some that come at once.
    private static func outcomes(_ count: Int, patience: Domain.Duration, _ line: Line) async -> [StoreError?] {
        await withTaskGroup(of: StoreError?.self) { group in
            for _ in 0..<count {
                group.addTask {
                    do throws(StoreError) {
                        try await line.again("reading", for: patience) { _ in }
                        return nil
                    } catch { return error }
                }
            }
            var outcomes: [StoreError?] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
    }

    @Test func `those who came together give up together`() async {
        let line = Self.line()
        let began = ContinuousClock.now
        let outcomes = await Self.outcomes(400, patience: .seconds(1), line)
        // One after the other, it would be four hundred seconds.
        #expect(ContinuousClock.now - began < .seconds(200))
        #expect(outcomes.count == 400)
        for outcome in outcomes {
            guard case .unreachable? = outcome else {
                Issue.record("\(String(describing: outcome))")
                continue
            }
        }
        await line.close()
    }

    @Test func `more than can be served are told so at once`() async {
        let line = Self.line()
        let refused = await withTaskGroup(of: StoreError?.self, returning: [StoreError].self) { group in
            for _ in 0..<Line.waitingAtMost + 100 {
                group.addTask {
                    // So long that nobody gives up before the last has come.
                    do throws(StoreError) {
                        try await line.again("reading", for: .minutes(5)) { _ in }
                        return nil
                    } catch { return error }
                }
            }
            var refused: [StoreError] = []
            for await outcome in group {
                guard let error = outcome, case .failed = error else { continue }
                refused.append(error)
                if refused.count == 100 { group.cancelAll() }
            }
            return refused
        }
        #expect(refused.count == 100)
        #expect(refused.allSatisfy { $0.text.contains("others wait for the same connection already") })
        await line.close()
    }

    @Test func `who is cancelled waits no longer`() async {
        let line = Self.line()
        let began = ContinuousClock.now
        let waiting = Task { await Self.outcomes(3, patience: .minutes(10), line) }
        waiting.cancel()
        #expect(await waiting.value.count == 3)
        #expect(ContinuousClock.now - began < .seconds(300))
        await line.close()
    }
}
