import Foundation
import Support
import Testing

/// What the doctor finds of other machines, each of them a program of somebody else.
@Suite(.serialized, .waiting) struct DoctorEdgesTests {
    @Test func `a mail server is greeted and given nothing`() throws {
        let box = try Mailbox(["--starttls", "--auth", "desk:mail password"])
        let desk = try OperatorDesk()
        try desk.write("password", "mail password\n")
        chmod(desk.file("password"), 0o600)
        func doctor(_ server: String, _ authorities: String) throws -> Told {
            try desk.write(
                "s.yaml",
                """
                listen: 127.0.0.1:0
                public-url: https://desk.example
                mail-server: \(server)
                mail-from: desk@desk.example
                mail-password-file: \(desk.file("password"))
                mail-authorities: \(authorities)

                """)
            return try Told(try desk.run(["doctor", "--settings", desk.file("s.yaml"), "--json"]))
        }
        let well = try doctor("smtp://desk@127.0.0.1:\(box.port)", box.certificate)
        #expect(well.state("mail") == "ok" && well.found("mail")?.contains("over TLS") == true)
        let stranger = try doctor("smtp://desk@127.0.0.1:\(box.port)", "/etc/ssl/certs/ca-certificates.crt")
        #expect(stranger.state("mail") == "trouble", "\(stranger)")
        let nobody = try doctor("smtp://desk@127.0.0.1:1", box.certificate)
        #expect(nobody.state("mail") == "trouble" && nobody.found("mail")?.contains("Check mail-server") == true)
    }

    @Test func `an identity provider is asked to describe itself, and has to be the one that is meant`() throws {
        let provider = try RunningProgram("python3", ["-c", Self.provider])
        let port = provider.firstLine()
        let desk = try OperatorDesk()
        func doctor(_ issuer: String) throws -> Told {
            try desk.write(
                "s.yaml",
                "listen: 127.0.0.1:0\noidc-issuer: \(issuer)\noidc-client: desk\npublic-url: https://desk.example\n")
            return try Told(try desk.run(["doctor", "--settings", desk.file("s.yaml"), "--json"]))
        }
        #expect(try doctor("http://127.0.0.1:\(port)").state("provider") == "ok")
        let other = try doctor("http://localhost:\(port)")
        #expect(other.state("provider") == "trouble")
        #expect(other.found("provider")?.contains("it calls itself otherwise") == true, "\(other)")
        #expect(try doctor("http://127.0.0.1:1").found("provider")?.contains("gave no answer") == true)
    }

    @Test func `a database is asked for its version, its standbys and its time`() throws {
        let desk = try DatabaseDesk()
        let empty = try Told(try desk.run(["doctor", "--json"], register: desk.files.file("erased")))
        #expect(empty.state("database") == "ok" && empty.state("clock") == "ok")
        #expect(empty.state("desk") == "note", "\(empty)")
        #expect(try desk.sql("SELECT to_regnamespace('yinuo') IS NULL") == "t")
        #expect(
            try desk.run(["records", "import", "tag", "-", "--new"], input: "id,title.en\nvip,Important\n").status == 0)
        let told = try Told(try desk.run(["doctor", "--json"], register: desk.files.file("erased")))
        for name in ["database", "desk", "time", "outbox", "followers"] { #expect(told.state(name) == "ok", "\(told)") }
        #expect(told.found("standby")?.contains("No synchronous standby is set") == true)
    }

    @Test func `a database that can't be reached is trouble, and its password is told to nobody`() throws {
        let answer = try Program.run(
            ["doctor", "--json"], environment: ["YINUO_DESK": "postgresql://u:secret@127.0.0.1:1/d"])
        #expect(answer.status == 1 && !(answer.output + answer.complaint).contains("secret"))
        #expect(try Told(answer).found("database")?.contains("can't be reached") == true)
    }

    private static let provider = """
        import http.server, json
        class Provider(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                me = "http://127.0.0.1:%d" % self.server.server_port
                body = json.dumps({"issuer": me, "authorization_endpoint": me + "/a", "token_endpoint": me + "/t",
                                   "jwks_uri": me + "/k", "keys": []}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def log_message(self, *a): pass
        server = http.server.HTTPServer(("127.0.0.1", 0), Provider)
        print(server.server_port, flush=True)
        server.serve_forever()
        """
}
