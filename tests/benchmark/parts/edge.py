"""The HTTP edge: JSON beside native gRPC, and who behaves well while others do not."""

import contextlib
import json
import shutil

from benchmark.context import Context, Failed, median
from benchmark.measure import at_rest, end, ended, listeners, load, until
from support import api

ROWS = 50_000  # a round
IN_FLIGHT = 256
REST_SECONDS_MAX = 60

# The well-behaved client of a hostile round, and what is done to it meanwhile.
CALM = {"connections": 8, "rate": 200, "seconds": 10}
FLOOD = {"connections": 64, "rate": 10_000, "from": "127.0.0.2"}
IDLE = {"connections": 0, "idle": 10_000, "from": "127.0.0.3"}


def http(context: Context, server, rows, **options) -> dict:
    """What bench_http says."""
    arguments = [f"--{name}={value}" for name, value in options.items()]
    return context.run("bench_http", "--server", server.http, "--rows", rows, *arguments)


def against_unary(context: Context) -> dict:
    """Submit in JSON over HTTP/1.1 against Submit over gRPC, in alternating rounds."""
    count = context.rows(ROWS)
    rounds = context.rounds + 1  # the first warms both up
    rows = context.rows_file(2 * count * rounds)
    native, edge, said = [], [], {}
    with context.start_vocd(context.folder("edge"), "--durability=sync") as server, \
            listeners(context, server.address, said):
        for i in range(rounds):
            until(lambda: at_rest(server), REST_SECONDS_MAX)
            native.append(load(context, server.address, rows, "unary", first=2 * i * count,
                               count=count, in_flight=IN_FLIGHT, connections=1))
            until(lambda: at_rest(server), REST_SECONDS_MAX)
            edge.append(http(context, server, rows, first=(2 * i + 1) * count, count=count,
                             connections=IN_FLIGHT))
            if edge[-1]["by_status"] != {"200": count}:
                raise Failed(f"answers {edge[-1]['by_status']}, refused {edge[-1]['refused']}")
            context.log(f"gRPC {native[-1]['rows_per_second']:,.0f}/s, "
                        f"JSON {edge[-1]['requests_per_second']:,.0f}/s")
    shutil.rmtree(context.work / "edge")
    native, edge = native[1:], edge[1:]
    rates = (median(run["requests_per_second"] for run in edge),
             median(run["rows_per_second"] for run in native))
    return {"id": "edge_json_vs_unary", "better": "higher", "value": rates[0] / rates[1],
            "target": 0.7, "unit": "of native Submit",
            "raw": {"short": f"{rates[0]:,.0f} of {rates[1]:,.0f} calls/s",
                    "rounds": context.rounds, "edge": edge, "native": native,
                    "subscribers": said}}


@contextlib.contextmanager
def attack(context: Context, server, rows, key: str):
    """A flood from one address with a key, and connections that say nothing."""
    seconds = 2 * CALM["seconds"]

    def start(options: dict, *more):
        arguments = [f"--{name}={value}" for name, value in options.items()]
        return context.start("bench_http", "--server", server.http, "--rows", rows,
                             f"--seconds={seconds}", f"--key={key}", *arguments, *more)

    said = {}
    with ended(start(FLOOD)) as flood, ended(start({**IDLE, "connections": 1, "rate": 1})) as idle:
        yield said
        said["flood"] = json.loads(end(flood).splitlines()[-1])
        said["idle"] = json.loads(end(idle).splitlines()[-1])


def under_attack(context: Context) -> dict:
    """p99 of a well-behaved client during an attack against its p99 without, alternating."""
    rows = context.rows_file(context.rows(ROWS))
    calm, attacked, attacks = [], [], []
    with context.start_vocd(context.folder("attack"), "--durability=sync") as server:
        with server.client() as client:
            created = client.CreateSource(api.source.CreateSourceRequest(
                source=api.source.Source(source_id="attacked", metric=api.feedback.METRIC_NPS)),
                timeout=30)
        key = created.source.keys[0].key
        for _ in range(context.rounds + 1):
            calm.append(http(context, server, rows, **CALM))
            with attack(context, server, rows, key) as said:
                attacked.append(http(context, server, rows, **CALM))
            attacks.append(said)
            for run in (calm[-1], attacked[-1]):
                if set(run["by_status"]) != {"200"}:
                    raise Failed(f"the well-behaved client got {run['by_status']}")
            context.log(f"p99 {calm[-1]['latency_us']['p99'] / 1000:.2f} ms, attacked "
                        f"{attacked[-1]['latency_us']['p99'] / 1000:.2f} ms")
    shutil.rmtree(context.work / "attack")
    calm, attacked = calm[1:], attacked[1:]
    p99 = [median(run["latency_us"]["p99"] for run in runs) for runs in (attacked, calm)]
    return {"id": "edge_p99_attacked", "better": "lower", "value": p99[0] / p99[1], "target": 2,
            "unit": "times the usual p99",
            "raw": {"short": f"{p99[0] / 1000:.2f} and {p99[1] / 1000:.2f} ms",
                    "rounds": context.rounds, "calm": calm, "attacked": attacked,
                    "attacks": attacks[1:]}}


def run(context: Context) -> list:
    return [against_unary(context), under_attack(context)]
