"""What a part of the benchmark is given: programs, rows, servers and how much of everything."""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

from support import vocd


class Failed(Exception):
    """A program of a measurement failed, or said something that cannot be right."""


class Server:
    """A vocd on a free port of the loopback interface."""

    def __init__(self, folder: pathlib.Path, *options: str):
        folder.mkdir(parents=True, exist_ok=True)
        self._vocd = vocd.Vocd(*options, folder=folder)
        self.address = self._vocd.address
        self.http = self._vocd.http_address
        self.data = folder / "data"  # the store itself

    @property
    def pid(self) -> int:
        return self._vocd.process.pid

    def start(self):
        """Serves the store again, at the same address; ready when this returns."""
        self._vocd.start()

    def rss_bytes(self) -> int:
        return self._vocd.resident_bytes()

    def cpu_seconds(self) -> float:
        """What the process has used of the processors, in user and system mode."""
        after_name = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")

    def client(self):
        """A support.api.Client."""
        return self._vocd.client()

    def stop(self):
        """SIGTERM; returns when everything is on disk and the process is gone."""
        if self._vocd.process is not None and self._vocd.stop() != 0:
            raise Failed(f"vocd did not end well:\n{self._vocd.log_tail()}")

    def kill(self):
        """kill -9."""
        if self._vocd.process is not None:
            self._vocd.kill9()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            self.stop()
        else:
            self.kill()


class Context:
    """One run of the benchmark. `build` is build/release, `work` a folder for large files."""

    def __init__(self, build: pathlib.Path, work: pathlib.Path, rounds: int = 5,
                 scale: float = 1.0, smoke: bool = False):
        self.build = build
        self.work = work
        self.rounds = rounds
        self.scale = scale
        self.smoke = smoke
        self._begin = time.monotonic()

    def log(self, text: str):
        """Progress, for whoever waits."""
        print(f"[{time.monotonic() - self._begin:7.1f} s] {text}", file=sys.stderr, flush=True)

    def skip(self, what: str, why: str):
        """A measurement that cannot be made: a smoke run does without, others fail."""
        if not self.smoke:
            raise Failed(f"{what}: {why}")
        self.log(f"{what} skipped: {why}")

    def rows(self, count: int) -> int:
        """A number of rows at this run's scale, a multiple of 1,000."""
        return max(1, round(count * self.scale / 1000)) * 1000

    def program(self, name: str) -> pathlib.Path:
        """A C++ program of tests/benchmark."""
        return self.build / "tests" / "benchmark" / name

    def run(self, name: str, *arguments, timeout: float = 7200) -> dict:
        """Runs such a program to its end: the JSON object that is its last line."""
        done = subprocess.run([self.program(name), *map(str, arguments)], stdout=subprocess.PIPE,
                              timeout=timeout, check=False)
        lines = done.stdout.decode().splitlines()
        if done.returncode != 0 or not lines:
            raise Failed(f"{name} {' '.join(map(str, arguments))}: exit {done.returncode}, "
                         f"{lines[-1:]}")
        return json.loads(lines[-1])

    def start(self, name: str, *arguments) -> subprocess.Popen:
        """Starts such a program, both ends piped; whoever starts it waits for it."""
        return subprocess.Popen([self.program(name), *map(str, arguments)], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE)

    def rows_file(self, rows: int, order: str = "random", comments: bool = True) -> pathlib.Path:
        """The first `rows` rows of the workload, made once; rows_about() says what is in it."""
        path = self.work / f"rows-{order}-{rows}{'' if comments else '-bare'}"
        about = path.with_suffix(".json")
        if not about.exists():
            self.log(f"making {rows:,} rows in {order} order of time")
            made = self.run("bench_rows", "--rows", rows, "--order", order, "--out", path,
                            *([] if comments else ["--no-comments"]))
            about.write_text(json.dumps(made))
        return path

    def rows_about(self, path: pathlib.Path) -> dict:
        """`rows`, `distinct` ones and the `bytes` of their Feedback messages."""
        return json.loads(path.with_suffix(".json").read_text())

    def distinct(self, rows: int) -> int:
        """How many of the first `rows` rows are no repeats."""
        return self.run("bench_rows", "--rows", rows)["distinct"]

    def folder(self, name: str) -> pathlib.Path:
        """An empty folder in `work`."""
        path = self.work / name
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        return path

    def start_vocd(self, folder: pathlib.Path, *options: str) -> Server:
        """Serves the store in `folder`, made if missing; ready when this returns."""
        return Server(folder, *options)


def median(values) -> float:
    return statistics.median(values)
