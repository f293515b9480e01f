import Foundation
import Testing

/// Compares a text with the file of that name in the `Golden` folder beside the calling test.
///
/// `GOLDEN=update` before `swift test` rewrites the file instead; review then reads the difference. A file ends with a
/// line break, whether the text does or not.
public func expectGolden(
    _ actual: String, _ name: String, filePath: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let file = URL(filePath: filePath).deletingLastPathComponent().appending(path: "Golden").appending(path: name)
    let actual = actual.hasSuffix("\n") ? actual : actual + "\n"
    if ProcessInfo.processInfo.environment["GOLDEN"] == "update" {
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(actual.utf8).write(to: file)
        return
    }
    guard let bytes = FileManager.default.contents(atPath: file.path) else {
        Issue.record(
            "There is no \(file.path). GOLDEN=update writes it; then read it before you commit it.",
            sourceLocation: sourceLocation)
        return
    }
    guard let difference = firstDifference(expected: String(decoding: bytes, as: UTF8.self), actual: actual) else {
        return
    }
    Issue.record(
        """
        \(file.path):\(difference.line) differs.
            expected  \(difference.expected)
            actual    \(difference.actual)
        If the new text is meant, GOLDEN=update rewrites the file.
        """, sourceLocation: sourceLocation)
}

/// The first line, counted from 1, in which the texts differ; nil if they are the same, byte for byte.
public func firstDifference(expected: String, actual: String) -> (line: Int, expected: String, actual: String)? {
    let (expected, actual) = (lines(expected), lines(actual))
    for index in 0..<max(expected.count, actual.count) {
        let a = index < expected.count ? expected[index] : nil
        let b = index < actual.count ? actual[index] : nil
        guard a != b else { continue }
        return (index + 1, a.map(quoted) ?? "(the text has ended)", b.map(quoted) ?? "(the text has ended)")
    }
    return nil
}

/// Bytes, not characters: `é` spelled in two ways, or a carriage return, is a difference.
private func lines(_ text: String) -> [ArraySlice<UInt8>] {
    Array(text.utf8).split(separator: 0x0A, omittingEmptySubsequences: false)
}

private func quoted(_ line: ArraySlice<UInt8>) -> String {
    "»" + String(decoding: line, as: UTF8.self).replacing("\r", with: "\\r").replacing("\t", with: "\\t") + "«"
}
