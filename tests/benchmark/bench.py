"""Measures vocd against its ceilings and peers, in one run on one machine. See README.md.

    ./dev bench [PART...]
"""

import argparse
import importlib
import json
import os
import pathlib
import shutil
import sys
import tempfile

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1])]  # tests/

from benchmark.context import Context  # noqa: E402
from support.paths import BUILD, REPO  # noqa: E402

PARTS = ["ingest", "scale", "trend", "latency", "fanout"]
SMOKE_SCALE = 0.002
SMOKE_ROUNDS = 1


def reached(row: dict) -> bool:
    if row["better"] == "higher":
        return row["value"] >= row["target"]
    return row["value"] <= row["target"]


def table(rows: list) -> str:
    """Rows as people read them."""
    lines = [f"{'measure':<34} {'value':>10} {'target':>10}  {'unit':<24} reached"]
    for row in rows:
        bound = ">=" if row["better"] == "higher" else "<="
        lines.append(f"{row['id']:<34} {row['value']:>10.3f} {bound} {row['target']:>7.2f}  "
                     f"{row['unit']:<24} {'yes' if reached(row) else 'NO'}")
    return "\n".join(lines)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, default=5, help="of what is measured in rounds")
    parser.add_argument("--scale", type=float, default=1.0, help="multiplies numbers of rows")
    parser.add_argument("--smoke", action="store_true", help="the harness in seconds; no numbers")
    parser.add_argument("--work", type=pathlib.Path, help="folder for large files, kept")
    parsed = parser.parse_args()
    unknown = set(parsed.parts) - set(PARTS)
    if unknown:
        parser.error(f"no part {', '.join(sorted(unknown))}")
    if parsed.smoke:
        parsed.scale, parsed.rounds = SMOKE_SCALE, SMOKE_ROUNDS
    return parsed


def main() -> int:
    asked = arguments()
    out = REPO / "build" / "bench"
    out.mkdir(parents=True, exist_ok=True)
    work = asked.work or pathlib.Path(tempfile.mkdtemp(dir=out))
    work.mkdir(parents=True, exist_ok=True)
    context = Context(BUILD, work, asked.rounds, asked.scale, asked.smoke)
    rows = []
    try:
        for part in asked.parts or PARTS:
            context.log(f"part {part}")
            rows += importlib.import_module(f"benchmark.parts.{part}").run(context)
    finally:
        if asked.work is None:
            shutil.rmtree(work, ignore_errors=True)
    (out / "results.json").write_text(json.dumps(rows, indent=1) + "\n")
    print(table(rows))
    return 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    sys.exit(main())
