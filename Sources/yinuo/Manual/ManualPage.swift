// A page of the manual in man's own language, made of what the commands say of themselves in --help.
//
// ArgumentParser has a plugin that does the like, but it works on the sources; an operator has the program alone.

import ArgumentParser
import Wire

struct ManualPage {
    /// `["yinuo", "serve"]`
    let name: [String]
    private let command: JSONValue

    var fileName: String { name.joined(separator: "-") + ".1" }

    /// Of the commands that stand right below the program.
    static var commands: [String] {
        Yinuo.configuration.subcommands.compactMap { $0.configuration.commandName }
    }

    /// The program's page, and one for each of its commands.
    static func all() throws -> [ManualPage] {
        let told = Array(Yinuo._dumpHelp().utf8)
        let json = try told.withUnsafeBufferPointer { try JSONValue($0) }
        guard let root = json["command"] else { throw Complaint("The commands can't be told. Please report it.") }
        return [ManualPage(name: ["yinuo"], command: root)]
            + root.list("subcommands").filter { $0.word("commandName") != "help" }.map {
                ManualPage(name: ["yinuo", $0.word("commandName")], command: $0)
            }
    }

    var text: String {
        var lines = [
            #"'\" -*- coding: utf-8 -*-"#,
            ".TH \(name.joined(separator: "-").uppercased()) 1 \"\" \"yinuo \(Yinuo.version)\" \"User Commands\"",
            ".SH NAME", "\(Roff.text(name.joined(separator: "-"))) \\- \(Roff.text(command.word("abstract")))",
            ".SH SYNOPSIS",
        ]
        lines += synopsis(name, command)
        lines += section("DESCRIPTION", Roff.discussion(command.word("discussion")))
        lines += section("OPTIONS", options(command))
        if name.count == 1 {
            lines += section("COMMANDS", index(command, below: name))
            lines += section(
                "EXIT STATUS", ["0 for success, 1 for trouble that a person can mend, 64 for a misspelled call;"])
            lines += ["what else a command has is on its page."]
            lines += section("SEE ALSO", ["The documents that come with the program: docs/operations.md."])
        } else {
            for inner in command.list("subcommands") where inner.word("commandName") != "help" {
                lines += inside(inner, below: name)
            }
            lines += section("SEE ALSO", [".BR yinuo (1)"])
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : [".SH \(title)"] + lines
    }

    private func synopsis(_ name: [String], _ command: JSONValue) -> [String] {
        let shown = command.list("arguments").filter(\.isShown)
        var words: [String] = []
        if shown.contains(where: { $0.word("kind") != "positional" }) { words.append("[\\fIOPTION\\fR ...]") }
        for argument in shown where argument.word("kind") == "positional" {
            let word = "\\fI\(Roff.text(argument.word("valueName")))\\fR" + (argument.isRepeating ? " ..." : "")
            words.append(argument.isOptional ? "[\(word)]" : word)
        }
        if command.list("subcommands").contains(where: { $0.word("commandName") != "help" }) {
            words = ["\\fICOMMAND\\fR ..."]
        }
        return [".B \(Roff.text(name.joined(separator: " ")))"] + (words.isEmpty ? [] : [words.joined(separator: " ")])
    }

    private func options(_ command: JSONValue) -> [String] {
        command.list("arguments").filter(\.isShown).flatMap { argument in
            [".TP", signature(argument)] + description(argument)
        }
    }

    private func signature(_ argument: JSONValue) -> String {
        let value = "\\fI\(Roff.text(argument.word("valueName")))\\fR"
        if argument.word("kind") == "positional" { return value }
        let names = argument.list("names").map {
            "\\fB\(Roff.text(($0.word("kind") == "long" ? "--" : "-") + $0.word("name")))\\fR"
        }
        return names.joined(separator: ", ") + (argument.word("kind") == "option" ? " " + value : "")
    }

    private func description(_ argument: JSONValue) -> [String] {
        var text = argument.word("abstract")
        if case let value = argument.word("defaultValue"), !value.isEmpty { text += " Default: \(value)." }
        return [text.isEmpty ? "\\&" : Roff.text(text)]
    }

    /// Every command below, however deep.
    private func index(_ command: JSONValue, below name: [String]) -> [String] {
        command.list("subcommands").filter { $0.word("commandName") != "help" }.flatMap { inner -> [String] in
            let name = name + [inner.word("commandName")]
            return [".TP", "\\fB\(Roff.text(name.joined(separator: " ")))\\fR", Roff.text(inner.word("abstract"))]
                + index(inner, below: name)
        }
    }

    private func inside(_ command: JSONValue, below name: [String]) -> [String] {
        let name = name + [command.word("commandName")]
        return [".SH \(Roff.text(name.dropFirst().joined(separator: " ").uppercased()))"] + synopsis(name, command)
            + [".PP", Roff.text(command.word("abstract"))] + Roff.discussion(command.word("discussion"))
            + options(command)
            + command.list("subcommands").filter { $0.word("commandName") != "help" }.flatMap {
                inside($0, below: name)
            }
    }
}

/// man's language, of which a text may hold nothing by accident.
enum Roff {
    static func text(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("\n", with: " ")
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }

    /// Lines as they are where they are indented, since those are to be typed; else paragraphs.
    static func discussion(_ text: String) -> [String] {
        var lines: [String] = []
        var isTyped = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            let typed = line.hasPrefix("  ")
            if typed != isTyped { lines += typed ? [".PP", ".nf", ".RS 4"] : [".RE", ".fi", ".PP"] }
            isTyped = typed
            if typed {
                lines.append(Roff.text(String(line.drop { $0 == " " })))
            } else {
                lines.append(line.isEmpty ? ".PP" : Roff.text(line))
            }
        }
        return lines.filter { !$0.isEmpty } + (isTyped ? [".RE", ".fi"] : [])
    }
}

extension JSONValue {
    fileprivate func word(_ name: String) -> String { self[name]?.string ?? "" }
    fileprivate func list(_ name: String) -> [JSONValue] { if case .array(let all)? = self[name] { all } else { [] } }
    fileprivate func isTrue(_ name: String) -> Bool { if case .bool(true)? = self[name] { true } else { false } }
    fileprivate var isShown: Bool { isTrue("shouldDisplay") }
    fileprivate var isOptional: Bool { isTrue("isOptional") }
    fileprivate var isRepeating: Bool { isTrue("isRepeating") }
}
