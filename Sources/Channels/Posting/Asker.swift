import Domain

/// Asks machines that the operator has named, in this network too: a company's identity provider, say.
public final class Asker: Sendable {
    private let poster: Poster

    public init(_ name: String, limits: PostLimits = PostLimits(answerAtMost: 1 << 20)) {
        poster = Poster(name, toPrivateAddresses: true, limits: limits)
    }

    /// A GET, or a POST where there is a body.
    /// - Parameter headers: without line breaks.
    /// - Returns: nil where no whole answer came.
    public func ask(_ url: String, headers: [String], body: [UInt8]?) async -> (status: Int, body: [UInt8])? {
        guard case .success(let answer) = await poster.send(to: url, headers: headers, body: body),
            let body = answer.body
        else { return nil }
        return (answer.status, body)
    }
}
