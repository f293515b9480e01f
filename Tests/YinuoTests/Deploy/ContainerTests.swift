import Foundation
import Support
import Testing

/// What the image holds, as a root of its own: `unshare` is as near to a container as can be had without one.
@Suite(.waiting) struct ContainerTests {
    @Test func `with nothing but the files of the image the program starts, serves and stops`() async throws {
        let folder = try EmptyFolder()
        let root = folder.folder.appendingPathComponent("root").path
        let made = try RunningProgram(
            Fixture.root.appending(path: "Deploy/root").path, [Program.path.path, root],
            errors: folder.folder.appendingPathComponent("errors").path)
        _ = made.everything()
        let status = made.end(0)
        let complaint = try String(
            contentsOf: folder.folder.appendingPathComponent("errors"), encoding: .utf8)
        try #require(status == 0, "\(complaint)")
        #expect(!FileManager.default.fileExists(atPath: root + "/bin/sh"))
        // As an engine does it: the processes are shown to it, since the program learns there how it was called.
        let enter = """
            mount --rbind /proc "$0/proc" && exec chroot "$0" /usr/local/bin/yinuo "$@"
            """
        let inside = ["--user", "--map-root-user", "--mount", "sh", "-c", enter, root]
        let program = try RunningProgram(
            "unshare",
            inside + ["serve", "--listen", "127.0.0.1:0", "--desk", "/var/lib/yinuo/yinuo.sqlite"] + Program.patient,
            errors: folder.folder.appendingPathComponent("log").path)
        let line = program.firstLine()
        let log = try String(contentsOf: folder.folder.appendingPathComponent("log"), encoding: .utf8)
        let port = try #require(line.split(separator: ":").last.flatMap { Int($0) }, "\(line) \(log)")
        var ready = 0
        // A busy machine's disk may not have answered in time.
        for _ in 0..<1_200 where ready != 200 {
            ready = try await ask(port, "GET /health/ready").status
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(ready == 200)
        // As the image's own look at its health does, which is repeated too.
        var (health, told) = (Int32(1), "")
        for _ in 0..<20 where health != 0 {
            let look = try RunningProgram(
                "unshare", inside + ["doctor", "--serving", "--listen", "127.0.0.1:\(port)"])
            told = look.everything()
            health = look.end(0)
        }
        #expect(health == 0 && told.contains("is served by a yinuo"), "\(told)")
        #expect(program.end(SIGTERM) == 0)
        #expect(FileManager.default.fileExists(atPath: root + "/var/lib/yinuo/yinuo.sqlite"))
    }

    @Test func `the image is made of what was tried, and runs as nobody's root`() throws {
        let file = try String(contentsOf: Fixture.root.appending(path: "Deploy/Containerfile"), encoding: .utf8)
        let last = try #require(file.components(separatedBy: "\nFROM ").last)
        #expect(file.contains("RUN Deploy/root .build/release/yinuo /root-of-image "))
        let lines = last.split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("COPY") } == ["COPY --from=build /root-of-image /"])
        #expect(lines.contains("USER 8460:8460") && lines.contains("EXPOSE 8460"))
        #expect(last.contains(#"CMD ["yinuo", "doctor", "--serving"]"#))
    }
}
