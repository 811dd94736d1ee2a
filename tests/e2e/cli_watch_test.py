"""voc watch: one JSON object a line, and a restart of vocd that nobody notices."""

import queue
import subprocess
import threading
import time
import unittest

from support import api, cli
from support.vocd import Vocd

fb, al, tr = api.feedback, api.alert, api.trend
WAIT_SECONDS = 60


class Lines:
    """The lines a running voc prints, as messages."""

    def __init__(self, message, *arguments, server):
        self.message = message
        self.process = cli.start(*arguments, "--output", "json", server=server,
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.lines = queue.Queue()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)

    def until(self, wanted):
        """The first message for which wanted(message); others before it are dropped."""
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            line = self.lines.get(timeout=max(0.01, deadline - time.monotonic()))
            message = api.json_format.Parse(line, self.message())
            if wanted(message):
                return message

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.thread.join(timeout=30)
        self.process.stdout.close()


class CliWatch(unittest.TestCase):

    def setUp(self):
        self.vocd = Vocd()
        self.addCleanup(self.vocd.close)
        self.client = self.vocd.client()
        self.addCleanup(self.client.close)

    def submit(self, key, score):
        self.client.reach()
        return api.submit(self.client, api.response("s", key, "nps", score,
                                                    collected_at=int(time.time())))

    def watch(self, message, *arguments):
        lines = Lines(message, *arguments, server=self.vocd.address)
        self.addCleanup(lines.close)
        return lines

    def test_alerts_come_one_object_a_line(self):
        watched = self.watch(al.WatchAlertsResponse, "watch", "alerts")
        watched.until(lambda m: m.HasField("started"))
        self.submit("a", 3)
        event = watched.until(lambda m: m.HasField("alert"))
        self.assertEqual(event.alert.feedback.submission_id, "a")
        self.assertTrue(event.cursor)

    def test_start_positions(self):
        self.submit("a", 3)
        self.submit("b", 3)
        first = self.watch(al.WatchAlertsResponse, "watch", "alerts", "--earliest")
        event = first.until(lambda m: m.HasField("alert"))
        self.assertEqual(event.alert.feedback.submission_id, "a")
        after = self.watch(al.WatchAlertsResponse, "watch", "alerts", "--after", event.cursor)
        event = after.until(lambda m: m.HasField("alert"))
        self.assertEqual(event.alert.feedback.submission_id, "b")
        since = self.watch(al.WatchAlertsResponse, "watch", "alerts", "--since",
                           "2020-01-01T00:00:00Z")
        event = since.until(lambda m: m.HasField("alert"))
        self.assertEqual(event.alert.feedback.submission_id, "a")

    def test_a_damaged_cursor_is_refused(self):
        ran = cli.run("watch", "alerts", "--after", "nonsense", server=self.vocd.address)
        self.assertEqual(ran.code, 1, ran)

    def test_alerts_go_on_over_restarts(self):
        watched = self.watch(al.WatchAlertsResponse, "watch", "alerts")
        watched.until(lambda m: m.HasField("started"))
        for i, kill in enumerate((False, True, True)):
            self.submit(f"before{i}", 3)
            event = watched.until(lambda m: m.HasField("alert"))
            self.assertEqual(event.alert.feedback.submission_id, f"before{i}")
            self.vocd.restart(kill=kill)
            self.submit(f"after{i}", 3)
            event = watched.until(lambda m: m.HasField("alert"))
            self.assertEqual(event.alert.feedback.submission_id, f"after{i}")
        self.assertIsNone(watched.process.poll())

    def test_a_trend_is_watched_and_goes_on_over_restarts(self):
        watched = self.watch(tr.WatchTrendsResponse, "watch", "trend", "--by", "month")
        watched.until(lambda m: m.HasField("snapshot_complete"))
        for i, kill in enumerate((False, True)):
            self.submit(f"k{i}", 9)
            watched.until(lambda m, n=i + 1: m.HasField("upsert") and m.upsert.point.n == n)
            self.vocd.restart(kill=kill)
        self.submit("last", 9)
        event = watched.until(lambda m: m.HasField("upsert") and m.upsert.point.n == 3)
        self.assertEqual(event.upsert.point.value, 100)


if __name__ == "__main__":
    unittest.main(verbosity=2)
