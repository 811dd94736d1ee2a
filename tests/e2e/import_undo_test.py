"""Undo of an import brings back every number of before it, redo every number of after: voc trend and
export say the same as then, to the letter."""

import csv
import io
import os
import random
import unittest

from support import api, cli
from support.vocd import Vocd

fb = api.feedback

MAP = """\
source_id = survey
submission_id <- key
metric = nps
score <- score
comment <- words
respondent_id <- who
account_id <- company
collected_at <- at time
skip when status is preview because "a preview"
"""
COLUMNS = ("key", "score", "words", "who", "company", "at", "status")
WORDS = ("", "Great support, thanks", "Far too expensive", "Jag vill säga upp avtalet", "ok")
TRENDS = (("--metric", "nps", "--by", "total"),
          ("--metric", "nps", "--by", "month"),
          ("--metric", "nps", "--by", "month", "--group-by", "account"),
          ("--metric", "nps", "--by", "total", "--mode", "respondent"),
          ("--metric", "nps", "--by", "total", "--group-by", "theme"),
          ("--metric", "sentiment", "--by", "month"))


class ImportUndo(unittest.TestCase):

    def setUp(self):
        self.seed = int(os.environ.get("SEED", random.randrange(2**32)))
        print(f"seed {self.seed}", flush=True)
        self.random = random.Random(self.seed)
        self.vocd = Vocd()
        self.addCleanup(self.vocd.close)
        self.client = self.vocd.client()
        self.addCleanup(self.client.close)
        self.map = self.vocd.folder / "survey.map"
        self.map.write_text(MAP)

    def voc(self, *arguments, code=0):
        ran = cli.run(*arguments, server=self.vocd.address)
        self.assertEqual(ran.code, code, ran)
        return ran

    def row(self, key):
        rng = self.random
        # One moment for each, so that no two answers of a respondent tie.
        at = f"2025-{rng.randint(1, 6):02}-{rng.randint(1, 28):02}T10:{key // 60:02}:{key % 60:02}Z"
        return [f"k{key}", rng.randint(0, 10), rng.choice(WORDS), f"r{rng.randint(1, 40)}",
                f"a{rng.randint(1, 5)}", at, "preview" if rng.random() < 0.15 else "done"]

    def bring(self, name, keys):
        """Imports a row of each key; the import's summary."""
        text = io.StringIO()
        out = csv.writer(text)
        out.writerow(COLUMNS)
        out.writerows(self.row(key) for key in keys)
        path = self.vocd.folder / name
        path.write_text(text.getvalue())
        return self.voc("import", path, "--map", self.map, "--output", "json").json()

    def numbers(self):
        said = [self.voc("trend", *words, "--output", "csv").out for words in TRENDS]
        # By key: what was changed and changed back is a newer revision.
        rows = sorted(self.voc("feedback", "export", "--output", "csv").out.splitlines())
        return said, rows

    def touch(self, keys):
        """Humans and other clients touch some, after an import as before it."""
        by_key = {f.submission_id: f for f in
                  api.list_all(self.client, fb.Filter(include_excluded=True))}
        for key in keys:
            feedback = by_key.get(f"k{key}")
            if feedback is None:
                continue
            what = self.random.randrange(3)
            if what == 0:
                api.batch(self.client, [api.response("survey", f"k{key}", "nps",
                                                     self.random.randint(0, 10))])
            elif what == 1:
                self.client.ExcludeFeedback(fb.ExcludeFeedbackRequest(
                    feedback_id=feedback.feedback_id, kind=fb.EXCLUSION_KIND_SPAM, reason="spam"),
                    timeout=30)
            else:
                self.client.RestoreFeedback(
                    fb.RestoreFeedbackRequest(feedback_id=feedback.feedback_id), timeout=30)

    def test_undo_gives_the_numbers_of_before_and_redo_those_of_after(self):
        for i in range(2):
            self.bring(f"first-{i}.csv", self.random.sample(range(600), 250))
            self.touch(self.random.sample(range(600), 40))
        before = self.numbers()
        one = self.bring("wrong.csv", self.random.sample(range(900), 400))
        self.assertGreater(one["created"] * one["updated"] * one["skipped"], 0)
        after = self.numbers()
        self.assertNotEqual(after, before)

        undone = self.voc("import", "undo", one["importId"], "--output", "json").json()
        self.assertEqual(int(undone.get("changedSince", 0)), 0)
        self.assertEqual(int(undone["excluded"]), one["created"])
        self.assertGreaterEqual(int(undone["restored"]), one["updated"])
        self.assertEqual(self.numbers(), before)
        self.vocd.restart(kill=True)
        self.client.reach()
        self.assertEqual(self.numbers(), before)

        redone = self.voc("import", "redo", one["importId"], "--output", "json").json()
        self.assertEqual(int(redone["restored"]), int(undone["excluded"]) + int(undone["restored"]))
        self.assertEqual(self.numbers(), after)
        # Views made anew from the log agree.
        self.voc("admin", "verify", "--rebuild")
        self.client.reach()
        self.assertEqual(self.numbers(), after)
        self.voc("admin", "verify")

    def test_two_imports_undone_in_any_order(self):
        self.bring("first.csv", range(0, 120))
        start = self.numbers()
        ids = [self.bring(f"{name}.csv", keys)["importId"]
               for name, keys in (("one", range(60, 200)), ("two", range(100, 260)))]
        both = self.numbers()
        for order in (ids, ids[::-1]):
            for import_id in order:
                self.voc("import", "undo", import_id)
            self.assertEqual(self.numbers(), start)
            for import_id in self.random.sample(ids, 2):
                self.voc("import", "redo", import_id)
            self.assertEqual(self.numbers(), both)

    def test_what_was_touched_since_is_left_alone(self):
        self.bring("first.csv", range(0, 50))
        one = self.bring("wrong.csv", range(25, 100))
        touched = self.random.sample(range(25, 100), 10)
        api.batch(self.client, [api.response("survey", f"k{key}", "nps", 7, comment="mine")
                                for key in touched])
        mine = [f for f in api.list_all(self.client) if f.response.comment == "mine"]
        undone = self.voc("import", "undo", one["importId"]).out
        self.assertRegex(undone, r"as before again +\d+")
        after = [f for f in api.list_all(self.client) if f.response.comment == "mine"]
        self.assertEqual(after, mine)


if __name__ == "__main__":
    unittest.main(verbosity=2)
