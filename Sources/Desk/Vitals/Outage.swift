import Domain

/// What a loop tells of a failure that lasts: that it began, once a minute that it goes on, and that it is over.
public struct Outage {
    private static let pause = Duration.minutes(1)
    /// What could not be done, a sentence.
    private let what: String
    private let clocks: Clocks
    private let log: @Sendable (LogLine) -> Void
    private var began: Duration?
    private var told: Duration?

    public init(_ what: String, _ edges: Edges) {
        self.what = what
        clocks = edges.clocks
        log = edges.log
    }

    public mutating func goesOn(_ error: any Error) {
        let now = clocks.ticks()
        began = began ?? now
        if let told, now - told < Self.pause { return }
        told = now
        log(LogLine(.error, what, ["cause": Outage.text(error)]))
    }

    public mutating func isOver() {
        guard let began else { return }
        (self.began, told) = (nil, nil)
        let seconds = (clocks.ticks() - began).milliseconds / 1_000
        log(LogLine(.warning, "It goes on again: \(what)", ["lasted_s": "\(seconds)"]))
    }

    /// In words, where the error has some.
    static func text(_ error: any Error) -> String {
        switch error {
        case let error as StoreError: error.text
        case DeskError.store(let error): error.text
        case DeskError.stale(let stream): "\(stream) was changed by others again and again."
        case DeskError.defect(let text): text
        case let error as SealFault: error.text
        default: "\(error)"
        }
    }
}
