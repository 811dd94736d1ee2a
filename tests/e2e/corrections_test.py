"""Ten thousand updates, exclusions and restorations move every number by exactly their difference.

Two subscribers watch; a model in Python says what they and every query must say in the end.
"""

import os
import random
import time
import unittest

from support import api, model, store_model, trends, watchers
from support.vocd import Vocd

FEEDBACK = 4_000
COMMANDS = 10_000
SOURCES = {"nps": ["pulse", "annual"], "csat": ["tickets"], "ces": ["setup"]}
SCALE = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}
KINDS = [api.feedback.EXCLUSION_KIND_TEST, api.feedback.EXCLUSION_KIND_INTERNAL,
         api.feedback.EXCLUSION_KIND_SPAM, api.feedback.EXCLUSION_KIND_DUPLICATE,
         api.feedback.EXCLUSION_KIND_MANUAL]
RULE = {"nps": "nps-detractor", "csat": "csat-dissatisfied", "ces": "ces-high-effort"}


class Corrections(unittest.TestCase):
    maxDiff = 2000

    def setUp(self):
        seed = int(os.environ.get("VOC_TEST_SEED", random.SystemRandom().randrange(1 << 32)))
        print(f"seed {seed} (VOC_TEST_SEED)", flush=True)
        self.rng = random.Random(seed)
        # Within the last 72 hours, so that alerts are no backfill.
        self.now = int(time.time())
        self.model = store_model.Store()
        self.ids = {}  # key -> feedback_id

    def random_content(self, metric, at):
        low, high = SCALE[metric]
        score = self.rng.randint(low, high)
        comment = self.rng.choice(["", "", "said so", "and more"])
        if comment and self.rng.random() < 0.1:
            score = None  # unscored, since there is a comment
        return {"metric": metric, "score": score, "at": at, "comment": comment,
                "account": self.rng.choice(["", "a1", "a2", "a3"])}

    def item(self, key, content):
        return api.response(key[0], key[1], content["metric"], content["score"],
                            comment=content["comment"], language="sv", finished=True,
                            account_id=content["account"], collected_at=content["at"])

    def submit(self, client, pairs):
        """Submits (key, content) pairs and checks each outcome against the model."""
        results = api.batch(client, [self.item(*pair) for pair in pairs])
        for (key, content), result in zip(pairs, results):
            outcome = self.model.submit(key, content)
            self.assertEqual(api.feedback.Outcome.Name(result.outcome), f"OUTCOME_{outcome}",
                             (key, content, result))
            self.assertEqual(result.revision, self.model.entries[key].revision)
            self.ids[key] = result.feedback_id

    def some_time(self):
        return self.now - self.rng.randrange(60 * 3600)

    def command(self, client, keys, waiting):
        """One random command; updates wait and go together, in order with the others."""
        key = self.rng.choice(keys)
        chance = self.rng.random()
        if chance < 0.6:
            old = self.model.entries[key].content
            if any(key == waited for waited, _ in waiting):
                self.flush(client, waiting)
                old = self.model.entries[key].content
            at = old["at"] if self.rng.random() < 0.5 else self.some_time()
            content = dict(old) if self.rng.random() < 0.05 else self.random_content(
                old["metric"], at)
            waiting.append((key, content))
            if len(waiting) >= 50:
                self.flush(client, waiting)
            return
        self.flush(client, waiting)
        entry = self.model.entries[key]
        revision = entry.revision
        if chance < 0.82:
            kind = self.rng.choice(KINDS)
            answer = client.ExcludeFeedback(api.feedback.ExcludeFeedbackRequest(
                feedback_id=self.ids[key], kind=kind, reason="by chance"), timeout=30)
            self.model.exclude(key, kind)
            self.assertEqual(answer.feedback.exclusion.kind, kind)
        else:
            answer = client.RestoreFeedback(api.feedback.RestoreFeedbackRequest(
                feedback_id=self.ids[key]), timeout=30)
            self.model.restore(key)
            self.assertFalse(answer.feedback.HasField("exclusion"))
        self.assertEqual(answer.feedback.revision, revision)

    def flush(self, client, waiting):
        if waiting:
            self.submit(client, waiting)
            waiting.clear()

    def test_every_number_follows(self):
        queries = {
            "nps": trends.request("nps", "day", group_by=["source"]),
            "csat": trends.request("csat", "day"),
            "ces": trends.request("ces", "hour", group_by=["account"]),
        }
        with Vocd() as vocd, vocd.client() as client:
            watching = [watchers.TrendWatcher(vocd.address, q) for q in queries.values()]
            alerts = watchers.AlertWatcher(vocd.address)
            try:
                alerts.wait(lambda: alerts.started, 60, "the alert stream started")
                for watcher in watching:
                    watcher.wait(lambda w=watcher: w.complete, 60, "the snapshot came")
                self.run_commands(client)
                self.check_numbers(client)
                self.check_lists(client)
                for watcher in watching:
                    watcher.wait_until_fresh(60)
                    self.assertEqual(watcher.snapshots, 1, "one stream carried it all")
                self.check_alerts(client, alerts)

                vocd.restart()
                client.reach()
                self.check_numbers(client)
                self.check_lists(client)
                for watcher in watching:
                    watcher.wait(lambda w=watcher: w.snapshots == 2, 60, "a snapshot again")
                    watcher.wait_until_fresh(60)
                self.check_alerts(client, alerts)
                self.assertEqual(alerts.redelivered, 0, "the cursor resumes exactly")
            finally:
                for watcher in [*watching, alerts]:
                    watcher.close()

    def run_commands(self, client):
        keys = []
        for i in range(FEEDBACK):
            metric = self.rng.choice(["nps", "nps", "csat", "ces"])
            keys.append((self.rng.choice(SOURCES[metric]), f"k{i}", metric))
        self.submit(client, [(k[:2], self.random_content(k[2], self.some_time()))
                             for k in keys])
        keys = [k[:2] for k in keys]
        waiting = []
        for _ in range(COMMANDS):
            self.command(client, keys, waiting)
        self.flush(client, waiting)

    def check_numbers(self, client):
        def by_source(key, _):
            return (("source", key[0]),)

        def by_account(_, content):
            return (("account", content["account"]),)

        for metric, by, group_by, group in (
                ("nps", "day", ["source"], by_source), ("nps", "hour", [], lambda *_: ()),
                ("csat", "day", [], lambda *_: ()), ("ces", "hour", ["account"], by_account),
                ("ces", "month", ["source"], by_source)):
            cells = self.model.histograms(metric, group, lambda at: model.bucket(at, by))
            answer = trends.query(client, metric, by, group_by=group_by)
            self.assertEqual({tuple(s.group.items()) for s in answer.series},
                             {g for g, _ in cells})
            for series in answer.series:
                name = tuple(series.group.items())
                trends.check_series(self, series, metric,
                                    {b: h for (g, b), h in cells.items() if g == name})

    def check_lists(self, client):
        listed = {(f.source_id, f.submission_id): f
                  for f in api.list_all(client, api.feedback.Filter(include_excluded=True))}
        self.assertEqual(set(listed), set(self.model.entries))
        for key, entry in self.model.entries.items():
            stored = listed[key]
            self.assertEqual(stored.HasField("exclusion"), entry.exclusion is not None, key)
            self.assertEqual(stored.revision, entry.revision)
            self.assertEqual(stored.collected_at.seconds, entry.content["at"])
            self.assertEqual(stored.account_id, entry.content["account"])
            score = stored.response.score if stored.response.HasField("score") else None
            self.assertEqual(score, entry.content["score"])
        shown = {(f.source_id, f.submission_id) for f in api.list_all(client)}
        self.assertEqual(shown, {k for k, e in self.model.entries.items()
                                 if e.exclusion is None})

    def check_alerts(self, client, watcher):
        expected = {}
        for key, entry in self.model.entries.items():
            if entry.alert_version:
                name = f"{RULE[entry.content['metric']]}.{self.ids[key]}"
                expected[name] = (entry.alert_version, entry.alert_open)

        def state(one):
            return one.version, one.state == api.alert.ALERT_STATE_OPEN

        listed = {a.alert_id: state(a) for a in api.list_alerts(client)}
        wrong = {i: (listed.get(i), expected.get(i)) for i in {*listed, *expected}
                 if listed.get(i) != expected.get(i)}
        self.assertEqual(wrong, {}, "(version, open): listed, expected")
        watcher.wait(
            lambda: {i: state(a) for i, a in watcher.newest().items()} == expected, 60,
            "the watched alerts equal the model")
        for name, versions in watcher.versions.items():
            self.assertEqual(sorted(versions), list(range(1, expected[name][0] + 1)), name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
