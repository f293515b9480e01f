import Foundation

/// Tells the service manager that started the program how it is: systemd's `Type=notify`.
/// - Source: sd_notify(3). The socket is a datagram's, its name stands in the environment; an `@` at its start means
///   Linux's names without a file.
struct ServiceManager: Sendable {
    static let variable = "NOTIFY_SOCKET"
    private let socketName: String?

    /// - Parameter socketName: nil where nobody wants to know.
    init(_ socketName: String?) { self.socketName = socketName }

    func isReady() { tell("READY=1") }
    func isStopping() { tell("STOPPING=1") }

    /// Nobody is there, or nobody reads: the service goes on all the same, and the manager sees that it heard nothing.
    private func tell(_ words: String) {
        guard let socketName, socketName.hasPrefix("/") || socketName.hasPrefix("@") else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(socketName.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let bytes = Array(words.utf8)
        _ = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, size)
            }
        }
    }
}
