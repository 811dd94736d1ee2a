"""Measures vocd against its ceilings and its peers, in one run on one machine."""

import argparse
import importlib
import importlib.util
import json
import pathlib
import shutil
import sys
import tempfile
import traceback

from benchmark.context import Context
from benchmark.report import report, table
from support.paths import BUILD, REPO

PARTS = ["ingest", "edge", "voice", "latency", "fanout", "trend", "scale"]
ROUNDS = 5
SMOKE_SCALE = 0.002
RESULTS = REPO / "tests" / "benchmark" / "RESULTS.md"


def is_there(part: str) -> bool:
    return importlib.util.find_spec(f"benchmark.parts.{part}") is not None


def arguments(words) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of what is done in rounds")
    parser.add_argument("--scale", type=float, default=1.0, help="multiplies numbers of rows")
    parser.add_argument("--smoke", action="store_true",
                        help="shows in seconds that everything runs; its numbers mean nothing")
    parser.add_argument("--work", type=pathlib.Path, help="folder for large files, kept "
                        "(default: one below build/bench, removed)")
    parser.add_argument("--out", type=pathlib.Path, default=REPO / "build" / "bench",
                        help="where results.json goes")
    parsed = parser.parse_args(words)
    for part in parsed.parts:
        if part not in PARTS or not is_there(part):
            parser.error(f"no part {part}")
    parsed.parts = parsed.parts or [part for part in PARTS if is_there(part)]
    if parsed.smoke:
        parsed.scale, parsed.rounds = SMOKE_SCALE, 1
    return parsed


def measure(context: Context, parts: list, out: pathlib.Path) -> tuple:
    """The rows of all parts, and which parts failed: one that does costs the others nothing.

    What is there already is in results.json after every part: a run takes most of an hour.
    """
    rows, failed = [], []
    for part in parts:
        context.log(f"part {part}")
        try:
            rows += importlib.import_module(f"benchmark.parts.{part}").run(context)
        except Exception:  # pylint: disable=broad-except
            traceback.print_exc()
            failed.append(part)
        (out / "results.json").write_text(json.dumps(rows, indent=1) + "\n")
    return rows, failed


def main(words=None) -> int:
    asked = arguments(words)
    asked.out.mkdir(parents=True, exist_ok=True)
    work = asked.work
    if work is None:
        work = pathlib.Path(tempfile.mkdtemp(dir=asked.out))
        work.chmod(0o711)  # PostgreSQL runs as a user of its own
    work.mkdir(parents=True, exist_ok=True)
    try:
        rows, failed = measure(
            Context(BUILD, work, asked.rounds, asked.scale, asked.smoke), asked.parts, asked.out)
    finally:
        if asked.work is None:
            shutil.rmtree(work, ignore_errors=True)
    print(table(rows))
    complete = asked.parts == PARTS and asked.scale == 1 and asked.rounds >= ROUNDS and not failed
    if complete:
        RESULTS.write_text(report(rows, "./dev bench"))
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
