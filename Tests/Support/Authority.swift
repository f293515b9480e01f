import Foundation

/// A time stamping authority: openssl behind a few lines of HTTP, with a root and a certificate of its own.
///
/// One for all tests; it ends with its standard input, which is when the tests do.
public struct Authority: @unchecked Sendable {
    public static let shared = Result { try Authority() }

    /// `/stamp` answers a request, `/replay` answers each with the first that it gave, `/without` leaves out the
    /// certificate, `/strict` knows no SHA-256.
    public let base: String
    private let folder: String
    private let program: RunningProgram

    private init() throws {
        program = try RunningProgram("python3", ["-c", Authority.script])
        let words = program.firstLine().split(separator: " ").map(String.init)
        guard words.count == 2 else { throw NotStarted() }
        base = "http://127.0.0.1:" + words[0]
        folder = words[1]
    }

    public struct NotStarted: Error {}

    /// Whether openssl, given the authority's root, believes that the response is of these bytes.
    public func verifies(_ response: [UInt8], of bytes: [UInt8]) throws -> Bool {
        let place = FileManager.default.temporaryDirectory.appending(path: "yinuo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let (data, answer) = (place.appending(path: "data").path, place.appending(path: "answer.tsr").path)
        try Data(bytes).write(to: URL(filePath: data))
        try Data(response).write(to: URL(filePath: answer))
        let program = try RunningProgram(
            "openssl", ["ts", "-verify", "-data", data, "-in", answer, "-CAfile", folder + "/root.pem"])
        _ = program.everything()
        return program.end(0) == 0
    }

    private static let script = #"""
        import http.server, os, subprocess, sys, tempfile, threading

        CONFIGURATION = """
        [tsa]
        default_tsa = stamps
        [stamps]
        dir = .
        serial = serial
        crypto_device = builtin
        signer_cert = tsa.pem
        certs = root.pem
        signer_key = tsa.key
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = DIGESTS
        accuracy = secs:1, millisecs:500
        clock_precision_digits = 3
        ordering = yes
        tsa_name = yes
        ess_cert_id_chain = no
        ess_cert_id_alg = sha256
        """
        folder = tempfile.TemporaryDirectory()

        def place(name): return os.path.join(folder.name, name)

        def openssl(*words):
            run = subprocess.run(("openssl",) + words, cwd=folder.name, capture_output=True)
            if run.returncode: sys.exit(run.stderr.decode())

        def write(name, text):
            with open(place(name), "w") as file: file.write(text)

        write("serial", "01\n")
        write("sha.cnf", CONFIGURATION.replace("DIGESTS", "sha256"))
        write("strict.cnf", CONFIGURATION.replace("DIGESTS", "sha512"))
        write("extensions", "basicConstraints = CA:false\nkeyUsage = critical, digitalSignature\n"
              "extendedKeyUsage = critical, timeStamping\n")
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        openssl("req", "-x509", *key, "-subj", "/CN=Root", "-keyout", "root.key", "-out", "root.pem")
        openssl("req", *key, "-subj", "/CN=Authority", "-keyout", "tsa.key", "-out", "tsa.csr")
        openssl("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
                "-extfile", "extensions", "-days", "30", "-out", "tsa.pem")

        turn, first = threading.Lock(), []

        def stamp(query, configuration):
            with turn:
                with open(place("query"), "wb") as file: file.write(query)
                openssl("ts", "-reply", "-config", configuration, "-section", "stamps", "-queryfile", "query",
                        "-out", "reply")
                with open(place("reply"), "rb") as file: return file.read()

        class Authority(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                query = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers["Content-Type"] != "application/timestamp-query": return self.answer(415, b"")
                if self.path == "/strict": return self.answer(200, stamp(query, "strict.cnf"))
                # certReq is the last three bytes of a query; left out, it is false, and the sequence that much shorter.
                if self.path == "/without": query = bytes([0x30, query[1] - 3]) + query[2:-3]
                reply = stamp(query, "sha.cnf")
                if self.path == "/replay":
                    first.append(reply)
                    reply = first[0]
                self.answer(200, reply)

            def answer(self, status, body):
                self.send_response(status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_): pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Authority)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_address[1], folder.name, flush=True)
        sys.stdin.read()
        """#
}
