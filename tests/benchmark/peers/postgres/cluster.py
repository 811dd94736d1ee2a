"""A PostgreSQL of the benchmark's own, tuned as those who load much tune it."""

import os
import pathlib
import shutil
import signal
import stat
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 600
USER = "postgres"  # root may not run it


def programs() -> pathlib.Path | None:
    """Where Debian keeps the newest PostgreSQL's programs; None without one."""
    versions = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return versions[-1].parent if versions else None


def memory_mib() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20


def settings() -> dict:
    """Durable as vocd is; the rest for throughput on this machine."""
    memory = memory_mib()
    return {
        "synchronous_commit": "on",
        "fsync": "on",
        "full_page_writes": "on",
        "shared_buffers": f"{memory // 4}MB",
        "effective_cache_size": f"{memory * 3 // 4}MB",
        "work_mem": "64MB",
        "maintenance_work_mem": "512MB",
        # A long load is one checkpoint or two: each page is written whole only after one.
        "max_wal_size": "32GB",
        "min_wal_size": "4GB",
        "checkpoint_timeout": "30min",
        "wal_buffers": "64MB",
        "wal_compression": "lz4",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "random_page_cost": "1.1",
        "jit": "off",
        "huge_pages": "try",
        "max_connections": "32",
    }


def open_to_others(folder: pathlib.Path) -> bool:
    """Whether every user may pass through the folder and all above it."""
    return all(part.stat().st_mode & stat.S_IXOTH for part in (folder, *folder.parents))


class Cluster:
    """Lives in a folder of its own in `work`, which it takes along when it ends."""

    def __init__(self, work: pathlib.Path):
        self._bin = programs()
        self._as = {}
        as_root = os.getuid() == 0
        if as_root:
            self._as = {"user": USER, "group": USER, "extra_groups": []}
            if not open_to_others(work):
                work = pathlib.Path("/var/tmp")
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="voc-postgres-", dir=work))
        # A socket's path has to be short.
        self._socket = pathlib.Path(tempfile.mkdtemp(prefix="voc-postgres-", dir="/tmp"))
        if as_root:
            shutil.chown(self._folder, USER, USER)
            shutil.chown(self._socket, USER, USER)
        self.connect = f"host={self._socket} dbname=postgres user={USER}"
        self._process = None
        try:
            self._start()
        except Exception:
            self.stop()
            raise

    def _start(self):
        data = self._folder / "data"
        self._run("initdb", "--pgdata", data, "--encoding", "UTF8", "--locale", "C", "--auth",
                  "trust", "--username", USER)
        options = [f"-c{name}={value}" for name, value in settings().items()]
        with open(self._folder / "log", "wb") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", data, "-k", self._socket, "-clisten_addresses=",
                 *options], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self._folder,
                **self._as)
        self._wait()

    def _run(self, program: str, *arguments) -> str:
        done = subprocess.run([self._bin / program, *map(str, arguments)], capture_output=True,
                              cwd=self._folder, check=False, **self._as)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode()

    def _wait(self):
        deadline = time.monotonic() + START_SECONDS_MAX
        while subprocess.run([self._bin / "pg_isready", "-q", "-h", self._socket],
                             check=False).returncode != 0:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {(self._folder / 'log').read_text()}")
            time.sleep(0.05)

    def sql(self, text: str) -> str:
        return self._run("psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-d", self.connect, "-c", text)

    def empty(self):
        """The schema, anew."""
        self.sql("DROP SCHEMA IF EXISTS voc CASCADE")
        self.sql((HERE / "schema.sql").read_text())
        self.sql("CHECKPOINT")

    def stop(self):
        """A fast shutdown, by the process's own id; nothing is left."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(timeout=STOP_SECONDS_MAX)
        shutil.rmtree(self._folder)
        shutil.rmtree(self._socket)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
