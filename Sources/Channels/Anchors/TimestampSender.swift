import Domain
import SwiftASN1

/// Asks time stamping authorities to sign when something existed.
/// - Source: RFC 3161; over HTTP as in 3.4.
public final class TimestampSender: Sendable {
    private let poster: Poster

    /// - Parameter toPrivateAddresses: whether an authority may be on this machine or in a private network.
    public init(toPrivateAddresses: Bool = false, limits: PostLimits = PostLimits()) {
        poster = Poster("timestamps", toPrivateAddresses: toPrivateAddresses, limits: limits)
    }

    /// What an authority signed, as it came.
    public struct Timestamp: Hashable, Sendable {
        /// The whole answer, which `openssl ts -verify -in` reads.
        public let response: [UInt8]
        /// By the authority's clock.
        public let time: Instant
    }

    /// Asks once. That the answer is to this request is verified; that the authority is who it says is not.
    /// - Parameters:
    ///   - bytes: only their SHA-256 is sent.
    ///   - nonce: eight bytes of chance, new each time.
    ///   - url: of the authority, as it publishes it.
    public func stamp(_ bytes: [UInt8], nonce: UInt64, at url: String) async throws(TimestampFault) -> Timestamp {
        let request = TimestampRequest(of: bytes, nonce: nonce)
        let outcome = await poster.send(
            to: url, headers: ["Content-Type: application/timestamp-query", "Accept: application/timestamp-reply"],
            body: request.der())
        switch outcome {
        case .failure(let trouble): throw .unreachable(trouble)
        case .success(let answer):
            guard answer.status == 200 else { throw .refused(status: answer.status) }
            guard let body = answer.body else { throw .malformed("it is too long, or did not end") }
            return Timestamp(response: body, time: try TimestampResponse(body, to: request).time)
        }
    }
}

/// Why a time stamp could not be had.
public enum TimestampFault: Error, Hashable, Sendable {
    case unreachable(PostTrouble)
    /// By an HTTP status.
    case refused(status: Int)
    case malformed(String)
    /// - Parameters:
    ///   - status: RFC 3161's: 2 rejected, 3 waiting, 4 and 5 about revocation.
    ///   - reason: the authority's words, perhaps none.
    case notGranted(status: Int, reason: String)
    /// What was stamped is something else.
    case otherContents
    /// The answer is to another request, perhaps an old one.
    case otherNonce
    /// The authority left out its certificate, so nobody could verify what is kept.
    case noCertificate

    public var words: (cause: String, cure: String) {
        switch self {
        case .unreachable(let trouble):
            ("The time stamping authority can't be reached: \(trouble.text).", "Check its address.")
        case .refused(let status):
            ("The time stamping authority answered \(status).", "Check its address, and whether it knows you.")
        case .malformed(let what):
            ("What came back is no time stamp: \(what).", "Check that the address is an authority's for RFC 3161.")
        case .notGranted(let status, let reason):
            (
                "The authority gave no time stamp (status \(status))" + (reason.isEmpty ? "." : ": \(reason)"),
                "Try again later, or ask whoever runs it; SHA-256 must be allowed there."
            )
        case .otherContents: ("The authority stamped something else.", "Ask another authority.")
        case .otherNonce:
            ("The answer is to another request.", "Try again; if it stays so, something keeps old answers in between.")
        case .noCertificate: ("The authority left out its certificate.", "Ask another authority.")
        }
    }
}
