"""Themes: heard in four languages, grouped and filtered by, alerted of, and added to by files."""

import pathlib
import subprocess
import tempfile
import time
import unittest

from support import api, cli, trends, watchers
from support.paths import VOCD
from support.served import Served
from support.vocd import Vocd

fb, al, tr = api.feedback, api.alert, api.trend

TEXTS = [
    # key, score, language, text, themes
    ("1", 9, "en", "Support answered within minutes and the invoice was right.",
     ["billing", "support"]),
    ("2", 2, "en", "Far too expensive.", ["price"]),
    ("3", 4, "sv", "Fakturan stämmer inte och kundtjänst svarar inte.", ["billing", "support"]),
    ("4", 8, "da", "Rapporterne er langsomme.", ["performance"]),
    ("5", 10, "no", "Appen krasjer aldri.", ["reliability"]),
    ("6", 7, "en", "We meet on Tuesdays.", []),
    ("7", 10, "", "", []),
]


class Themes(Served):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = int(time.time())
        cls.results = api.batch(cls.client, [
            api.response("texts", key, "nps", score, language=language, comment=text,
                         collected_at=cls.now)
            for key, score, language, text, _ in TEXTS])
        cls.own = fb.Filter(source_ids=["texts"])

    def voc(self, *arguments, code=0, **options):
        ran = cli.run(*arguments, server=self.vocd.address, **options)
        self.assertEqual(ran.code, code, ran)
        return ran

    def test_feedback_has_the_themes_of_its_text_sorted(self):
        for result, (_, _, _, text, themes) in zip(self.results, TEXTS):
            stored = self.client.GetFeedback(
                fb.GetFeedbackRequest(feedback_id=result.feedback_id), timeout=30).feedback
            self.assertEqual(list(stored.themes), themes, text)

    def test_grouped_by_theme_each_counts_in_all_of_its_themes_and_once_in_the_total(self):
        answer = trends.query(self.client, "nps", "total", group_by=["theme"], flt=self.own)
        expected = {}
        for _, score, _, _, themes in TEXTS:
            for theme in themes or [""]:
                expected.setdefault(theme, []).append(score)
        self.assertEqual({s.group["theme"]: s.total.n for s in answer.series},
                         {theme: len(scores) for theme, scores in expected.items()})
        self.assertEqual(answer.total.n, len(TEXTS))
        for series in answer.series:
            scores = expected[series.group["theme"]]
            nps = 100 * sum((s >= 9) - (s <= 6) for s in scores) / len(scores)
            self.assertAlmostEqual(series.total.value, nps)

    def test_filtered_by_themes_any_of_them(self):
        for themes, keys in ((["billing"], "31"), (["billing", "price"], "321"),
                             (["delivery"], ""), ([""], "76"), (["", "price"], "762")):
            flt = fb.Filter(source_ids=["texts"], themes=themes)
            listed = api.list_all(self.client, flt)
            self.assertEqual("".join(f.submission_id for f in listed), keys, themes)
            answer = trends.query(self.client, "nps", "total", flt=flt)
            self.assertEqual(answer.total.n, len(keys), themes)

    def test_a_watched_trend_by_theme_follows(self):
        request = tr.WatchTrendsRequest(query=trends.request(
            "nps", "total", group_by=["theme"],
            flt=fb.Filter(source_ids=["watched"])))
        stream = self.client.WatchTrends(request, timeout=60)
        cells, complete = {}, False
        for event in stream:
            kind = event.WhichOneof("event")
            if kind == "upsert":
                cells[event.upsert.group["theme"]] = event.upsert.point.n
            if kind == "snapshot_complete":
                api.submit(self.client, api.response(
                    "watched", "1", "nps", 3, language="en", collected_at=self.now,
                    comment="The parcel came late and I want a refund."))
                complete = True
            if complete and {"delivery", "billing"} <= cells.keys():
                break
        stream.cancel()
        self.assertEqual({k: v for k, v in cells.items() if k}, {"delivery": 1, "billing": 1})

    def test_voc_shows_them(self):
        ran = self.voc("trend", "--group-by", "theme", "--metric", "sentiment", "--by", "year",
                       "--where", "source=texts")
        self.assertIn("billing", ran.out)
        ran = self.voc("trend", "--where", "theme=price", "--where", "source=texts", "--by", "year",
                       "--output", "json")
        self.assertEqual(api.json_format.Parse(ran.out, tr.QueryTrendResponse()).total.n, 1)
        ran = self.voc("annotate", stdin="Kundtjänsten är långsam med fakturan\nHello there\n".encode())
        self.assertEqual([line.split("\t")[3] for line in ran.out.splitlines()],
                         ["billing,support", ""])

    # The alert

    def alerts_of(self, item) -> list:
        result = api.submit(self.client, item)
        self.assertNotEqual(result.outcome, fb.OUTCOME_REJECTED, result)
        flt = fb.Filter(source_ids=[item.source_id])
        return [a for a in api.list_alerts(self.client, flt)
                if a.feedback.feedback_id == result.feedback_id]

    def test_an_unscored_comment_that_says_we_leave_alerts(self):
        watcher = watchers.AlertWatcher(self.vocd.address, rule_ids=["cancellation-intent"],
                                        min_severity=al.ALERT_SEVERITY_HIGH)
        self.addCleanup(watcher.close)
        watcher.wait(lambda: watcher.started, 30, "Started came")
        one, = self.alerts_of(api.response("leave", "unscored", "csat", collected_at=self.now,
                                           language="en", account_id="acme",
                                           comment="We will cancel at the end of the month."))
        self.assertEqual(one.rule_id, "cancellation-intent")
        self.assertEqual(one.severity, al.ALERT_SEVERITY_HIGH)
        self.assertTrue(one.title.startswith("Wants to leave: CSAT without score from acme"), one)
        self.assertFalse(one.backfill)
        watcher.wait(lambda: one.alert_id in watcher.versions, 30, "it came")

    def test_a_promoter_and_a_post_alert_and_who_stays_does_not(self):
        one, = self.alerts_of(api.response("leave", "promoter", "nps", 10, language="sv",
                                           collected_at=self.now,
                                           comment="Toppen, men vi säger upp avtalet."))
        self.assertEqual(one.rule_id, "cancellation-intent")
        one, = self.alerts_of(api.mention("leave", "post", body="Vi har besluttet at opsige.",
                                          language="da", collected_at=self.now))
        self.assertEqual(one.rule_id, "cancellation-intent")
        self.assertEqual(self.alerts_of(api.response(
            "leave", "stays", "nps", 10, language="en", collected_at=self.now,
            comment="We are not going to cancel.")), [])

    def test_a_correction_dismisses_it_and_old_ones_are_backfill(self):
        def response(text, age=0):
            return api.response("leave", f"corrected{age}", "nps", 9, language="en", comment=text,
                                collected_at=self.now - age)
        self.alerts_of(response("I want to cancel."))
        one, = self.alerts_of(response("I want to stay."))
        self.assertEqual((one.state, one.version), (al.ALERT_STATE_DISMISSED, 2))
        one, = self.alerts_of(response("I want to cancel.", 73 * 3600))
        self.assertTrue(one.backfill)

    def test_a_detractor_who_leaves_has_both_alerts(self):
        both = self.alerts_of(api.response("leave", "both", "nps", 0, language="en",
                                           collected_at=self.now, comment="Cancel my account!"))
        self.assertEqual(sorted(a.rule_id for a in both), ["cancellation-intent", "nps-detractor"])


class ThemeFiles(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def annotate(self, vocd, text) -> str:
        ran = cli.run("annotate", server=vocd.address, stdin=f"{text}\n".encode())
        self.assertEqual(ran.code, 0, ran)
        return ran.out.rstrip("\n").split("\t")[3]

    def test_they_add_themes_and_patterns_and_switch_off(self):
        one = self.file("one.txt", "theme drones\n  en: drone*\n")
        two = self.file("two.txt", "theme price\n  en: moolah\ntheme delivery off\n")
        with Vocd(f"--themes={one}", f"--themes={two}") as vocd:
            self.assertEqual(self.annotate(vocd, "The drones cost a lot of moolah"),
                             "drones,price")
            self.assertEqual(self.annotate(vocd, "The delivery by drone was late"), "drones")
            self.assertEqual(self.annotate(vocd, "Great support"), "support")

    def test_what_is_wrong_in_them_stops_the_start(self):
        bad = self.file("bad.txt", "theme drones\n  en: drone*\n  fr: bourdon\ntheme nothing off\n")
        off = self.file("off.txt", "theme nothing off\n")
        missing = self.folder / "missing.txt"
        for path, said in ((bad, f"{bad}:3: \"fr\" is no language"),
                           (off, f"{off}:1: theme nothing is not there"),
                           (missing, f"{missing}: cannot be read"),
                           (self.folder, f"{self.folder}: cannot be read")):
            ran = subprocess.run([VOCD, f"--data={self.folder / 'data'}", "--grpc=127.0.0.1:0",
                                  f"--themes={path}"], capture_output=True, text=True, timeout=60,
                                 check=False)
            self.assertEqual(ran.returncode, 2, ran)
            self.assertIn(said, ran.stderr)
            self.assertEqual(ran.stdout, "")
            self.assertFalse((self.folder / "data").exists())

    def test_they_stay_heard_over_a_rebuild_and_a_restart(self):
        path = self.file("one.txt", "theme drones\n  en: drone*\n")
        with Vocd(f"--themes={path}") as vocd:
            with vocd.client() as client:
                api.submit(client, api.response("s", "1", "nps", 9, language="en",
                                                comment="Nice drones", collected_at=1_750_000_000))
            self.assertEqual(cli.run("admin", "verify", "--rebuild", server=vocd.address).code, 0)
            self.assertEqual(self.annotate(vocd, "Nice drones"), "drones")
            vocd.restart(kill=True)
            self.assertEqual(self.annotate(vocd, "Nice drones"), "drones")
            with vocd.client() as client:
                answer = trends.query(client, "nps", "total", group_by=["theme"])
            self.assertEqual([s.group["theme"] for s in answer.series], ["drones"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
