import Desk
import Domain

/// Delivers webhooks: a signed POST to an address that somebody subscribed.
///
/// It sends what it is given, once. When to try again is `Backoff`'s and the outbox's to say. Its threads end when it is
/// let go.
public final class WebhookSender: Sendable {
    public typealias Limits = PostLimits

    private let poster: Poster

    /// - Parameter toPrivateAddresses: whether this machine and private networks may be reached too; see
    ///   `PostDestinations`.
    public init(toPrivateAddresses: Bool = false, limits: Limits = Limits()) {
        poster = Poster("webhooks", toPrivateAddresses: toPrivateAddresses, limits: limits)
    }

    /// Sends one message and says how it went. A cause names neither the address, the body nor the secret.
    ///
    /// When its task is cancelled the transfer ends within about a second, as a failure, so that the desk can stop.
    /// - Parameters:
    ///   - key: the message's; a receiver that had it before may see so.
    ///   - subject: what it tells, in a word.
    ///   - at: now; the signature holds it.
    public func send(
        to url: String, secret: [UInt8], key: String, subject: String, body: [UInt8], at instant: Instant
    ) async -> Delivery {
        guard !secret.isEmpty else {
            return .impossible(cause: "The subscription has no secret to sign with. Give it one.")
        }
        // A line break in a header would begin another header.
        guard isWord(key), isWord(subject), !url.utf8.contains(0) else {
            return .impossible(
                cause: "The address, the key or the subject holds a character that a request can't carry.")
        }
        let signature = WebhookSignature.value(for: body, secrets: [secret], at: instant)
        let headers = [
            "Content-Type: application/json", "\(WebhookSignature.header): \(signature)",
            "\(WebhookSignature.deliveryHeader): \(key)", "\(WebhookSignature.eventHeader): \(subject)",
        ]
        return WebhookSender.delivery(await poster.send(to: url, headers: headers, body: body))
    }

    /// What came of it. A receiver that is not there may come back; an address that is none will not become one.
    static func delivery(_ outcome: Post.Outcome) -> Delivery {
        let trouble: PostTrouble
        switch outcome {
        case .success(let answer): return delivery(status: answer.status)
        case .failure(let found): trouble = found
        }
        return switch trouble {
        case .notSetUp: .failed(cause: "libcurl can't be set up on this machine.")
        case .stopped: stopped
        case .tooManyWaiting(let bound): .failed(cause: "More than \(bound) deliveries are waiting already.")
        case .noWebAddress:
            .impossible(cause: "The address is no http or https address. Correct the subscription.")
        case .userInAddress:
            .impossible(cause: "The address holds a user name. Take it out; deliveries are signed instead.")
        case .privateAddress:
            .impossible(
                cause: """
                    The address leads to this machine or into a private network. \
                    If that is meant, set webhooks-to-private-addresses.
                    """)
        case .hungUp: .failed(cause: "The receiver hung up without an answer.")
        case .noAnswer(let code, let text): .failed(cause: "No answer: \(text) (curl \(code)).")
        }
    }

    static let stopped = Delivery.failed(cause: "The desk stopped while it was being sent.")

    /// What a status means: 410 and its kind will not change by themselves; a receiver that is busy or broken may.
    static func delivery(status: Int) -> Delivery {
        switch status {
        case 200..<300: .delivered
        case 300..<400: .failed(cause: "The receiver answered \(status); redirects are not followed.")
        case 408, 425, 429: .failed(cause: "The receiver answered \(status).")
        case 400..<500: .impossible(cause: "The receiver answered \(status).")
        default: .failed(cause: "The receiver answered \(status).")
        }
    }

    /// Visible ASCII, and some of it.
    private func isWord(_ text: String) -> Bool {
        (1...256).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
