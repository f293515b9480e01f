import Foundation
import Support

/// A database of its own for a test's desk, with a folder for what lies beside it; gone with the test.
final class DatabaseDesk {
    let files: OperatorDesk
    private let name = "yinuo-\(UUID().uuidString)"
    /// With a password, which the server does not ask for and nobody may show.
    var url: String { Cluster.shared.url(name).replacing("desk@", with: "desk:secret@") }
    var shown: String { "postgresql://desk@/\(name)" }

    init() throws {
        files = try OperatorDesk()
        try Cluster.shared.make(name)
    }

    deinit { Cluster.shared.drop(name) }

    /// By the environment, as an operator would keep a password out of the list of processes.
    func run(_ arguments: [String], input: String = "", register: String? = nil) throws -> Program.Answer {
        var environment = ["YINUO_DESK": url]
        environment["YINUO_ERASURE_REGISTER"] = register
        let answer = try Program.run(arguments, input: input, environment: environment)
        if (answer.output + answer.complaint).contains("secret") { throw Told(arguments: arguments) }
        return answer
    }

    /// By psql.
    func sql(_ statements: String) throws -> String { try Cluster.shared.sql(statements, in: name) }

    struct Told: Error { let arguments: [String] }
}
