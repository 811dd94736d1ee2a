"""A thousand alert subscribers, some of whom never read, at a fixed rate of feedback."""

import shutil
import threading

from benchmark.context import Context, Failed

SUBSCRIBERS = 1_000
STUCK = 50
RATE = 20_000
SECONDS = 60
SAMPLE_SECONDS = 0.5
P99_SECONDS_MAX = 1.0


class Memory:
    """Watches the server's resident memory while something goes on."""

    def __init__(self, server):
        self._server = server
        self.before = server.rss_bytes()
        self.most = self.before
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def _watch(self):
        while not self._done.wait(SAMPLE_SECONDS):
            self.most = max(self.most, self._server.rss_bytes())

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._done.set()
        self._thread.join()
        self.after = self._server.rss_bytes()


def load(context: Context, server, subscribers: int, stuck: int) -> dict:
    """The same feedback with so many subscribers: what they were sent, and memory in MiB."""
    seconds = max(2, round(SECONDS * context.scale))
    with Memory(server) as memory:
        result = context.run("bench_fanout", "--server", server.address, "--rate", RATE,
                             "--seconds", seconds, "--subscribers", subscribers, "--stuck", stuck)
    if result["delivered"] != result["expected"] or result["out_of_order"] != 0:
        raise Failed(f"alerts were lost or out of order: {result}")
    result["rss_mib"] = {name: round(getattr(memory, name) / 2**20, 1)
                         for name in ("before", "most", "after")}
    return result


def run(context: Context) -> list:
    runs = {}
    # One subscriber shows what of the memory is ingestion's.
    for name, subscribers, stuck in (("one", 1, 0), ("all", SUBSCRIBERS, STUCK)):
        with context.start_vocd(context.folder("fanout"), "--durability=sync") as server:
            runs[name] = load(context, server, subscribers, stuck)
        shutil.rmtree(context.work / "fanout")
    result = runs["all"]
    p99 = result["latency"]["p99_ms"] / 1000
    context.log(f"{result['achieved_per_s']:,.0f} records/s, p99 {p99:.3f} s, "
                f"memory {result['rss_mib']}")
    raw = {"short": f"{result['achieved_per_s']:,.0f} records/s, p50 "
                    f"{result['latency']['p50_ms']:.1f} ms, p99 {p99 * 1000:.0f} ms, at most "
                    f"{result['rss_mib']['most']:.0f} MiB "
                    f"({runs['one']['rss_mib']['most']:.0f} with one subscriber)",
           "rounds": 1, **runs}
    return [{"id": "fanout_rate", "better": "higher", "value": result["achieved_per_s"] / RATE,
             "target": 0.99, "unit": "of the offered rate", "raw": raw},
            {"id": "fanout_p99", "better": "lower", "value": p99, "target": P99_SECONDS_MAX,
             "unit": "s", "raw": raw}]
