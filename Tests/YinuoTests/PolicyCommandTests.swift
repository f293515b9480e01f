import Support
import Testing

@Suite(.waiting) struct PolicyCommandTests {
    @Test(arguments: ["standard", "after-sales", "service-rules", "experience"])
    func `a shipped policy has no fault, by id and by path`(_ id: String) throws {
        for name in [id, "policies/\(id).yaml"] {
            let answer = try Program.run(["policy", "check", name])
            #expect(answer.status == 0, "\(answer.output)")
        }
    }

    @Test func `each fault has its line, and the good file beside it is still checked`() throws {
        let text = Fixture.text("policies/experience.yaml").replacing("needs: engaged", with: "needs: engagd")
        try Program.withFile("broken.yaml", text) { path in
            let answer = try Program.run(["policy", "check", path, "standard"])
            #expect(answer.status == 1)
            #expect(answer.lines.count { $0.contains("broken.yaml:") && $0.contains("engaged") } == 2)
            #expect(answer.lines.contains { $0.hasPrefix("standard.yaml: ok") })
        }
    }

    @Test func `a missing file is a complaint of one line`() throws {
        let answer = try Program.run(["policy", "check", "nowhere/none.yaml"])
        #expect(answer.status == 1)
        #expect(answer.lines.count == 1)
    }

    @Test func `a difference names the grade and both values`() throws {
        let text = Fixture.text("policies/standard.yaml").replacing(
            "within: 45m}\n      resolve", with: "within: 30m}\n      resolve")
        try Program.withFile("new.yaml", text) { path in
            let answer = try Program.run(["policy", "diff", "standard", path])
            #expect(answer.status == 0)
            #expect(answer.lines.count == 1, "\(answer.output)")
            #expect(answer.output.contains("Tier 2"))
            #expect(answer.output.contains("45") && answer.output.contains("30"))
        }
    }
}
