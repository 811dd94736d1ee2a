"""Exports that cannot lie: what was exported is imported to the same numbers, spreadsheets run
nothing of it, and who gets less than everything can tell."""

import csv
import io
import json
import re
import unittest

from support import api, cli, trends
from support.served import Served
from support.vocd import Vocd

FORMULAS = ("=cmd()|'/C calc'!A0", "+1+1", "-2+3 is one", "@SUM(A1:A9)", "\t=1+1", "'=quoted",
            "''+twice", "-")
NUMBERS = ("-5", "+3", "-0.25", "-1e3")
PLAIN = ("'s ochtends", "a=b", "rad ett\nrad två", '"sa hon", "då"', "")
START = 1_735_689_600


class Export(Served):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        items = []
        for i, text in enumerate(FORMULAS + NUMBERS + PLAIN):
            properties = {"delta": NUMBERS[i % len(NUMBERS)]}
            if text:
                properties["note"] = text
            items.append(api.response(
                "web", f"k{i}", "nps", i % 11, comment=text, finished=True,
                account_id=text.strip() or "acme", respondent_id=f"-{i}", channel="email",
                properties=properties, collected_at=START + i * 86_400 + 0.25))
            items.append(api.mention("g2", f"-m{i}", rating=1 + i % 5, title=text, body="It is blue",
                                     author=text, collected_at=START + i * 86_400))
        results = api.batch(cls.client, items)
        assert not [r for r in results if r.HasField("error")], results
        cls.count = len(items)

    def export(self, *arguments, server=None):
        ran = cli.run("feedback", "export", *arguments, server=server or self.vocd.address)
        self.assertEqual(ran.code, 0, ran)
        return ran

    def numbers(self, client):
        """Everything that people read off, without the log positions it was computed at."""
        found = []
        for metric in ("nps", "rating", "sentiment"):
            for group in ([], ["property.delta"], ["account"]):
                answer = trends.query(client, metric, "month", group_by=group)
                text = api.json_format.MessageToJson(answer, sort_keys=True)
                found.append(re.sub(r'"revision": "\d+"', "", text))
        return found

    def test_spreadsheets_run_nothing_and_numbers_stay_numbers(self):
        rows = list(csv.reader(io.StringIO(self.export().out, newline="")))
        header = rows[0]
        for row in rows[1:]:
            for name, cell in zip(header, row):
                if cell[:1] in "=+-@\t\r\n" and cell:
                    # Only what is a number may begin so.
                    self.assertRegex(cell, r"^[+-]?[0-9.]+(e[0-9]+)?$", name)
        deltas = {row[header.index("property.delta")] for row in rows[1:]} - {""}
        self.assertEqual(deltas, set(NUMBERS))

    def test_headers_are_stable_and_times_are_utc(self):
        ran = self.export(server=self.vocd.address)
        rows = list(csv.DictReader(io.StringIO(ran.out, newline="")))
        self.assertEqual(list(rows[0])[:6], ["source_id", "submission_id", "question_id",
                                             "client_revision", "metric", "score"])
        for row in rows:
            self.assertRegex(row["collected_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
        elsewhere = self.export("--tz", "Asia/Kathmandu")
        self.assertEqual(elsewhere.out, ran.out)

    def test_the_row_count_is_told(self):
        self.assertEqual(self.export().err, f"{self.count} rows\n")
        lines = self.export("--output", "json").lines()
        self.assertEqual(lines[-1], {"rowCount": str(self.count)})

    def test_it_imports_to_the_same_numbers(self):
        for arguments in ((), ("--format", "voc-jsonl"), ("--output", "json")):
            with self.subTest(arguments=arguments), Vocd() as other, other.client() as client:
                exported = self.export(*arguments).out
                ran = cli.run("import", "-", "--output", "json", server=other.address,
                              stdin=exported.encode())
                self.assertEqual(ran.code, 0, ran)
                self.assertEqual(int(ran.json()["created"]), self.count)
                self.assertEqual(self.export(server=other.address).out, self.export().out)
                mine = {f.feedback_id: f for f in api.list_all(self.client)}
                for feedback in api.list_all(client):
                    same = mine[feedback.feedback_id]
                    self.assertEqual(feedback.response.comment, same.response.comment)
                    self.assertEqual(feedback.mention.title, same.mention.title)
                    self.assertEqual(dict(feedback.properties), dict(same.properties))
                    self.assertEqual(feedback.account_id, same.account_id)
                self.assertEqual(self.numbers(client), self.numbers(self.client))

    def test_a_stream_cut_short_is_refused(self):
        lines = self.export("--output", "json").out.splitlines(keepends=True)
        short = "".join(lines[:3] + lines[-1:])
        with Vocd() as other:
            ran = cli.run("import", "-", "--format", "voc-jsonl", "--output", "json",
                          server=other.address, stdin=short.encode())
            self.assertEqual(ran.code, 1, ran)
            self.assertIn(f"held {self.count} rows, the file holds 3", json.dumps(ran.json()))


if __name__ == "__main__":
    unittest.main()
