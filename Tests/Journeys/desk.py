"""A desk at work for as long as the journeys go on: the real program, a made-up company, a mail server, people to sign in."""
import json
import pathlib
import random
import re
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "a long walk to the sea"
# Long, since the machine may be busy: nobody waits for it when all is well.
PATIENCE = 180


class Mailbox:
    """Takes every letter, and gives it to whoever waits for it."""

    def __init__(self, folder):
        self.program = subprocess.Popen([ROOT / "Tests/Support/mailbox", folder], text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        line = self.program.stdout.readline()
        assert line.startswith("ready "), f"The mail server did not start. Run bin/setup test. It said: {line}"
        self.port = int(line.split()[1])
        self.letters = []
        self.came = threading.Condition()
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self):
        for line in self.program.stdout:
            with self.came:
                self.letters.append(json.loads(line))
                self.came.notify_all()

    def letter(self, address, words=""):
        """The newest letter to an address that has these words; waits for it."""
        def fitting():
            return [each for each in self.letters if address in each["to"] and words in each["text"]]
        with self.came:
            assert self.came.wait_for(fitting, PATIENCE), f"no letter to {address} with “{words}” came within {PATIENCE} s"
            return fitting()[-1]

    def end(self):
        self.program.stdin.close()
        self.program.wait()


class Desk:
    def __init__(self, binary, mails=True):
        self.binary = str(pathlib.Path(binary).resolve())
        self.room = tempfile.TemporaryDirectory(prefix="yinuo-journeys-")
        self.folder = pathlib.Path(self.room.name)
        self.mailbox = Mailbox(self.room.name) if mails else None
        self.port = free_port()
        self.server = None
        self.keys = {}
        said = self.start("--demo")
        link = re.search(r"/link/(\S+)", said)[1]
        made = self.ask("POST", "/links/administrator",
                        {"link": link, "login": "administrator", "name": "周敏 Zhou Min", "password": PASSWORD})
        self.keys["X-CSRF-Token"] = made["csrf"]

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    # Its program

    def start(self, *more):
        """Starts the program, each time on the same port, and tells what it said."""
        flags = ["--desk", self.folder / "desk.sqlite", "--listen", f"127.0.0.1:{self.port}", "--public-url", self.address,
                 "--company", "一诺示范公司", "--rate-limit", "0", "--log-level", "warning",
                 "--shutdown-grace", f"{PATIENCE}s", *more]
        if self.mailbox:
            flags += ["--mail-server", f"smtp+plain://127.0.0.1:{self.mailbox.port}", "--mail-from", "desk@yinuo.example"]
        self.log = open(self.folder / "log", "a")
        self.server = subprocess.Popen([self.binary, "serve", *flags], text=True, stdout=subprocess.PIPE, stderr=self.log)
        said = ""
        for line in self.server.stdout:
            said += line
            if "first administrator" in line or "--demo" not in more:
                return said
        raise AssertionError(f"the desk did not start: {said} {(self.folder / 'log').read_text()[-2000:]}")

    def kill(self):
        """As a power cut would."""
        self.server.kill()
        self.server.wait()

    def end(self):
        self.server.terminate()
        status = self.server.wait(PATIENCE + 60)
        if self.mailbox:
            self.mailbox.end()
        complaints = (self.folder / "log").read_text().strip()
        self.room.cleanup()
        assert status == 0, f"the desk ended with status {status}"
        return complaints

    # Programs

    def ask(self, method, path, body=None, **headers):
        """An operation of the service, as the administrator."""
        headers = {**self.keys, **headers}
        if isinstance(body, bytes):
            headers.setdefault("Content-Type", "application/octet-stream")
        elif body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body).encode()
        request = urllib.request.Request(self.address + "/api/v1" + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                if cookie := answer.headers.get("Set-Cookie"):
                    self.keys["Cookie"] = cookie.split(";")[0]
                text = answer.read()
                return json.loads(text) if "json" in answer.headers.get("Content-Type", "") else text
        except urllib.error.HTTPError as refusal:
            raise Refused(method, path, refusal.status, refusal.read().decode()) from None

    def record(self, kind, id, **values):
        self.ask("PUT", f"/records/{kind}/{id}", {"values": {name.replace("_", "."): value for name, value in values.items()}})

    def person(self, login, name, role="agent", teams="hotline"):
        """Somebody who serves, and can sign in."""
        self.record("agent", login, name=name, role=role, teams=teams, email=f"{login}@desk.example")
        made = self.ask("POST", "/accounts", {"agent": login, "login": login})
        self.ask("POST", "/links/password", {"link": made["link"].split("/")[-1], "password": PASSWORD})
        return login

    def customer(self, id, name, language="en"):
        """A customer who can be sent a link."""
        self.record("customer", id, name=name, language=language, email=f"{id}@customer.example", region="Shanghai")
        # Whoever asks for a link is looked up in the index, and who is not found there yet gets none.
        self.finds(f'"{id}@customer.example"', id)
        return id

    def ticket(self, customer, subject, text, **more):
        """A new request; its id."""
        made = self.ask("POST", "/tickets", {"customer": customer, "subject": subject, "text": text, "channel": "mail", **more})
        return made["stream"].split("/")[1]

    def certificate(self, ticket):
        """Whether all of it is in the log by now: a fact is sealed within a second or two."""
        return eventually(lambda: self.ask("GET", f"/tickets/{ticket}/certificate"))

    def finds(self, words, id):
        """Waits until the index knows it: whoever asked before does not ask again."""
        def look():
            found = self.ask("GET", "/search?q=" + urllib.parse.quote(words))
            if id not in json.dumps(found):
                raise Refused("GET", "/search", 200, f"{id} is not found by {words}")
        eventually(look)

    def event(self, ticket, event, **more):
        return self.ask("POST", f"/tickets/{ticket}/events", {"event": event, **more})


def free_port():
    """One that the system hands out to nobody meanwhile: a desk is killed and comes back to it."""
    while True:
        try:
            with socket.create_server(("127.0.0.1", random.randrange(20_000, 32_000))) as free:
                return free.getsockname()[1]
        except OSError:
            continue


def eventually(what, seconds=PATIENCE):
    """What something comes to that is refused for a while."""
    end = time.monotonic() + seconds
    while True:
        try:
            return what()
        except Refused:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


class Refused(AssertionError):
    def __init__(self, method, path, status, text):
        super().__init__(f"{method} {path} was refused ({status}): {text[:600]}")
        self.status = status
