"""What hearing texts costs: language, sentiment and themes."""

import json
import shutil
import subprocess

from benchmark.context import Context, Failed, median
from benchmark.parts.ingest import streamed
from support.paths import REPO

ROWS = 2_000_000  # a round
TARGETS = {90: 400_000, 300: 120_000}  # texts a second, by bytes of a text


def annotate(context: Context, size: int) -> dict:
    """Texts of one core, medians of repeated runs."""
    done = subprocess.run(
        [context.program("bench_annotate"), f"--benchmark_filter=AnnotateInTurn/{size}$",
         f"--benchmark_repetitions={context.rounds}", "--benchmark_format=json",
         f"--benchmark_min_time={0.01 if context.smoke else 1}"],
        cwd=REPO, stdout=subprocess.PIPE, check=True)
    runs = [run["items_per_second"] for run in json.loads(done.stdout)["benchmarks"]
            if run["run_type"] == "iteration"]
    if len(runs) != context.rounds:
        raise Failed(f"bench_annotate: {len(runs)} runs, not {context.rounds}")
    rate = median(runs)
    context.log(f"texts of {size} bytes: {rate:,.0f}/s")
    return {"id": f"annotate_{size}_bytes", "better": "higher", "value": rate,
            "target": TARGETS[size], "unit": "texts/s of one core",
            "raw": {"short": f"{1e9 / rate:,.0f} ns a text", "rounds": context.rounds,
                    "texts_per_second": runs}}


def comments(context: Context) -> dict:
    """Ingest of the workload against the same rows without comments, in alternating rounds."""
    rates = {True: [], False: []}
    for number in range(context.rounds):
        # Each goes first in turn: what the machine does next favours neither.
        for with_comments in (True, False) if number % 2 == 0 else (False, True):
            rows = context.rows_file(context.rows(ROWS), comments=with_comments)
            loaded, _ = streamed(context, "voice", rows, 500)
            shutil.rmtree(context.work / "voice")
            rates[with_comments].append(loaded["rows_per_second"])
    heard, bare = median(rates[True]), median(rates[False])
    return {"id": "ingest_with_comments", "better": "higher", "value": heard / bare,
            "target": 0.85, "unit": "of the same rows without comments",
            "raw": {"short": f"{heard:,.0f} of {bare:,.0f} rows/s", "rounds": context.rounds,
                    "with_comments": rates[True], "without": rates[False]}}


def run(context: Context) -> list:
    measured = [comments(context)]
    if context.program("bench_annotate").exists():
        measured += [annotate(context, size) for size in TARGETS]
    else:
        context.skip("annotate", "Google Benchmark is not installed")
    return measured
