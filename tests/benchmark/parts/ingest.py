"""Ingestion against its ceilings, and against PostgreSQL."""

import shutil

from benchmark.context import Context, Failed, median
from benchmark.measure import at_rest, check_stored, listeners, load, noop_server, until
from benchmark.peers.postgres.cluster import Cluster, programs

UNARY_ROWS = 100_000  # a round
UNARY = {"in_flight": 256, "connections": 1}
LONG_ROWS = 5_000_000
REST_SECONDS_MAX = 60
POSTGRES_TRIAL_ROWS = 200_000
POSTGRES_CONNECTIONS = [1, 2, 3, 4, 6, 8]
# Requests on their way, so that the server always has work and no more.
STREAM = {"streams": 1, "in_flight": 16}


def unary(context: Context) -> dict:
    """Submit against the no-op method, in alternating rounds."""
    count = context.rows(UNARY_ROWS)
    rounds = context.rounds + 1  # the first warms both up
    rows = context.rows_file(count * rounds)
    submits, noops, said = [], [], {}
    with context.start_vocd(context.folder("unary")) as server, noop_server(context) as noop, \
            listeners(context, server.address, said):
        for i in range(rounds):
            # What vocd does behind its answers is not to slow the other down.
            until(lambda: at_rest(server), REST_SECONDS_MAX)
            part = {"first": i * count, "count": count, **UNARY}
            noops.append(load(context, noop, rows, "noop", **part))
            submits.append(load(context, server.address, rows, "unary", **part))
            context.log(f"no-op {noops[-1]['rows_per_second']:,.0f}/s, "
                        f"Submit {submits[-1]['rows_per_second']:,.0f}/s")
    shutil.rmtree(context.work / "unary")
    submits, noops = submits[1:], noops[1:]
    rate = {name: median(run["rows_per_second"] for run in runs)
            for name, runs in (("submit", submits), ("noop", noops))}
    return {"id": "unary_vs_noop", "better": "higher", "value": rate["submit"] / rate["noop"],
            "target": 0.55, "unit": "of the no-op method",
            "raw": {"short": f"{rate['submit']:,.0f} of {rate['noop']:,.0f} calls/s",
                    "connections": UNARY["connections"], "rounds": context.rounds, "submit": submits,
                    "noop": noops, "subscribers": said}}


def streamed(context: Context, name: str, rows, batch: int):
    """Ingest into a fresh store with subscribers; the store stays in the folder `name`."""
    said = {}
    with context.start_vocd(context.folder(name), "--durability=sync") as server:
        with listeners(context, server.address, said):
            before = server.cpu_seconds()
            loaded = load(context, server.address, rows, "ingest", batch=batch, **STREAM)
            loaded["server_cpu_seconds"] = server.cpu_seconds() - before
        data = server.data
    check_stored(loaded, context.rows_about(rows)["distinct"])
    context.log(f"Ingest, {batch} a request: {loaded['rows_per_second']:,.0f} rows/s")
    return {**loaded, "subscribers": said}, data


def against_append(context: Context, rows) -> dict:
    """Ingest, in alternating rounds, against a bare program that appends what vocd logged."""
    records = context.work / "append-records"
    ours, bare = [], []
    for _ in range(context.rounds):
        loaded, data = streamed(context, "append", rows, 500)
        ours.append(loaded)
        if not records.exists():
            context.run("bench_log_dump", "--data", data, "--out", records)
        shutil.rmtree(context.work / "append")
        folder = context.folder("append")
        bare.append(context.run("bench_log_ceiling", "--data", folder / "data", "--records",
                                records, "--batch", 500))
        shutil.rmtree(folder)
        context.log(f"bare append: {bare[-1]['records_per_second']:,.0f} records/s")
    records.unlink()
    rate = median(run["rows_per_second"] for run in ours)
    ceiling = median(run["records_per_second"] for run in bare)
    return {"id": "ingest_vs_append", "better": "higher", "value": rate / ceiling, "target": 0.40,
            "unit": "of the bare append",
            "raw": {"short": f"{rate:,.0f} of {ceiling:,.0f} records/s",
                    "rounds": context.rounds, "vocd": ours, "append": bare}}


def against_postgres(context: Context, rows) -> dict:
    """Ingest against PostgreSQL with its best number of connections, 100 rows a call."""
    ours, _ = streamed(context, "calls", rows, 100)
    shutil.rmtree(context.work / "calls")
    with Cluster(context.work) as cluster:
        def run(connections: int, count: int) -> dict:
            cluster.empty()
            made = context.run("bench_postgres_ingest", "--connect", cluster.connect, "--rows",
                               rows, "--connections", connections, "--count", count)
            context.log(f"PostgreSQL, {connections} connections: "
                        f"{made['rows_per_second']:,.0f} rows/s of {made['rows']:,}")
            return made

        trials = [run(n, context.rows(POSTGRES_TRIAL_ROWS)) for n in POSTGRES_CONNECTIONS]
        best = max(trials, key=lambda trial: trial["rows_per_second"])["connections"]
        about = context.rows_about(rows)
        theirs = run(best, about["rows"])
    if theirs["inserted"] != about["distinct"]:
        raise Failed(f"PostgreSQL stored {theirs['inserted']}, not {about['distinct']}")
    return {"id": "ingest_vs_postgres", "better": "higher",
            "value": ours["rows_per_second"] / theirs["rows_per_second"], "target": 3,
            "unit": "times PostgreSQL",
            "raw": {"short": f"{ours['rows_per_second']:,.0f} and "
                             f"{theirs['rows_per_second']:,.0f} rows/s",
                    "rounds": 1, "vocd": ours, "postgres": theirs, "postgres_trials": trials}}


def run(context: Context) -> list:
    measured = [unary(context)]
    rows = context.rows_file(context.rows(LONG_ROWS))
    measured.append(against_append(context, rows))
    if programs() and context.program("bench_postgres_ingest").exists():
        measured.append(against_postgres(context, rows))
    else:
        context.skip("ingest_vs_postgres", "PostgreSQL or libpq is not installed")
    return measured
