"""Response rates: who was asked is recorded, counted beside the answers, and never listed."""

import gzip
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


class DisplayCommand(unittest.TestCase):
    """voc display: one from options, many from a file."""

    def setUp(self):
        self.vocd = Vocd()
        self.addCleanup(self.vocd.close)
        self.client = self.vocd.client()
        self.addCleanup(self.client.close)

    def voc(self, *arguments, code=0, **options):
        ran = cli.run(*arguments, server=self.vocd.address, **options)
        self.assertEqual(ran.code, code, ran)
        return ran

    def rate(self, *words):
        total = self.voc("trend", "--by", "total", "--output", "json", *words).json()["total"]
        return int(total.get("displays", 0)), total.get("responseRate")

    def test_a_response_rate_from_a_file_of_invitations(self):
        asked = "display_id,metric,kind,respondent_id,account_id,displayed_at,property.plan\n" + "".join(
            f"s{i},nps,invited,r{i},acme,2025-05-0{1 + i % 5}T10:00:00Z,{'pro' if i % 2 else 'free'}\n"
            for i in range(40))
        answers = "submission_id,metric,score,collected_at,account_id,property.plan\n" + "".join(
            f"s{i},nps,9,2025-05-0{1 + i % 5}T12:00:00Z,acme,{'pro' if i % 2 else 'free'}\n"
            for i in range(0, 40, 4))
        file = self.vocd.folder / "asked.csv"
        file.write_text(asked)
        (self.vocd.folder / "answers.csv").write_text(answers)
        said = self.voc("display", file, "--source", "survey", "--output", "json").json()
        self.assertEqual((said["created"], said["unchanged"], said["rejected"]), (40, 0, 0))
        self.voc("import", self.vocd.folder / "answers.csv", "--source", "survey")
        self.assertEqual(self.rate(), (40, 25))
        self.assertEqual(self.rate("--where", "property.plan=free"), (20, 50))
        # Again, and compressed from standard input: nothing is new.
        said = self.voc("display", "-", "--source", "survey", "--output", "json",
                        stdin=gzip.compress(asked.encode())).json()
        self.assertEqual((said["created"], said["unchanged"]), (0, 40))
        self.assertIn("unchanged", self.voc("display", file, "--source", "survey").out)
        self.assertEqual(self.rate(), (40, 25))

    def test_bad_records_are_named(self):
        file = self.vocd.folder / "asked.csv"
        file.write_bytes(b"\xef\xbb\xbfSource_ID;Submission_ID;Metric;Displayed_At\r\n"
                         b"survey;a;nps;2025-05-01T10:00:00\r\n"
                         b"survey;b;joy;2025-05-01T10:00:00\r\n"
                         b"survey;;nps;2025-05-01T10:00:00\r\n"
                         b"survey;d;nps;yesterday\r\n"
                         b"survey;caf\xe9;nps;\r\n"
                         b"survey;f;nps\r\n"
                         b"survey;g;nps;2025-05-02T10:00:00\r\n")
        ran = self.voc("display", file, "--output", "json", code=1)
        said = ran.json()
        self.assertEqual((said["created"], said["rejected"]), (2, 5))
        self.assertEqual([(r["line"], r["field"]) for r in said["rejections"]],
                         [(3, "metric"), (4, "display_id"), (5, "displayed_at"),
                          (6, "display_id"), (7, "")])
        self.assertIn("times without zone were taken as UTC", ran.err)
        self.assertEqual(self.rate()[0], 2)
        dry = self.voc("display", file, "--dry-run", code=1)
        self.assertIn("7 records read, 3 would be sent; nothing was", dry.err)
        for text, says in (("display_id,metrik\n", 'unknown column "metrik"'),
                           ("metric,source_id\n", 'no column "display_id"'),
                           ("display_id,submission_id\n", "appears twice"),
                           ('"display_id\n', "its header")):
            file.write_text(text)
            self.assertIn(says, self.voc("display", file, code=1).err)

    def test_one_display(self):
        words = ("display", "--source", "app", "--id", "1", "--metric", "csat", "--kind", "invited",
                 "--account", "acme", "--channel", "email", "--journey-stage", "adopt",
                 "--displayed-at", "2025-05-01", "--property", "plan=pro")
        self.assertIn("created", self.voc(*words).out)
        said = self.voc(*words, "--output", "json")
        self.assertEqual(api.json_format.Parse(said.out, fb.RecordDisplayResponse())
                         .results[0].outcome, fb.OUTCOME_UNCHANGED)
        total = self.rate("--metric", "csat", "--where", "channel=email", "--where", "account=acme",
                          "--where", "property.plan=pro", "--where", "journey_stage=adopt")
        self.assertEqual(total[0], 1)
        self.voc("display", "--source", "s" * 256, "--id", "1", "--metric", "nps", code=1)
        for bad in (("--source", "app"), ("--source", "app", "--id", "1"),
                    ("--source", "a", "--id", "1", "--metric", "joy"),
                    ("--source", "a", "--id", "1", "--metric", "nps", "--kind", "sent"),
                    ("--source", "a", "--id", "1", "--metric", "nps", "--property", "plan"),
                    ("--source", "a", "--id", "1", "--metric", "nps", "--displayed-at", "soon"),
                    ("--id", "1", "asked.csv"), ("--dry-run",)):
            self.voc("display", *bad, code=2)


if __name__ == "__main__":
    unittest.main()
