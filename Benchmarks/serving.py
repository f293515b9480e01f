"""What the measurements of the service share: a desk that is served, and what it costs the machine."""
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request

TICK = os.sysconf("SC_CLK_TCK")


def line(id, unit, value, **more):
    """One figure, as Benchmarks/report reads it."""
    print(json.dumps({"id": id, "unit": unit, "value": value, **more}), flush=True)


def run(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{program} {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def token(program, desk, *rights):
    """A token of a new administrator."""
    run(program, "account", "add", "--agent", "bench", "--name", "Bench", "--role", "administrator", "--login", "bench",
        "--desk", desk)
    scopes = [word for right in rights for word in ("--scope", right)]
    return run(program, "account", "token", "issue", "bench", *scopes, "--desk", desk).strip().splitlines()[-1]


PASSWORD = "a long walk to the sea"


def lead(program, desk):
    """A new lead who has no password yet: the link by which one is chosen."""
    said = run(program, "account", "add", "--agent", "visitor", "--name", "Visitor", "--role", "lead", "--login", "visitor", "--desk", desk)
    return re.search(r"/link/(\S+)", said)[1]


def session(server, link):
    """The cookie of that lead, come in by a browser's way."""
    def post(path, body):
        request = urllib.request.Request(server.root + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return answer.headers["Set-Cookie"]

    post("/links/password", {"link": link, "password": PASSWORD})
    return post("/session", {"login": "visitor", "password": PASSWORD}).split(";")[0]


class Server:
    """`yinuo serve` of a desk, on a port that the system chose, until the block ends."""

    def __init__(self, program, desk, *options):
        start = time.perf_counter()
        self.process = subprocess.Popen(
            [program, "serve", "--desk", desk, "--listen", "127.0.0.1:0", "--log-level", "error", "--rate-limit", "0",
             *options], stdout=subprocess.PIPE, text=True)
        said = self.process.stdout.readline()
        self.start_ms = (time.perf_counter() - start) * 1e3
        port = re.search(r":(\d+)", said)
        if not port:
            sys.exit(f"serve did not start: {said}")
        self.port = int(port.group(1))
        self.root = f"http://127.0.0.1:{self.port}/api/v1"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()

    @property
    def cpu(self):
        """Seconds of processor time so far."""
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def settle(self, seconds=120):
        """Waits until it does nothing by itself: what follows the journal has come to its end."""
        until, quiet = time.monotonic() + seconds, 0
        while quiet < 3 and time.monotonic() < until:
            before = self.cpu
            time.sleep(1)
            quiet = quiet + 1 if self.cpu - before < 0.05 else 0

    @property
    def pss_mb(self):
        for row in open(f"/proc/{self.process.pid}/smaps_rollup"):
            if row.startswith("Pss:"):
                return int(row.split()[1]) / 1024


def ask(server, token, path, body=None):
    """One request by curl; its JSON."""
    more = ["-H", "Content-Type: application/json", "-d", json.dumps(body)] if body is not None else []
    answer = subprocess.run(
        ["curl", "-s", "-H", f"Authorization: Bearer {token}", *more, server.root + path], capture_output=True, text=True)
    try:
        return json.loads(answer.stdout)
    except json.JSONDecodeError:
        sys.exit(f"{path}: {answer.stdout} {answer.stderr}")


def synced_write(folder):
    """What the disk charges for making 8 kB durable, in µs; the median of many."""
    path = os.path.join(folder, "synced")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    times = []
    for _ in range(200):
        start = time.perf_counter()
        os.pwrite(descriptor, b"x" * 8192, 0)
        os.fdatasync(descriptor)
        times.append(time.perf_counter() - start)
    os.close(descriptor)
    os.unlink(path)
    return sorted(times)[len(times) // 2] * 1e6
