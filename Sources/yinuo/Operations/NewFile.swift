import Foundation

/// A file that appears whole or not at all; only its owner may read it.
final class NewFile {
    private let path: String
    private let partial: String
    private let descriptor: Int32
    private var isDone = false

    /// - Throws: when something is there: it may be the desk itself.
    init(_ path: String) throws {
        if File.exists(path) {
            throw Complaint("\(path) is there already. Name another file, or delete it first.")
        }
        self.path = path
        partial = path + ".partial"
        descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if descriptor < 0 { throw trouble() }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if !isDone { unlink(partial) }
    }

    func write(_ bytes: [UInt8]) throws {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress! + written, bytes.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw trouble()
            }
            written += count
        }
    }

    func finish() throws {
        guard fsync(descriptor) == 0, rename(partial, path) == 0 else { throw trouble() }
        isDone = true
    }

    private func trouble() -> Complaint {
        Complaint("\(path) can't be written: \(String(cString: strerror(errno))). Check the folder and its disk.")
    }
}
