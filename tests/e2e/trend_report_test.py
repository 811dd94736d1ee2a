"""voc trend and voc report for people: what is hidden is hidden everywhere, few answers say how many
days have enough, languages write their own numbers, and lines fit a terminal."""

import csv
import io
import json
import unicodedata
import unittest

from support import api, cli
from support.vocd import Vocd

DAY = 86_400
# 1 January 2025.
START = 1_735_689_600
SPAN = ("--since", "2025-01-01", "--until", "2025-03-01", "--tz", "UTC")


def wide(line):
    """Columns of a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


class TrendReport(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.vocd = Vocd()
        cls.addClassCleanup(cls.vocd.close)
        items = []
        # Many and fewer people a day in two months; three in one group, who answer often.
        for source, people, answers in (("big", 40, 1), ("middle", 12, 1), ("secret", 3, 4)):
            for month in range(2):
                for person in range(people):
                    for answer in range(answers):
                        day = month * 31 + person % 28
                        items.append(api.response(
                            source, f"{month}-{person}-{answer}", "nps",
                            3 if source == "secret" else 9 if person % 2 else 6,
                            respondent_id=f"{source}-{person}", comment="It is fine as it is",
                            language="en", collected_at=START + day * DAY + answer))
        with cls.vocd.client() as client:
            results = api.batch(client, items)
        assert not [r for r in results if r.HasField("error")], results

    def voc(self, *arguments, code=0):
        ran = cli.run(*arguments, server=self.vocd.address)
        self.assertEqual(ran.code, code, ran)
        return ran

    def test_few_people_are_hidden_in_every_format(self):
        arguments = ("trend", *SPAN, "--group-by", "source")
        shown = self.voc(*arguments, "--output", "json").json()
        groups = {s["group"]["source"]: s for s in shown["series"]}
        self.assertEqual(groups["secret"]["total"]["n"], "24")
        hidden = (*arguments, "--anonymity-n", "5")

        said = self.voc(*hidden, "--output", "json")
        # Who is next goes too: else all less the two others are the three.
        self.assertEqual([s["group"]["source"] for s in said.json()["series"]], ["big"])
        self.assertIn("fewer than 5 people", said.err)
        rows = list(csv.DictReader(io.StringIO(self.voc(*hidden, "--output", "csv").out)))
        self.assertEqual({row["source"] for row in rows}, {"big"})
        self.assertEqual({row["delta"] for row in rows[:1]}, {""})
        for output in ("table", "md", "html"):
            text = self.voc(*hidden, "--output", output).out
            self.assertIn("hidden", text)
            self.assertIn("fewer than 5 people", text)
            # Its NPS is -100, whatever the month.
            self.assertNotIn("-100", text.replace("−", "-"))
        # Answers enough, people too few: 24 answers of three.
        alone = self.voc("trend", *SPAN, "--where", "source=secret", "--anonymity-n", "5",
                         "--output", "json").json()
        self.assertEqual(alone.get("series", []), [])
        self.assertNotIn("total", alone)

    def test_overlapping_windows_cannot_hide(self):
        ran = self.voc("trend", *SPAN, "--window-days", "30", "--anonymity-n", "5", code=2)
        self.assertIn("--window-days", ran.err)

    def test_few_answers_say_which_window_has_enough(self):
        text = self.voc("trend", *SPAN, "--where", "source=middle", "--by", "month").out
        self.assertIn("12*", text)
        self.assertIn("24 answers, of the 30 that are needed", " ".join(text.split()))
        text = " ".join(self.voc("trend", *SPAN, "--where", "source=middle", "--by", "month",
                                 "--min-n", "15").out.split())
        # February's twelve are of its first twelve days; the three before are of January's last.
        self.assertIn("Enough to judge by: the 50 days up to and including 28 Feb 2025 have "
                      "15 answers.", text)
        # Nothing after --until counts, though the last month goes on.
        text = " ".join(self.voc("trend", "--since", "2025-01-01", "--until", "2025-02-11", "--tz",
                                 "UTC", "--where", "source=middle", "--min-n", "13").out.split())
        self.assertIn("up to and including 10 Feb 2025 have 13 answers.", text)

    def test_each_group_of_few_has_a_window_of_its_own(self):
        text = " ".join(self.voc("trend", *SPAN, "--group-by", "source", "--min-n", "15").out
                        .split())
        # All together have enough in a few days, which would say nothing of either.
        self.assertIn("source=middle: Enough to judge by: the 50 days up to and including "
                      "28 Feb 2025 have 15 answers.", text)
        self.assertIn("source=secret: Enough to judge by: ", text)
        self.assertNotIn("source=big: Enough", text)

    def test_languages_write_their_own_numbers(self):
        for code, word, number in (("sv", "brus", r"p \d,\d"), ("da", "støj", r"p \d,\d"),
                                   ("no", "støy", r"p \d,\d"), ("en", "noise", r"p \d\.\d")):
            for output in ("table", "md", "html"):
                text = self.voc("trend", *SPAN, "--where", "source=big", "--lang", code,
                                "--output", output).out
                self.assertIn(word, text)
                self.assertRegex(text, number)
        english = self.voc("trend", *SPAN, "--output", "csv").out
        self.assertEqual(self.voc("trend", *SPAN, "--output", "csv", "--lang", "sv").out, english)

    def test_lines_fit_a_terminal(self):
        for arguments in (("trend", *SPAN), ("trend", *SPAN, "--by", "total"),
                          ("trend", *SPAN, "--by", "day", "--mode", "respondent",
                           "--window-days", "28"),
                          ("trend", *SPAN, "--group-by", "source", "--metric", "sentiment"),
                          ("report", "--since", "2025-01-06", "--until", "2025-01-13", "--tz",
                           "UTC")):
            for code in ("en", "sv", "da", "no"):
                for line in self.voc(*arguments, "--lang", code).out.splitlines():
                    self.assertLessEqual(wide(line), 80, line)

    def test_a_report_in_json_holds_the_messages(self):
        report = self.voc("report", *SPAN, "--output", "json").json()
        answer = api.json_format.ParseDict(report["metrics"][0]["now"],
                                           api.trend.QueryTrendResponse())
        self.assertEqual(answer.total.n, 128)
        self.assertEqual(report["lead"], "TREND_METRIC_NPS")
        for alert in report["newestAlerts"]:
            api.json_format.ParseDict(alert, api.alert.Alert())
        self.assertEqual(int(report["openAlerts"]), 24 + 40 + 12)
        self.assertLessEqual(len(json.dumps(report["toThank"])), 100_000)

    def test_a_report_is_no_csv(self):
        self.voc("report", "--output", "csv", code=2)


if __name__ == "__main__":
    unittest.main()
