import Desk
import Domain
import Foundation
import Support
import Testing

@testable import Channels

struct WebhookSenderTests {
    private let receiver: Receiver
    /// The receiver's clock is the machine's.
    private let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))

    init() throws { receiver = try Receiver.shared.get() }

    private func send(
        _ path: String, to base: String? = nil, secret: String = "s3cret", body: String = #"{"ticket":"t-1"}"#,
        key: String = "12-3", after delay: Domain.Duration = .zero,
        sender: WebhookSender = WebhookSender(toPrivateAddresses: true, limits: patient)
    ) async -> Delivery {
        await sender.send(
            to: (base ?? receiver.base) + path, secret: Array(secret.utf8), key: key, subject: "ticket-resolved",
            body: Array(body.utf8), at: now + delay)
    }

    private static let patient = WebhookSender.Limits(connect: .seconds(60), total: .seconds(60))
    private static let impatient = WebhookSender.Limits(connect: .seconds(1), total: Duration(milliseconds: 400))

    @Test(arguments: [
        (200, "delivered"), (204, "delivered"), (304, "failed"), (400, "impossible"), (404, "impossible"),
        (408, "failed"), (410, "impossible"), (425, "failed"), (429, "failed"), (500, "failed"), (503, "failed"),
    ])
    func `a status says whether to try again`(status: Int, meaning: String) async {
        let delivery = await send("/status/\(status)")
        #expect(delivery.word == meaning, "\(delivery)")
    }

    @Test func `a receiver can verify what it was sent`() async {
        #expect(await send("/verify/s3cret") == .delivered)
        #expect(await send("/verify/another").word == "impossible", "the receiver believes any secret")
        #expect(await send("/verify/s3cret", after: .zero - .minutes(6)).word == "impossible", "it believes old ones")
        #expect(await send("/verify/s3cret", body: "") == .delivered)
        #expect(await send("/verify/s3cret", body: String(repeating: "长", count: 700_000)) == .delivered)
    }

    @Test func `a certificate that nobody vouches for is not believed`() async {
        guard case .failed(let cause) = await send("/status/200", to: receiver.secureBase) else {
            Issue.record("It was sent to whoever listened.")
            return
        }
        #expect(cause.contains("curl 60"), "\(cause)")
    }

    @Test func `a redirect is not followed`() async {
        let delivery = await send("/redirect")
        #expect(delivery == .failed(cause: "The receiver answered 302; redirects are not followed."))
    }

    @Test func `a receiver that keeps us waiting is left`() async {
        let impatient = WebhookSender(toPrivateAddresses: true, limits: Self.impatient)
        #expect(await send("/slow", sender: impatient).word == "failed")
        // On a busy machine a status may take long to come: then with more patience, and the receiver has more still.
        var (stuck, next) = (Delivery.delivered, Delivery.delivered)
        for seconds: Int64 in [1, 10, 100] {
            let limits = WebhookSender.Limits(connect: .seconds(seconds), total: .seconds(seconds))
            let sender = WebhookSender(toPrivateAddresses: true, limits: limits)
            stuck = await send("/stuck/200", sender: sender)
            next = await send("/status/200", sender: sender)
            if stuck == .delivered, next == .delivered { break }
        }
        #expect(stuck == .delivered, "its status had come")
        #expect(next == .delivered, "the next one goes as if nothing had been")
    }

    @Test func `an endless answer is cut off and its status holds`() async {
        #expect(await send("/endless/200") == .delivered)
        #expect(await send("/endless/500").word == "failed")
    }

    @Test func `who hangs up or is not there may come back`() async {
        let sender = WebhookSender(toPrivateAddresses: true, limits: Self.patient)
        #expect(await send("/status/200", sender: sender) == .delivered)
        #expect(await send("/hangup", sender: sender).word == "failed")
        #expect(await send("", to: "http://nobody.invalid/", sender: sender).word == "failed")
        #expect(await send("", to: "http://127.0.0.1:1/", sender: sender).word == "failed")
    }

    @Test(arguments: [
        "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "http://", "http://a:b@127.0.0.1/", "x\0",
    ])
    func `only web addresses without a user's name are sent to`(address: String) async {
        let delivery = await send("", to: address)
        #expect(delivery.word == "impossible", "\(delivery)")
    }

    @Test func `a word that would forge a header is refused`() async {
        #expect(await send("/status/200", key: "1\r\nHost: elsewhere").word == "impossible")
        #expect(await send("/status/200", secret: "").word == "impossible")
    }

    @Test func `this machine is out of reach unless it is asked for`() async {
        let sender = WebhookSender()
        let port = receiver.base.split(separator: ":").last ?? ""
        for host in ["127.0.0.1", "localhost", "0.0.0.0", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"] {
            let delivery = await send("/status/200", to: "http://\(host):\(port)", sender: sender)
            #expect(delivery.word == "impossible", "\(host): \(delivery)")
        }
    }

    @Test func `a cause keeps what the subscriber keeps secret`() async {
        for path in ["/status/500?token=hunter2", "/hangup?token=hunter2", "/redirect?token=hunter2"] {
            guard case .failed(let cause) = await send(path, secret: "s3cret", body: "private") else { continue }
            for secret in ["hunter2", "s3cret", "private"] { #expect(!cause.contains(secret)) }
        }
    }

    @Test func `many at once wait for a thread, and too many are told so`() async {
        var limits = Self.patient
        (limits.threads, limits.waiting) = (2, 500)
        let narrow = WebhookSender(toPrivateAddresses: true, limits: limits)
        let all = await deliveries(200, by: narrow)
        #expect(all.allSatisfy { $0 == .delivered })
        // Long enough for a third to come while two are there.
        (limits.threads, limits.waiting, limits.total) = (1, 1, .seconds(3))
        let tiny = WebhookSender(toPrivateAddresses: true, limits: limits)
        let most = await deliveries(20, path: "/slow", by: tiny)
        #expect(most.contains(.failed(cause: "More than 1 deliveries are waiting already.")))
    }

    private func deliveries(_ count: Int, path: String = "/status/200", by sender: WebhookSender) async -> [Delivery] {
        let (url, now) = (receiver.base + path, now)
        return await withTaskGroup { group in
            for number in 0..<count {
                group.addTask {
                    await sender.send(to: url, secret: [1], key: "\(number)-0", subject: "a", body: [], at: now)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func `a cancelled delivery ends without its receiver`() async {
        let (url, now) = (receiver.base + "/slow", now)
        let task = Task {
            await WebhookSender(toPrivateAddresses: true).send(
                to: url, secret: [1], key: "1-0", subject: "a", body: [], at: now)
        }
        task.cancel()
        #expect(await task.value == WebhookSender.stopped)
    }
}

extension Delivery {
    var word: String {
        switch self {
        case .delivered: "delivered"
        case .failed: "failed"
        case .impossible: "impossible"
        }
    }
}
