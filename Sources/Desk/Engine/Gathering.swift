import Domain
import Synchronization

/// Collects the answers of works that were handed in together; the first failure is the answer of all.
final class Gathering: Sendable {
    private struct State {
        var outcomes: [[Outcome]]
        var missing: Int
        var failure: DeskError?
    }
    private let state: Mutex<State>
    private let done: @Sendable (Result<[[Outcome]], DeskError>) -> Void

    init(_ count: Int, _ done: @escaping @Sendable (Result<[[Outcome]], DeskError>) -> Void) {
        state = Mutex(State(outcomes: Array(repeating: [], count: count), missing: count))
        self.done = done
    }

    func take(_ result: Result<[Outcome], DeskError>, at index: Int) {
        let finished = state.withLock { state -> Result<[[Outcome]], DeskError>? in
            switch result {
            case .success(let outcomes): state.outcomes[index] = outcomes
            case .failure(let error): state.failure = state.failure ?? error
            }
            state.missing -= 1
            if state.missing > 0 { return nil }
            return state.failure.map { .failure($0) } ?? .success(state.outcomes)
        }
        if let finished { done(finished) }
    }
}
