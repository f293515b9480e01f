import Foundation

/// What the system says of its files and limits, without a change to any.
enum Disks {
    /// What may still be written below a folder; nil where nobody says.
    static func room(_ folder: String) -> Int? {
        var state = statvfs()
        guard statvfs(folder, &state) == 0 else { return nil }
        return Int(clamping: UInt64(state.f_bavail) * UInt64(state.f_frsize))
    }

    static func folder(of path: String) -> String {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return folder.isEmpty ? "/" : folder
    }

    static func mayWrite(_ path: String) -> Bool { access(path, W_OK) == 0 }

    /// Whether anybody on this machine may read or change it; nil where it is not there.
    static func isOpenToAll(_ path: String) -> Bool? {
        var state = stat()
        return stat(path, &state) == 0 ? state.st_mode & 0o007 != 0 : nil
    }
}

enum Descriptors {
    static var limit: Int? {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? Int(clamping: limit.rlim_cur) : nil
    }
}

enum Address {
    static func isOne(_ text: String) -> Bool {
        var four = in_addr()
        var six = in6_addr()
        return inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1
    }

    enum Standing { case free, held, forbidden, absent }

    /// Whether a program could listen there. It is bound for an instant and nobody is listened to.
    static func standing(_ host: String, _ port: Int) -> Standing {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let first = found else { return .absent }
        defer { freeaddrinfo(found) }
        let descriptor = socket(first.pointee.ai_family, first.pointee.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return .absent }
        defer { close(descriptor) }
        // As the service does it: what a connection of before has left behind is nobody's.
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        if bind(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0 { return .free }
        switch errno {
        case EADDRINUSE: return .held
        case EACCES: return .forbidden
        default: return .absent
        }
    }
}
