"""Steps that several parts share."""

import contextlib
import json
import pathlib
import time

from benchmark.context import Context, Failed

END_SECONDS_MAX = 120
# Of a processor, over this time.
REST_SHARE = 0.05
REST_S = 0.4


def end(process) -> bytes:
    """Ends a program that runs until its standard input does; the rest of its output."""
    out, _ = process.communicate(timeout=END_SECONDS_MAX)
    if process.returncode != 0:
        raise Failed(f"{process.args[0].name}: exit {process.returncode}")
    return out


@contextlib.contextmanager
def ended(process):
    """Lets no program outlive the measurement it belongs to."""
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


@contextlib.contextmanager
def listeners(context: Context, address: str, said: dict | None = None):
    """One trend and one alert subscriber; `said` is filled with what they were sent."""
    with ended(context.start("bench_subscribers", "--server", address)) as process:
        if process.stdout.readline().strip() != b"listening":
            raise Failed("the subscribers did not start")
        yield
        received = json.loads(end(process).splitlines()[-1])
        if said is not None:
            said.update(received)


@contextlib.contextmanager
def noop_server(context: Context):
    """The no-op server's address."""
    with ended(context.start("bench_noop_server")) as process:
        yield process.stdout.readline().decode().strip()
        end(process)


def load(context: Context, address: str, rows: pathlib.Path, mode: str, **options) -> dict:
    """Sends rows: what bench_ingest says. Options are its own, in_flight=256 and so on."""
    arguments = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    return context.run("bench_ingest", "--server", address, "--rows", rows, "--mode", mode,
                       *arguments)


def check_stored(loaded: dict, distinct: int):
    """Every row was acknowledged, the distinct ones as new and their repeats as known."""
    expected = {"created": distinct, "unchanged": loaded["rows"] - distinct, "updated": 0,
                "superseded": 0, "rejected": 0}
    found = {name: loaded[name] for name in expected}
    if found != expected:
        raise Failed(f"outcomes {found}, expected {expected}")


def at_rest(server) -> bool:
    """vocd does next to nothing any more"""
    before = server.cpu_seconds()
    time.sleep(REST_S)
    return server.cpu_seconds() - before <= REST_SHARE * REST_S


def disk_bytes(folder: pathlib.Path) -> int:
    """Bytes of all files."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def until(what, seconds: float, interval: float = 0.1):
    """Asks `what` until it is true; Failed after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (answer := what()):
        if time.monotonic() > deadline:
            raise Failed(f"not within {seconds:g} s: {what.__doc__ or what}")
        time.sleep(interval)
    return answer
