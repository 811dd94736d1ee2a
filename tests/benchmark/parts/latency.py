"""From when feedback was due to the arrival of its alert, at half of peak load."""

import contextlib
import shutil

from benchmark.context import Context, Failed, median
from benchmark.measure import end, ended

PEAK_ROWS = 1_000_000
SECONDS = 10  # a round
BATCH = 100


@contextlib.contextmanager
def echo_server(context: Context):
    """The bare program's address."""
    folder = context.folder("echo")
    with ended(context.start("bench_echo_server", "--data", folder)) as process:
        yield process.stdout.readline().decode().strip()
        end(process)
    shutil.rmtree(folder)


def measure(context: Context, address: str, rows, first: int, count: int, rate: int) -> dict:
    return context.run("bench_latency", "--server", address, "--rows", rows, "--first", first,
                       "--count", count, "--rate", rate, "--batch", BATCH)


def run(context: Context) -> list:
    peak_rows = context.rows(PEAK_ROWS)
    rows = context.rows_file(peak_rows)
    with context.start_vocd(context.folder("latency-peak"), "--durability=sync") as server:
        peak = measure(context, server.address, rows, 0, peak_rows, 0)
    shutil.rmtree(context.work / "latency-peak")
    rate = round(peak["rows_per_second"] / 2)
    count = context.rows(rate * SECONDS)
    rounds = context.rounds + 1  # the first warms both up
    rows = context.rows_file(count * rounds)
    ours, bare = [], []
    with context.start_vocd(context.folder("latency"), "--durability=sync") as server, \
            echo_server(context) as echo:
        for i in range(rounds):
            for address, results in ((echo, bare), (server.address, ours)):
                results.append(measure(context, address, rows, i * count, count, rate))
            if ours[-1]["latency"]["count"] == 0:
                raise Failed("no alert came")
            context.log(f"{rate:,}/s, p99 {ours[-1]['latency']['p99_ms']:.2f} ms, "
                        f"bare {bare[-1]['latency']['p99_ms']:.2f} ms")
    shutil.rmtree(context.work / "latency")
    ours, bare = ours[1:], bare[1:]

    def of(results: list, percentile: str) -> float:
        return median(result["latency"][percentile] for result in results)

    return [{"id": "latency_p99_vs_echo", "better": "lower",
             "value": of(ours, "p99_ms") / of(bare, "p99_ms"), "target": 5,
             "unit": "times the bare program",
             "raw": {"short": f"p50 {of(ours, 'p50_ms'):.2f} and {of(bare, 'p50_ms'):.2f} ms, "
                              f"p99 {of(ours, 'p99_ms'):.2f} and {of(bare, 'p99_ms'):.2f} ms "
                              f"at {rate:,} rows/s",
                     "rounds": context.rounds, "peak": peak, "vocd": ours, "echo": bare}}]
