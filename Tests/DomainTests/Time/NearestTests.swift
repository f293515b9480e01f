import Domain
import Testing

struct NearestTests {
    @Test(
        arguments: [
            ("resolve", "resolved"), ("recieved", "received"), ("engagd", "engaged"), ("RESTORED", "restored"),
            ("receive", "received"), ("xyz", nil), ("", nil), ("resolvedresolved", nil), ("解決", nil),
        ] as [(String, String?)])
    func `the word meant is the one with the fewest edits, if those are few`(word: String, meant: String?) {
        #expect(nearest(to: word, among: ["received", "engaged", "resolved", "restored"]) == meant)
    }

    @Test func `two neighbours swapped are one edit, and of equals the first is taken`() {
        #expect(nearest(to: "ab", among: ["ba"]) == "ba")
        #expect(nearest(to: "cat", among: ["bat", "hat"]) == "bat")
        #expect(nearest(to: "cat", among: []) == nil)
    }

    @Test func `a word as long as a book is nobody's neighbour`() {
        let book = String(repeating: "resolved ", count: 50_000)
        #expect(nearest(to: book, among: Array(repeating: "resolved", count: 500)) == nil)
    }
}
