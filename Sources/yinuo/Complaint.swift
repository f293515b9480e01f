/// Something the person at the keyboard can mend; it ends the command with status 1.
struct Complaint: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
    init(_ words: (cause: String, cure: String)) { description = words.cause + " " + words.cure }
}
