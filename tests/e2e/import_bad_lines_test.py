"""A thousand bad lines among a million: exactly those are rejected, each with line, field, reason.
"""

import csv
import io
import random
import unittest

from support import cli, model, rows, same_state
from support.vocd import Vocd

ROWS = 1_000_000
SEED = 20250101
BAD = 1000

HEADER = rows.COLUMNS
AT = {name: i for i, name in enumerate(HEADER)}


def encoded(row) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(row)
    return text.getvalue().encode()


def changed(row, **cells) -> bytes:
    row = list(row)
    for name, value in cells.items():
        row[AT[name]] = value
    return encoded(row)


def raw_comment(row, comment: bytes) -> bytes:
    """The row with exactly these bytes, quotes included, in the place of the comment."""
    row = list(row)
    row[AT["comment"]] = "COMMENT-HERE"
    return encoded(row).replace(b"COMMENT-HERE", comment)


# kind -> (makes the line of a good NPS row, the field its rejection names; None where the
# record as a whole is at fault)
KINDS = {
    "score 11": (lambda r: changed(r, score="11"), "score"),
    "score -1": (lambda r: changed(r, score="-1"), "score"),
    "NPS 6.5": (lambda r: changed(r, score="6.5"), "score"),
    "score in words": (lambda r: changed(r, score="ten"), "score"),
    "no score": (lambda r: changed(r, score="", comment="", finished="true"), "score"),
    "empty submission": (lambda r: changed(r, submission_id=""), "submission_id"),
    "empty source": (lambda r: changed(r, source_id=""), "source_id"),
    "long key": (lambda r: changed(r, submission_id="k" * 256), "submission_id"),
    "bad date": (lambda r: changed(r, collected_at="2025-02-30T10:00:00Z"), "collected_at"),
    "date in words": (lambda r: changed(r, collected_at="yesterday"), "collected_at"),
    "unknown metric": (lambda r: changed(r, metric="happiness"), "metric"),
    "no metric": (lambda r: changed(r, metric=""), None),
    "bad scale": (lambda r: changed(r, scale_points="12"), "scale_points"),
    "bad boolean": (lambda r: changed(r, finished="perhaps"), "finished"),
    "bad stage": (lambda r: changed(r, journey_stage="limbo"), "journey_stage"),
    "100 KB comment": (lambda r: changed(r, comment="x" * 100_000), "comment"),
    "comment of one byte too many": (lambda r: changed(r, comment="y" * 32_769), "comment"),
    "broken UTF-8": (lambda r: raw_comment(r, b"caf\xe9 au lait"), "comment"),
    "overlong UTF-8": (lambda r: raw_comment(r, b"a\xc0\xafb"), "comment"),
    "a quote that never closes": (lambda r: raw_comment(r, b'"and then'), None),
    "text after a quote": (lambda r: raw_comment(r, b'"so" they said'), None),
    "a cell too few": (lambda r: encoded(r[:-1]), None),
    "a cell too many": (lambda r: encoded([*r, "more"]), None),
}


class ImportBadLines(unittest.TestCase):

    def test_exactly_the_bad_lines_are_rejected(self):
        print(f"seed {SEED}")
        good = rows.file_of(ROWS, SEED)
        rng = random.Random(SEED)
        after = set(rng.sample(range(ROWS), BAD - 1))
        kinds = list(KINDS)
        expected = {}  # line -> kind
        template = ["nps-email", "", "", "nps", "3", "", "", "true", "p", "a",
                    "2025-06-01T12:00:00Z", "email", "land", "ticket", "", "free", "SE"]
        with Vocd() as vocd, vocd.client() as client:
            mixed = vocd.folder / "mixed.csv"
            with open(good, "rb") as source, open(mixed, "wb") as out:
                line = 1
                quotes = 0
                record = -1  # the header is no record
                for text in source:
                    out.write(text)
                    line += 1
                    quotes += text.count(b'"')
                    if quotes % 2:
                        continue  # inside a quoted field
                    if record in after:
                        kind = kinds[len(expected) % len(kinds)]
                        template[AT["submission_id"]] = f"bad-{record}"
                        bad = KINDS[kind][0](template)
                        expected[line] = kind
                        out.write(bad)
                        line += bad.count(b"\n")
                    record += 1
                self.assertEqual(record, ROWS)
                # The last one: the file ends inside a quoted field.
                template[AT["submission_id"]] = "bad-last"
                expected[line] = "a quote that never closes"
                out.write(raw_comment(template, b'"the end'))
            self.assertEqual(len(expected), BAD)

            ran = cli.run("import", mixed, "--output", "json", server=vocd.address)
            self.assertEqual(ran.code, 1, ran)
            said = ran.json()
            got = {int(r["line"]): r for r in said["rejections"]}
            self.assertEqual(len(got), len(said["rejections"]), "one rejection a line")
            self.assertEqual(sorted(set(got) - set(expected))[:5], [], "rejected, but good")
            self.assertEqual(
                [(n, expected[n]) for n in sorted(set(expected) - set(got))[:5]], [],
                "bad, but not rejected")
            for number, kind in expected.items():
                rejection = got[number]
                self.assertEqual(rejection["file"].rsplit("/", 1)[-1], "mixed.csv")
                self.assertTrue(rejection["reason"], (number, kind))
                field = KINDS[kind][1]
                if field is not None:
                    self.assertEqual(rejection["field"].rsplit(".", 1)[-1], field,
                                     (number, kind, rejection))
            self.assertEqual(int(said["rejected"]), BAD)
            self.assertEqual(int(said["created"]), ROWS)
            same_state.check_file_numbers(self, client, model.FileNumbers(good))
            self.assertEqual(same_state.status(client).feedback_count, ROWS)


if __name__ == "__main__":
    unittest.main(verbosity=2)
