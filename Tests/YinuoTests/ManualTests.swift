import Foundation
import Support
import Testing

/// The manual and the shells' completions, read by the programs that they are for.
@Suite(.waiting) struct ManualTests {
    /// Every command, however deep, as the program's help lists them.
    private static func commands(_ name: [String] = []) throws -> [[String]] {
        let help = try Program.run(name + ["--help"]).output
        guard let list = help.components(separatedBy: "SUBCOMMANDS:\n").dropFirst().first else { return [] }
        var found: [[String]] = []
        for line in list.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("  ") else { break }
            // An abstract that is broken over lines goes on further in.
            if line.hasPrefix("   ") { continue }
            let inner = name + [String(line.dropFirst(2).prefix { $0 != " " })]
            found += [inner] + (try commands(inner))
        }
        return found
    }

    @Test func `every page is read by groff without a warning, and every command is on one`() throws {
        let commands = try Self.commands()
        try #require(commands.count > 40, "\(commands)")
        let folder = try EmptyFolder().folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let written = try Program.run(["manual", "--folder", folder.path])
        #expect(written.status == 0, "\(written.complaint)")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let (text, warnings) = try shown(folder.appendingPathComponent(name).path, folder)
            #expect(warnings.isEmpty, "\(name): \(warnings)")
            #expect(text.contains("NAME") && text.contains("SYNOPSIS"), "\(name)")
        }
        let (all, _) = try shown(folder.appendingPathComponent("yinuo.1").path, folder)
        let words = all.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for command in commands {
            #expect(words.contains((["yinuo"] + command).joined(separator: " ") + " "), "\(command)")
        }
        let (serve, _) = try shown(folder.appendingPathComponent("yinuo-serve.1").path, folder)
        for word in ["--cache-tickets", "YINUO_CACHE_TICKETS", "--demo", "yinuo serve --settings yinuo.yaml"] {
            #expect(serve.contains(word), "\(word)")
        }
    }

    @Test func `one page is printed, and a command that is not there is not guessed at`() throws {
        #expect(try Program.run(["manual", "doctor"]).output.contains(".TH YINUO-DOCTOR 1"))
        let unknown = try Program.run(["manual", "docter"])
        #expect(unknown.status == 64 && unknown.complaint.contains("Did you mean doctor?"), "\(unknown.complaint)")
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `a shell's completions name every command and every option that takes a file`(shell: String) throws {
        let script = try Program.run(["--generate-completion-script", shell])
        #expect(script.status == 0 && script.complaint.isEmpty, "\(script.complaint)")
        for command in try Self.commands() { #expect(script.output.contains(command[command.count - 1]), "\(command)") }
        if shell == "bash" {
            try Program.withFile("complete", script.output) { path in
                let checked = try RunningProgram("bash", ["-n", path], errors: path + ".errors")
                _ = checked.everything()
                #expect(checked.end(0) == 0)
                #expect(try String(contentsOfFile: path + ".errors", encoding: .utf8).isEmpty)
            }
        }
    }

    @Test(arguments: [
        ("yinuo ser", "serve"), ("yinuo doctor --js", "--json"), ("yinuo evidence new", "new-epoch"),
        ("yinuo account token is", "issue"), ("yinuo serve --log-level warn", "warning"),
        ("yinuo due --policy after", "after-sales"), ("yinuo status --desk /et", "/etc"),
        ("yinuo due --lang z", "zh"),
    ]) func `bash completes what was begun`(line: String, expected: String) throws {
        let script = try Program.run(["--generate-completion-script", "bash"]).output
        let answer = try Program.withFile("complete", script) { path in
            let ask = """
                source "$1"; COMP_LINE="$2"; COMP_POINT=${#2}; read -ra COMP_WORDS <<<"$2"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                cur=${COMP_WORDS[COMP_CWORD]}; prev=${COMP_WORDS[COMP_CWORD - 1]}
                _yinuo yinuo "$cur" "$prev"; printf '%s\\n' "${COMPREPLY[@]}"
                """
            return try RunningProgram("bash", ["-c", ask, "bash", path, line], errors: nil).everything()
        }
        let words = answer.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(words.contains(expected), "\(answer)")
    }

    /// As `man` would show it on a wide terminal, and what groff complains of.
    private func shown(_ page: String, _ folder: URL) throws -> (text: String, warnings: String) {
        let errors = folder.appendingPathComponent(".errors").path
        let groff = try RunningProgram(
            "groff", ["-man", "-ww", "-K", "utf8", "-T", "utf8", "-rLL=200n", "-P-cbou", page], errors: errors)
        let text = groff.everything()
        _ = groff.end(0)
        return (
            text.replacing("‐", with: "-").replacing("−", with: "-"),
            try String(contentsOfFile: errors, encoding: .utf8)
        )
    }
}
