import Foundation
import Support
import Testing

@Suite(.waiting) struct SearchCommandTests {
    @Test func `records are found beside a desk, and whoever is erased is not`() throws {
        let desk = try OperatorDesk()
        #expect(try desk.run(["status"]).output.contains("search 3 behind"))
        let early = try desk.run(["search", "example"])
        #expect(early.status == 0 && early.output.contains("The index is 3 entries behind"), "\(early.complaint)")
        #expect(try desk.run(["rebuild"]).status == 0)
        let found = try desk.run(["search", "exam"]).lines
        #expect(found.count == 3 && found[0].hasPrefix("customer/c-1, ") && found[2] == "1 of 1", "\(found)")
        #expect(found[1] == "    [Example] Ltd")
        let json = try desk.run(["search", "other", "inc", "--json"]).lines
        #expect(json.count == 2 && json[0].contains("\"kind\":\"customer\",\"id\":\"c-2\",\"customer\":\"c-2\""))
        #expect(json[0].contains("{\"text\":\"Other\",\"match\":true}"))
        #expect(json[1] == "{\"total\":1,\"more\":false,\"corrected\":false,\"behind\":0}")
        #expect(try desk.run(["search", "exampel ", "--json"]).lines.last?.contains("\"corrected\":true") ?? false)
        #expect(try desk.run(["search", "--kind", "contact"]).output.contains("contact/p-1"))
        // A customer's record is none of its tickets.
        #expect(try desk.run(["search", "example", "--as-customer", "c-1"]).output == "Nothing was found.\n")
        #expect(
            try desk.run(["erase", "customer", "c-1", "--reason", "asked", "--yes"]).status == 0)
        #expect(try desk.run(["search", "exam"]).output.hasPrefix("Nothing was found.\n"))
        #expect(try desk.run(["search", "ann"]).output.hasPrefix("Nothing was found.\n"))
        #expect(try desk.run(["search", "other"]).output.contains("customer/c-2"))
    }

    @Test(arguments: [
        (["--limit", "51"], "Use 1 to 50."), (["--offset", "1001"], "Use 0 to 1000."),
        (["--kind", "cow"], "no kind \"cow\""),
        (["--state", "new"], "Use open or closed."), (["--from", "today"], "no instant"),
    ])
    func `what can't be asked for is told with its cure`(arguments: [String], words: String) throws {
        let answer = try Program.run(["search", "x", "--desk", "/tmp/none.sqlite"] + arguments)
        #expect(answer.status == 64 && answer.complaint.contains(words), "\(answer.complaint)")
    }
}
