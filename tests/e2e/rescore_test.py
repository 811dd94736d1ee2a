"""A human's correction and a rescore of an old store, through the real voc and vocd."""

import collections
import shutil
import time
import unittest

from support import aged, api, cli, same_state, trends, watchers
from support.vocd import Vocd

FEEDBACK = 5_000
SECONDS_MAX = 60


class Rescore(unittest.TestCase):

    def setUp(self):
        self.folder = aged.folder(FEEDBACK)
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.vocd = Vocd(folder=self.folder)
        self.addCleanup(self.vocd.close)
        self.client = self.vocd.client()
        self.addCleanup(self.client.close)

    def voc(self, *arguments, code=0) -> cli.Ran:
        ran = cli.run(*arguments, server=self.vocd.address)
        self.assertEqual(ran.code, code, ran)
        return ran

    def rescore(self, *options, code=0) -> list:
        return self.voc("admin", "rescore", "--output", "json", *options, code=code).lines()

    @staticmethod
    def text_of(feedback) -> str:
        return feedback.response.comment or feedback.mention.body

    def heard(self) -> dict:
        """text -> what the vocd that runs hears in it."""
        listed = api.list_all(self.client, api.feedback.Filter(include_excluded=True))
        texts = sorted({self.text_of(f) for f in listed if self.text_of(f)})
        answer = self.client.Annotate(api.feedback.AnnotateRequest(texts=texts), timeout=60)
        return dict(zip(texts, answer.annotations))

    def expected(self, heard: dict, label_of) -> dict:
        """source -> (labelled, value) by the API's own rules, of what is not excluded."""
        counts = collections.defaultdict(collections.Counter)
        for feedback in api.list_all(self.client):
            if self.text_of(feedback):
                counts[feedback.source_id][label_of(feedback, heard)] += 1
        numbers = {}
        for source, labels in counts.items():
            n = sum(labels[label] for label in (1, 2, 3))
            numbers[source] = (n, round(100 * (labels[1] - labels[3]) / n, 6))
        return numbers

    def trend(self) -> dict:
        answer = trends.query(self.client, "sentiment", "total", group_by=["source"])
        return {s.group["source"]: (s.total.n, round(s.total.value, 6)) for s in answer.series}

    @staticmethod
    def shifts(report, when) -> dict:
        return {s["group"]: (int(s.get(f"n{when}", 0)), round(s[f"value{when}"], 6))
                for s in report["sentimentBySource"]}

    def verify(self):
        self.assertNotIn("problems", self.voc("admin", "verify", "--output", "json").json())

    def test_the_numbers_move_as_they_were_said_to(self):
        # Two are taken out of everything first: one by exclusion, one by a human's word.
        excluded, corrected = api.list_all(self.client, api.feedback.Filter(
            sentiment_labels=[api.feedback.SENTIMENT_LABEL_POSITIVE]))[:2]
        self.voc("feedback", "exclude", excluded.feedback_id, "--kind", "test", "--reason", "r")
        self.voc("feedback", "correct", corrected.feedback_id, "--label", "neutral", "--themes",
                 "", "--by", "ann")
        heard = self.heard()

        def label_of(feedback, heard):
            if feedback.feedback_id == corrected.feedback_id:
                return api.feedback.SENTIMENT_LABEL_NEUTRAL
            return heard[self.text_of(feedback)].sentiment.label

        before = self.trend()
        after = self.expected(heard, label_of)
        self.assertNotEqual(before, after)
        (told,) = self.rescore("--dry-run")
        self.assertEqual(self.shifts(told, "Before"), before)
        self.assertEqual(self.shifts(told, "After"), after)
        self.assertEqual(self.trend(), before)
        # Not without somebody's word.
        self.rescore(code=1)
        self.assertEqual(self.trend(), before)

        with watchers.AlertWatcher(self.vocd.address) as live, watchers.AlertWatcher(
                self.vocd.address, include_backfill=True) as all_alerts:
            for watcher in (live, all_alerts):
                watcher.wait(lambda w=watcher: w.started, SECONDS_MAX, "the stream started")
            _, did = self.rescore("--yes")
            raised = sum(int(a.get("raised", 0)) for a in did["alerts"])
            self.assertGreater(raised, 0)
            all_alerts.wait(lambda: all_alerts.received == raised, SECONDS_MAX,
                            "every alert that the rescore raised")
            self.assertEqual(live.received, 0, "nobody is paged about what was said years ago")
        self.assertEqual(did["changed"], told["changed"])
        self.assertEqual(self.trend(), after)
        self.verify()

        for feedback in api.list_all(self.client):
            if not self.text_of(feedback):
                continue
            want = heard[self.text_of(feedback)]
            self.assertEqual(feedback.revision, 1)
            self.assertEqual(time.gmtime(feedback.ingested_at.seconds).tm_year, 2024)
            if feedback.HasField("correction"):
                self.assertEqual(feedback.feedback_id, corrected.feedback_id)
                self.assertEqual(list(feedback.themes), [])
                said = feedback.correction.heard
            else:
                said = feedback
            self.assertEqual(said.sentiment.score, want.sentiment.score)
            self.assertEqual(list(said.themes), list(want.themes))

        (again,) = self.rescore("--yes")
        self.assertEqual(int(again.get("changed", 0)), 0)
        self.vocd.restart()
        self.client.reach()
        self.assertEqual(self.trend(), after)

        # And back to the machine, which by now hears otherwise.
        undone = self.voc("feedback", "correct", corrected.feedback_id, "--undo", "--output",
                          "json").json()["feedback"]
        self.assertNotIn("correction", undone)
        self.assertEqual(undone["sentiment"].get("score", 0),
                         heard[self.text_of(corrected)].sentiment.score)

    def test_a_correction_outlives_everything_but_another_text(self):
        mention = api.mention("reviews", "mine", body="Great product, I love it.")
        found = api.submit(self.client, mention).feedback_id
        ran = self.voc("feedback", "correct", found, "--label", "negative", "--themes",
                       "price, speed", "--by", "ann", "--note", "she was ironic")
        for line in ("sentiment ", "negative", "corrected_by", "ann", "she was ironic"):
            self.assertIn(line, ran.out)
        negative = api.feedback.Filter(
            source_ids=["reviews"], themes=["speed"],
            sentiment_labels=[api.feedback.SENTIMENT_LABEL_NEGATIVE])

        def check(revision=1):
            stored = self.client.GetFeedback(
                api.feedback.GetFeedbackRequest(feedback_id=found), timeout=30).feedback
            self.assertEqual((stored.sentiment.score, stored.sentiment.label, stored.revision),
                             (-1, api.feedback.SENTIMENT_LABEL_NEGATIVE, revision))
            self.assertEqual(list(stored.themes), ["price", "speed"])
            self.assertEqual((stored.correction.author, stored.correction.note),
                             ("ann", "she was ironic"))
            self.assertEqual([f.feedback_id for f in api.list_all(self.client, negative)], [found])
            total = trends.query(self.client, "sentiment", "total", flt=negative).total
            self.assertEqual((total.n, total.value), (1, -100))
            alerts = api.list_alerts(self.client, api.feedback.Filter(source_ids=["reviews"]))
            self.assertEqual([(a.rule_id, a.state, a.backfill) for a in alerts],
                             [("mention-negative", api.alert.ALERT_STATE_OPEN, False)])

        check()
        self.assertEqual(api.submit(self.client, mention).outcome,
                         api.feedback.OUTCOME_UNCHANGED)
        check()
        self.vocd.restart(kill=True)
        self.client.reach()
        check()
        self.rescore("--yes")
        check()
        self.voc("admin", "verify", "--rebuild")
        self.client.reach()
        check()
        mention.account_id = "acme"
        self.assertEqual(api.submit(self.client, mention).outcome, api.feedback.OUTCOME_UPDATED)
        check(revision=2)
        self.verify()
        mention.mention.body = "Great product, I still love it."
        api.submit(self.client, mention)
        stored = self.client.GetFeedback(
            api.feedback.GetFeedbackRequest(feedback_id=found), timeout=30).feedback
        self.assertFalse(stored.HasField("correction"))
        self.assertEqual(stored.sentiment.label, api.feedback.SENTIMENT_LABEL_POSITIVE)
        (alert,) = api.list_alerts(self.client, api.feedback.Filter(source_ids=["reviews"]))
        self.assertEqual(alert.state, api.alert.ALERT_STATE_DISMISSED)

    def test_bad_corrections_are_refused(self):
        no_text = api.submit(self.client, api.response("pulse", "1", "nps", 3)).feedback_id
        for arguments, code, said in (
                ((no_text, "--label", "neutral", "--by", "ann"), 1, "has no text"),
                (("0" * 32, "--label", "neutral", "--by", "ann"), 1, "FEEDBACK_NOT_FOUND"),
                ((no_text, "--label", "unlabelled", "--by", "ann"), 1, "label"),
                ((no_text, "--label", "neutral", "--by", "x" * 256), 1, "author"),
                ((no_text, "--label", "neutral"), 2, "--by"),
                ((no_text, "--by", "ann"), 2, "--label")):
            self.assertIn(said, self.voc("feedback", "correct", *arguments, code=code).err)
        self.assertEqual(same_state.status(self.client).last_sequence, FEEDBACK + 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
