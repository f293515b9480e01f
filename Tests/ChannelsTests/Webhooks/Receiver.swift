import Evidence
import Foundation
import Support

/// A subscriber's receiver, in another language and process. It verifies with the very lines that docs/operations.md
/// shows.
///
/// One for all tests; it ends with its standard input, which is when the tests do.
struct Receiver: @unchecked Sendable {
    static let shared = Result { try Receiver() }

    let base: String
    /// The same over TLS, with a certificate that nobody vouches for.
    let secureBase: String
    private let program: RunningProgram

    /// An address at which the answer is just this, whatever is asked and whatever is added to the address.
    func saying(_ status: Int, _ type: String, _ body: [UInt8]) -> String {
        "\(base)/say/\(status)/\(Content.hex(Array(type.utf8)))/x\(Content.hex(body))"
    }

    private init() throws {
        let page = Fixture.root.appending(path: "docs/operations.md").path
        program = try RunningProgram("python3", ["-c", Receiver.script, page])
        let ports = program.firstLine().split(separator: " ")
        base = "http://127.0.0.1:" + (ports.first ?? "")
        secureBase = "https://127.0.0.1:" + (ports.last ?? "")
    }

    private static let script = #"""
        import http.server, os, re, ssl, subprocess, sys, tempfile, threading, time

        exec(re.search("```python\n(.*?)```", open(sys.argv[1]).read(), re.S)[1])

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                _, what, argument = (self.path + "/").split("/")[:3]
                if what == "verify":
                    good = is_genuine(argument.encode(), self.headers["Yinuo-Signature"], body)
                    good = good and self.headers["Yinuo-Delivery"] == "12-3"
                    good = good and self.headers["Yinuo-Event"] == "ticket-resolved"
                    good = good and self.headers["Content-Type"] == "application/json"
                    good = good and self.headers["User-Agent"] == "yinuo" and "Expect" not in self.headers
                    self.answer(200 if good else 400)
                elif what == "status": self.answer(int(argument))
                elif what == "say":
                    kind, text = (bytes.fromhex(part.lstrip("x")) for part in self.path.split("/")[3:5])
                    headers = {"Content-Type": kind.decode(), "Content-Length": str(len(text))}
                    self.answer(int(argument), headers)
                    self.wfile.write(text)
                elif what == "redirect": self.answer(302, {"Location": "/status/200"})
                elif what == "slow":
                    time.sleep(30)
                elif what == "endless":
                    self.answer(int(argument), {"Content-Length": str(1 << 40)})
                    while True: self.wfile.write(b"x" * 65536)
                elif what == "stuck":
                    self.answer(int(argument), {"Content-Length": "5"})
                    time.sleep(600)
                # What is left hangs up without a word.

            def answer(self, status, headers={"Content-Length": "0"}):
                self.send_response(status)
                for name, value in headers.items(): self.send_header(name, value)
                self.end_headers()
                self.wfile.flush()

            def log_message(self, *_): pass

        def serve(context=None):
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
            server.daemon_threads = True
            if context: server.socket = context.wrap_socket(server.socket, server_side=True)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            return server.server_address[1]

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile() as file:
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                 "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", file.name,
                 "-out", file.name + ".pem"], check=True, stderr=subprocess.DEVNULL)
            context.load_cert_chain(file.name + ".pem", file.name)
            os.remove(file.name + ".pem")
        print(serve(), serve(context), flush=True)
        sys.stdin.read()
        """#
}
