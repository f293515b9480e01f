import Domain
import Support
import Testing

@testable import Channels

struct WebhookSignatureTests {
    private let body = Array(#"{"ticket":"t-1"}"#.utf8)
    private let new = Array("new".utf8)
    private let old = Array("old".utf8)
    private let now = at("2026-02-14T20:30:00.999+08:00")

    private func refusal(
        _ header: String, body: [UInt8]? = nil, secrets: [[UInt8]]? = nil, after delay: Duration = .zero
    ) -> WebhookSignature.Refusal? {
        do {
            try WebhookSignature.verify(header, body: body ?? self.body, secrets: secrets ?? [new], now: now + delay)
            return nil
        } catch {
            return error
        }
    }

    /// As `printf '1700000000.{}' | openssl dgst -sha256 -hmac key` says.
    @Test func `the form is the documented one`() {
        let value = WebhookSignature.value(
            for: Array("{}".utf8), secrets: [Array("key".utf8)], at: Instant(milliseconds: 1_700_000_000_999))
        #expect(value == "t=1700000000,v1=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae")
    }

    @Test func `either secret will do while one replaces the other`() {
        let both = WebhookSignature.value(for: body, secrets: [new, old], at: now)
        for secrets in [[new], [old], [old, new], [Array("other".utf8), old]] {
            #expect(refusal(both, secrets: secrets) == nil)
        }
        #expect(refusal(both, secrets: [Array("other".utf8)]) == .doesNotMatch)
        #expect(refusal(both, secrets: []) == .doesNotMatch)
    }

    @Test func `another body, time or signature does not match`() {
        let good = WebhookSignature.value(for: body, secrets: [new], at: now)
        #expect(refusal(good) == nil)
        #expect(refusal(good, body: body + [0x20]) == .doesNotMatch)
        #expect(refusal(good.replacing("t=", with: "t=0")) == .doesNotMatch)
        for index in body.indices {
            var other = body
            other[index] ^= 1
            #expect(refusal(good, body: other) == .doesNotMatch)
        }
    }

    @Test(arguments: [
        (Duration.zero, true), (.minutes(5), true), (.minutes(5) + .seconds(1), false), (.zero - .minutes(5), true),
        (.zero - .minutes(5) - .seconds(1), false),
    ])
    func `five minutes either side are tolerated`(delay: Duration, isIn: Bool) {
        let refusal = refusal(WebhookSignature.value(for: body, secrets: [new], at: now), after: delay)
        let sent = Instant(milliseconds: now.milliseconds / 1_000 * 1_000)
        #expect(refusal == (isIn ? nil : delay > .zero ? .tooOld(sent: sent) : .fromTheFuture(sent: sent)))
    }

    @Test func `what is no header is refused by name`() {
        let good = WebhookSignature.value(for: body, secrets: [new], at: now)
        for header in [
            "", "t=", "t=1700000000,v1=zz", "t=-1,v1=00", "t=1e9", "v1", good + ",t=1", good.uppercased(),
            "t=99999999999999999999", good + String(repeating: ",v1=" + String(repeating: "0", count: 64), count: 8),
            String(repeating: "x=1,", count: 1_000) + good,
        ] { #expect(refusal(header) == .unreadable, "\(header.prefix(80))") }
        #expect(refusal("t=1700000000") == .noSignature)
        #expect(refusal(good.replacing(",", with: ", ") + ",v2=later") == nil, "unknown parts and spaces are skipped")
    }
}
