import Foundation
import Synchronization

/// What a power cut could still take away: stretches that were written to the desk's file or its log and not synced
/// since.
///
/// A kill alone proves little of durability, since what was written stays in the machine's memory. So this program
/// puts itself between SQLite and the system at the two calls that matter, and notes each write before it happens and
/// each sync after it is done. The notes lie in a file mapped into memory, `FOLDER/unsynced`, that outlives the process.
///
/// Its format, in machine words: for the desk's file and then for its log, a count and `extentsAtMost` pairs of offset
/// and length.
enum PowerCut {
    enum File: Int, CaseIterable { case desk, log }

    static let extentsAtMost = 1 << 16
    private static let wordsPerFile = 1 + 2 * extentsAtMost
    private static let bytes = File.allCases.count * wordsPerFile * 8

    private struct Notes: @unchecked Sendable { var words: UnsafeMutablePointer<Int>? }
    private static let notes = Mutex(Notes())

    /// Begins to note; whatever was written before counts as synced.
    static func watch(_ folder: String) {
        let descriptor = open(folder + "/unsynced", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0, ftruncate(descriptor, off_t(bytes)) == 0,
            let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), memory != MAP_FAILED
        else { return }
        close(descriptor)
        notes.withLock { $0.words = memory.bindMemory(to: Int.self, capacity: bytes / 8) }
    }

    static func wrote(_ descriptor: Int32, _ offset: Int, _ length: Int) {
        notes.withLock { notes in
            guard let words = notes.words, let file = file(descriptor) else { return }
            let own = words + file.rawValue * wordsPerFile
            let index = own[0] % extentsAtMost
            (own[1 + 2 * index], own[2 + 2 * index]) = (offset, length)
            own[0] = index + 1
        }
    }

    static func synced(_ descriptor: Int32) {
        notes.withLock { notes in
            guard let words = notes.words, let file = file(descriptor) else { return }
            words[file.rawValue * wordsPerFile] = 0
        }
    }

    private static func file(_ descriptor: Int32) -> File? {
        var name = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/fd/\(descriptor)", &name, name.count)
        guard count > 0 else { return nil }
        let path = String(decoding: name.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.hasSuffix("/desk.sqlite") ? .desk : path.hasSuffix("/desk.sqlite-wal") ? .log : nil
    }

    /// What a killed child left unsynced.
    static func unsynced(_ folder: String) -> [(file: File, offset: Int, length: Int)] {
        guard let data = FileManager.default.contents(atPath: folder + "/unsynced"), data.count == bytes else {
            return []
        }
        return data.withUnsafeBytes { raw in
            let words = raw.bindMemory(to: Int.self)
            return File.allCases.flatMap { file in
                let own = file.rawValue * wordsPerFile
                return (0..<min(words[own], extentsAtMost)).map {
                    (file, words[own + 1 + 2 * $0], words[own + 2 + 2 * $0])
                }
            }
        }
    }
}

private typealias PositionedWrite = @convention(c) (Int32, UnsafeRawPointer?, Int, Int) -> Int
private typealias Sync = @convention(c) (Int32) -> Int32

/// The next in line of that name: the system's own.
private func next<Function>(_ name: String, _ type: Function.Type) -> Function {
    unsafeBitCast(dlsym(UnsafeMutableRawPointer(bitPattern: -1), name), to: type)
}
private let systemWrite = next("pwrite64", PositionedWrite.self)
private let systemSync = next("fdatasync", Sync.self)

/// SQLite finds this one before the system's, since a program's own symbols come first.
@_cdecl("pwrite64")
public func noteWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ offset: Int) -> Int {
    PowerCut.wrote(descriptor, offset, count)
    return systemWrite(descriptor, bytes, count, offset)
}

@_cdecl("fdatasync")
public func noteSync(_ descriptor: Int32) -> Int32 {
    let result = systemSync(descriptor)
    if result == 0 { PowerCut.synced(descriptor) }
    return result
}
