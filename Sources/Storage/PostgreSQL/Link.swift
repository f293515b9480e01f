import CPostgres
import Foundation

/// One connection to PostgreSQL, used by one thread at a time; calls block.
final class Link {
    let connection: OpaquePointer
    private var prepared: [String: String] = [:]

    /// - Parameter settings: statements to begin with.
    init(_ url: String, settings: String) throws(PostgresFault) {
        guard PostgresPlace.isSound(url) else {
            throw PostgresFault.badURL
        }
        let connection = Link.connect(url)
        guard let connection else { throw PostgresFault(state: "", message: "out of memory", isLost: true) }
        self.connection = connection
        guard PQstatus(connection) == CONNECTION_OK else {
            throw PostgresFault(state: "", message: Link.message(connection), isLost: true)
        }
        // What it says besides is for its own log.
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        _ = try run(settings)
    }

    deinit { PQfinish(connection) }

    /// A server that is gone without a word is noticed within ten seconds; the URL may say otherwise.
    private static func connect(_ url: String) -> OpaquePointer? {
        let settings = [
            ("connect_timeout", "2"), ("keepalives_idle", "3"), ("keepalives_interval", "2"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "10000"), ("dbname", url),
        ]
        var names: [UnsafePointer<CChar>?] = settings.map { UnsafePointer(strdup($0.0)) } + [nil]
        var values: [UnsafePointer<CChar>?] = settings.map { UnsafePointer(strdup($0.1)) } + [nil]
        defer { for text in names + values { free(UnsafeMutableRawPointer(mutating: text)) } }
        return PQconnectdbParams(&names, &values, 1)
    }

    var isLost: Bool { PQstatus(connection) != CONNECTION_OK }

    /// Runs one message of the simple protocol: all of its statements in one transaction, to its end also if this
    /// program is stopped meanwhile.
    /// - Returns: an answer for each statement.
    func run(_ sql: [CChar]) throws(PostgresFault) -> [Answer] {
        guard PQsendQuery(connection, sql) == 1 else { throw fault(nil) }
        var answers: [Answer] = []
        var fault: PostgresFault?
        while let result = PQgetResult(connection) {
            let answer = Answer(result)
            if answer.isError { fault = fault ?? self.fault(answer) } else { answers.append(answer) }
        }
        if let fault { throw fault }
        return answers
    }

    @discardableResult
    func run(_ sql: String) throws(PostgresFault) -> [Answer] { try run(Array(sql.utf8CString)) }

    /// Runs one statement with parameters, prepared at its first use.
    func ask(_ sql: String, _ parameters: [Parameter] = []) throws(PostgresFault) -> Answer {
        let name: String
        if let known = prepared[sql] {
            name = known
        } else {
            name = "s\(prepared.count)"
            let answer = Answer(PQprepare(connection, name, sql, 0, nil))
            if answer.isError { throw fault(answer) }
            prepared[sql] = name
        }
        let answer = Parameter.withPointers(parameters) { values, lengths, formats in
            Answer(PQexecPrepared(connection, name, Int32(parameters.count), values, lengths, formats, 0))
        }
        if answer.isError { throw fault(answer) }
        return answer
    }

    /// All of it or nothing.
    func transaction<T>(_ body: () throws -> T) throws -> T {
        try run("BEGIN")
        do {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            _ = try? run("ROLLBACK")
            throw error
        }
    }

    private func fault(_ answer: Answer?) -> PostgresFault {
        // What has no SQLSTATE was said by libpq: the server did not answer.
        let state = answer?.field("C") ?? ""
        return PostgresFault(
            state: state, message: answer?.field("M") ?? Link.message(connection), isLost: isLost || state.isEmpty)
    }

    private static func message(_ connection: OpaquePointer) -> String {
        String(cString: PQerrorMessage(connection)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// What PostgreSQL said instead of an answer.
struct PostgresFault: Error {
    /// SQLSTATE, empty if the fault came from this side.
    let state: String
    let message: String
    /// Whether the connection is gone.
    let isLost: Bool

    static let badURL = PostgresFault(
        state: "", message: "it is no URL that libpq understands (postgresql://USER@HOST/DATABASE)", isLost: false)

    /// The server is there and does not let this program in, or the URL asks for what there is not: no waiting changes it.
    var isRefused: Bool {
        if state.isEmpty, message == Self.badURL.message || message.hasPrefix("invalid ") { return true }
        return state.isEmpty && message.contains("FATAL:")
            && ["authentication failed", "does not exist", "pg_hba.conf", "password"].contains { message.contains($0) }
    }

    var isStarting: Bool { state == "57P03" || message.contains("the database system is") }
}

/// A value of a statement.
enum Parameter {
    case text(String?)
    case int(Int64?)
    case bytes([UInt8])
    case list([String])

    static func withPointers<T>(
        _ parameters: [Parameter],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>) -> T
    ) -> T {
        var values: [UnsafePointer<CChar>?] = []
        var lengths: [Int32] = []
        var formats: [Int32] = []
        defer { for value in values { free(UnsafeMutableRawPointer(mutating: value)) } }
        func add(text: String?) {
            values.append(text.map { UnsafePointer(strdup(PlainText.escaped($0))!) })
            lengths.append(0)
            formats.append(0)
        }
        for parameter in parameters {
            switch parameter {
            case .text(let text): add(text: text)
            case .int(let number): add(text: number.map { String($0) })
            case .list(let texts): add(text: list(texts))
            case .bytes(let bytes):
                let copy = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
                copy.copyMemory(from: bytes, byteCount: bytes.count)
                values.append(UnsafePointer(copy.assumingMemoryBound(to: CChar.self)))
                lengths.append(Int32(bytes.count))
                formats.append(1)
            }
        }
        return body(values, lengths, formats)
    }
}

extension Parameter {
    private static func list(_ texts: [String]) -> String {
        // By bytes: a quote that an accent follows is one character with it.
        let quoted = texts.map { text in
            var bytes: [UInt8] = [UInt8(ascii: "\"")]
            for byte in text.utf8 {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
                bytes.append(byte)
            }
            return String(decoding: bytes + [UInt8(ascii: "\"")], as: UTF8.self)
        }
        return "{" + quoted.joined(separator: ",") + "}"
    }
}

/// Rows that PostgreSQL sent, as text.
final class Answer {
    private let result: OpaquePointer?
    let count: Int

    init(_ result: OpaquePointer?) {
        self.result = result
        count = Int(PQntuples(result))
    }

    deinit { PQclear(result) }

    var isError: Bool {
        let status = PQresultStatus(result)
        return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY
    }

    func field(_ code: Character) -> String? {
        PQresultErrorField(result, Int32(code.asciiValue!)).map { String(cString: $0) }
    }

    func isNull(_ row: Int, _ column: Int32) -> Bool { PQgetisnull(result, Int32(row), column) == 1 }

    /// Valid as long as the answer is.
    func bytes(_ row: Int, _ column: Int32) -> UnsafeBufferPointer<UInt8> {
        let start = UnsafeRawPointer(PQgetvalue(result, Int32(row), column))
        let count = Int(PQgetlength(result, Int32(row), column))
        return UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: count)
    }

    func text(_ row: Int, _ column: Int32) -> String {
        PlainText.unescaped(String(decoding: bytes(row, column), as: UTF8.self))
    }

    /// The first column of the first row; nil where there is none.
    var firstText: String? { count == 0 ? nil : optionalText(0, 0) }

    func optionalText(_ row: Int, _ column: Int32) -> String? { isNull(row, column) ? nil : text(row, column) }

    func int(_ row: Int, _ column: Int32) -> Int64 {
        var value: Int64 = 0
        var isNegative = false
        for byte in bytes(row, column) {
            if byte == UInt8(ascii: "-") { isNegative = true } else { value = value &* 10 &- Int64(byte & 15) }
        }
        return isNegative ? value : 0 &- value
    }

    func optionalInt(_ row: Int, _ column: Int32) -> Int64? { isNull(row, column) ? nil : int(row, column) }

    /// Of a `bytea`, which comes as `\x` and pairs of digits.
    func blob(_ row: Int, _ column: Int32) -> [UInt8] {
        let text = bytes(row, column)
        func value(_ digit: UInt8) -> UInt8 { digit <= 0x39 ? digit - 0x30 : digit - 0x57 }
        return [UInt8](unsafeUninitializedCapacity: max(0, text.count / 2 - 1)) { buffer, filled in
            filled = max(0, text.count / 2 - 1)
            for index in 0..<filled {
                buffer[index] = value(text[2 * index + 2]) << 4 | value(text[2 * index + 3])
            }
        }
    }
}

/// PostgreSQL's text holds every character but NUL, which an id or an actor from outside may hold.
enum PlainText {
    static func escaped(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 > 1 }) { return text }
        // By bytes: whatever follows must not make another character of it.
        return String(decoding: text.utf8.flatMap { $0 > 1 ? [$0] : [1, 0x30 + $0] }, as: UTF8.self)
    }

    static func unescaped(_ text: String) -> String {
        if !text.utf8.contains(1) { return text }
        var bytes: [UInt8] = []
        var isMarked = false
        for byte in text.utf8 {
            if isMarked {
                bytes.append(byte - 0x30)
                isMarked = false
            } else if byte == 1 {
                isMarked = true
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
