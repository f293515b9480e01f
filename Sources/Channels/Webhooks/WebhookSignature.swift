import Crypto
import Domain
import Evidence
import Foundation

/// How a receiver knows that a webhook is ours, is whole, and is new.
///
/// Every delivery is a POST whose body is JSON, with three headers of its own:
///
///     Yinuo-Signature: t=1700000000,v1=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae
///     Yinuo-Delivery: 8812-0
///     Yinuo-Event: ticket-resolved
///
/// `t` is the time of sending in seconds since 1970. `v1` is HMAC-SHA-256 in lower-case hex, keyed with the subscriber's
/// secret, over the decimal digits of `t`, a full stop, and the body's bytes exactly as they came. A receiver
///
/// 1. splits the header at commas and each part at its first `=`; parts that it does not know it skips,
/// 2. refuses a `t` more than five minutes away from its own clock, so that a recorded delivery is soon worthless,
/// 3. computes the HMAC and compares it in constant time; one `v1` that matches is enough. While a secret is being
///    changed there are several,
/// 4. remembers the `Yinuo-Delivery` of what it has handled, for as long as a message may be tried again, and answers 200
///    to one that comes again: delivery is at least once, and every attempt is signed anew.
///
/// The sample is what the body `{}` and the secret `key` give. Receivers find these steps in docs/operations.md. Only `t`
/// and the body are signed: what a receiver acts on it should read from the body.
public enum WebhookSignature {
    public static let header = "Yinuo-Signature"
    public static let deliveryHeader = "Yinuo-Delivery"
    public static let eventHeader = "Yinuo-Event"
    public static let tolerance = Duration.minutes(5)

    /// A header longer than this is not read, nor more signatures than these: a stranger chooses both.
    private static let longestHeader = 2_048
    private static let signaturesAtMost = 8

    /// The header's value.
    /// - Parameter secrets: one; while it is being changed, the new and the old.
    public static func value(for body: [UInt8], secrets: [[UInt8]], at instant: Instant) -> String {
        let seconds = String(instant.milliseconds / 1_000)
        return "t=" + seconds + secrets.map { ",v1=" + Content.hex(mac(seconds, body, $0)) }.joined()
    }

    /// Returns if the header was made for this body with one of the secrets, not long ago.
    /// - Throws: why it should not be believed.
    public static func verify(_ header: String, body: [UInt8], secrets: [[UInt8]], now: Instant) throws(Refusal) {
        guard header.utf8.count <= longestHeader else { throw .unreadable }
        var time: String?
        var signatures: [[UInt8]] = []
        for part in header.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingPrefix { $0 == " " } }
            guard pair.count == 2 else { throw .unreadable }
            switch pair[0] {
            case "t":
                // Twelve digits reach past the year 30000 and can't overflow.
                guard time == nil, (1...12).contains(pair[1].utf8.count),
                    pair[1].utf8.allSatisfy({ (0x30...0x39).contains($0) })
                else { throw .unreadable }
                time = String(pair[1])
            case "v1":
                guard signatures.count < signaturesAtMost, let bytes = Content.bytes(hex: pair[1]) else {
                    throw .unreadable
                }
                signatures.append(bytes)
            default: break
            }
        }
        guard let time, let seconds = Int64(time) else { throw .unreadable }
        guard !signatures.isEmpty else { throw .noSignature }
        let sent = Instant(milliseconds: seconds * 1_000)
        // The header has whole seconds: without the one more, what was sent at .999 would seem older than it is.
        guard sent >= now - tolerance - .seconds(1) else { throw .tooOld(sent: sent) }
        guard sent <= now + tolerance else { throw .fromTheFuture(sent: sent) }
        for secret in secrets {
            let key = SymmetricKey(data: secret)
            // Crypto compares in constant time. That it stops at the first match tells only which secret is in use.
            let matches = signatures.contains {
                HMAC<SHA256>.isValidAuthenticationCode($0, authenticating: signed(time, body), using: key)
            }
            if matches { return }
        }
        throw .doesNotMatch
    }

    /// Why a delivery should not be believed.
    public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        case unreadable
        case noSignature
        case tooOld(sent: Instant)
        case fromTheFuture(sent: Instant)
        case doesNotMatch

        public var description: String {
            switch self {
            case .unreadable: "The header is not of the form t=SECONDS,v1=HEX. Pass it on as it came."
            case .noSignature:
                "The header has no v1. Another version of the sender may sign otherwise: update the receiver."
            case .tooOld: "It was sent more than five minutes ago. Refuse it; if all are too old, set the clock."
            case .fromTheFuture: "It was sent more than five minutes ahead of this clock. Set the clock."
            case .doesNotMatch:
                "No signature fits this body and secret. Verify the bytes as they came, before any parsing."
            }
        }
    }

    private static func signed(_ seconds: String, _ body: [UInt8]) -> [UInt8] { Array(seconds.utf8) + [0x2E] + body }

    private static func mac(_ seconds: String, _ body: [UInt8], _ secret: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: signed(seconds, body), using: SymmetricKey(data: secret)))
    }
}
