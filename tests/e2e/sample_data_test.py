"""The sample year: the same bytes every time, nothing rejected, and the bad release shows."""

import csv
import datetime
import hashlib
import pathlib
import subprocess
import tempfile
import unittest

from support import api, cli, trends
from support.paths import REPO
from support.vocd import Vocd

GENERATOR = REPO / "tests/data/generate_sample.py"
MONTHS = 12


def generated(path, *arguments):
    subprocess.run(["/usr/bin/python3", GENERATOR, *arguments, path], check=True)
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


class SampleData(unittest.TestCase):

    def test_a_seed_gives_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            one = generated(f"{folder}/1.csv")
            self.assertEqual(generated(f"{folder}/2.csv"), one)
            self.assertNotEqual(generated(f"{folder}/3.csv", "--seed", "7"), one)

    def test_until_moves_it_by_whole_weeks_and_changes_nothing_else(self):
        def read(path):
            with open(path, encoding="utf-8", newline="") as opened:
                return list(csv.DictReader(opened))

        def moment(row):
            return datetime.datetime.fromisoformat(row.pop("collected_at"))
        with tempfile.TemporaryDirectory() as folder:
            generated(f"{folder}/1.csv")
            generated(f"{folder}/2.csv", "--until", "2026-11-22")
            last = None
            for plain, moved in zip(read(f"{folder}/1.csv"), read(f"{folder}/2.csv"), strict=True):
                last = moment(moved)
                self.assertEqual(last - moment(plain), datetime.timedelta(weeks=46))
                self.assertEqual(moved, plain)
            self.assertLess(datetime.date(2026, 11, 22) - last.date(), datetime.timedelta(days=7))

    def test_the_year_tells_its_story(self):
        with Vocd() as vocd, vocd.client() as client:
            file = vocd.folder / "sample.csv"
            generated(file)
            with open(file, encoding="utf-8", newline="") as opened:
                rows = list(csv.DictReader(opened))
            keys = {(r["source_id"], r["submission_id"], r["question_id"]) for r in rows}
            said = cli.run("import", file, "--output", "json", server=vocd.address)
            self.assertEqual(said.code, 0, said)
            counts = {k: int(v) for k, v in said.json().items()
                      if k in ("created", "updated", "unchanged") and int(v)}
            self.assertEqual(counts.pop("created"), len(keys))
            # An edit may happen to change nothing but its own count.
            self.assertEqual(sum(counts.values()), len(rows) - len(keys))

            values = [p.value for p in trends.query(client, "nps", "month").series[0].points]
            self.assertEqual(len(values), MONTHS)
            self.assertGreater(min(values[:9]), 0)
            self.assertLess(max(values[9:11]), min(values[:9]) - 20)
            self.assertGreater(values[11], max(values[9:11]))
            for metric in ("csat", "ces", "rating"):
                points = trends.query(client, metric, "month").series[0].points
                self.assertEqual(len(points), MONTHS)
                self.assertLess(points[10].value, points[8].value)

            by_language = trends.query(client, "nps", "total", group_by=["language"])
            self.assertLessEqual({"sv", "da", "no", "en"},
                                 {s.group["language"] for s in by_language.series})
            platforms = trends.query(client, "rating", "total", group_by=["platform"])
            self.assertEqual([s.group["platform"] for s in platforms.series],
                             ["app_store", "g2", "trustpilot"])
            self.check_themes(client)
            alerts = api.list_alerts(client)
            self.assertTrue(all(a.backfill for a in alerts))
            autumn = sum("2025-10" <= a.feedback.collected_at.ToJsonString()[:7] <= "2025-11"
                         for a in alerts)
            self.assertGreater(autumn / len(alerts), 2 / MONTHS)

    def check_themes(self, client):
        """The bad release is heard as such, and only then does anybody want to leave."""
        by_theme = {s.group["theme"]: [p.n for p in s.points]
                    for s in trends.query(client, "nps", "month", group_by=["theme"]).series}
        for theme in ("reliability", "performance"):
            months = by_theme[theme]
            self.assertGreater(min(months[9:11]), 1.5 * max(months[:9]), theme)
        self.assertEqual(sum(by_theme["cancellation-intent"][:9]), 0)
        self.assertGreater(min(by_theme["cancellation-intent"][9:11]), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
