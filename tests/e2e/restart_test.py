"""SIGTERM drains: bounded, with open streams, exit status 0, and the state is the same after."""

import threading
import time
import unittest

import grpc

from support import api, same_state, trends, watchers
from support.vocd import DidNotStart, Vocd

fb = api.feedback
DRAIN_SECONDS_MAX = 20


class Restart(unittest.TestCase):

    def setUp(self):
        self.vocd = Vocd()
        self.addCleanup(self.vocd.close)
        self.client = self.vocd.client()
        self.addCleanup(self.client.close)

    def fill(self, count=2000):
        now = int(time.time())
        results = api.batch(self.client, [
            api.response("s", f"k{i}", "nps", i % 11, comment="Great, thanks" if i % 3 else "",
                         language="en", respondent_id=f"r{i % 50}", account_id=f"a{i % 20}",
                         collected_at=now - i * 60) for i in range(count)])
        for result in results[::100]:
            self.client.ExcludeFeedback(fb.ExcludeFeedbackRequest(
                feedback_id=result.feedback_id, kind=fb.EXCLUSION_KIND_TEST, reason="r"),
                timeout=30)
        api.batch(self.client, [api.response("s", f"k{i}", "nps", 5, collected_at=now)
                                for i in range(0, count, 7)])

    def everything(self):
        self.client.reach()
        answers = []
        for metric in ("nps", "sentiment"):
            for mode in (1, 2, 3):
                answer = trends.query(self.client, metric, "day", respondent_mode=mode,
                                      group_by=["account"])
                for series in answer.series:
                    answers += [watchers.cell(series.group, point) for point in series.points]
        everyone = fb.Filter(include_excluded=True)
        return (answers, api.list_all(self.client), api.list_all(self.client, everyone),
                api.list_alerts(self.client), same_state.status(self.client).last_sequence)

    def test_state_is_the_same_after_a_drain_and_after_a_kill(self):
        self.fill()
        before = self.everything()
        for kill in (False, True, False):
            self.vocd.restart(kill=kill)
            self.assertEqual(self.everything(), before)

    def test_sigterm_ends_open_streams_and_exits_0(self):
        self.fill(100)
        trend = self.client.WatchTrends(api.trend.WatchTrendsRequest(
            query=trends.request("nps")))
        alerts = self.client.WatchAlerts(api.alert.WatchAlertsRequest())
        hold = threading.Event()
        self.addCleanup(hold.set)

        def requests():
            yield fb.IngestRequest(feedback=[api.response("s", "open", "nps", 1)])
            hold.wait(60)  # the client keeps its half open

        ingest = self.client.Ingest(requests())
        self.assertEqual(next(ingest).results[0].outcome, fb.OUTCOME_CREATED)
        next(trend)
        next(alerts)

        codes = {}

        def drain(name, stream):
            try:
                for _ in stream:
                    pass
                codes[name] = grpc.StatusCode.OK
            except grpc.RpcError as error:
                codes[name] = error.code()

        readers = [threading.Thread(target=drain, args=item, daemon=True)
                   for item in (("trend", trend), ("alerts", alerts), ("ingest", ingest))]
        for reader in readers:
            reader.start()
        begin = time.monotonic()
        self.assertEqual(self.vocd.stop(), 0, self.vocd.log_tail())
        self.assertLess(time.monotonic() - begin, DRAIN_SECONDS_MAX)
        for reader in readers:
            reader.join(timeout=10)
        self.assertEqual(codes, dict.fromkeys(("trend", "alerts", "ingest"),
                                              grpc.StatusCode.UNAVAILABLE))
        self.vocd.start()
        self.assertEqual(self.client.reach().feedback_count, 101)

    def test_what_was_acknowledged_while_draining_is_there(self):
        acknowledged, ended = [], []
        started = threading.Event()

        def write():
            with self.vocd.client() as client:
                for i in range(1_000_000):
                    try:
                        acknowledged.append(api.submit(
                            client, api.response("s", f"k{i}", "nps", 1)).feedback_id)
                    except grpc.RpcError as error:
                        ended.append(error.code())
                        return
                    if i == 100:
                        started.set()

        writers = [threading.Thread(target=write) for _ in range(4)]
        for writer in writers:
            writer.start()
        self.assertTrue(started.wait(60))
        self.assertEqual(self.vocd.stop(), 0)
        for writer in writers:
            writer.join()
        # A client knows by it that the same call may be repeated.
        self.assertEqual(ended, [grpc.StatusCode.UNAVAILABLE] * 4)
        self.vocd.start()
        self.client.reach()
        stored = {f.feedback_id for f in api.list_all(self.client)}
        self.assertEqual(set(acknowledged) - stored, set())

    def test_a_second_vocd_on_the_same_folder_does_not_start(self):
        with self.assertRaises(DidNotStart):
            Vocd(folder=self.vocd.folder)
        self.fill(10)  # the first one goes on

    def test_an_address_for_everybody_needs_to_be_meant(self):
        """Without TLS and keys a non-loopback address is refused unless --insecure."""
        with self.assertRaises(DidNotStart):
            Vocd(address="0.0.0.0:0").close()
        with Vocd("--insecure", address="0.0.0.0:0") as meant:
            self.assertEqual(meant.stop(), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
