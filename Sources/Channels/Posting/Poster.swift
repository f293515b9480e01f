/// Sends posts, each once. Its threads end when it is let go.
final class Poster: Sendable {
    private let limits: PostLimits
    private let mayReachPrivate: Bool
    private let threads: PostThreads

    /// - Parameters:
    ///   - name: what its threads are called.
    ///   - toPrivateAddresses: whether this machine and private networks may be reached too; see `PostDestinations`.
    init(_ name: String, toPrivateAddresses: Bool, limits: PostLimits) {
        self.limits = limits
        mayReachPrivate = toPrivateAddresses
        threads = PostThreads(name, count: limits.threads, waiting: limits.waiting)
    }

    /// When the task is cancelled it ends within about a second, as `stopped`.
    /// - Parameter headers: without line breaks, each of which would begin another header.
    func send(to url: String, headers: [String], body: [UInt8]?) async -> Post.Outcome {
        // A zero would end the address early.
        guard !url.utf8.contains(0) else { return .failure(.noWebAddress) }
        // Empty, it is not sent: otherwise a large body would wait a second for leave to come.
        let request = Post.Request(url: url, headers: headers + ["Expect:"], body: body)
        return await threads.send(Post(request, limits, mayReachPrivate: mayReachPrivate))
    }
}
