import Foundation
import Support

/// A folder of its own for a test's desk, and the program to work on it.
final class OperatorDesk {
    let folder: URL
    var path: String { file("desk.sqlite") }

    /// With two customers and a contact.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("yinuo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let customers = "id,name,language\nc-1,Example Ltd,zh\nc-2,\"=Other, Inc\",en\n"
        _ = try run(["records", "import", "customer", "-", "--new"], input: customers)
        _ = try run(
            ["records", "import", "contact", "-"], input: "{\"id\":\"p-1\",\"customer\":\"c-1\",\"name\":\"Ann\"}\n")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func text(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted() }

    func run(_ arguments: [String], desk: String? = nil, input: String = "") throws -> Program.Answer {
        try Program.run(arguments + ["--desk", desk ?? path], input: input)
    }
}
