import Domain
import Evidence

/// Fetches a published log's files, one after the other, for whoever checks a log from elsewhere. Not for threads that
/// others need: each call blocks.
public final class LogFetcher {
    private let base: String
    private let curl = CurlHandle()
    /// Bytes of a file: a bundle of the longest entries.
    public static let longest = 256 * (Bundle.entryBytesAtMost + 2)
    private let limits = PostLimits(answerAtMost: longest)

    /// - Parameter base: the address that the paths of the log's files are added to.
    public init(_ base: String) { self.base = base.hasSuffix("/") ? String(base.dropLast()) : base }

    /// - Returns: nil if there is no such file.
    public func fetch(_ path: String) throws(LogFetchFault) -> [UInt8]? {
        let request = Post.Request(url: base + "/" + path, headers: [], body: nil)
        switch Post(request, limits, mayReachPrivate: true).perform(curl) {
        case .failure(let trouble): throw LogFetchFault(path: path, cause: trouble.text)
        case .success(let answer):
            if answer.status == 404 || answer.status == 410 { return nil }
            guard answer.status == 200, let body = answer.body else {
                throw LogFetchFault(path: path, cause: "the answer was \(answer.status), or too long")
            }
            return body
        }
    }
}

/// A file that could not be fetched, which says nothing of the log.
public struct LogFetchFault: Error, Hashable, Sendable {
    public let path: String
    public let cause: String
    public var text: String { "\(path) could not be fetched: \(cause). Check the address, and try again." }
}
