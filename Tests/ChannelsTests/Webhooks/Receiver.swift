import Support

/// A subscriber's receiver, in another language and process: what it can't verify we have described badly.
///
/// One for all tests; it ends with its standard input, which is when the tests do.
struct Receiver: @unchecked Sendable {
    static let shared = Result { try Receiver() }

    let base: String
    private let program: RunningProgram

    private init() throws {
        program = try RunningProgram("python3", ["-c", Receiver.script])
        base = "http://127.0.0.1:" + program.firstLine()
    }

    private static let script = """
        import hashlib, hmac, http.server, os, sys, threading, time

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                _, what, argument = (self.path + "/").split("/")[:3]
                if what == "verify":
                    parts = dict(part.split("=", 1) for part in self.headers["Yinuo-Signature"].split(","))
                    signed = parts["t"].encode() + b"." + body
                    right = hmac.new(argument.encode(), signed, hashlib.sha256).hexdigest()
                    good = hmac.compare_digest(parts["v1"], right)
                    good = good and self.headers["Yinuo-Delivery"] == "12-3"
                    good = good and self.headers["Yinuo-Event"] == "ticket-resolved"
                    good = good and self.headers["Content-Type"] == "application/json"
                    good = good and self.headers["User-Agent"] == "yinuo" and "Expect" not in self.headers
                    self.answer(200 if good else 400)
                elif what == "status": self.answer(int(argument))
                elif what == "redirect": self.answer(302, {"Location": "/status/200"})
                elif what == "slow":
                    time.sleep(30)
                elif what == "endless":
                    self.answer(int(argument), {"Content-Length": str(1 << 40)})
                    while True: self.wfile.write(b"x" * 65536)
                elif what == "stuck":
                    self.answer(int(argument), {"Content-Length": "5"})
                    time.sleep(30)
                # What is left hangs up without a word.

            def answer(self, status, headers={"Content-Length": "0"}):
                self.send_response(status)
                for name, value in headers.items(): self.send_header(name, value)
                self.end_headers()
                self.wfile.flush()

            def log_message(self, *_): pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        server.daemon_threads = True
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """
}
