import Domain

/// What came back.
struct PostAnswer: Hashable, Sendable {
    let status: Int
    /// Of its content, as it was sent; empty for none.
    let type: String
    /// Nil when it was too long or did not end in time.
    let body: [UInt8]?
}

/// Why nothing came back. It names neither the address nor what was sent.
public enum PostTrouble: Error, Hashable, Sendable {
    case notSetUp
    /// Before it was done, its task was cancelled.
    case stopped
    case tooManyWaiting(Int)
    case noWebAddress
    case userInAddress
    /// This machine or one in its network, which was not allowed.
    case privateAddress
    case hungUp
    /// - Parameters:
    ///   - code: libcurl's.
    ///   - text: libcurl's too, in English.
    case noAnswer(code: Int, text: String)

    public var text: String {
        switch self {
        case .notSetUp: "libcurl can't be set up on this machine"
        case .stopped: "it was stopped while it was being sent"
        case .tooManyWaiting(let bound): "more than \(bound) are waiting to be sent already"
        case .noWebAddress: "the address is no http or https address"
        case .userInAddress: "the address holds a user's name"
        case .privateAddress: "the address leads to this machine or into a private network, which is not allowed"
        case .hungUp: "the receiver hung up without an answer"
        case .noAnswer(let code, let text): "no answer: \(text) (curl \(code))"
        }
    }
}

/// Bounds of one post and of all together; a receiver is a stranger.
public struct PostLimits: Hashable, Sendable {
    public var connect: Duration
    /// From the first look-up to the last byte.
    public var total: Duration
    /// Bytes of the answer's body; past this many the connection is closed.
    public var answerAtMost: Int
    /// How many are on their way at once.
    public var threads: Int
    /// How many wait behind those.
    public var waiting: Int

    public init(
        connect: Duration = .seconds(5), total: Duration = .seconds(15), answerAtMost: Int = 64 * 1_024,
        threads: Int = 4, waiting: Int = 1_024
    ) {
        self.connect = connect
        self.total = total
        self.answerAtMost = answerAtMost
        self.threads = max(1, threads)
        self.waiting = max(1, waiting)
    }
}
