"""What is behind the numbers of the sample year: nobody tells vocd of the bad release."""

import csv
import io
import re
import subprocess
import sys
import unittest

from support import api, cli, trends
from support.paths import REPO
from support.vocd import Vocd

sys.path.insert(0, str(REPO / "tests/data"))
import sample_phrases  # noqa: E402  pylint: disable=wrong-import-position,wrong-import-order

RELEASE = ("--since", "2025-10-06", "--until", "2025-12-08")
# What the bad release did, in the four languages of its customers.
BROKEN = re.compile("5.0|crash|krasch|krasj|slow|långsam|langsom|treg|logg?ing? |login|inlogg|innlogg"
                    "|sync|synk|invoices are broken|trasig|ødelagt|stykker|fails|feil|update"
                    "|uppdatering|opdatering|oppdatering|svar[ae]r|4.9|evighet|fryser|hänger|papp?[ei]r|morgen")


def fold(text):
    return re.sub(r"[^\w.' ]", " ", text.lower())


class Themes(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.vocd = Vocd()
        file = cls.vocd.folder / "sample.csv"
        subprocess.run(["/usr/bin/python3", REPO / "tests/data/generate_sample.py", file],
                       check=True)
        said = cli.run("import", file, server=cls.vocd.address)
        assert said.code == 0, said
        cls.client = cls.vocd.client()

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.vocd.close()

    def discover(self, *arguments):
        said = cli.run("themes", "discover", *arguments, "--output", "json",
                       server=self.vocd.address)
        self.assertEqual(said.code, 0, said)
        return said.json()

    def test_the_bad_release_is_found_without_being_told(self):
        found = self.discover(*RELEASE)
        phrases = [p["phrase"] for p in found["phrases"]]
        self.assertGreater(len(phrases), 15)
        for phrase in phrases[:13]:
            self.assertRegex(phrase, BROKEN)
        top = " ".join(phrases)
        for symptom in ("crash", "krasch", "krasj", "synk", "logging in", "slow"):
            self.assertIn(symptom, top)
        # Every one is something that was said of the release.
        release = " . ".join(fold(s) for texts in sample_phrases.RELEASE.values() for s in texts)
        for phrase in phrases:
            self.assertTrue(all(word in release for word in phrase.split()), phrase)
        for p in found["phrases"]:
            self.assertLessEqual(p["qValue"], 0.1)
            self.assertLess(p["net"], -40)
            self.assertLess(p["npsImpact"], 0)
            self.assertEqual(len(p["examples"]), 2)

    def test_what_is_told_of_a_phrase_is_what_the_lists_hold(self):
        found = self.discover(*RELEASE, "--limit", "200")
        crash = next(p for p in found["phrases"] if p["phrase"] == "app crashes")
        flt = api.feedback.Filter(text_contains="app crashes")
        flt.interval.start_time.FromJsonString(found["interval"]["startTime"])
        flt.interval.end_time.FromJsonString(found["interval"]["endTime"])
        listed = api.list_all(self.client, flt)
        self.assertEqual(int(crash["texts"]), len(listed))
        self.assertEqual(crash["languages"], ["en"])
        self.assertEqual(int(crash["authors"]), len({f.account_id or f.feedback_id
                                                     for f in listed}))
        scores = [f.response.score for f in listed
                  if f.response.metric == api.METRICS["nps"] and f.response.HasField("score")]
        self.assertEqual(int(crash["npsN"]), len(scores))
        nps = 100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores)
        self.assertAlmostEqual(crash["nps"], nps)
        by_id = {f.feedback_id: f for f in listed}
        for example in crash["examples"]:
            self.assertIn("app crashes", example["quote"])
            self.assertIn(example["feedbackId"], by_id)

    def test_a_quiet_summer_has_nothing_to_tell(self):
        found = self.discover("--since", "2025-07-06", "--until", "2025-09-08")
        self.assertGreater(int(found["tests"]), 100)
        self.assertLessEqual(len(found.get("phrases", [])), 1)

    def test_the_same_question_has_the_same_answer(self):
        self.assertEqual(self.discover(*RELEASE), self.discover(*RELEASE))

    def test_one_language_and_one_metric(self):
        found = self.discover(*RELEASE, "--where", "language=en", "--metric", "nps")
        self.assertTrue(found["phrases"])
        for p in found["phrases"]:
            self.assertEqual(p["languages"], ["en"])
            self.assertEqual(p["npsN"], p["texts"])

    def test_tables_and_csv(self):
        said = cli.run("themes", "discover", *RELEASE, "--limit", "5", server=self.vocd.address)
        self.assertEqual(said.code, 0, said)
        self.assertIn("what texts say more than before (UTC)", said.out)
        said = cli.run("themes", "discover", *RELEASE, "--output", "csv",
                       server=self.vocd.address)
        rows = list(csv.DictReader(io.StringIO(said.out)))
        self.assertEqual(rows[0]["phrase"], "5.0")
        self.assertEqual(set(rows[0]["languages"].split()), {"en", "sv", "da", "no"})

    def test_impact_agrees_with_the_trend(self):
        said = cli.run("themes", "impact", "--by", "property.version", "--output", "json",
                       server=self.vocd.address)
        self.assertEqual(said.code, 0, said)
        trend = trends.query(self.client, "nps", "total", group_by=["property.version"])
        impacts = said.json()
        self.assertAlmostEqual(impacts["value"], trend.total.value)
        by_version = {s.group["property.version"]: s.total for s in trend.series}
        worst = impacts["rows"][0]
        self.assertEqual(worst["value"], "5.0")
        self.assertTrue(worst["significant"])
        for row in impacts["rows"]:
            if not int(row.get("n", 0)):
                continue
            part = by_version[row["value"]]
            self.assertEqual(int(row["n"]), part.n)
            self.assertAlmostEqual(row["metricWith"], part.value)
            # Of all minus without.
            n, m = trend.total.n, part.n
            without = (n * trend.total.value - m * part.value) / (n - m)
            self.assertAlmostEqual(row["impact"], trend.total.value - without)


if __name__ == "__main__":
    unittest.main(verbosity=2)
