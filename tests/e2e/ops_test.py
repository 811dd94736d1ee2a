"""What operators look at: whether vocd lives, whether it serves, and its numbers."""

import http.client
import re
import socket
import subprocess
import time
import unittest

from support import api, cli
from support.paths import VOCD
from support.vocd import Vocd
from support.waiting import Changing

# Words of a customer, none of which may be told to a scraper.
PRIVATE = ("acme-secret", "who-said-it", "it is too slow", "source-of-theirs")


def get(address, path, method="GET"):
    """(status, body)"""
    connection = http.client.HTTPConnection(address, timeout=30)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def wait_until(predicate):
    Changing().wait_until(predicate, 60, "what was waited for")


def numbers(address):
    """Every sample: name with labels -> value."""
    status, text = get(address, "/metrics")
    assert status == 200, text
    found = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            found[name] = float(value)
    return found


class Ops(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.vocd = Vocd("--ops=127.0.0.1:0")
        cls.addClassCleanup(cls.vocd.close)

    def test_lives_and_is_ready(self):
        self.assertEqual(get(self.vocd.ops, "/livez"), (200, "ok\n"))
        self.assertEqual(get(self.vocd.ops, "/readyz"), (200, "ok\n"))
        self.assertEqual(get(self.vocd.ops, "/data")[0], 404)
        self.assertEqual(get(self.vocd.ops, "/metrics", "POST")[0], 405)

    def test_counts_what_became_of_feedback_and_tells_nothing_of_it(self):
        def name(outcome):
            return f'vocd_feedback_total{{outcome="{outcome}"}}'
        before = numbers(self.vocd.ops)
        with self.vocd.client() as client:
            one = api.response(PRIVATE[3], "1", "nps", 2, account_id=PRIVATE[0],
                               respondent_id=PRIVATE[1], comment=PRIVATE[2])
            api.batch(client, [one])
            api.batch(client, [one])
            api.batch(client, [api.response(PRIVATE[3], "2", "nps", 99)])
        after = numbers(self.vocd.ops)
        for outcome in ("created", "unchanged", "rejected"):
            self.assertEqual(after[name(outcome)] - before[name(outcome)], 1, outcome)
        self.assertEqual(after["vocd_feedback_stored"] - before["vocd_feedback_stored"], 1)
        self.assertEqual(after["vocd_log_sequence"] - before["vocd_log_sequence"], 1)
        # One write: the other two had nothing to write.
        self.assertEqual(
            after["vocd_commit_seconds_count"] - before["vocd_commit_seconds_count"], 1)
        self.assertGreater(after["vocd_resident_bytes"], 1 << 20)
        self.assertGreater(after["vocd_disk_bytes"], 0)
        text = get(self.vocd.ops, "/metrics")[1]
        for word in (*PRIVATE, "account", "source"):
            self.assertNotIn(word, text)
        self.assertRegex(text, r'vocd_build_info\{version="\d+\.\d+\.\d+"\} 1\n')

    def test_every_line_is_of_the_format(self):
        label = '[a-z_]+="[^"]*"'
        line = re.compile(
            rf"(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{{{label}(,{label})*\}})? \S+)$")
        for text in get(self.vocd.ops, "/metrics")[1].splitlines():
            self.assertRegex(text, line)

    def test_counts_what_the_http_edge_answered_by_protocol_and_code(self):
        def ask(body):
            connection = http.client.HTTPConnection(self.vocd.http_address, timeout=30)
            connection.request("POST", "/voc.v1.TrendService/QueryTrend", body,
                               {"Content-Type": "application/json"})
            status = connection.getresponse().status
            connection.close()
            return status
        self.assertEqual(ask('{"metric":"TREND_METRIC_NPS"}'), 200)
        self.assertEqual(ask("{}"), 400)

        def counted():
            now = numbers(self.vocd.ops)
            return [now.get(f'vocd_http_requests_total{{code="{code}",protocol="connect"}}',
                            now.get(f'vocd_http_requests_total{{protocol="connect",code="{code}"}}'))
                    for code in ("ok", "invalid_argument")]
        wait_until(lambda: counted() == [1, 1])

    def test_counts_open_subscriptions_by_kind(self):
        kinds = {kind: f'vocd_subscriptions{{kind="{kind}"}}' for kind in ("alerts", "trends")}
        with self.vocd.client() as client:
            alerts = client.WatchAlerts(api.alert.WatchAlertsRequest())
            next(alerts)
            trends = client.WatchTrends(api.trend.WatchTrendsRequest(
                query={"metric": "TREND_METRIC_NPS"},
                more_queries=[{"metric": "TREND_METRIC_CSAT"}]))
            next(trends)
            now = numbers(self.vocd.ops)
            self.assertEqual([now[name] for name in kinds.values()], [1, 1])
            alerts.cancel()
            trends.cancel()
            wait_until(lambda: sum(numbers(self.vocd.ops)[name] for name in kinds.values()) == 0)

    def test_scrapers_that_hang_do_not_keep_others_waiting_for_long(self):
        host, port = self.vocd.ops.rsplit(":", 1)
        stuck = [socket.create_connection((host, int(port))) for _ in range(40)]
        try:
            for one in stuck:
                try:
                    one.sendall(b"GET /metrics HTTP/1.1\r\nHost:")
                except OSError:
                    pass  # closed already, one too many
            begin = time.monotonic()

            def answered():
                try:
                    return get(self.vocd.ops, "/livez") == (200, "ok\n")
                except (OSError, http.client.HTTPException):
                    return False
            wait_until(answered)
            self.assertLess(time.monotonic() - begin, 20)
            with self.vocd.client() as client:
                self.assertEqual(client.reach().version, client.reach().version)
        finally:
            for one in stuck:
                one.close()


class Ending(unittest.TestCase):

    def test_is_not_ready_while_it_drains(self):
        with Vocd("--ops=127.0.0.1:0") as vocd:
            self.assertEqual(get(vocd.ops, "/readyz")[0], 200)
            vocd.process.terminate()
            seen = []
            while True:
                try:
                    seen.append(get(vocd.ops, "/readyz")[0])
                except (OSError, http.client.HTTPException):
                    break
            self.assertEqual(vocd._ended(), 0)
            self.assertIn(503, seen)
            # Once it drains it does not become ready again.
            self.assertNotIn(200, seen[seen.index(503):])

    def test_goes_on_while_the_views_are_rebuilt(self):
        with Vocd("--ops=127.0.0.1:0") as vocd, vocd.client() as client:
            api.batch(client, [api.response("s", "1", "nps", 2)])
            first = vocd.ops
            ran = cli.run("admin", "verify", "--rebuild", server=vocd.address)
            self.assertEqual(ran.code, 0, ran)
            self.assertEqual(get(first, "/livez")[0], 200)
            wait_until(lambda: get(first, "/readyz")[0] == 200)
            wait_until(lambda: numbers(first)["vocd_feedback_stored"] == 1)


class Options(unittest.TestCase):

    def test_none_unless_asked_for(self):
        with Vocd() as vocd:
            self.assertIsNone(vocd.ops)

    def test_only_loopback_unless_insecure(self):
        done = subprocess.run([VOCD, "--data=/nonexistent/x", "--ops=0.0.0.0:0"],
                              capture_output=True, timeout=30, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"not a loopback address", done.stderr)


if __name__ == "__main__":
    unittest.main()
