"""A vocd of the test's own: started on a free port and an own folder, killed, restarted, ended."""

import pathlib
import re
import selectors
import shutil
import signal
import subprocess
import tempfile
import time

from support import api
from support.paths import VOCD

START_SECONDS_MAX = 120
STOP_SECONDS_MAX = 60


class DidNotStart(Exception):
    """vocd ended, or was silent for too long, before it said that it is ready."""


class Vocd:
    """One store and the process that serves it. Not thread-safe.

    An own folder is removed by close(); a restart keeps folder and ports. `address` is that of
    gRPC, `http_address` that of the HTTP edge.
    """

    def __init__(self, *options: str, folder=None, address: str = "127.0.0.1:0",
                 http_address: str = "127.0.0.1:0"):
        """With `folder`, serves the store there and leaves it when closed."""
        self.own_folder = folder is None
        self.folder = folder or pathlib.Path(tempfile.mkdtemp(prefix="vocd-test-"))
        self.options = options
        self.address = address
        self.http_address = http_address
        self.ops = None  # HOST:PORT of --ops, if that was asked for
        self.process = None
        self.start()

    def start(self):
        """Starts the process and waits until it says that it is ready."""
        assert self.process is None
        with open(self.folder / "stderr.jsonl", "ab") as log:
            self.process = subprocess.Popen(
                [VOCD, f"--data={self.folder / 'data'}", f"--grpc={self.address}",
                 f"--http={self.http_address}", *self.options],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        line = self._ready_line()
        match = re.match(r"vocd ready grpc=(\S+:\d+) http=(\S+:\d+)( ops=(\S+:\d+))?$", line)
        if not match:
            self.kill9()
            raise DidNotStart(f"vocd said {line!r}; its log ends with:\n{self.log_tail()}")
        self.address = match[1]
        self.http_address = match[2]
        self.ops = match[4]

    def _ready_line(self) -> str:
        """The first line of standard output; empty if none came in time."""
        deadline = time.monotonic() + START_SECONDS_MAX
        line = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if not selector.select(max(0, deadline - time.monotonic())):
                    return ""
                byte = self.process.stdout.read1(1)
                if not byte:
                    return line.decode()
                line += byte
        return line.decode().rstrip("\n")

    def client(self) -> api.Client:
        return api.Client(self.address)

    def kill9(self):
        """The process is gone at once; what it did not sync is not."""
        self.process.kill()
        self._ended()

    def stop(self) -> int:
        """SIGTERM, and the exit status; raises if it takes too long."""
        self.process.send_signal(signal.SIGTERM)
        return self._ended()

    def _ended(self) -> int:
        code = self.process.wait(timeout=STOP_SECONDS_MAX)
        self.process.stdout.close()
        self.process = None
        return code

    def restart(self, kill: bool = False):
        if kill:
            self.kill9()
        else:
            assert self.stop() == 0, self.log_tail()
        self.start()

    def resident_bytes(self) -> int:
        """VmRSS as the kernel says."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024

    def log_tail(self, lines: int = 20) -> str:
        text = (self.folder / "stderr.jsonl").read_text(errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    def close(self):
        if self.process is not None:
            self.kill9()
        if self.own_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
