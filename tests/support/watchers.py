"""Subscribers as a careful client writes them: they outlive the server and lose nothing."""

import threading

import grpc

from support import api
from support.waiting import Changing


BACKOFF_SECONDS = 0.1


class _Watcher(Changing):
    """Keeps a stream open in a thread, again and again until stopped."""

    def __init__(self, address: str):
        super().__init__()
        self.client = api.Client(address)
        self.stopping = False
        self.call = None
        self.failure = None
        self.reconnects = -1
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        while not self.stopping:
            self.reconnects += 1
            try:
                self.call = self._open()
                if self.stopping:
                    self.call.cancel()
                for event in self.call:
                    with self.condition:
                        self._take(event)
                        self.condition.notify_all()
            except grpc.RpcError as error:
                # gRPC's core cancels a call that reaches a server in the moment of its shutdown.
                if error.code() not in (grpc.StatusCode.UNAVAILABLE,
                                        grpc.StatusCode.CANCELLED) and not self.stopping:
                    self.failure = error
                    self.changed()
                    return
                with self.condition:
                    self.condition.wait_for(lambda: self.stopping, BACKOFF_SECONDS)
            except Exception as error:  # pylint: disable=broad-except
                self.failure = error
                self.changed()
                return

    def wait(self, predicate, seconds: float, what: str):
        """As wait_until, and a failed stream fails the test at once."""
        def checked():
            if self.failure is not None:
                raise AssertionError(f"the stream ended: {self.failure}")
            return predicate()
        self.wait_until(checked, seconds, what)

    def close(self):
        self.stopping = True
        if self.call is not None:
            self.call.cancel()
        self.thread.join(timeout=30)
        self.client.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class AlertWatcher(_Watcher):
    """Every version of every alert, once: re-deliveries are counted and dropped."""

    def __init__(self, address: str, start=None, **request):
        self.request = request
        self.position = start
        self.versions = {}  # alert_id -> version -> Alert, its feedback left out
        self.received = 0
        self.redelivered = 0
        self.started = 0
        self.progress = 0
        super().__init__(address)

    def _open(self):
        return self.client.WatchAlerts(
            api.alert.WatchAlertsRequest(start=self.position, **self.request),
            wait_for_ready=True)

    def _take(self, event):
        self.position = api.alert.StartPosition(after_cursor=event.cursor)
        kind = event.WhichOneof("event")
        if kind == "started":
            self.started += 1
        elif kind == "progress":
            self.progress += 1
        elif kind == "alert":
            self.received += 1
            versions = self.versions.setdefault(event.alert.alert_id, {})
            if event.alert.version in versions:
                self.redelivered += 1
            else:
                versions[event.alert.version] = event.alert

    def newest(self) -> dict:
        """alert_id -> the Alert in its newest version."""
        with self.condition:
            return {i: versions[max(versions)] for i, versions in self.versions.items()}


class TrendWatcher(_Watcher):
    """The cells of a watched trend as they stand."""

    def __init__(self, address: str, query):
        self.query = query
        self.cells = {}
        self.complete = False
        self.snapshots = 0
        self.upserts = 0
        super().__init__(address)

    def _open(self):
        return self.client.WatchTrends(api.trend.WatchTrendsRequest(query=self.query),
                                       wait_for_ready=True)

    def _take(self, event):
        kind = event.WhichOneof("event")
        if kind == "started":
            self.cells = {}
            self.complete = False
        elif kind == "upsert":
            self.upserts += 1
            group, point = cell(event.upsert.group, event.upsert.point)
            if event.upsert.point.n:
                self.cells[group] = point
            else:
                self.cells.pop(group, None)
        elif kind == "snapshot_complete":
            self.complete = True
            self.snapshots += 1

    def fresh(self) -> dict:
        """What a query says now, in the same shape."""
        self.client.reach()  # vocd may have been started anew
        answer = self.client.QueryTrend(self.query, timeout=60)
        return dict(cell(series.group, point)
                    for series in answer.series for point in series.points if point.n)

    def wait_until_fresh(self, seconds: float):
        """Returns once the watched cells are those of a query; nobody may be writing."""
        expected = self.fresh()
        self.wait(lambda: self.complete and self.cells == expected, seconds,
                  "the watched trend equals a fresh query")


def cell(group, point):
    """A cell's name and all its numbers that do not depend on when it was asked for."""
    name = (tuple(sorted(group.items())), point.start_time.seconds, point.end_time.seconds)

    def optional(field):
        # Sums of floats may differ in the last digits with the order they were added in.
        return round(getattr(point, field), 6) if point.HasField(field) else None

    return name, (
        point.n, optional("value"), optional("delta"), optional("mean"),
        tuple(sorted(point.histogram.items())), point.promoters, point.passives,
        point.detractors, point.positive, point.neutral, point.negative, point.unlabelled)
