import Domain
import Foundation
import Support
import Testing

@testable import Channels

struct TimestampSenderTests {
    private let authority: Authority
    /// The authority is openssl, which a busy machine may be slow to begin, and stamps for one after the other.
    private let sender = TimestampSender(
        toPrivateAddresses: true, limits: PostLimits(connect: .seconds(300), total: .seconds(300)))
    private let bytes = Array("log.example/t\n7\nroot\n".utf8)

    init() throws { authority = try Authority.shared.get() }

    @Test(arguments: [0, 1, 0x7F, 0x80, 0x0123_4567_89AB_CDEF, .max])
    func `openssl believes what was stamped, of these bytes and no others`(nonce: UInt64) async throws {
        let before = Int64(Date().timeIntervalSince1970 * 1_000)
        let stamp = try await sender.stamp(bytes, nonce: nonce, at: authority.base + "/stamp")
        let after = Int64(Date().timeIntervalSince1970 * 1_000)
        #expect((before...after).contains(stamp.time.milliseconds), "\(stamp.time)")
        #expect(try authority.verifies(stamp.response, of: bytes))
        #expect(try !authority.verifies(stamp.response, of: bytes + [0]))
    }

    @Test func `an answer to another request is not taken`() async throws {
        let url = authority.base + "/replay"
        _ = try await sender.stamp(bytes, nonce: 1, at: url)
        await #expect(throws: TimestampFault.otherContents) {
            try await sender.stamp(Array("others".utf8), nonce: 1, at: url)
        }
        await #expect(throws: TimestampFault.otherNonce) { try await sender.stamp(bytes, nonce: 77, at: url) }
    }

    @Test func `an answer that nobody could verify is not taken`() async {
        await #expect(throws: TimestampFault.noCertificate) {
            try await sender.stamp(bytes, nonce: 9, at: authority.base + "/without")
        }
    }

    @Test func `an authority that refuses is heard`() async {
        let fault = await #expect(throws: TimestampFault.self) {
            try await sender.stamp(bytes, nonce: 9, at: authority.base + "/strict")
        }
        guard case .notGranted(status: 2, let reason) = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(!reason.isEmpty && fault?.words.cause.contains(reason) == true)
    }

    @Test func `who is no authority is told so`() async throws {
        let said = try Receiver.shared.get()
        for body in [[], [0x30], [0x30, 0], [0x30, 3, 2, 1, 0], [0x30, 5, 0x30, 3, 2, 1, 0], Array("<html>".utf8)] {
            let fault = await #expect(throws: TimestampFault.self) {
                try await sender.stamp(bytes, nonce: 1, at: said.saying(200, "text/html", body))
            }
            guard case .malformed = fault else {
                Issue.record("\(String(describing: fault))")
                continue
            }
        }
        await #expect(throws: TimestampFault.refused(status: 503)) {
            try await sender.stamp(bytes, nonce: 1, at: said.saying(503, "text/html", []))
        }
        await #expect(throws: TimestampFault.unreachable(.privateAddress)) {
            try await TimestampSender().stamp(bytes, nonce: 1, at: authority.base + "/stamp")
        }
        await #expect(throws: TimestampFault.unreachable(.noWebAddress)) {
            try await sender.stamp(bytes, nonce: 1, at: "ftp://127.0.0.1/")
        }
    }

    /// So that what breaks is the reading, wherever an answer is cut off or a byte is changed.
    @Test func `a damaged answer is refused or says the same, and never ends the program`() async throws {
        let stamp = try await sender.stamp(bytes, nonce: 5, at: authority.base + "/stamp")
        let request = TimestampRequest(of: bytes, nonce: 5)
        for count in 0..<stamp.response.count {
            #expect(throws: TimestampFault.self) {
                try TimestampResponse(Array(stamp.response.prefix(count)), to: request)
            }
        }
        for place in stamp.response.indices {
            var damaged = stamp.response
            damaged[place] ^= 0x41
            // Most of it is certificate and signature, which openssl judges.
            _ = try? TimestampResponse(damaged, to: request)
        }
    }
}
