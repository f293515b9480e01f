import Domain
import Foundation
import PolicyLanguage
import Support
import Testing

/// A file of `Faulty`: a policy or mapping, and at its end the messages it must give, `#! line:column problem`.
struct FaultyFile: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let expected: [String]

    var testDescription: String { name }

    static let all: [FaultyFile] = {
        let folder = "Tests/PolicyLanguageTests/Faulty"
        let names = try! FileManager.default.contentsOfDirectory(atPath: Fixture.root.appending(path: folder).path)
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map { name in
            let text = Fixture.text("\(folder)/\(name)")
            // Of scalars: a control character must not join its neighbours.
            let lines = text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("#! ") }
            return FaultyFile(name: name, bytes: Array(text.utf8), expected: lines.map { String($0.dropFirst(3)) })
        }
    }()

    var faults: [Fault] {
        name.hasPrefix("mapping-")
            ? HistoryMapping.read(bytes, zones: .shipped).faults
            : Policy.read(bytes, zones: .shipped, official: Shipped.official).faults
    }
}

struct FaultTests {
    @Test(arguments: FaultyFile.all)
    func `every fault is told with its place`(_ file: FaultyFile) {
        #expect(!file.expected.isEmpty, "the file says no message that it must give")
        #expect(file.faults.map(spelled) == file.expected)
    }

    @Test func `twelve faults and more give as many messages`() throws {
        let many = try #require(FaultyFile.all.first { $0.name == "many.yaml" })
        #expect(many.expected.count >= 12)
        #expect(
            Set(many.expected.map { $0.split(separator: " ")[1].prefix { $0 != "(" } }).count >= 8, "they are too alike"
        )
    }

    // MARK: Files that can't be written down as text

    @Test func `nothing is empty`() {
        for text in ["", "\n\n", "# only a remark\n", "---\n", "--- \n...\n", "\"\"\n"] {
            #expect(reading(text).faults.map(spelled) == ["1:1 empty"], "\(text.debugDescription)")
        }
    }

    @Test func `what is no text is refused`() {
        let files: [[UInt8]] = [
            [0xFF, 0xFE, 0x70, 0x00], [0x70, 0x3A, 0x20, 0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80],
            Array("policy: a\0b\n".utf8), [0],
        ]
        for bytes in files {
            let faults = Policy.read(bytes, zones: .shipped, official: [:]).faults
            #expect(faults.map(spelled) == ["1:1 notText"], "\(bytes)")
            #expect(HistoryMapping.read(bytes, zones: .shipped).faults == faults)
        }
    }

    @Test func `a file has 256 kB at most`() {
        let most =
            Shipped.bytes("standard")
            + Array(repeating: UInt8(ascii: "\n"), count: 256 * 1024 - Shipped.bytes("standard").count)
        #expect(Policy.read(most, zones: .shipped, official: Shipped.official).value != nil)
        let faults = Policy.read(most + [0x0A], zones: .shipped, official: Shipped.official).faults
        #expect(faults.map(spelled) == ["1:1 tooLarge(bytes: 262145)"])
    }

    @Test func `a byte order mark and carriage returns change nothing`() throws {
        for id in Shipped.ids {
            let text = String(decoding: Shipped.bytes(id), as: UTF8.self)
            #expect(reading("\u{FEFF}" + text).value == Shipped.policies[id])
            #expect(reading(text.replacing("\n", with: "\r\n")).value == Shipped.policies[id])
        }
        #expect(
            reading("\u{FEFF}policy: a\r\ntitle: b\r\ntitle: c\r\n").faults.map(spelled) == ["3:1 keyTwice(\"title\")"])
    }

    // MARK: Bombs

    struct Bomb: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        init(_ title: String, _ text: String) { (testDescription, self.text) = (title, text) }
        init(_ text: String, times: Int) {
            self.init("\(text.debugDescription) × \(times)", String(repeating: text, count: times))
        }
    }

    static let bombs = [
        Bomb("[", times: 200_000), Bomb("{a: ", times: 50_000), Bomb("- ", times: 100_000), Bomb("? ", times: 100_000),
        Bomb(": ", times: 100_000), Bomb("[{a: ", times: 40_000), Bomb("- [", times: 60_000),
        Bomb("[\n", times: 100_000),
        // A bracket in a text closes nothing: only the parser's own bound of a thousand holds here.
        Bomb("[\"]\", ", times: 30_000), Bomb("{\"}\": ", times: 30_000), Bomb("[ #]\n", times: 40_000),
        Bomb("- x] [\n", times: 900), Bomb("[\"]\", ", times: 990), Bomb("!a ", times: 80_000),
        Bomb("&a ", times: 80_000),
        Bomb("*a ", times: 80_000), Bomb("- |\n", times: 20_000), Bomb("- >-\n \n", times: 20_000),
        Bomb("\"", times: 200_001),
        Bomb("%TAG ! x\n", times: 20_000), Bomb("--- a\n", times: 30_000), Bomb("a: b: ", times: 30_000),
        Bomb("'", times: 200_001),
        Bomb("deeper by a space", (0..<600).map { String(repeating: " ", count: $0) + "a:\n" }.joined()),
        Bomb("deeper by a dash", (0..<600).map { String(repeating: " ", count: $0) + "-\n" }.joined()),
        Bomb("the same key again and again", "{" + String(repeating: "a,", count: 20_000) + "}"),
    ]

    @Test(arguments: bombs)
    func `depth is refused before it hurts`(_ bomb: Bomb) {
        let faults = reading(bomb.text).faults
        #expect(!faults.isEmpty)
        for fault in faults { #expect(isInside(fault.place, bomb.text), "\(spelled(fault))") }
    }

    @Test func `nesting is told where it goes too deep, in columns of scalars`() {
        #expect(reading("a: " + String(repeating: "[", count: 80)).faults.map(spelled) == ["1:68 tooDeep"])
        #expect(reading("题: " + String(repeating: "{a: ", count: 80)).faults.map(spelled) == ["1:260 tooDeep"])
        #expect(reading("x\n" + String(repeating: "- ", count: 80)).faults.map(spelled) == ["2:129 tooDeep"])
    }

    @Test(arguments: [26, 60])
    func `a laugh doubled many times is refused at its first anchor`(_ doublings: Int) {
        var laughs = "a0: &a0 [ha, ha]\n"
        for n in 1...doublings { laughs += "a\(n): &a\(n) [*a\(n - 1), *a\(n - 1)]\n" }
        for tail in [
            "all: *a\(doublings)\n", "? *a\(doublings)\n: as a key\n", "? [*a\(doublings)]\n: in a key\n",
            "{*a\(doublings) : flow}\n",
        ] {
            let fault = reading(laughs + tail).faults.map(spelled).first
            #expect(fault == "1:5 anchor(\"a0\")" || tail.hasPrefix("{"), "\(tail): \(fault ?? "none")")
        }
    }

    @Test func `stars and ampersands in texts are no anchors`() throws {
        let text = """
            policy: p  # R&D *
            version: "&1*"
            title: {en: "*Research* & development", zh: A & B * C}
            time-zone: UTC
            calendars: {c: {open: {daily: "09:00-18:00"}}}
            grades: {g: {calendar: c, commitments: {x: {needs: engaged, within: 1h}}}}
            """
        let read = try policy(text)
        #expect(read.title?.text(.en) == "*Research* & development")
        #expect(read.title?.text(.zh) == "A & B * C")
        #expect(read.version == "&1*")
    }

    // MARK: Nothing is left out

    @Test func `every kind of problem has a file`() throws {
        let source = Fixture.text("Sources/PolicyLanguage/Fault.swift")
        let told = Set(FaultyFile.all.flatMap(\.expected)).union([
            "1:1 notText", "1:1 tooLarge(", "1:1 empty", "1:1 tooDeep",
        ])
        func cases(of type: String) throws -> [String] {
            let start = try #require(source.range(of: "enum \(type): "))
            let body = source[start.upperBound...].split(separator: "enum", maxSplits: 1)[0].prefix { $0 != "}" }
            return body.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
                $0.hasPrefix("case ")
            }
            .flatMap { line in
                // Commas inside a case's values separate no cases.
                var depth = 0
                let flat = line.dropFirst(5).filter { character in
                    if character == "(" { depth += 1 }
                    defer { if character == ")" { depth -= 1 } }
                    return depth == 0
                }
                return flat.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            }
        }
        for problem in try cases(of: "Problem") {
            #expect(
                told.contains { $0.split(separator: " ")[1].prefix { $0 != "(" } == problem },
                "nothing shows .\(problem)")
        }
        // No reader says these.
        let unsaid: Set = ["dimension", "colour"]
        for type in ["Expected", "NameKind"] {
            for value in try cases(of: type) where !unsaid.contains(value) {
                #expect(told.contains { $0.contains(", .\(value)") }, "nothing shows \(type).\(value)")
            }
        }
    }
}

/// Whether an editor could put its cursor there: as YAML breaks lines, in columns of scalars, at most behind the last.
func isInside(_ place: Place, _ text: String) -> Bool {
    guard place.line >= 1, place.column >= 1 else { return false }
    var columns = [0]
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
        defer { last = scalar }
        switch scalar {
        case "\n" where last == "\r": continue
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": columns.append(0)
        default: columns[columns.count - 1] += 1
        }
    }
    return place.line <= columns.count && place.column <= columns[place.line - 1] + 1
}
