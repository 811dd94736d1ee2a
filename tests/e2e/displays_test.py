"""Response rates: who was asked is recorded, counted beside the answers, and never listed."""

import time
import unittest

from support import api, cli, trends
from support.vocd import Vocd

fb = api.feedback
NOW = int(time.time())


def display(key, source="app", **fields):
    at = fields.pop("displayed_at", NOW)
    made = fb.Display(source_id=source, display_id=key, metric=fb.METRIC_NPS, **fields)
    if at is not None:
        made.displayed_at.seconds = at
    return made


class Displays(unittest.TestCase):

    def setUp(self):
        self.vocd = Vocd()
        self.addCleanup(self.vocd.close)
        self.client = self.vocd.client()
        self.addCleanup(self.client.close)

    def record(self, *displays):
        return self.client.RecordDisplay(fb.RecordDisplayRequest(displays=displays),
                                         timeout=30).results

    def total(self, **options):
        return trends.query(self.client, "nps", "total", **options).total

    def test_the_rate_is_answers_over_displays_and_a_repeat_counts_once(self):
        first = self.record(display("1"), display("2"), display("3", account_id="acme"),
                            display("4", displayed_at=None))
        self.assertEqual({one.outcome for one in first}, {fb.OUTCOME_CREATED})
        again = self.record(display("1", channel="web"), display("5"))
        self.assertEqual([one.outcome for one in again],
                         [fb.OUTCOME_UNCHANGED, fb.OUTCOME_CREATED])
        # The answer has the key of its display, and both stand.
        api.batch(self.client, [api.response("app", "1", "nps", 9, collected_at=NOW),
                                api.response("mail", "1", "nps", 0, collected_at=NOW)])
        total = self.total()
        self.assertEqual((total.n, total.responses, total.displays), (2, 1, 5))
        self.assertAlmostEqual(total.response_rate, 20)
        self.assertEqual(self.total(flt=fb.Filter(account_ids=["acme"])).displays, 1)

    def test_bad_ones_are_rejected_one_by_one(self):
        results = self.record(display(""), display("1", displayed_at=-10**11), display("2"),
                              fb.Display(source_id="app", display_id="3"))
        self.assertEqual([one.outcome for one in results],
                         [fb.OUTCOME_REJECTED, fb.OUTCOME_REJECTED, fb.OUTCOME_CREATED,
                          fb.OUTCOME_REJECTED])
        for result, field in zip([results[0], results[1], results[3]],
                                 ["display_id", "displayed_at", "metric"]):
            self.assertEqual(list(api.violations(result.error)), [field])

    def test_a_display_is_never_listed_got_exported_or_counted_as_feedback(self):
        result, = self.record(display("1"))
        api.batch(self.client, [api.response("app", "2", "nps", 9)])
        listed = self.client.ListFeedback(fb.ListFeedbackRequest(), timeout=30).feedback
        self.assertEqual([one.submission_id for one in listed], ["2"])
        exported = list(self.client.ExportFeedback(fb.ExportFeedbackRequest(), timeout=30))
        self.assertEqual(exported[-1].row_count, 1)
        with self.assertRaisesRegex(Exception, "NOT_FOUND"):
            self.client.GetFeedback(fb.GetFeedbackRequest(feedback_id=result.feedback_id),
                                    timeout=30)
        status = self.client.GetStatus(api.admin.GetStatusRequest(), timeout=30)
        self.assertEqual(status.feedback_count, 1)

    def test_survives_restart_and_rebuild_and_can_be_excluded(self):
        results = self.record(*(display(str(i)) for i in range(10)))
        api.batch(self.client, [api.response("app", "1", "nps", 9)])
        self.client.ExcludeFeedback(
            fb.ExcludeFeedbackRequest(feedback_id=results[0].feedback_id,
                                      kind=fb.EXCLUSION_KIND_TEST, reason="tried it"), timeout=30)
        self.assertEqual(self.total().displays, 9)
        self.vocd.restart()
        self.client.close()
        self.client = self.vocd.client()
        self.assertEqual((self.total().responses, self.total().displays), (1, 9))
        ran = cli.run("admin", "verify", server=self.vocd.address)
        self.assertEqual(ran.code, 0, ran)
        ran = cli.run("admin", "verify", "--rebuild", server=self.vocd.address)
        self.assertEqual(ran.code, 0, ran)
        self.assertEqual((self.total().responses, self.total().displays), (1, 9))


if __name__ == "__main__":
    unittest.main()
