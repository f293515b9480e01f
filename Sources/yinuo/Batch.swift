import Wire

/// JSON Lines in, JSON Lines out, in the same order; a line that can't be answered says so and the rest goes on.
enum Batch {
    /// - Parameter answer: an object for a line; its id is put in front.
    /// - Returns: whether every line was answered.
    static func run(_ path: String, _ answer: (JSONValue, _ id: JSONValue) throws -> JSONValue) throws -> Bool {
        var output = Output()
        var isClean = true
        try File.lines(path) { number, line in
            if let line, line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return }
            var id = JSONValue.null
            do {
                guard let line else {
                    throw LineFault("Line \(number) is longer than \(File.longestLine / 1024) kB. Split it.")
                }
                let value = try JSONValue(line)
                id = value["id"] ?? .null
                output.line(try answer(value, id).text)
            } catch {
                isClean = false
                let text =
                    switch error {
                    case let fault as JSONFault: "Line \(number), column \(fault.column) is no JSON: \(fault.reason)."
                    case let fault as LineFault: fault.text
                    case let complaint as Complaint: complaint.description
                    default: "\(error)"
                    }
                output.line(JSONValue.members(["id": id, "error": .string(text)]).text)
            }
        }
        output.flush()
        return isClean
    }
}
