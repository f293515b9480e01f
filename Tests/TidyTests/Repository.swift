import Foundation

/// The repository as text: its files, by paths relative to its root.
enum Repository {
    static let root = URL(filePath: #filePath)  // Tests/TidyTests/Repository.swift
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The paths below a folder, ascending; none when there is no such folder.
    static func files(below folder: String, endingIn suffix: String = "") -> [String] {
        let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        return (names?.allObjects as? [String] ?? [])
            .map { "\(folder)/\($0)" }
            .filter { $0.hasSuffix(suffix) && isFile($0) }
            .sorted()
    }

    /// The folders directly below a folder, ascending.
    static func folders(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
            .filter { !$0.hasPrefix(".") && !isFile("\(folder)/\($0)") }
            .sorted()
    }

    static func lines(of path: String) throws -> [Line] {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated().map { Line(place: "\(path):\($0 + 1)", text: String($1)) }
    }

    static func isExecutable(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: root.appending(path: path).path)
    }

    private static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: root.appending(path: path).path, isDirectory: &isFolder)
            && !isFolder.boolValue
    }
}

/// One line of a file, with its `path:number`.
struct Line {
    let place: String
    let text: String

    /// The line without its comment.
    ///
    /// A `//` after a colon is taken for an address in a literal. Block comments are not known here, as the
    /// formatter refuses them.
    var code: String {
        var rest = text[...]
        var code = ""
        while let slashes = rest.range(of: "//") {
            code += rest[..<slashes.lowerBound]
            guard code.last == ":" else { return code }
            code += "//"
            rest = rest[slashes.upperBound...]
        }
        return code + rest
    }

    /// Whether the code holds a word that is not a part of a longer one; a hyphen counts as a letter.
    func holds(word: String) -> Bool {
        let code = code
        var from = code.startIndex
        while let found = code.range(of: word, range: from..<code.endIndex) {
            let neighbours = [code[..<found.lowerBound].last, code[found.upperBound...].first].compactMap(\.self)
            if !neighbours.contains(where: { $0.isLetter || $0.isNumber || "-_".contains($0) }) { return true }
            from = found.upperBound
        }
        return false
    }
}
