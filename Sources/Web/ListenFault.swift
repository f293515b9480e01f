import Foundation
import NIOCore

/// Why a listener does not listen.
public enum ListenFault: Error, Hashable, Sendable, CustomStringConvertible {
    case beyondLoopback(ListenAddress)
    case unavailable(ListenAddress, reason: String)

    public var description: String {
        switch self {
        case .beyondLoopback(let address):
            """
            Other machines could reach \(address), and it has no TLS. Listen on 127.0.0.1 behind a proxy; \
            if it is meant, set listen-beyond-loopback.
            """
        case .unavailable(let address, let reason):
            "It can't listen on \(address): \(reason). Stop what holds it, or set listen to another address."
        }
    }

    /// - Returns: nil for an error that has nothing to do with the address.
    init?(_ error: any Error, at address: ListenAddress) {
        switch error {
        case let error as IOError: self = .unavailable(address, reason: ListenFault.reason(error.errnoCode))
        case is SocketAddressError: self = .unavailable(address, reason: "its host is not known")
        default: return nil
        }
    }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case EADDRINUSE: "another program holds it"
        case EACCES: "the rights are missing"
        case EADDRNOTAVAIL: "this machine has no such address"
        default: "error \(code) of the system"
        }
    }
}
