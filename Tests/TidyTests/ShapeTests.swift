import Testing

struct ShapeTests {
    /// Past this a file holds two ideas. Aim far lower; this is only the fence.
    private static let linesAtMost = 450

    @Test func `no source file is too long to read`() throws {
        let files = Repository.files(below: "Sources", endingIn: ".swift")
        try #require(!files.isEmpty, "no Swift file found below Sources")
        for path in files {
            // A final line break does not begin a line.
            let count = try Repository.lines(of: path).dropLast().count
            guard count > Self.linesAtMost else { continue }
            Issue.record(
                """
                \(path): \(count) lines, at most \(Self.linesAtMost)
                Find the word of the domain that it is missing, and give that a file.
                """)
        }
    }

    @Test func `every script can be run`() throws {
        for path in Repository.files(below: "bin") + Repository.files(below: ".ci") {
            let first = try #require(Repository.lines(of: path).first?.text, "\(path) is empty")
            if !first.hasPrefix("#!") {
                Issue.record("\(path): the first line names no interpreter. Begin with #!/usr/bin/env bash or python3")
            }
            if !Repository.isExecutable(path) {
                Issue.record("\(path): not executable. chmod +x \(path), and commit the mode")
            }
        }
    }
}
