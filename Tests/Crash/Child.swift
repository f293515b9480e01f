import Foundation

/// This program once more, in another trade; what it prints comes up a pipe.
final class Child {
    let id: pid_t
    private let output: Int32
    private(set) var printed: [UInt8] = []

    /// - Parameter errors: the file for what it complains about.
    init(_ arguments: [String], errors: String) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Usage("no pipe: errno \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var words: [UnsafeMutablePointer<CChar>?] = ([own] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, own, &actions, nil, &words, environ)
        close(ends[1])
        (id, output) = (child, ends[0])
        guard code == 0 else { throw Usage("the child does not start: errno \(code)") }
    }

    deinit { close(output) }

    /// Takes what it prints until the time is over, or until its first line if that is asked for.
    /// - Returns: false when it has ended.
    func listen(milliseconds: Int, untilFirstLine: Bool = false) -> Bool {
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        while true {
            if untilFirstLine, printed.contains(0x0A) { return true }
            let left = end - ContinuousClock.now
            let parts = left.components
            let wait = parts.seconds * 1_000 + parts.attoseconds / 1_000_000_000_000_000
            if wait <= 0 { return true }
            var ready = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            if poll(&ready, 1, Int32(wait)) > 0, !take() { return false }
        }
    }

    /// Everything up to its end.
    /// - Returns: its exit status; 128 and the signal's number if a signal ended it.
    func finish() -> Int {
        while take() {}
        var word: Int32 = 0
        while waitpid(id, &word, 0) < 0, errno == EINTR {}
        return Int(word & 0x7F == 0 ? word >> 8 & 0xFF : 128 + word & 0x7F)
    }

    private func take() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(output, &buffer, buffer.count)
        if count > 0 { printed += buffer.prefix(count) }
        return count > 0 || (count < 0 && errno == EINTR)
    }

    /// Its whole lines; what the kill left half is nobody's acknowledgement.
    var lines: [String] {
        guard let last = printed.lastIndex(of: 0x0A) else { return [] }
        return String(decoding: printed[..<last], as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

extension [Child] {
    /// Takes what any of them prints until the time is over.
    func listen(milliseconds: Int) {
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        while ContinuousClock.now < end { for child in self { _ = child.listen(milliseconds: 10) } }
    }
}
