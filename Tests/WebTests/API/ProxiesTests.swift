import HTTPTypes
import Testing

@testable import Web

@Suite struct ProxiesTests {
    @Test(
        arguments: [
            (peer: "192.0.2.7", told: nil, client: "192.0.2.7"),
            (peer: "192.0.2.7", told: "198.51.100.1", client: "192.0.2.7"),
            (peer: "127.0.0.1", told: "198.51.100.1", client: "198.51.100.1"),
            (peer: "127.0.0.1", told: "203.0.113.9, 198.51.100.1, 127.0.0.1", client: "198.51.100.1"),
            (peer: "127.0.0.1", told: "nonsense", client: "127.0.0.1"),
            (peer: "2001:db8:1:2:3:4:5:6", told: nil, client: "2001:db8:1:2::/64"),
            (peer: "2001:db8:1:2::9", told: nil, client: "2001:db8:1:2::/64"),
            (peer: "::ffff:192.0.2.7", told: nil, client: "192.0.2.7"),
            (peer: "127.0.0.1", told: "2001:db8::1", client: "2001:db8:0:0::/64"),
        ] as [(peer: String, told: String?, client: String)])
    func `a request comes from where it began, and of IPv6 from a network`(
        given: (peer: String, told: String?, client: String)
    ) {
        var headers = HTTPFields()
        if let told = given.told { headers[.forwardedFor] = told }
        #expect(Proxies(["127.0.0.1"]).client(headers, given.peer) == given.client)
    }
}
