import Foundation
import Support
import Testing

/// From a fact in the journal to a subscriber in another process, by the program itself.
@Suite(.waiting) struct ServeWebhookTests {
    @Test func `a subscriber is sent what it asked for, signed, and nothing else`() throws {
        let receiver = try RunningProgram(
            "python3", ["-c", ServeWebhookTests.script, Fixture.root.appending(path: "docs/operations.md").path])
        let port = receiver.firstLine()
        let desk = try OperatorDesk()
        let hook = """
            {"id":"w-1","url":"http://127.0.0.1:\(port)/hook","secret":"a long enough secret","kinds":"record-put"}\n
            """
        #expect(try desk.run(["records", "import", "webhook", "-"], input: hook).status == 0)
        let row = "id,name\nc-9,王小明\n"
        #expect(try desk.run(["records", "import", "customer", "-"], input: row).status == 0)
        let serving = try RunningProgram(
            Program.path.path,
            ["serve", "--listen", "127.0.0.1:0", "--desk", desk.path, "--webhooks-to-private-addresses"]
                + Program.patient,
            errors: desk.file("log"))
        #expect(serving.firstLine().hasPrefix("listening on"))
        // Two customers, a contact, the webhook itself and the last customer; policies are none of its business.
        let told = (0..<5).map { _ in receiver.firstLine() }.sorted()
        #expect(
            told == [
                "genuine record-put contact/p-1", "genuine record-put customer/c-1", "genuine record-put customer/c-2",
                "genuine record-put customer/c-9", "genuine record-put webhook/w-1",
            ])
        #expect(serving.end(SIGTERM) == 0)
        // Neither names nor the secret are in what was sent or logged.
        let log = try desk.text("log")
        #expect(!log.contains("王小明") && !log.contains("a long enough secret"))
    }

    private static let script = #"""
        import http.server, json, re, sys
        exec(re.search("```python\n(.*?)```", open(sys.argv[1]).read(), re.S)[1])

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                good = is_genuine(b"a long enough secret", self.headers["Yinuo-Signature"], body)
                entry = json.loads(body)
                good = good and entry["key"] == self.headers["Yinuo-Delivery"] and "王小明".encode() not in body
                good = good and entry["payload"]["commit"] is not None
                print("genuine" if good else "forged", entry["subject"], entry["stream"], flush=True)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_): pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
        print(server.server_port, flush=True)
        server.serve_forever()
        """#
}
