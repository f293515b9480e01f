"""The line between a browser and the desk, to be cut and mended: a browser's own "offline" leaves open streams alone."""
import contextlib
import socket
import threading


class Line:
    def __init__(self, port):
        self.desk = port
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        self.is_whole = True
        self.ends = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        self.is_whole = False
        for end in list(self.ends):
            self._hang_up(end)

    def mend(self):
        self.is_whole = True

    def end(self):
        self.cut()
        self.door.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self.door.accept()
                try:
                    assert self.is_whole
                    called = socket.create_connection(("127.0.0.1", self.desk))
                except (AssertionError, OSError):
                    caller.close()
                    continue
                self.ends |= {caller, called}
                for one, other in [(caller, called), (called, caller)]:
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one, other):
        with contextlib.suppress(OSError):
            while words := one.recv(65_536):
                other.sendall(words)
        self._hang_up(one)
        self._hang_up(other)

    def _hang_up(self, end):
        self.ends.discard(end)
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
