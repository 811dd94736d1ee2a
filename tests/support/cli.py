"""Runs voc as a person or a script would."""

import dataclasses
import json
import os
import subprocess
import time

from support.paths import VOC


@dataclasses.dataclass
class Ran:
    code: int
    out: str
    err: str
    seconds: float

    def json(self):
        return json.loads(self.out)

    def lines(self) -> list:
        """One JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    def __str__(self):
        return f"exit {self.code}\n--- stdout\n{self.out[-3000:]}\n--- stderr\n{self.err[-3000:]}"


def environment(**extra: str) -> dict:
    """No setting of the caller's own; times in UTC."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("VOC")}
    # No config file of the person who runs the tests.
    return {**kept, "HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent", "TZ": "UTC",
            "LC_ALL": "C.UTF-8", **extra}


def run(*arguments, server=None, stdin=b"", env=None, timeout=570, binary=False) -> Ran:
    """Runs voc to its end. With binary, `out` is bytes."""
    command = [VOC, *(["--server", server] if server else []), *map(str, arguments)]
    begin = time.monotonic()
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=timeout,
                          env=environment(**(env or {})), check=False)
    out = done.stdout if binary else done.stdout.decode()
    return Ran(done.returncode, out, done.stderr.decode(errors="replace"),
               time.monotonic() - begin)


def start(*arguments, server, stdout, stderr) -> subprocess.Popen:
    """Starts voc and returns at once; the caller waits for it."""
    return subprocess.Popen([VOC, "--server", server, *map(str, arguments)],
                            stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
                            env=environment())
