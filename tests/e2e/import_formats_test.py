"""voc import reads what other tools export: each fixture of tests/data/imports, with the real binaries."""

import gzip
import json
import unittest

from support import api, cli, import_cases
from support.vocd import Vocd

fb = api.feedback


class ImportFormats(unittest.TestCase):
    """One vocd a test; the tests of each fixture are added below."""

    maxDiff = None

    def setUp(self):
        self.vocd = Vocd()
        self.addCleanup(self.vocd.close)
        self.client = self.vocd.client()
        self.addCleanup(self.client.close)

    def run_import(self, case, file, *arguments):
        return cli.run("import", file, *case.info.get("arguments", []), *arguments,
                       "--output", "json", server=self.vocd.address)

    def stored(self) -> list:
        return [import_cases.as_read(f) for f in api.list_all(self.client)]

    def assert_stored(self, expected):
        self.assertEqual(import_cases.differences(expected, self.stored()), [])

    def assert_totals(self, case):
        """The known totals, as voc trend has them."""
        for metric in ("nps", "csat", "rating"):
            if metric not in case.info:
                continue
            ran = cli.run("trend", "--metric", metric, "--by", "total", "--output", "json",
                          server=self.vocd.address)
            self.assertEqual(ran.code, 0, ran)
            total = ran.json()["total"]
            self.assertEqual(int(total.get("n", 0)), case.info[metric]["n"], metric)
            self.assertAlmostEqual(total.get("value", 0), case.info[metric]["value"], 3, metric)

    def check_export(self, case):
        ran = self.run_import(case, case.export)
        self.assertEqual(ran.code, 0, ran)
        self.assertEqual(import_cases.counts_of(ran.json()), case.counts(), ran)
        self.assert_skip_reasons(case, ran.json())
        self.assert_stored(case.expected())
        self.assert_totals(case)
        # The format by name reads the same; nothing is new in the same file.
        for arguments in ([], ["--format", case.info["format"]]):
            before = self.stored()
            ran = self.run_import(case, case.export, *arguments)
            self.assertEqual(ran.code, 0, ran)
            again = import_cases.counts_of(ran.json())
            self.assertEqual((again["created"], again["updated"], again["rejected"]), (0, 0, 0), ran)
            self.assertEqual(again["skipped"], case.counts()["skipped"])
            self.assertEqual(self.stored(), before)

    def check_explained(self, case):
        """What --explain writes reads the file by itself to the same keys, --scale aside."""
        arguments = case.info.get("arguments", [])
        self.assertEqual(self.run_import(case, case.export).code, 0)
        before = self.stored()
        explained = cli.run("import", case.export, *arguments, "--explain")
        self.assertEqual(explained.code, 0, explained)
        mapping = self.vocd.folder / "explained.map"
        mapping.write_text(explained.out, encoding="utf-8")
        scale = arguments[arguments.index("--scale"):][:2] if "--scale" in arguments else []
        ran = cli.run("import", case.export, "--map", mapping, *scale, "--output", "json",
                      server=self.vocd.address)
        self.assertEqual(ran.code, 0, ran)
        again = import_cases.counts_of(ran.json())
        self.assertEqual((again["created"], again["updated"], again["rejected"]), (0, 0, 0), ran)
        self.assertEqual(self.stored(), before)

    def assert_skip_reasons(self, case, said):
        reasons = said["skippedReasons"]
        self.assertEqual(sum(one["records"] for one in reasons), case.counts()["skipped"])
        told = " ".join(one["reason"] for one in reasons).lower()
        for gist in case.info.get("skippedReasons", []):
            self.assertIn(gist.lower(), told)

    def check_gzip(self, case):
        path = self.vocd.folder / "some-name"
        path.write_bytes(gzip.compress(case.export.read_bytes()))
        ran = self.run_import(case, path)
        self.assertEqual(ran.code, 0, ran)
        self.assertEqual(import_cases.counts_of(ran.json()), case.counts(), ran)
        self.assert_stored(case.expected())

    def check_damaged(self, case, file, wanted):
        ran = self.run_import(case, case.folder / "damaged" / file)
        self.assertEqual(ran.code, 1, ran)
        said = (ran.out + ran.err).lower()
        self.assertTrue(any(word in said for word in wanted["says"]), ran)
        stored = self.stored()
        extra = [d for d in import_cases.differences(case.expected(), stored)
                 if d.startswith("stored too")]
        self.assertEqual(extra, [], "what is stored is what the sound file holds")
        if "stored" in wanted:
            self.assertEqual(len(stored), wanted["stored"], ran)
        if "line" in wanted:
            lines = [int(r["line"]) for r in ran.json()["rejections"]]
            self.assertIn(wanted["line"], lines, ran)
        # All answers of a submission, or none.
        whole = {}
        for feedback in case.expected():
            whole.setdefault(feedback.get("submissionId"), set()).add(feedback.get("questionId", ""))
        found = {}
        for feedback in stored:
            found.setdefault(feedback["submissionId"], set()).add(feedback.get("questionId", ""))
        for submission, questions in found.items():
            self.assertEqual(questions, whole.get(submission, questions), submission)

    def check_newer(self, case):
        self.assertEqual(self.run_import(case, case.export).code, 0)
        ran = self.run_import(case, case.newer)
        self.assertEqual(ran.code, 0, ran)
        counts = import_cases.counts_of(ran.json())
        wanted = case.info["newer"]
        self.assertEqual({name: counts[name] for name in import_cases.COUNTS},
                         {name: wanted.get(name, 0) for name in import_cases.COUNTS}, ran)
        excluded = set(wanted.get("excluded", []))
        stored = [f for f in self.stored() if f["submissionId"] not in excluded]
        self.assertEqual(
            import_cases.differences(case.expected("newer.expected.jsonl"), stored), [])
        if "supersedes" in wanted:
            before = self.stored()
            ran = self.run_import(case, case.export)
            self.assertEqual(import_cases.counts_of(ran.json())["superseded"], wanted["supersedes"])
            self.assertEqual(self.stored(), before, "an older export changes nothing")

    def check_excluded(self, case):
        """What a newer export leaves out is taken out of the numbers, and comes back with it."""
        self.run_import(case, case.export)
        self.run_import(case, case.newer)
        excluded = set(case.info["newer"]["excluded"])
        self.assertEqual(excluded & {f["submissionId"] for f in self.stored()}, set())
        everything = api.list_all(self.client, fb.Filter(include_excluded=True))
        self.assertEqual(excluded, {f.submission_id for f in everything if f.HasField("exclusion")})
        self.assertEqual({f.exclusion.kind for f in everything if f.HasField("exclusion")},
                         {fb.EXCLUSION_KIND_IMPORT})


def _add(name, check, *arguments):
    def test(self):
        check(self, *arguments)
    setattr(ImportFormats, "test_" + name.replace("-", "_").replace(".", "_"), test)


for _case in import_cases.cases():
    _add(f"{_case.name}_export", ImportFormats.check_export, _case)
    _add(f"{_case.name}_gzip", ImportFormats.check_gzip, _case)
    _add(f"{_case.name}_explained", ImportFormats.check_explained, _case)
    for _file, _wanted in _case.info.get("damaged", {}).items():
        _add(f"{_case.name}_damaged_{_file}", ImportFormats.check_damaged, _case, _file, _wanted)
    if "newer" in _case.info:
        _add(f"{_case.name}_newer", ImportFormats.check_newer, _case)
    if _case.info.get("newer", {}).get("excluded"):
        _add(f"{_case.name}_newer_excluded", ImportFormats.check_excluded, _case)


if __name__ == "__main__":
    unittest.main(verbosity=2)
