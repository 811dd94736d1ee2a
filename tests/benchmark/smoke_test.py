"""The benchmark runs from end to end, on few rows: its numbers mean nothing, its rows do."""

import json
import math
import pathlib
import tempfile
import unittest

from benchmark import bench, report


class SmokeTest(unittest.TestCase):
    def test_every_part_gives_rows_that_can_be_judged(self):
        with tempfile.TemporaryDirectory() as out:
            self.assertEqual(bench.main(["--smoke", f"--out={out}"]), 0)
            rows = json.loads((pathlib.Path(out) / "results.json").read_text())
        measured = {row["id"] for row in rows}
        self.assertEqual(len(measured), len(rows), "an id stands twice")
        self.assertLessEqual({"unary_vs_noop", "ingest_vs_append", "last_vs_first_million",
                              "memory_at_20m", "disk_per_record", "restart_after_kill",
                              "trend_linear_random"}, measured)
        for row in rows:
            self.assertEqual(set(row), {"id", "better", "value", "target", "unit", "raw"})
            self.assertIn(row["better"], ("higher", "lower"))
            self.assertTrue(math.isfinite(row["value"]) and row["value"] > 0, row)
        page = report.report(rows, "smoke")
        for measure in measured:
            self.assertIn(f"### {measure}", page)


if __name__ == "__main__":
    unittest.main()
