import CCurl
import Foundation

/// Where a post may go: to strangers on the internet, not to the machine itself nor into its network.
///
/// A webhook's subscriber chooses the address, so without this it would reach what only insiders reach: a database's port,
/// a router's page, a cloud's metadata (169.254.169.254, 100.100.100.200). The address is judged when its socket is
/// opened, after the name was resolved, so a name that resolves differently the second time gains nothing.
enum PostDestinations {
    /// An internet address in network byte order: 4 or 16 bytes.
    typealias Address = [UInt8]

    /// Whether anybody may send there. Ranges: the IANA registries of special-purpose addresses (RFC 6890 and later).
    static func isPublic(_ address: Address) -> Bool {
        address.count == 4 ? isPublic(v4: address[...]) : address.count == 16 && isPublic(v6: address)
    }

    private static func isPublic(v4 address: ArraySlice<UInt8>) -> Bool {
        let bits = address.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return !special4.contains { bits >> (32 - $0.length) == $0.bits >> (32 - $0.length) }
    }

    private static let special4: [(bits: UInt32, length: UInt32)] = [
        (0x0000_0000, 8),  // this network
        (0x0A00_0000, 8),  // private
        (0x6440_0000, 10),  // shared with the provider
        (0x7F00_0000, 8),  // this machine
        (0xA9FE_0000, 16),  // this link
        (0xAC10_0000, 12),  // private
        (0xC000_0000, 24),  // protocol assignments
        (0xC000_0200, 24),  // documentation
        (0xC058_6300, 24),  // 6to4 relays, given up
        (0xC0A8_0000, 16),  // private
        (0xC612_0000, 15),  // benchmarks
        (0xC633_6400, 24),  // documentation
        (0xCB00_7100, 24),  // documentation
        (0xE000_0000, 4),  // to many
        (0xF000_0000, 4),  // reserved, and to all
    ]

    private static func isPublic(v6 address: Address) -> Bool {
        // An address that carries one of version 4 is judged by what it carries.
        if address.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) { return isPublic(v4: address[12...]) }
        if address.starts(with: [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) { return isPublic(v4: address[12...]) }
        if address.starts(with: [0x20, 0x02]) { return isPublic(v4: address[2..<6]) }
        // Only 2000::/3 is given out at all; of it 2001::/23 is for protocols, two ranges are for documentation.
        if address[0] >> 5 != 1 { return false }
        if address.starts(with: [0x20, 0x01]), address[2] < 2 { return false }
        if address.starts(with: [0x20, 0x01, 0x0D, 0xB8]) { return false }
        return !(address.starts(with: [0x3F, 0xFF]) && address[2] < 0x10)
    }

    /// The address in a socket address; nil of a kind that is not used here.
    static func address(_ pointer: UnsafeRawPointer) -> Address? {
        switch Int32(pointer.loadUnaligned(as: sockaddr.self).sa_family) {
        case AF_INET:
            let address = pointer.loadUnaligned(as: sockaddr_in.self).sin_addr
            return withUnsafeBytes(of: address) { Array($0) }
        case AF_INET6:
            let address = pointer.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return withUnsafeBytes(of: address) { Array($0) }
        default: return nil
        }
    }

    /// Whether it is this machine by another name: a public address of one of its own interfaces.
    static func isOwn(_ address: Address) -> Bool {
        var first: UnsafeMutablePointer<ifaddrs>?
        // What can't be known is not allowed.
        guard getifaddrs(&first) == 0 else { return true }
        defer { freeifaddrs(first) }
        return sequence(first: first) { $0?.pointee.ifa_next }.prefix { $0 != nil }.contains { interface in
            guard let own = interface?.pointee.ifa_addr else { return false }
            return PostDestinations.address(own) == address
        }
    }
}
