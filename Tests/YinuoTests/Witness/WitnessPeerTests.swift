import Evidence
import Foundation
import Support
import Testing

/// A log that shares no line with ours: Python's hashes, openssl's signatures.
@Suite(.waiting) struct WitnessPeerTests {
    @Test func `a log in another language gets signatures that openssl believes`() throws {
        let home = try WitnessHome(logs: [])
        let python = try RunningProgram(
            "python3", ["-c", Self.script, Program.path.path, home.folder, home.key.text],
            errors: home.folder + "/python-log")
        let said = python.everything()
        let complaint = try String(contentsOfFile: home.folder + "/python-log", encoding: .utf8)
        #expect(python.end(0) == 0, "\(complaint)")
        #expect(said == "200 409 200 200 409 422 404\n", "\(complaint)")
    }

    private static let script = #"""
        import base64, hashlib, http.client, os, struct, subprocess, sys

        program, folder, witness = sys.argv[1:]
        name, number, text = witness.split("+", 2)
        path = lambda file: os.path.join(folder, file)

        def openssl(*words):
            return subprocess.run(("openssl",) + words, check=True, capture_output=True).stdout

        def write(file, contents):
            with open(path(file), "wb") as out: out.write(contents)
            return path(file)

        # A DER public key of Ed25519 ends with its 32 bytes; before them stand always the same twelve (RFC 8410).
        openssl("genpkey", "-algorithm", "ed25519", "-out", path("log.key"))
        public = openssl("pkey", "-in", path("log.key"), "-pubout", "-outform", "DER")
        origin, kind = "python.example/log", b"\x01" + public[-32:]
        key_id = hashlib.sha256(origin.encode() + b"\n" + kind).digest()[:4]
        vkey = f"{origin}+{key_id.hex()}+{base64.b64encode(kind).decode()}"
        seer = base64.b64decode(text)
        assert seer[0] == 4 and hashlib.sha256(name.encode() + b"\n" + seer).digest()[:4].hex() == number
        write("witness.der", public[:12] + seer[1:])

        def node(*parts): return hashlib.sha256(b"\1" + b"".join(parts)).digest()
        a, b, c, d = (hashlib.sha256(b"\0" + entry).digest() for entry in (b"a", b"b", b"c", b"d"))
        ab, cd = node(a, b), node(c, d)
        encoded = lambda hash: base64.b64encode(hash).decode()

        def ask(old, proof, size, root, by=origin):
            text = f"{by}\n{size}\n{encoded(root)}\n"
            openssl("pkeyutl", "-sign", "-rawin", "-inkey", path("log.key"), "-in", write("text", text.encode()),
                    "-out", path("signature"))
            with open(path("signature"), "rb") as file: line = encoded(key_id + file.read())
            body = f"old {old}\n" + "".join(encoded(hash) + "\n" for hash in proof) + f"\n{text}\n— {by} {line}\n"
            connection.request("POST", "/add-checkpoint", body.encode())
            answer = connection.getresponse()
            said = answer.read().decode()
            if answer.status == 200: verify(text, said)
            elif answer.getheader("Content-Type") == "text/x.tlog.size": assert said == "2\n", said
            return answer.status

        def verify(text, line):
            dash, by, code = line.rstrip("\n").split(" ")
            code = base64.b64decode(code)
            assert dash == "—" and by == name and code[:4].hex() == number and len(code) == 76
            seen, = struct.unpack(">Q", code[4:12])
            message = write("message", f"cosignature/v1\ntime {seen}\n{text}".encode())
            openssl("pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", path("witness.der"),
                    "-in", message, "-sigfile", write("signature", code[12:]))

        running = subprocess.Popen(
            [program, "witness", "--key", path("key"), "--state", path("state"), "--log", vkey,
             "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
        try:
            port = int(running.stdout.readline().rsplit(":", 1)[1])
            # One connection for all of it.
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            print(ask(0, [], 2, ab), ask(0, [], 4, node(ab, cd)), ask(2, [cd], 4, node(ab, cd)),
                  ask(4, [], 4, node(ab, cd)), ask(4, [], 4, node(cd, ab)),
                  ask(4, [a], 5, node(node(ab, cd), b)), ask(0, [], 1, a, by="other.example"))
        finally:
            running.terminate()
            running.wait()
        """#
}
