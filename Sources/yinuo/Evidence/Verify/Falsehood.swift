/// Something is not what it claims to be, or was not signed by whom it should be: `verify` ends with status 1. All else that
/// keeps it from saying yes is a complaint, and 2.
struct Falsehood: Error {
    let text: String
    init(_ text: String) { self.text = text }
}
