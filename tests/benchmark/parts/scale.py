"""Twenty million records: rate, memory, disk, restart after kill -9, and trends on the way.

The part "trend" measures how trends grow on stores in order of time; here they arrived in random
order.
"""

import pathlib
import re
import shutil
import subprocess
import time

from benchmark.context import Context, Failed, median
from benchmark.measure import check_stored, disk_bytes, ended, listeners, load, until
from support import api

MILLION = 1_000_000
STOPS = [1, 5, 10, 20]  # millions, where the trend is asked
STREAM = {"batch": 500, "streams": 1, "in_flight": 16}
KILLS = 3
KILL_ROWS = 300_000  # sent around each
QUIET_SECONDS_MAX = 600
TREND_RUNS = 7
# "Linear" leaves this much to the noise of a time of milliseconds.
LINEAR = 1.1


def status(server) -> api.admin.GetStatusResponse:
    with server.client() as client:
        return client.GetStatus(api.admin.GetStatusRequest(), timeout=30)


def builder_is_done(server) -> bool:
    """the builder has taken all but the newest segments"""
    return status(server).tail_events < 2 * 65_536


def trend_ms(server) -> float:
    """NPS by month over everything: median of several runs, as a client sees it."""
    request = api.trend.QueryTrendRequest(metric=api.trend.TREND_METRIC_NPS)
    times = []
    with server.client() as client:
        for _ in range(TREND_RUNS + 1):  # the first warms up
            begin = time.monotonic()
            client.QueryTrend(request, timeout=60)
            times.append((time.monotonic() - begin) * 1000)
    return median(times[1:])


def trend_count(client) -> int:
    """Responses in all trends: every row of the workload has a score."""
    count = 0
    for metric in ("NPS", "CSAT", "CES"):
        request = api.trend.QueryTrendRequest(
            metric=getattr(api.trend, f"TREND_METRIC_{metric}"),
            granularity=api.trend.GRANULARITY_TOTAL)
        count += client.QueryTrend(request, timeout=60).total.n
    return count


def memory(pid: int) -> dict:
    """Resident MiB of a process by kind, as the kernel says; VmHWM is the peak."""
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return {name: int(re.search(rf"{name}:\s+(\d+) kB", text)[1]) // 1024
            for name in ("VmHWM", "VmRSS", "RssAnon", "RssFile")}


def settled_disk_bytes(data: pathlib.Path) -> int:
    """What the store takes once nothing is flushed or compacted any more."""
    last, since = -1, time.monotonic()
    begin = since
    while time.monotonic() - since < 5:
        size = disk_bytes(data)
        if size != last:
            last, since = size, time.monotonic()
        if time.monotonic() - begin > QUIET_SECONDS_MAX:
            raise Failed("the store does not come to rest")
        time.sleep(0.25)
    return last


def fill(context: Context, server, rows) -> dict:
    """Ingests up to every stop and asks the trend there."""
    million = context.rows(MILLION)
    runs, trends, rss, first = [], {}, {}, 0
    with listeners(context, server.address):
        for stop in STOPS:
            count = stop * million - first
            run = load(context, server.address, rows, "ingest", first=first, count=count,
                       mark=million, **STREAM)
            runs.append(run)
            first += count
            until(lambda: builder_is_done(server), QUIET_SECONDS_MAX)
            trends[stop] = trend_ms(server)
            rss[stop] = memory(server.pid)
            context.log(f"{stop} million: {run['rows_per_second']:,.0f} rows/s, "
                        f"trend {trends[stop]:.1f} ms, {rss[stop]['VmRSS']} MiB")
    marks = [0.0, *runs[-1]["marks"]]
    # Each million of its own; a run's first begins with the run.
    last_million = million / (marks[-1] - marks[-2])
    return {"runs": runs, "trend_ms": trends, "resident_mib": rss,
            "first_million": runs[0]["rows_per_second"], "last_million": last_million}


def kill_and_restart(context: Context, server, rows, first: int, stored: int, distinct: int):
    """kill -9 amid ingestion, and what it took until the server was back."""
    count = context.rows(KILL_ROWS)
    driver = [context.program("bench_ingest"), "--server", server.address, "--rows", rows,
              "--mode", "ingest", "--first", first, "--count", count]
    driver += [f"--{name.replace('_', '-')}={value}" for name, value in STREAM.items()]
    process = subprocess.Popen([str(word) for word in driver], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL)
    with ended(process), server.client() as client:
        until(lambda: process.poll() is not None
              or client.GetStatus(api.admin.GetStatusRequest()).feedback_count
              >= stored + count // 2, 120, interval=0.01)
        amid = process.poll() is None
        server.kill()
        out, _ = process.communicate(timeout=60)
    acknowledged = stored + int(re.search(rb'"created": (\d+)', out)[1])

    begin = time.monotonic()
    server.start()
    ready = time.monotonic() - begin
    with server.client() as client:
        counted = trend_count(client)
        seconds = time.monotonic() - begin
        known = client.GetStatus(api.admin.GetStatusRequest(), timeout=30).feedback_count
    in_flight = STREAM["in_flight"] * STREAM["batch"]
    if counted != known or not acknowledged <= known <= acknowledged + in_flight:
        raise Failed(f"after kill -9: {counted} counted, {known} known, "
                     f"{acknowledged} acknowledged")
    # What was cut off is sent again: nothing is there twice, and all of it once.
    load(context, server.address, rows, "ingest", first=first, count=count, **STREAM)
    if (found := status(server).feedback_count) != distinct:
        raise Failed(f"{found} feedback after sending again, expected {distinct}")
    context.log(f"kill -9{'' if amid else ' (after the load had ended)'}: "
                f"ready after {ready:.2f} s, correct after {seconds:.2f} s")
    return {"ready_s": ready, "correct_s": seconds, "amid_ingest": amid,
                    "acknowledged": acknowledged, "found": known,
            "resident_mib": memory(server.pid)}


def run(context: Context) -> list:
    million = context.rows(MILLION)
    total = STOPS[-1] * million
    extra = context.rows(KILL_ROWS)
    rows = context.rows_file(total + KILLS * extra)
    distinct = [context.distinct(total + i * extra) for i in range(KILLS + 1)]
    about = context.rows_about(rows)
    row_bytes = about["bytes"] / about["rows"]

    server = context.start_vocd(context.folder("scale"), "--durability=sync")
    try:
        filled = fill(context, server, rows)
        stored = sum(loaded["created"] for loaded in filled["runs"])
        check_stored({**filled["runs"][-1], "rows": total, "created": stored,
                      "unchanged": sum(loaded["unchanged"] for loaded in filled["runs"])},
                     distinct[0])
        after = memory(server.pid)
        settled = settled_disk_bytes(server.data)

        kills = [kill_and_restart(context, server, rows, total + i * extra, distinct[i],
                                  distinct[i + 1]) for i in range(KILLS)]
        server.stop()
        log = context.run("bench_log_dump", "--data", server.data)
        families = context.run("bench_compact", "--data", server.data)
    finally:
        server.kill()
    compacted = disk_bytes(server.data)
    shutil.rmtree(server.data.parent)
    per_record = settled / distinct[0]
    trends = filled["trend_ms"]
    linear = trends[STOPS[-1]] / trends[STOPS[1]] / (STOPS[-1] / STOPS[1])
    return [
        {"id": "last_vs_first_million", "better": "higher",
         "value": filled["last_million"] / filled["first_million"], "target": 0.80,
         "unit": "of the first million",
         "raw": {"short": f"{filled['last_million']:,.0f} and "
                          f"{filled['first_million']:,.0f} rows/s",
                 "rounds": 1, "runs": filled["runs"]}},
        {"id": "memory_at_20m", "better": "lower", "value": after["VmHWM"] / 1024,
         "target": 1, "unit": "GiB resident, at peak",
         "raw": {"short": f"of it {after['RssAnon']} MiB anonymous at the end",
                 "mib_at_millions": filled["resident_mib"], "mib_after": after}},
        {"id": "disk_per_record", "better": "lower", "value": per_record / row_bytes,
         "target": 1.3, "unit": "of the protobuf bytes",
         "raw": {"short": f"{per_record:.0f} and {row_bytes:.0f} bytes",
                 "disk_bytes_a_record": per_record, "protobuf_bytes_a_record": row_bytes,
                 "log_bytes_a_record": log["bytes"] / log["records"],
                 "after_full_compaction": compacted / log["records"] / row_bytes,
                 "column_families": families}},
        {"id": "restart_after_kill", "better": "lower",
         "value": median(kill["correct_s"] for kill in kills), "target": 3,
         "unit": "s until ready and correct",
         "raw": {"short": ", ".join(f"{kill['correct_s']:.2f}" for kill in kills),
                 "kills": kills}},
        {"id": "trend_linear_random", "better": "lower", "value": linear, "target": LINEAR,
         "unit": "of 4 times that at 5 million",
         "raw": {"short": ", ".join(f"{ms:.1f} ms at {stop} m" for stop, ms in trends.items()),
                 "ms_at_millions": trends}},
    ]
