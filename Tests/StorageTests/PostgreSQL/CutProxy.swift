import Foundation
import Support
import Synchronization

/// Stands between a node and its server, and can lose an answer on the way: the server has done what it was asked, and
/// the node never hears of it.
final class CutProxy: Sendable {
    let folder: String
    private let target: String
    private let listening: Int32
    private let cuts = Mutex(0)

    init(to target: String) throws {
        self.target = target + "/.s.PGSQL.5432"
        folder = "/tmp/yinuo-cut-\(getpid())-\(UInt32.random(in: 0..<1_000_000))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        listening = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let path = folder + "/.s.PGSQL.5432"
        let bound = CutProxy.withAddress(path) { bind(listening, $0, $1) }
        guard bound == 0, listen(listening, 64) == 0 else { throw POSIXError(.EADDRINUSE) }
        let thread = Thread { [self] in accept() }
        thread.start()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The next answer to a batch is lost, and its connection with it.
    func cutNext() { cuts.withLock { $0 += 1 } }

    private func accept() {
        while true {
            let client = Glibc.accept(listening, nil, nil)
            if client < 0 { return }
            let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            guard CutProxy.withAddress(target, { connect(server, $0, $1) }) == 0 else {
                close(client)
                close(server)
                continue
            }
            let thread = Thread { [self] in pump(client, server) }
            thread.start()
        }
    }

    private func pump(_ client: Int32, _ server: Int32) {
        defer {
            // Programs that other tests began meanwhile hold copies of these; without this nobody would see the end.
            for end in [client, server] {
                shutdown(end, Int32(SHUT_RDWR))
                close(end)
            }
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var losesAnswer = false
        while true {
            var ends = [
                pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                pollfd(fd: server, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&ends, 2, -1) > 0 else { return }
            if ends[0].revents != 0 {
                let count = read(client, &buffer, buffer.count)
                if count <= 0 { return }
                let isBatch = Data(buffer.prefix(count)).range(of: Data("commit_batch".utf8)) != nil
                if isBatch {
                    losesAnswer = cuts.withLock { cuts in
                        defer { cuts = max(0, cuts - 1) }
                        return cuts > 0
                    }
                }
                CutProxy.send(buffer[..<count], to: server)
            }
            if ends[1].revents != 0 {
                let count = read(server, &buffer, buffer.count)
                if count <= 0 || losesAnswer { return }
                CutProxy.send(buffer[..<count], to: client)
            }
        }
    }

    private static func send(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8) + [0]) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
