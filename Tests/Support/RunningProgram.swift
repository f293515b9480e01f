import Foundation

/// A program that goes on while a test talks to it; it is killed when the test lets it go.
///
/// Not Foundation's `Process`: that sees an end by a socket which any other child may have inherited, so with several
/// long-lived children each would wait for the others.
public final class RunningProgram {
    public let id: pid_t
    private let input: Int32
    private var isInputOpen = true
    private let output: Int32
    private var status: Int32?

    /// - Parameters:
    ///   - path: absolute, or a name to be found in PATH.
    ///   - errors: a file that standard error is written to; nil drops it.
    public init(_ path: String, _ arguments: [String], errors: String? = nil) throws {
        var (down, up): ([Int32], [Int32]) = ([0, 0], [0, 0])
        guard pipe(&down) == 0, pipe(&up) == 0 else { throw NotStarted(code: errno) }
        for descriptor in down + up { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, down[0], 0)
        posix_spawn_file_actions_adddup2(&actions, up[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, errors ?? "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        // Whatever another test has open just now, or opens meanwhile; to close what is not open is no fault. There may
        // be thousands: by a copy of its socket, whoever waits for another program's end would wait for this one's too.
        let held = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        let highest = held.compactMap { Int32($0) }.max() ?? 0
        for descriptor: Int32 in 3..<highest + 256 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        // The threads that tests run on have signals blocked; a child would inherit that and never hear of its end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let code = posix_spawnp(&child, path, &actions, &attributes, &words, environ)
        close(down[0])
        close(up[1])
        (id, input, output) = (child, down[1], up[0])
        if code != 0 { throw NotStarted(code: code) }
    }

    deinit {
        if status == nil { _ = end(SIGKILL) }
        endInput()
        close(output)
    }

    /// Closes its standard input.
    public func endInput() {
        if isInputOpen { close(input) }
        isInputOpen = false
    }

    /// What it printed up to its first line end; all of it if it ended before.
    public func firstLine() -> String {
        var (line, byte) = ([UInt8](), UInt8(0))
        while read(output, &byte, 1) == 1, byte != 0x0A { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }

    /// All that it prints, up to its end.
    public func everything() -> String {
        var (text, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 4_096))
        while case let count = read(output, &buffer, buffer.count), count > 0 { text += buffer.prefix(count) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Sends it a signal and waits for its end.
    /// - Returns: its exit status; 128 and the signal's number if a signal ended it.
    public func end(_ signal: Int32) -> Int32 {
        if let status { return status }
        kill(id, signal)
        var word: Int32 = 0
        while waitpid(id, &word, 0) < 0, errno == EINTR {}
        let status = word & 0x7F == 0 ? word >> 8 & 0xFF : 128 + word & 0x7F
        self.status = status
        return status
    }

    public struct NotStarted: Error { public let code: Int32 }
}
