"""Alerts: the built-in rules, versions and dismissals, backfill, cursors and start positions."""

import time
import unittest

import grpc

from support import api, watchers
from support.served import Served
from support.vocd import Vocd

fb, al = api.feedback, api.alert
OPEN, DISMISSED = al.ALERT_STATE_OPEN, al.ALERT_STATE_DISMISSED


class Alerts(Served):

    def setUp(self):
        self.source = self.id().rsplit(".", 1)[-1]
        self.own = fb.Filter(source_ids=[self.source])
        self.now = int(time.time())

    def response(self, key, *args, **fields):
        fields.setdefault("collected_at", self.now)
        return api.response(self.source, key, *args, **fields)

    def submit(self, item):
        result = api.submit(self.client, item)
        self.assertNotEqual(result.outcome, fb.OUTCOME_REJECTED, result)
        return result.feedback_id

    def mine(self, states=()):
        return api.list_alerts(self.client, self.own, states)

    def rules_of(self, item) -> list:
        wanted = self.submit(item)
        return [a.rule_id for a in self.mine() if a.feedback.feedback_id == wanted]

    def watching(self, start=None, **request):
        watcher = watchers.AlertWatcher(self.vocd.address, start, filter=self.own, **request)
        self.addCleanup(watcher.close)
        watcher.wait(lambda: watcher.started, 30, "Started came")
        return watcher

    # Rules

    def test_rule_nps_detractor(self):
        for score in range(11):
            self.assertEqual(self.rules_of(self.response(f"k{score}", "nps", score)),
                             ["nps-detractor"] if score <= 6 else [], score)

    def test_rule_csat_dissatisfied(self):
        for points, limit in ((2, 1), (3, 1), (5, 2), (7, 2), (10, 2)):
            for score in range(1, points + 1):
                item = self.response(f"k{points}-{score}", "csat", score, scale_points=points)
                self.assertEqual(self.rules_of(item),
                                 ["csat-dissatisfied"] if score <= limit else [], (points, score))

    def test_rule_ces_high_effort(self):
        for points, limit in ((5, 2), (7, 3)):
            for score in range(1, points + 1):
                for low in (False, True):
                    item = self.response(f"k{points}-{score}-{low}", "ces", score,
                                         scale_points=points, low_is_good=low)
                    effort = points + 1 - score if low else score
                    self.assertEqual(self.rules_of(item),
                                     ["ces-high-effort"] if effort <= limit else [],
                                     (points, score, low))

    def test_rule_review_low(self):
        for rating, best, low in ((2, 0, True), (2.5, 5, False), (4, 10, True), (4.1, 10, False),
                                  (40, 100, True), (0, 5, True), (None, 5, False)):
            item = api.mention(self.source, f"k{rating}-{best}", title="Seen", language="sv",
                               rating=rating, rating_max=best, collected_at=self.now)
            self.assertEqual(self.rules_of(item), ["review-low"] if low else [], (rating, best))

    def test_rule_mention_negative(self):
        bad = "Terrible, awful, horrible. I hate it, the worst."
        item = api.mention(self.source, "bad", body=bad, language="en", collected_at=self.now)
        wanted = self.submit(item)
        stored = self.client.GetFeedback(fb.GetFeedbackRequest(feedback_id=wanted),
                                         timeout=30).feedback
        self.assertLessEqual(stored.sentiment.score, -0.5)
        self.assertEqual([a.rule_id for a in self.mine()], ["mention-negative"])
        self.assertEqual(self.rules_of(api.mention(
            self.source, "good", body="Great, I love it", language="en",
            collected_at=self.now)), [])
        # A survey's comment is no mention.
        self.assertEqual(self.rules_of(self.response("survey", "nps", 10, comment=bad,
                                                     language="en")), [])

    def test_one_feedback_may_match_several_rules(self):
        watcher = self.watching()
        rules = self.rules_of(api.mention(
            self.source, "both", rating=1, body="Terrible, awful, horrible, I hate it.",
            language="en", collected_at=self.now))
        self.assertEqual(sorted(rules), ["mention-negative", "review-low"])
        watcher.wait(lambda: len(watcher.versions) == 2, 30, "both came")

    def test_an_unscored_response_raises_none(self):
        self.assertEqual(self.rules_of(self.response("k", "nps", comment="bad", language="en")),
                         [])

    # What an alert says

    def test_an_alert_names_its_feedback(self):
        item = self.response("k", "nps", 3, account_id="acme", respondent_id="r1",
                             comment="no good", language="en", properties={"plan": "team"})
        wanted = self.submit(item)
        one, = self.mine()
        self.assertEqual(one.alert_id, f"nps-detractor.{wanted}")
        self.assertEqual((one.version, one.state, one.kind, one.account_id, one.backfill),
                         (1, OPEN, al.ALERT_KIND_FEEDBACK, "acme", False))
        stored = self.client.GetFeedback(fb.GetFeedbackRequest(feedback_id=wanted),
                                         timeout=30).feedback
        self.assertEqual(one.feedback, stored)
        self.assertEqual(one.sequence, stored.sequence)
        self.assertTrue(one.title)
        self.assertNotEqual(one.severity, al.ALERT_SEVERITY_UNSPECIFIED)
        got = self.client.GetAlert(al.GetAlertRequest(alert_id=one.alert_id), timeout=30).alert
        self.assertEqual(got, one)

    def test_an_unknown_alert_is_not_found(self):
        for name in ("nps-detractor." + "0" * 32, "nonsense", "no-rule." + "0" * 32):
            with self.assertRaises(grpc.RpcError) as raised:
                self.client.GetAlert(al.GetAlertRequest(alert_id=name), timeout=30)
            self.assertEqual(raised.exception.code(), grpc.StatusCode.NOT_FOUND, name)

    def test_previous_score_is_the_respondents_one_before(self):
        def previous(key):
            one, = [a for a in self.mine() if a.feedback.submission_id == key]
            return one.previous_score if one.HasField("previous_score") else None

        self.submit(self.response("first", "nps", 4, respondent_id="r", collected_at=self.now - 50))
        self.assertIsNone(previous("first"))
        self.submit(self.response("second", "nps", 9, respondent_id="r",
                                  collected_at=self.now - 40))
        self.submit(self.response("other", "csat", 1, respondent_id="r",
                                  collected_at=self.now - 30))
        self.submit(self.response("somebody", "nps", 8, respondent_id="x",
                                  collected_at=self.now - 30))
        self.submit(self.response("third", "nps", 2, respondent_id="r",
                                  collected_at=self.now - 20))
        self.assertEqual(previous("third"), 9)
        self.assertIsNone(previous("other"))
        self.submit(self.response("nobody", "nps", 2))
        self.assertIsNone(previous("nobody"))

    # Versions

    def test_versions_follow_every_change(self):
        watcher = self.watching()
        wanted = self.submit(self.response("k", "nps", 3))
        name = f"nps-detractor.{wanted}"
        seen = [(1, OPEN)]

        def expect(state):
            seen.append((len(seen) + 1, state))
            one = self.client.GetAlert(al.GetAlertRequest(alert_id=name), timeout=30).alert
            self.assertEqual((one.version, one.state), seen[-1])
            return one

        self.submit(self.response("k", "nps", 3))  # unchanged: no version
        self.submit(self.response("k", "nps", 4, collected_at=self.now - 9))  # superseded
        self.submit(self.response("k", "nps", 2))
        self.assertEqual(expect(OPEN).feedback.response.score, 2)
        self.submit(self.response("k", "nps", 9))
        self.assertTrue(expect(DISMISSED).note)
        self.submit(self.response("k", "nps", 10))  # still none: no version
        self.submit(self.response("k", "nps", 0))
        expect(OPEN)
        self.client.ExcludeFeedback(fb.ExcludeFeedbackRequest(
            feedback_id=wanted, kind=fb.EXCLUSION_KIND_TEST, reason="my own try"), timeout=30)
        self.assertIn("my own try", expect(DISMISSED).note)
        restore = fb.RestoreFeedbackRequest(feedback_id=wanted)
        self.client.RestoreFeedback(restore, timeout=30)
        expect(OPEN)
        self.client.RestoreFeedback(restore, timeout=30)  # nothing to restore: no version
        watcher.wait(lambda: len(watcher.versions.get(name, ())) >= len(seen), 30, "all versions")
        self.assertEqual([(v, a.state) for v, a in sorted(watcher.versions[name].items())], seen)
        self.assertEqual(watcher.redelivered, 0)

    def test_a_version_is_sent_if_it_passed_before_or_after(self):
        watcher = watchers.AlertWatcher(self.vocd.address,
                                        filter=fb.Filter(source_ids=[self.source],
                                                         account_ids=["acme"]))
        self.addCleanup(watcher.close)
        watcher.wait(lambda: watcher.started, 30, "Started came")
        self.submit(self.response("k", "nps", 3, account_id="globex"))  # not seen
        self.submit(self.response("k", "nps", 3, account_id="acme"))    # passes after
        self.submit(self.response("k", "nps", 3, account_id="globex"))  # passed before
        self.submit(self.response("k", "nps", 2, account_id="globex"))  # neither
        self.submit(self.response("last", "nps", 2, account_id="acme"))
        watcher.wait(lambda: len(watcher.versions) == 2, 30, "the last one came")
        versions = [sorted(v) for v in watcher.versions.values()]
        self.assertEqual(sorted(versions), [[1], [2, 3]])

    def test_listing_filters_feedback_as_it_is(self):
        self.submit(self.response("k", "nps", 3, account_id="globex"))
        self.submit(self.response("k", "nps", 3, account_id="acme"))
        for account, count in (("acme", 1), ("globex", 0)):
            flt = fb.Filter(source_ids=[self.source], account_ids=[account])
            self.assertEqual(len(api.list_alerts(self.client, flt)), count)

    def test_lists_are_newest_version_first_and_by_state(self):
        for i in range(5):
            self.submit(self.response(f"k{i}", "nps", 3))
        self.submit(self.response("k1", "nps", 1))
        self.submit(self.response("k3", "nps", 9))
        keys = [a.feedback.submission_id for a in self.mine()]
        self.assertEqual(keys, ["k3", "k1", "k4", "k2", "k0"])
        self.assertEqual([a.feedback.submission_id for a in self.mine([DISMISSED])], ["k3"])
        paged = api.list_alerts(self.client, self.own, page_size=2)
        self.assertEqual([a.feedback.submission_id for a in paged], keys)

    # Backfill

    def test_old_feedback_raises_backfill_alerts(self):
        plain, with_old = self.watching(), self.watching(include_backfill=True)
        self.submit(self.response("old", "nps", 3, collected_at=self.now - 73 * 3600))
        self.submit(self.response("new", "nps", 3, collected_at=self.now - 71 * 3600))
        self.assertEqual({a.feedback.submission_id: a.backfill for a in self.mine()},
                         {"old": True, "new": False})
        with_old.wait(lambda: len(with_old.versions) == 2, 30, "both came")
        plain.wait(lambda: plain.versions, 30, "the new one came")
        self.assertEqual([a.feedback.submission_id for a in plain.newest().values()], ["new"])

    # Where a subscription begins

    def test_latest_is_the_default_and_earliest_is_all(self):
        self.submit(self.response("before", "nps", 3))
        default = self.watching()
        latest = self.watching(al.StartPosition(latest=True))
        earliest = self.watching(al.StartPosition(earliest=True))
        self.submit(self.response("after", "nps", 3))
        for watcher, expected in ((default, ["after"]), (latest, ["after"]),
                                  (earliest, ["before", "after"])):
            watcher.wait(lambda w=watcher, e=expected: len(w.versions) == len(e), 30,
                         str(expected))
            self.assertEqual([a.feedback.submission_id for a in watcher.newest().values()],
                             expected)

    def test_since_time_is_inclusive_and_on_ingestion(self):
        first = self.submit(self.response("a", "nps", 3))
        second = self.submit(self.response("b", "nps", 3, collected_at=self.now - 3600))
        self.assertNotEqual(first, second)
        stored = self.client.GetFeedback(fb.GetFeedbackRequest(feedback_id=second),
                                         timeout=30).feedback
        watcher = self.watching(al.StartPosition(since_time=stored.ingested_at))
        self.submit(self.response("c", "nps", 3))
        watcher.wait(lambda: any(a.feedback.submission_id == "c"
                                 for a in watcher.newest().values()), 30, "c came")
        keys = [a.feedback.submission_id for a in watcher.newest().values()]
        self.assertEqual([k for k in keys if k != "a"], ["b", "c"])

    def test_a_cursor_resumes_after_it_and_survives_restarts(self):
        with Vocd() as vocd, vocd.client() as client:
            for i in range(20):
                api.submit(client, api.response("s", f"k{i}", "nps", 1, collected_at=self.now))
            stream = client.WatchAlerts(al.WatchAlertsRequest(
                start=al.StartPosition(earliest=True)), timeout=60)
            seen = []
            for event in stream:
                if event.WhichOneof("event") == "alert":
                    seen.append((event.cursor, event.alert.feedback.submission_id))
                    if len(seen) == 20:
                        break
            stream.cancel()
            self.assertEqual([k for _, k in seen], [f"k{i}" for i in range(20)])
            vocd.restart(kill=True)
            with vocd.client() as again:
                for at in (0, 7, 18):
                    stream = again.WatchAlerts(al.WatchAlertsRequest(
                        start=al.StartPosition(after_cursor=seen[at][0])), timeout=60)
                    rest = []
                    for event in stream:
                        if event.WhichOneof("event") == "alert":
                            rest.append(event.alert.feedback.submission_id)
                            if rest[-1] == "k19":
                                break
                    stream.cancel()
                    self.assertEqual(rest, [k for _, k in seen[at + 1:]])

    def test_a_cursor_within_a_record_resumes_between_its_alerts(self):
        start = self.watching()
        cursor = start.position
        self.submit(api.mention(self.source, "both", rating=1, language="en",
                                body="Terrible, awful, horrible, I hate it.",
                                collected_at=self.now))

        def rules_after(position, count):
            stream = self.client.WatchAlerts(al.WatchAlertsRequest(
                start=position, filter=self.own), timeout=60)
            found = []
            for event in stream:
                if event.WhichOneof("event") == "alert":
                    found.append((event.alert.rule_id, event.cursor))
                    if len(found) == count:
                        break
            stream.cancel()
            return found

        both = rules_after(cursor, 2)
        self.assertEqual(len({rule for rule, _ in both}), 2)
        second = rules_after(al.StartPosition(after_cursor=both[0][1]), 1)
        self.assertEqual(second[0][0], both[1][0])

    def test_foreign_and_damaged_cursors_are_invalid(self):
        with Vocd() as other, other.client() as client:
            foreign = next(iter(client.WatchAlerts(al.WatchAlertsRequest(), timeout=30))).cursor
        own = next(iter(self.client.WatchAlerts(al.WatchAlertsRequest(), timeout=30))).cursor
        flipped = own[:-1] + ("A" if own[-1] != "A" else "B")
        for cursor in (foreign, flipped, own[:-1], own + "x", "", "nonsense", "\u00e5"):
            with self.assertRaises(grpc.RpcError, msg=cursor) as raised:
                next(iter(self.client.WatchAlerts(al.WatchAlertsRequest(
                    start=al.StartPosition(after_cursor=cursor)), timeout=30)))
            self.assertEqual(raised.exception.code(), grpc.StatusCode.INVALID_ARGUMENT, cursor)

    # What else a subscription may ask for

    def test_rules_severity_and_owners_narrow_it(self):
        by_rule = self.watching(rule_ids=["csat-dissatisfied"])
        unowned = self.watching(owners=[""])
        owned = self.watching(owners=["kim"])
        critical = self.watching(min_severity=al.ALERT_SEVERITY_CRITICAL)
        self.submit(self.response("n", "nps", 1))
        self.submit(self.response("c", "csat", 1))
        unowned.wait(lambda: len(unowned.versions) == 2, 30, "both came")
        by_rule.wait(lambda: by_rule.versions, 30, "the CSAT one came")
        self.assertEqual({a.rule_id for a in by_rule.newest().values()}, {"csat-dissatisfied"})
        expected = sum(a.severity >= al.ALERT_SEVERITY_CRITICAL
                       for a in unowned.newest().values())
        # Heartbeats of both have passed the two alerts.
        for watcher, count in ((owned, 0), (critical, expected)):
            before = watcher.progress
            watcher.wait(lambda w=watcher, b=before: w.progress >= b + 2, 60, "heartbeats")
            self.assertEqual(len(watcher.versions), count)

    def test_progress_comes_every_15_seconds_with_a_cursor(self):
        narrow = watchers.AlertWatcher(self.vocd.address,
                                       filter=fb.Filter(source_ids=["matches nothing"]))
        self.addCleanup(narrow.close)
        narrow.wait(lambda: narrow.started, 30, "Started came")
        first = narrow.position
        self.submit(self.response("k", "nps", 1))
        begin = time.monotonic()
        narrow.wait(lambda: narrow.progress >= 2, 32, "two heartbeats")
        self.assertLess(time.monotonic() - begin, 31)
        self.assertNotEqual(narrow.position, first, "the cursor moves though nothing matched")


if __name__ == "__main__":
    unittest.main(verbosity=2)
