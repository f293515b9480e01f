import Foundation
import Testing

@testable import Channels

struct PostDestinationsTests {
    @Test(arguments: [
        ("1.1.1.1", true), ("9.255.255.255", true), ("10.0.0.0", false), ("10.255.255.255", false),
        ("11.0.0.0", true), ("0.0.0.0", false), ("127.0.0.1", false), ("127.255.255.254", false),
        ("100.63.255.255", true), ("100.64.0.0", false), ("100.100.100.200", false), ("100.128.0.0", true),
        ("169.254.169.254", false), ("172.15.255.255", true), ("172.16.0.1", false), ("172.31.255.255", false),
        ("172.32.0.0", true), ("192.0.0.8", false), ("192.0.2.1", false), ("192.168.1.1", false),
        ("192.169.0.0", true), ("198.17.255.255", true), ("198.18.0.1", false), ("198.19.255.255", false),
        ("198.51.100.7", false), ("203.0.113.9", false), ("223.255.255.255", true), ("224.0.0.1", false),
        ("240.0.0.1", false), ("255.255.255.255", false),
        ("::", false), ("::1", false), ("::ffff:10.0.0.1", false), ("::ffff:1.1.1.1", true),
        ("64:ff9b::a00:1", false), ("64:ff9b::101:101", true), ("2002:a00:1::", false), ("2002:101:101::", true),
        ("fe80::1", false), ("fc00::1", false), ("fd12:3456::1", false), ("ff02::1", false),
        ("2001::1", false), ("2001:db8::1", false), ("2001:4860:4860::8888", true), ("2606:4700::1111", true),
        ("3fff:fff::1", false), ("4000::1", false), ("::7f00:1", false),
    ])
    func `only what is given out to everybody is public`(text: String, isPublic: Bool) throws {
        let isSix = text.contains(":")
        var bytes = [UInt8](repeating: 0, count: isSix ? 16 : 4)
        try #require(inet_pton(isSix ? AF_INET6 : AF_INET, text, &bytes) == 1)
        #expect(PostDestinations.isPublic(bytes) == isPublic)
    }

    @Test func `the machine knows its own addresses`() {
        #expect(PostDestinations.isOwn([127, 0, 0, 1]))
        #expect(!PostDestinations.isOwn([1, 1, 1, 1]))
    }
}
