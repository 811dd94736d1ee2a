"""QueryTrend over ten million facts against DuckDB over the same rows, in memory, on two threads.

Both answer on a warm machine: every measured call follows one that is not. DuckDB has the rows in
order of time and in order of arrival, and counts with whichever is faster for a query. The answers
have to be the same, cell by cell.
"""

import json
import shutil
import subprocess

from benchmark.context import Failed, median
from benchmark.measure import load, until
from support import api
from support.paths import REPO

ROWS = 10_000_000
LINEAR_ROWS = (1_000_000, 5_000_000, 10_000_000, 20_000_000)
# "Linear" leaves this much to the noise of a time of milliseconds.
LINEAR = 1.1
ASKED_IN_A_ROW = 5  # of one query, before the next is asked
SETTLE_SECONDS_MAX = 120
PEER = REPO / "tests" / "benchmark" / "peers" / "duckdb"
QUERIES = {"month": 0.4, "filtered_grouped": 0.4, "one_account": 0.4, "stockholm": 0.1}
RANDOM_TARGET = 0.6


class DuckDb:
    """DuckDB that holds the facts of a CSV file."""

    def __init__(self, folder, csv, order):
        self._process = subprocess.Popen(["node", folder / "trend.mjs", csv, order],
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.rows = self._read()["rows"]

    def _read(self):
        line = self._process.stdout.readline()
        if not line:
            raise Failed("DuckDB ended")
        return json.loads(line)

    def ask(self, query):
        self._process.stdin.write(query + "\n")
        self._process.stdin.flush()
        return self._read()

    def stop(self):
        self._process.stdin.close()
        self._process.wait()


def install_duckdb(context):
    """The peer with what its lock file names, outside of the sources; None without it."""
    if shutil.which("npm") is None:
        context.skip("trend_*", "npm is not installed")
        return None
    folder = context.folder("duckdb")
    for name in ("package.json", "package-lock.json", ".npmrc", "trend.mjs"):
        shutil.copy(PEER / name, folder)
    installed = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"],
                               cwd=folder, check=False, stdout=subprocess.DEVNULL)
    if installed.returncode != 0:
        context.skip("trend_*", "npm cannot install DuckDB")
        return None
    return folder


def fill(context, rows, order):
    """Serves a store of so many rows that arrived in this order of time."""
    path = context.rows_file(rows, order)
    server = context.start_vocd(context.folder(f"trend-{order}-{rows}"), "--durability=os")
    context.log(f"filling a store with {rows:,} rows in {order} order of time")
    load(context, server.address, path, "ingest", batch=500, streams=1, in_flight=16)

    def the_builder_is_done():
        """the builder has taken all but the newest segment"""
        with server.client() as client:
            return client.GetStatus(api.admin.GetStatusRequest(), timeout=30).tail_events < 65_536

    until(the_builder_is_done, SETTLE_SECONDS_MAX)
    return server


def ask_vocd(context, server, query, rounds=1):
    return context.run("bench_trend", "--server", server.address, "--query", query, "--rounds",
                       rounds)


def compare(context, order, peers):
    """Medians of alternating rounds over one store, and the same cells everywhere."""
    rows = []
    with fill(context, context.rows(ROWS), order) as server:
        for query, target in QUERIES.items():
            times = {"vocd": []} | {name: [] for name in peers}
            for _ in range(context.rounds):
                answer = ask_vocd(context, server, query)
                times["vocd"] += answer["ms"]
                for name, peer in peers.items():
                    other = peer.ask(query)
                    times[name].append(other["ms"])
                    if sorted(other["cells"]) != sorted(answer["cells"]):
                        raise Failed(f"{query}: vocd and DuckDB ({name}) answer differently")
            best = min(median(times[name]) for name in peers)
            ordered = order == "time"
            rows.append({
                "id": f"trend_{query}" + ("" if ordered else "_random"),
                "better": "lower",
                "value": median(times["vocd"]) / best,
                "target": target if ordered else RANDOM_TARGET,
                "unit": "of DuckDB's time",
                "raw": {"short": ", ".join(f"{name} {median(one):.1f} ms"
                                           for name, one in times.items()),
                        "ms": times, "answers": answer["answers"],
                        "rss_bytes": server.rss_bytes()},
            })
            context.log(f"{rows[-1]['id']}: {rows[-1]['raw']['short']}")
    shutil.rmtree(server.data.parent)
    return rows


def linear(context):
    """Time at 20 million facts in 4 times that at 5 million, of the query that grows most."""
    ms = {}
    for count in LINEAR_ROWS:
        with fill(context, context.rows(count), "time") as server:
            times = {query: [] for query in QUERIES}
            for _ in range(context.rounds):
                for query in QUERIES:
                    times[query] += ask_vocd(context, server, query, ASKED_IN_A_ROW)["ms"]
            ms[count] = {query: median(each) for query, each in times.items()}
        shutil.rmtree(server.data.parent)
    five, twenty = LINEAR_ROWS[1], LINEAR_ROWS[-1]
    return {"id": "trend_linear", "better": "lower",
            "value": max(ms[twenty][query] / ms[five][query] / 4 for query in QUERIES),
            "target": LINEAR, "unit": "of 4 times that at 5 million",
            "raw": {"short": ", ".join(f"{ms[count]['month']:.1f} ms at {count // 1_000_000} m"
                                       for count in LINEAR_ROWS), "ms": ms}}


def against_duckdb(context):
    """The rows of all queries over both stores."""
    folder = install_duckdb(context)
    if folder is None:
        return []
    rows = []
    for order in ("time", "random"):
        csv = context.work / f"facts-{order}.csv"
        context.run("bench_facts", "--rows", context.rows_file(context.rows(ROWS), order),
                    "--out", csv)
        context.log(f"loading DuckDB with rows in {order} order of time")
        peers = {name: DuckDb(folder, csv, name) for name in ("arrival", "time")}
        try:
            rows += compare(context, order, peers)
        finally:
            for peer in peers.values():
                peer.stop()
            csv.unlink()
    return rows


def run(context):
    return against_duckdb(context) + [linear(context)]
