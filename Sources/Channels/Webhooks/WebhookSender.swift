import Desk
import Domain

/// Delivers webhooks: a signed POST to an address that somebody subscribed.
///
/// It sends what it is given, once. When to try again is `Backoff`'s and the outbox's to say. Its threads end when it is
/// let go.
public final class WebhookSender: Sendable {
    /// Bounds of one delivery and of all together; a receiver is a stranger.
    public struct Limits: Hashable, Sendable {
        public var connect: Duration
        /// From the first look-up to the last byte.
        public var total: Duration
        /// The answer's body is not kept; past this many bytes the connection is closed.
        public var answerAtMost: Int
        /// How many deliveries are on their way at once.
        public var threads: Int
        /// How many wait behind those.
        public var waiting: Int

        public init(
            connect: Duration = .seconds(5), total: Duration = .seconds(15), answerAtMost: Int = 64 * 1024,
            threads: Int = 4, waiting: Int = 1_024
        ) {
            self.connect = connect
            self.total = total
            self.answerAtMost = answerAtMost
            self.threads = max(1, threads)
            self.waiting = max(1, waiting)
        }
    }

    private let limits: Limits
    private let mayReachPrivate: Bool
    private let threads: WebhookThreads

    /// - Parameter toPrivateAddresses: whether this machine and private networks may be reached too; see
    ///   `WebhookDestinations`.
    public init(toPrivateAddresses: Bool = false, limits: Limits = Limits()) {
        self.limits = limits
        mayReachPrivate = toPrivateAddresses
        threads = WebhookThreads(count: limits.threads, waiting: limits.waiting)
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
        // A line break in a header would begin another header, a zero would end the address early.
        guard isWord(key), isWord(subject), !url.utf8.contains(0) else {
            return .impossible(
                cause: "The address, the key or the subject holds a character that a request can't carry.")
        }
        let signature = WebhookSignature.value(for: body, secrets: [secret], at: instant)
        let headers = [
            "Content-Type: application/json", "\(WebhookSignature.header): \(signature)",
            "\(WebhookSignature.deliveryHeader): \(key)", "\(WebhookSignature.eventHeader): \(subject)",
            // Empty, it is not sent: otherwise a large body would wait a second for leave to come.
            "Expect:",
        ]
        let transfer = WebhookTransfer(
            .init(url: url, headers: headers, body: body), limits, mayReachPrivate: mayReachPrivate)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isIn = threads.add { curl in continuation.resume(returning: transfer.perform(curl)) }
                if !isIn {
                    continuation.resume(
                        returning: .failed(cause: "More than \(limits.waiting) deliveries are waiting already."))
                }
            }
        } onCancel: {
            transfer.cancel()
        }
    }

    /// Visible ASCII, and some of it.
    private func isWord(_ text: String) -> Bool {
        (1...256).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
